"""Dropped lists, and the rows of the own agency's lists that couldn't be taken, as an officer may see them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q

from reencuentro.records.drops import DropQuerySet, DropState, Mend, RosterDrop
from reencuentro.records.officers import RoleHeld
from reencuentro.records.reading import reading
from reencuentro.records.rosters import (
    Extent,
    ExtentSaid,
    Quarantined,
    Roster,
    RosterQuerySet,
    SourceRecord,
    kept_lists,
)
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall, purposes_of
from reencuentro.rules.disclosure.vocabulary import Action, Role

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtentSeen:
    """What a list is; asked: what it shall be, while nobody has followed that; refused: why that couldn't be."""

    extent: str = ""
    asked: str = ""
    refused: str = ""


def may_mend(viewer: Viewer) -> bool:
    """Whether the viewer may see the rows of the own agency's lists for this purpose, and put them right."""
    return viewer.purpose in purposes_of((Action.MEND_ROSTER,), viewer.facts.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptList:
    """A list of the own agency that came by another way than the pages, as they show it: like one that was dropped.

    token: its content's hash, which names it in addresses.
    """

    roster: Roster
    told: Mapping[str, Any]
    state: DropState = DropState.DONE
    officer_id: int | None = None
    problem: str = ""
    remedy: str = ""

    @property
    def roster_id(self) -> int:
        """What it became."""
        return self.roster.pk

    @property
    def token(self) -> str:
        """What names it in addresses, and can't be guessed by whoever hasn't the file."""
        return self.roster.content_hash

    content_hash = token

    @property
    def file_name(self) -> str:
        """As it came."""
        return self.roster.file_name

    @property
    def dropped_at(self) -> datetime:
        """When it came in."""
        return self.roster.received_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeen:
    """One of the agency's lists. extent: what it is; asked: what it shall be, once somebody has followed that."""

    seen: RosterDrop | KeptList
    extent: str = ""
    asked: str = ""


def lists_for(viewer: Viewer) -> list[ListSeen]:
    """The agency's newest lists, however they came; who may only supply lists sees their own. Nothing is opened."""
    with supplying(viewer):
        drops: list[RosterDrop] = list(_within_reach(viewer).defer("shown").order_by("-pk")[:MOST_SHOWN])
        kept = _kept(viewer).order_by("-received_at", "-pk")[:MOST_SHOWN] if may_mend(viewer) else ()
        # The same content dropped twice is one list.
        dropped = {drop.roster_id for drop in drops}
        seen: list[RosterDrop | KeptList] = [*drops, *_as_seen(roster for roster in kept if roster.pk not in dropped)]
        extents, asked = _said_of([one.roster_id for one in seen if one.roster_id])
    newest = sorted(seen, key=lambda one: one.dropped_at, reverse=True)[:MOST_SHOWN]
    return [
        ListSeen(seen=one, extent=extents.get(one.roster_id or 0, ""), asked=asked.get(one.roster_id or 0, ""))
        for one in newest
    ]


def _said_of(rosters: Sequence[int]) -> tuple[dict[int, str], dict[int, str]]:
    """What each of these lists is, and what it shall be while nobody has followed that."""
    said = ExtentSaid.objects.filter(roster__in=rosters)
    counting = said.counting().order_by("settled_at", "pk").values_list("roster", "extent")
    extents = {roster: Extent.WHOLE.value for roster in rosters} | dict(counting)
    return extents, dict(said.waiting().values_list("roster", "extent"))


def extent_of(viewer: Viewer, seen: RosterDrop | KeptList) -> ExtentSeen:
    """What a list is that was taken in, and whether what was said of it last waits, or couldn't be followed."""
    if seen.roster_id is None:
        return ExtentSeen()
    with supplying(viewer):
        extents, _ = _said_of([seen.roster_id])
        last = ExtentSaid.objects.filter(roster=seen.roster_id).order_by("-pk").first()
    waits = last is not None and last.settled_at is None
    return ExtentSeen(
        extent=extents[seen.roster_id],
        asked=last.extent if last is not None and waits else "",
        refused=last.refused if last is not None else "",
    )


def _kept(viewer: Viewer) -> RosterQuerySet:
    return kept_lists().filter(agency__code=viewer.facts.agency.code)


def _as_seen(rosters: Iterable[Roster]) -> list[KeptList]:
    kept = list(rosters)
    refused = Quarantined.objects.filter(roster__in=kept).values("roster")
    broken = dict(refused.annotate(lines=Count("line", distinct=True)).values_list("roster", "lines"))
    return [KeptList(roster=roster, told=_told(roster, broken.get(roster.pk, 0))) for roster in kept]


def _told(roster: Roster, broken: int) -> dict[str, Any]:
    told: dict[str, Any] = {"as_of": roster.as_of.isoformat(), "new": True, "rows": roster.rows}
    told |= {"repeated": roster.repeated, "quarantined": broken}
    return told | {"changes": roster.changes or {}, "before": roster.changes is not None}


def drop_for(viewer: Viewer, token: str) -> RosterDrop:
    """That list, without what it says. Raises NotAllowedError alike for one that isn't there."""
    with supplying(viewer):
        found = _within_reach(viewer).defer("shown").filter(token=token).first()
    if found is None:
        raise NotAllowedError
    return found


def list_for(viewer: Viewer, token: str) -> RosterDrop | KeptList:
    """That list, dropped or come by another way, without what it says. Raises NotAllowedError as `drop_for`."""
    if len(token) != _HASH or not may_mend(viewer):
        return drop_for(viewer, token)
    with supplying(viewer):
        found = _kept(viewer).filter(content_hash=token).first()
        if found is None:
            raise NotAllowedError
        return _as_seen([found])[0]


_HASH = 64  # characters of a content's hash; a dropped list's token has fewer


def rows_waiting(viewer: Viewer, seen: RosterDrop | KeptList) -> int:
    """How many rows of the list wait to be put right; 0 for who may not."""
    if seen.roster_id is None or not may_mend(viewer):
        return 0
    with supplying(viewer):
        return Quarantined.objects.standing().filter(roster=seen.roster_id).values("line").distinct().count()


def may_restate(viewer: Viewer, seen: RosterDrop | KeptList) -> bool:
    """Whether the viewer may say what a list is that they see: they brought it, or may put its rows right."""
    return seen.officer_id == viewer.pk or may_mend(viewer)


def who_may_mend(viewer: Viewer) -> list[str]:
    """The names of colleagues who may put rows of the own agency's lists right."""
    roles = [role.value for role in Role if purposes_of((Action.MEND_ROSTER,), (role,))]
    with supplying(viewer):
        held = RoleHeld.objects.in_force(viewer.at).filter(role__in=roles, officer__is_active=True)
        mine = held.filter(officer__agency__code=viewer.facts.agency.code)
        return list(mine.order_by("officer__full_name").values_list("officer__full_name", flat=True).distinct())


def shown_of(viewer: Viewer, drop: RosterDrop | KeptList) -> Mapping[str, object]:
    """What it says: to whoever brought it before it is taken in; afterwards to those who may mend."""
    if isinstance(drop, KeptList):
        return {}
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
