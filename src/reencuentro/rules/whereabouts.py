"""What sources say of where a person was: each record's rows through time become stays, with who says so.

A day after `as_of` is planned and hasn't happened. What a source doesn't say is unknown, and differs from nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.spelling import fold


class StayKind(StrEnum):
    """How a stay is known."""

    BORDER = "border"  # met by the border police, whose custody has its limit
    HELD = "held"  # on a list of those who hold or house the person
    TOLD = "told"  # somebody else says where the person is
    NOTED = "noted"  # an officer noted it on a page


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """Who says it: a record of an agency, on its list of that day; or, number, a stay that somebody noted."""

    agency: str
    record_id: str = ""
    day: date = date.min
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One row of one record. day: of its roster. holds: its agency holds or houses those on its list.

    gone_by: the day of the agency's first later list without the record; None while it is listed.
    """

    mention: Mention
    day: date
    holds: bool = True
    gone_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One person in one place, as far as anybody says.

    agency: who has the person, "" where nobody says. place: as written, maybe "". began, ended: as told, None where
    nobody says. seen: the days of lists that confirm it, in order. gone_by: the first list that no longer has them.
    removed: it ended by a removal or return. onward: where to, in the source's words.
    """

    kind: StayKind
    agency: str
    place: str = ""
    began: date | None = None
    ended: date | None = None
    seen: tuple[date, ...] = ()
    gone_by: date | None = None
    removed: bool = False
    onward: str = ""
    sources: tuple[Source, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day on which it is certain."""
        return tuple(sorted({day for day in (self.began, self.ended, *self.seen) if day is not None}))

    @property
    def since(self) -> date | None:
        """The first day on which it is certain; None where no day is told at all."""
        return self.began or next(iter(self.days), None)

    @property
    def until(self) -> date | None:
        """The last day on which it is certain: its end where one is told."""
        return self.ended or next(reversed(self.days), None)

    @property
    def is_open(self) -> bool:
        """Whether the newest that is known has the person there still."""
        return self.ended is None and self.gone_by is None

    def weight(self) -> tuple[date, date, str, str, str, tuple[Source, ...]]:
        """Orders stays the same way whatever the order in which they were told."""
        return (self.since or date.min, self.until or date.min, self.kind, self.agency, self.place, self.sources)


def stays_told(tellings: Iterable[Telling], *, as_of: date) -> list[Stay]:
    """The stays of which the rows tell, in order of time; two sources of one stay make one."""
    ordered = sorted(set(tellings), key=_row_order)
    told = [
        stay for _, rows in groupby(ordered, key=lambda one: one.mention.key) for stay in _record(list(rows), as_of)
    ]
    return joined(told)


def _row_order(row: Telling) -> tuple[str, str, date, str]:
    return (*row.mention.key, row.day, repr(row.mention))


def _record(rows: Sequence[Telling], as_of: date) -> Iterator[Stay]:
    """The stays of one record; its later rows correct its earlier ones, and a new place begins a new stay."""
    encounters = [stay for row in rows if (stay := _encounter(row, as_of))]
    if encounters:
        yield _newest(encounters)
    yield from _housed([stay for row in rows if (stay := _held(row, as_of))])


def _housed(told: Sequence[Stay]) -> Iterator[Stay]:
    """What an agency calls its admission is that to the first of its places alone."""
    if not told:
        return
    current, admissions = told[0], {told[0].began}
    for stay in told[1:]:
        if not _is_another(current, stay):
            current = _continued(current, stay if stay.began in (None, current.began) else _corrected(stay, admissions))
            continue
        yield replace(current, gone_by=stay.sources[0].day)
        current = replace(stay, began=None) if stay.began in admissions else stay
        admissions.add(stay.began)
    yield current


def _corrected(stay: Stay, admissions: set[date | None]) -> Stay:
    """Where the same admission is told again it isn't that to this place."""
    return replace(stay, began=None) if stay.began in admissions else stay


def _encounter(row: Telling, as_of: date) -> Stay | None:
    """A meeting with the border police, whoever tells of it."""
    mention = row.mention
    day = _by(mention.apprehended_on, as_of)
    if day is None:
        return None
    is_own = not _is_housed(mention)
    return Stay(
        kind=StayKind.BORDER,
        agency=mention.agency if is_own and row.holds else "",
        place=mention.apprehended_at,
        began=day,
        ended=_end(mention, as_of) if is_own else None,
        gone_by=row.gone_by if is_own else None,
        removed=is_own and _by(mention.removed_on, as_of) is not None,
        onward=mention.destination if is_own else "",
        sources=(Source(agency=mention.agency, record_id=mention.record_id, day=row.day),),
    )


