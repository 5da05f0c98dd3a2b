"""Dropped lists, and the rows of the own agency's lists that couldn't be taken, as an officer may see them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from reencuentro.records.drops import DropQuerySet, Mend, RosterDrop
from reencuentro.records.reading import reading
from reencuentro.records.rosters import Quarantined, Roster, SourceRecord
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall, purposes_of
from reencuentro.rules.disclosure.vocabulary import Action

MOST_SHOWN = 50
"""Dropped lists, or rows to be mended, on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowToMend:
    """A row that couldn't be taken. cells: as they came, or as they were mended since; wrong: problem by header."""

    pk: int
    line: int
    cells: Mapping[str, str]
    wrong: Mapping[str, str]
    mended: frozenset[str]


def may_mend(viewer: Viewer) -> bool:
    """Whether the viewer may see the rows of the own agency's lists for this purpose, and put them right."""
    return viewer.purpose in purposes_of((Action.MEND_ROSTER,), viewer.facts.roles)


def drops_for(viewer: Viewer) -> list[RosterDrop]:
    """The newest dropped lists of the agency; who may only supply lists sees their own. Nothing sealed is opened."""
    with supplying(viewer):
        return list(_within_reach(viewer).defer("shown").order_by("-pk")[:MOST_SHOWN])


def drop_for(viewer: Viewer, token: str) -> RosterDrop:
    """That list, without what it says. Raises NotAllowedError alike for one that isn't there."""
    with supplying(viewer):
        found = _within_reach(viewer).defer("shown").filter(token=token).first()
    if found is None:
        raise NotAllowedError
    return found


def shown_of(viewer: Viewer, drop: RosterDrop) -> Mapping[str, object]:
    """What it says: to whoever brought it before it is taken in; afterwards to those who may mend."""
    if not (drop.officer_id == viewer.pk and drop.roster_id is None) and not may_mend(viewer):
        return {}
    about = [f"drop:{drop.pk}"]
    noting = reading("see_roster", by=viewer.by, capacity=viewer.capacity(), about=about, at=viewer.at)
    with noting, behind_the_wall(viewer):
        return RosterDrop.objects.values_list("shown", flat=True).get(pk=drop.pk) or {}


def _within_reach(viewer: Viewer) -> DropQuerySet:
    drops = RosterDrop.objects.filter(agency__code=viewer.facts.agency.code)
    drops = drops.select_related("agency", "officer", "roster__agency")
    return drops if may_mend(viewer) else drops.filter(officer=viewer.pk)


@contextmanager
def supplying(viewer: Viewer) -> Iterator[None]:
    """Reads what is about nobody for whoever may supply lists. Raises NotAllowedError for others.

    It isn't noted: a page that asks again and again must not wait for a worker that writes.
    """
    if not decide_alone(viewer, Action.SUPPLY_ROSTER).allowed:
        raise NotAllowedError
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), behind_the_wall(viewer):
        yield


def rows_to_mend(viewer: Viewer, roster: Roster, after: int = 0) -> list[RowToMend]:
    """The rows of that list that still stand in quarantine, in the file's order. Raises NotAllowedError.

    after: a line, to go on.
    """
    about = [f"agency:{roster.agency.code}"]
    with reading("mend_roster", by=viewer.by, capacity=viewer.capacity(), about=about, at=viewer.at):
        if roster.agency.code != viewer.facts.agency.code or not decide_alone(viewer, Action.MEND_ROSTER).allowed:
            raise NotAllowedError
        with behind_the_wall(viewer):
            return _rows(roster, after)


def _rows(roster: Roster, after: int) -> list[RowToMend]:
    standing = Quarantined.objects.standing().filter(roster=roster, line__gt=after)
    lines = list(standing.order_by("line").values_list("line", flat=True).distinct()[:MOST_SHOWN])
    wrong: dict[int, dict[str, str]] = {}
    for line, column, problem in standing.filter(line__in=lines).values_list("line", "column", "problem"):
        wrong.setdefault(line, {})[column] = problem
    rows = SourceRecord.objects.filter(Q(roster=roster), line__in=lines, mentions=None).order_by("line", "pk")
    told = list(rows.values_list("pk", "line", "cells"))
    mends = mends_of([pk for pk, _, _ in told])
    return [
        RowToMend(
            pk=pk,
            line=line,
            cells={**cells, **mends.get(pk, {})},
            wrong=wrong.get(line, {}),
            mended=frozenset(mends.get(pk, {})),
        )
        for pk, line, cells in told
    ]


def mends_of(rows: Sequence[int]) -> dict[int, dict[str, str]]:
    """What was said instead of the cells of these rows; the newest on each cell counts."""
    found: dict[int, dict[str, str]] = {}
    for row, column, value in Mend.objects.filter(row__in=rows).order_by("pk").values_list("row", "column", "value"):
        found.setdefault(row, {})[column] = value
    return found
