"""Keeps the queue of proposed ties in the order in which people should look at them; rivals aren't confirmed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Min

from reencuentro.errors import JudgementError
from reencuentro.linkage.results import Status
from reencuentro.records.many import among
from reencuentro.records.matches import Tie
from reencuentro.records.queue import around, proposal_of, verified_ties
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.queueing import Proposal, band_at, place_of, rivals_of


def queue_ties(bands: Mapping[str, AgeBand], children: Collection[str] | None = None) -> int:
    """Gives the standing ties of these children (None: of all) their places; how many of them had another one.

    bands: how old each child is, by public id; who isn't in it stays as old as the queue had them.
    Called within whatever changed the ties or the judgements on them.
    """
    standing = Tie.objects.standing().select_related("child", "relative").defer("evidence", "alternatives")
    kept = list(standing if children is None else standing.filter(among("child__public_id", children)))
    verified = verified_ties(kept)
    proposals = {tie.pk: proposal_of(tie, verified=tie.pk in verified) for tie in kept}
    beside: defaultdict[str, list[Proposal]] = defaultdict(list)
    for one in proposals.values():
        beside[one.child].append(one)
    old = {one.child.public_id: band_at(one.place) for one in kept if one.place is not None}
    since = _since([tie for tie in kept if tie.waiting_since is None])
    moved: list[tuple[int | None, datetime, int]] = []
    for tie in kept:
        one = proposals[tie.pk]
        band = bands.get(one.child) or old.get(one.child, AgeBand.UNKNOWN)
        place = place_of(one, band, rivalled=bool(rivals_of(one, beside[one.child])))
        first = tie.waiting_since or since[tie.child_id, tie.relative_id, tie.relation]
        if (place, first) != (tie.place, tie.waiting_since):
            moved.append((place, first, tie.pk))
    _move(moved)
    return len(moved)


def _since(ties: Collection[Tie]) -> dict[tuple[int, int, str], datetime]:
    """When a tie between the two was first proposed: the one of today may only be its newest version."""
    rows = Tie.objects.values_list("child", "relative", "relation")
    if len(ties) < _FEW:
        rows = rows.filter(child__in={tie.child_id for tie in ties})
    return {(child, relative, relation): first for child, relative, relation, first in rows.annotate(Min("known_from"))}


_FEW = 500
"""Children that are named in a query; of more, all are read."""


def _move(moved: Iterable[tuple[int | None, datetime, int]]) -> None:
    field = Tie._meta.get_field("waiting_since")
    rows = [(place, field.get_db_prep_value(since, connection), pk) for place, since, pk in moved]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE records_tie SET place = %s, waiting_since = %s WHERE id = %s", rows)


def refuse_rivalled(child: str, relative: str, relation: str) -> None:
    """Raises JudgementError where somebody else is taken for the same to the child: neither is confirmed then."""
    beside = around([child])
    mine = Proposal(child=child, relative=relative, relation=relation, probability=1.0, status=Status.PROPOSED)
    if rivals := rivals_of(mine, beside):
        raise JudgementError(
            f"{len(rivals) + 1} persons are taken for the child's {relation}, so none can be confirmed",
            remedy="Look at them side by side, and reject, with a reason, those who aren't.",
        )


def refuse_release_of_rivals(child: str) -> None:
    """Raises JudgementError where more than one person is taken for the child's mother, or father."""
    beside = around([child])
    if disputed := {one.relation for one in beside if rivals_of(one, beside)}:
        raise JudgementError(
            f"more than one person is taken for the child's {' and '.join(sorted(disputed))}",
            remedy="Decide between them first: reject, with a reason, those who aren't.",
        )
