"""The way of one person as a chain: stays in order of time, what lies between, and where sources can't all be right.

Unknown is never a difference: a stay of which nobody told the end may have lasted until the next began, so what lies
between is unknown; only between a told end and a told beginning is the person known to have been nowhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from reencuentro.rules.custody import BORDER_LIMIT
from reencuentro.rules.whereabouts import Source, Stay, StayKind, Telling, joined, same_place, stays_told


class GapKind(StrEnum):
    """What is known of the time between two stays."""

    NOWHERE = "nowhere"  # the one had ended, the next hadn't begun
    UNKNOWN = "unknown"  # nobody says when the one ended, or the next began
    MISSING = "missing"  # gone from a list without a discharge, and seen nowhere since


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Days on which no source has the person anywhere, from one day on which they were seen to the next.

    until: for MISSING the day as of which the chain is told.
    """

    kind: GapKind
    since: date
    until: date


class Conflict(StrEnum):
    """Why two tellings can't both be right."""

    TWO_PLACES = "two_places"  # at once
    ENDED_BEFORE_BEGUN = "ended_before_begun"
    SEEN_AFTER_END = "seen_after_end"  # in the same place, by a list of a later day
    SEEN_AFTER_REMOVAL = "seen_after_removal"  # held, although removed before


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two stays, or one, that can't be as told; since, until: the days on which that shows."""

    kind: Conflict
    first: Stay
    second: Stay
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLimit:
    """Border custody beyond its limit: since the day of the apprehension, until seen elsewhere or, None, still.

    is_certain: its end is told; otherwise the person may have been elsewhere before they were seen there.
    """

    stay: Stay
    until: date | None
    days: int
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The way of one person, as of a day. undated: stays of which nobody tells any day."""

    as_of: date
    stays: tuple[Stay, ...] = ()
    undated: tuple[Stay, ...] = ()
    gaps: tuple[Gap, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    past_limit: tuple[PastLimit, ...] = ()

    @property
    def links(self) -> tuple[Stay | Gap, ...]:
        """Stays and gaps in order of time."""
        return tuple(sorted((*self.stays, *self.gaps), key=_link_order))

    @property
    def sources(self) -> tuple[Source, ...]:
        """All who say anything of it."""
        return tuple(sorted({source for stay in (*self.stays, *self.undated) for source in stay.sources}))


def _link_order(link: Stay | Gap) -> tuple[date, bool]:
    return (link.days[0], False) if isinstance(link, Stay) else (link.since, True)


def chain_of(tellings: Iterable[Telling], noted: Iterable[Stay] = (), *, as_of: date) -> Chain:
    """The chain from all that is told and noted of one person; the order in which it is handed in doesn't matter.

    noted: stays of the kind NOTED; a day of theirs after `as_of` hasn't happened, as anywhere.
    """
    happened = (stay for stay in noted if stay.began is None or stay.began <= as_of)
    stays = joined((*stays_told(tellings, as_of=as_of), *happened))
    dated = tuple(sorted((stay for stay in stays if stay.days), key=lambda stay: (stay.days[0], stay.weight())))
    return Chain(
        as_of=as_of,
        stays=dated,
        undated=tuple(stay for stay in stays if not stay.days),
        gaps=tuple(_gaps(dated, as_of)),
        contradictions=tuple(_contradictions(dated)),
        past_limit=tuple(_past_limit(dated, as_of)),
    )


def _gaps(stays: Sequence[Stay], as_of: date) -> Iterator[Gap]:
    """From the stay that reached furthest to the next one that began."""
    reached: Stay | None = None
    for stay in stays:
        if reached is not None and stay.days[0] > reached.days[-1]:
            is_told = reached.ended == reached.days[-1] and stay.began == stay.days[0]
            kind = GapKind.NOWHERE if is_told else GapKind.UNKNOWN
            yield Gap(kind=kind, since=reached.days[-1], until=stay.days[0])
        if reached is None or _reach(stay) > _reach(reached):
            reached = stay
    if reached is not None and _is_missing(reached, as_of) and not any(stay.is_open for stay in stays):
        yield Gap(kind=GapKind.MISSING, since=reached.days[-1], until=as_of)


def _is_missing(stay: Stay, as_of: date) -> bool:
    return stay.ended is None and stay.gone_by is not None and stay.days[-1] < as_of


def _reach(stay: Stay) -> tuple[date, bool]:
    """Of two that end on one day the one whose end nobody told reaches further."""
    return stay.days[-1], stay.ended is None


def _certain(stay: Stay) -> tuple[date, date]:
    """The first and the last day on which nobody contradicts it."""
    since, until = stay.since or date.min, stay.until or date.min
    return min(since, until), max(since, until)


def _contradictions(stays: Sequence[Stay]) -> Iterator[Contradiction]:
    for stay in stays:
        if stay.began and stay.ended and stay.ended < stay.began:
            yield _conflict(Conflict.ENDED_BEFORE_BEGUN, stay, stay, stay.ended, stay.began)
        elif stay.ended and stay.seen and stay.seen[-1] > stay.ended:
            yield _conflict(Conflict.SEEN_AFTER_END, stay, stay, stay.ended, stay.seen[-1])
    for first, second in combinations(stays, 2):
        if both := _both(first, second):
            yield _conflict(Conflict.TWO_PLACES, first, second, *both)
        elif day := _seen_after_removal(first, second):
            yield _conflict(Conflict.SEEN_AFTER_REMOVAL, first, second, *day)


def _conflict(kind: Conflict, first: Stay, second: Stay, since: date, until: date) -> Contradiction:
    return Contradiction(kind=kind, first=first, second=second, since=since, until=until)


def _both(one: Stay, other: Stay) -> tuple[date, date] | None:
    """The days on which both are certain and can't both be; the day of a transfer belongs to both."""
    if not _differ(one, other):
        return None
    (begun, over), (other_begun, other_over) = _certain(one), _certain(other)
    first, last = max(begun, other_begun), min(over, other_over)
    if first < last:
        return first, last
    seen_in_both = first == last and all(first in stay.seen and first not in _ends(stay) for stay in (one, other))
    return (first, last) if seen_in_both else None


