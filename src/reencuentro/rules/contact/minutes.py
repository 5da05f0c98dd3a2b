"""What a pair is owed and had: windows of days with their minutes, what of them was met, when the next is late.

A day is a day where the child is. Windows that the start of a plan, its end or a change of regime cuts short owe their
share, rounded up.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.contact.regimes import ContactStandard, Quota, Regime, Regimes, Window

_WEEK = 7
_UTC = ZoneInfo("UTC")
_FARTHEST = timedelta(weeks=10)
"""How far ahead a window is looked for that somebody owes: beyond it, no regime is in force."""


@dataclass(frozen=True, slots=True)
class Talk:
    """They spoke. day: where the child is. minutes: whole ones."""

    day: date
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a pair's contact is measured by. since: its first day; until: the first day that counts no more.

    born: of the child, whose birthdays are free days. zone: where the child is.
    """

    standard: ContactStandard
    since: date
    until: date = date.max
    born: Birth | None = None
    zone: ZoneInfo = _UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One window: its days in their order, and what is owed in it; calls of `minutes` minutes, or `total` minutes."""

    regime: str
    window: Window
    days: tuple[date, ...]
    calls: int
    minutes: int
    total: int

    @property
    def ends(self) -> date:
        """The first day after it."""
        return self.days[-1] + timedelta(days=1)

    def met_by(self, talks: Collection[Talk]) -> bool:
        """Whether these, of which those on other days don't count, are enough."""
        spoken = [one.minutes for one in talks if one.day in self.days]
        enough = self.calls and sum(minutes >= self.minutes for minutes in spoken) >= self.calls
        return bool(enough or (self.total and sum(spoken) >= self.total))


def is_free(day: date, known: Regimes, born: Birth | None = None) -> bool:
    """Whether it is a Saturday, a Sunday, a holiday or the child's birthday; 29 February is kept on 28 otherwise."""
    return day.weekday() >= 5 or known.is_holiday(day) or (born is not None and _is_birthday(day, born))


def _is_birthday(day: date, born: Birth) -> bool:
    if born.month is None or born.day is None:
        return False
    leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
    kept = (2, 28) if (born.month, born.day) == (2, 29) and not leap else (born.month, born.day)
    return (day.month, day.day) == kept


def windows(terms: Terms, known: Regimes, *, first: date, before: date) -> Iterator[Owed]:
    """What is owed from the week of the first day on, in the order in which the windows end; none begins `before`."""
    monday = first - timedelta(days=first.weekday())
    while monday < before:
        yield from sorted(_of_week(monday, terms, known), key=lambda one: (one.ends, one.days))
        monday += timedelta(days=_WEEK)


def _of_week(monday: date, terms: Terms, known: Regimes) -> Iterator[Owed]:
    whole = [monday + timedelta(days=number) for number in range(_WEEK)]
    free = {day for day in whole if is_free(day, known, terms.born)}
    held: dict[tuple[str, Window, date | None], tuple[Regime, Quota, list[date]]] = {}
    for day in whole:
        regime = known.in_force(terms.standard, day) if terms.since <= day < terms.until else None
        if regime is None:
            continue
        quota = regime.quota_of(is_free=day in free)
        alone = day if quota.window in (Window.DAY, Window.FREE_DAY) else None
        held.setdefault((regime.code, quota.window, alone), (regime, quota, []))[2].append(day)
    sizes = {Window.WEEK: _WEEK, Window.WEEKDAYS: _WEEK - len(free), Window.DAY: 1, Window.FREE_DAY: 1}
    for regime, quota, days in held.values():
        yield _share(regime, quota, tuple(days), sizes[quota.window])


def _share(regime: Regime, quota: Quota, days: tuple[date, ...], whole: int) -> Owed:
    def of(amount: int) -> int:
        return -(-amount * len(days) // whole)

    owed = {"calls": of(quota.calls), "minutes": quota.minutes, "total": of(quota.total)}
    return Owed(regime=regime.code, window=quota.window, days=days, **owed)


def late_from(terms: Terms, talks: Sequence[Talk], known: Regimes) -> datetime | None:
    """The first instant at which the pair has less than it is owed; None where nothing is owed any more.

    What fell short before they spoke last counts for compliance, and makes nobody late any more: it can't be made good.
    """
    last = max((one.day for one in talks), default=terms.since)
    begin = max(last, terms.since)
    for owed in windows(terms, known, first=begin, before=min(terms.until, begin + _FARTHEST)):
        if owed.ends > begin and not owed.met_by(talks):
            return midnight(owed.ends, terms.zone)
    return None


def silent_from(terms: Terms, talks: Sequence[Talk], known: Regimes) -> datetime:
    """The first instant at which the pair's silence is an alarm: so many whole days after they spoke, or began."""
    last = max(chain([terms.since], (one.day for one in talks)))
    return midnight(last + timedelta(days=known.silent_after + 1), terms.zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of that day there."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many windows were owed, and how many of them were met."""

    owed: int
    met: int


def kept_in(terms: Terms, talks: Collection[Talk], known: Regimes, *, first: date, before: date) -> Kept:
    """Of the windows that end within these days, how many were met."""
    ended = [one for one in windows(terms, known, first=first, before=before) if first < one.ends <= before]
    return Kept(len(ended), sum(one.met_by(talks) for one in ended))