def _held(row: Telling, as_of: date) -> Stay | None:
    mention = row.mention
    if not _is_housed(mention):
        return None
    ended = _end(mention, as_of)
    began = _by(mention.admitted_on, as_of)
    confirms = row.day <= as_of and not (ended and ended < row.day) and not (began is None and mention.admitted_on)
    return Stay(
        kind=StayKind.HELD if row.holds else StayKind.TOLD,
        agency=mention.agency if row.holds else "",
        place=mention.facility,
        began=began,
        ended=ended,
        seen=(row.day,) if confirms else (),
        gone_by=row.gone_by,
        removed=_by(mention.removed_on, as_of) is not None,
        onward=mention.destination,
        sources=(Source(agency=mention.agency, record_id=mention.record_id, day=row.day),),
    )


def _is_housed(mention: Mention) -> bool:
    return bool(mention.facility or mention.admitted_on)


def _end(mention: Mention, as_of: date) -> date | None:
    """The earlier of discharge and removal: whoever was discharged to be removed left that day."""
    ends = [day for event in (mention.discharged_on, mention.removed_on) if (day := _by(event, as_of))]
    return min(ends, default=None)


def _by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def _newest(stays: Sequence[Stay]) -> Stay:
    """What the newest row says; it stands for all of them."""
    return replace(stays[-1], sources=tuple(sorted({source for stay in stays for source in stay.sources})))


def _is_another(stay: Stay, later: Stay) -> bool:
    begun_after = bool(stay.ended and later.began and later.began >= stay.ended)
    return begun_after or not same_place(stay.place, later.place)


def _continued(stay: Stay, later: Stay) -> Stay:
    """The same stay as its agency tells it now: what it no longer says stays as it was."""
    return replace(
        stay,
        place=later.place or stay.place,
        began=later.began or stay.began,
        ended=later.ended or stay.ended,
        seen=tuple(sorted({*stay.seen, *later.seen})),
        gone_by=later.gone_by,
        removed=later.removed or stay.removed,
        onward=later.onward or stay.onward,
        sources=tuple(sorted({*stay.sources, *later.sources})),
    )


def same_place(one: str, other: str) -> bool:
    """Whether two texts may name one place: the words of one are all in the other, or either says nothing."""
    words, others = (frozenset(fold(text).split()) for text in (one, other))
    return words <= others or others <= words


def joined(stays: Iterable[Stay]) -> list[Stay]:
    """Stays of which several sources tell made one, in order of time."""
    left = sorted(stays, key=Stay.weight)
    found: list[Stay] = []
    while left:
        group, left = _together(left)
        found.append(_one_of(group))
    return sorted(found, key=Stay.weight)


def _together(stays: list[Stay]) -> tuple[list[Stay], list[Stay]]:
    """The first, with all that are the same stay as it or as one of those; and the others.

    No place that differs from another of the group is joined to it through a third that says less.
    """
    group, left = [stays[0]], stays[1:]
    for member in group:
        for other in list(left):
            if _is_same(member, other) and all(same_place(one.place, other.place) for one in group):
                group.append(other)
                left.remove(other)
    return sorted(group, key=Stay.weight), left


def _is_same(one: Stay, other: Stay) -> bool:
    is_border = StayKind.BORDER in (one.kind, other.kind)
    if is_border and one.kind is not other.kind:
        return False
    if one.agency and other.agency and one.agency != other.agency:
        return False
    if is_border:
        return one.began == other.began and same_place(one.place, other.place)
    is_named = bool(one.agency and other.agency) or bool(one.place and other.place)
    return is_named and same_place(one.place, other.place) and _meet(one, other)


def _meet(one: Stay, other: Stay) -> bool:
    """Whether the two may be one stay: a day is in both, or nobody says that the earlier ended or the later began."""
    first, second = sorted((one, other), key=Stay.weight)
    if not (first.until and second.since):
        return True
    was_there = first.ended is None and (first.gone_by is None or second.since < first.gone_by)
    return second.since <= first.until or (was_there and second.began is None)


def _one_of(group: Sequence[Stay]) -> Stay:
    """One stay of several tellings: whose agency it is knows best, then who says most."""
    best = min(group, key=lambda stay: (_RANK[stay.kind], not stay.agency, not stay.place, stay.weight()))
    begun = [stay.began for stay in group if stay.began]
    over = [stay.ended for stay in group if stay.ended]
    return replace(
        best,
        place=best.place or next((stay.place for stay in group if stay.place), ""),
        began=best.began or min(begun, default=None),
        ended=best.ended or max(over, default=None),
        seen=tuple(sorted({day for stay in group for day in stay.seen})),
        gone_by=None if any(stay.gone_by is None for stay in group) else best.gone_by,
        removed=any(stay.removed for stay in group),
        onward=best.onward or next((stay.onward for stay in group if stay.onward), ""),
        sources=tuple(sorted({source for stay in group for source in stay.sources})),
    )


_RANK = {kind: rank for rank, kind in enumerate((StayKind.NOTED, StayKind.HELD, StayKind.BORDER, StayKind.TOLD))}