def _ends(stay: Stay) -> tuple[date | None, date | None]:
    return stay.began, stay.ended


def _differ(one: Stay, other: Stay) -> bool:
    """Whether the two are surely in different places: other agencies have the person, or the places are named."""
    if one.agency and other.agency and one.agency != other.agency:
        return True
    return bool(one.place and other.place) and not same_place(one.place, other.place)


def _seen_after_removal(one: Stay, other: Stay) -> tuple[date, date] | None:
    """One source has them removed, another that held them before confirms them since; to come back is no conflict."""
    for gone, held in ((one, other), (other, one)):
        if not (gone.removed and gone.ended and held.kind is not StayKind.BORDER):
            continue
        was_there_before = held.since is not None and held.since <= gone.ended
        if was_there_before and held.seen and held.seen[-1] > gone.ended:
            return gone.ended, held.seen[-1]
    return None


def _is_elsewhere(other: Stay, began: date) -> bool:
    """Whether the stay shows that border custody from that day on was over: elsewhere that day, or later."""
    since = _certain(other)[0]
    return since > began or (since == began and other.kind is not StayKind.BORDER)


def _past_limit(stays: Sequence[Stay], as_of: date) -> Iterator[PastLimit]:
    for stay in stays:
        if stay.kind is not StayKind.BORDER or stay.began is None:
            continue
        later = [_certain(other)[0] for other in stays if _is_elsewhere(other, stay.began)]
        end = stay.ended or min(later, default=None)
        over = (end or as_of) - stay.began
        if over > BORDER_LIMIT:
            yield PastLimit(stay=stay, until=end, days=over.days, is_certain=stay.ended is not None)
