"""Keeps the queue of proposed ties in the order in which people should look at them; rivals freeze each other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import connection
from django.db.models import Min

from reencuentro.errors import AccountError, JudgementError
from reencuentro.records.many import among
from reencuentro.records.matches import Tie
from reencuentro.records.people import Person
from reencuentro.records.queue import claims_on, proposal_of, verified_ties, within_reach_alone
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.queueing import Proposal, band_at, place_of, rivals_among, rivals_of

_Move = tuple[int | None, datetime, int]


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
    claims = {child: claims_on(child) for child in {tie.child_id for tie in kept}} if within_reach_alone() else {}
    moved: list[_Move] = []
    for tie in kept:
        one = proposals[tie.pk]
        band = bands.get(one.child) or old.get(one.child, AgeBand.UNKNOWN)
        rivalled = bool(rivals_of(one, beside[one.child])) or _is_claimed(tie, one, claims)
        place = place_of(one, band, rivalled=rivalled)
        first = tie.waiting_since or since[tie.child_id, tie.relative_id, tie.relation]
        if (place, first) != (tie.place, tie.waiting_since):
            moved.append((place, first, tie.pk))
    _move(moved)
    return len(moved)


def _is_claimed(tie: Tie, one: Proposal, claims: Mapping[int, list[tuple[int, str]]]) -> bool:
    """Whether somebody whom the officer may not reach stands in its way."""
    return one.counts and bool(rivals_among((tie.relative_id, tie.relation), claims.get(tie.child_id, [])))


def _since(ties: Collection[Tie]) -> dict[tuple[int, int, str], datetime]:
    """When a tie between the two was first proposed: the one of today may only be its newest version."""
    rows = Tie.objects.values_list("child", "relative", "relation")
    if len(ties) < _FEW:
        rows = rows.filter(child__in={tie.child_id for tie in ties})
    return {(child, relative, relation): first for child, relative, relation, first in rows.annotate(Min("known_from"))}


_FEW = 500
"""Children that are named in a query; of more, all are read."""


def _move(moved: Iterable[_Move]) -> None:
    field = Tie._meta.get_field("waiting_since")
    rows = [(place, field.get_db_prep_value(since, connection), pk) for place, since, pk in moved]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE records_tie SET place = %s, waiting_since = %s WHERE id = %s", rows)


def refuse_rivalled(child: str, relative: str, relation: str) -> None:
    """Raises JudgementError where somebody else is taken for the same to the child: neither is confirmed then."""
    ends = dict(Person.objects.filter(public_id__in=(child, relative)).values_list("public_id", "pk"))
    if not {child, relative} <= ends.keys():
        return
    if rivals := rivals_among((ends[relative], relation), claims_on(ends[child])):
        raise JudgementError(
            f"{len(rivals) + 1} persons are taken for the child's {relation}, so none can be confirmed",
            remedy="Look at them side by side, and reject, with a reason, those who aren't.",
        )


def refuse_release_of_rivals(child: Person) -> None:
    """Raises AccountError where more than one person is taken for the child's mother, or father."""
    claims = claims_on(child.pk)
    if disputed := sorted({one[1] for one in claims if rivals_among(one, claims)}):
        raise AccountError(
            f"more than one person is taken for the child's {' and '.join(disputed)}",
            remedy="Decide between them first: reject, with a reason, those who aren't.",
        )
