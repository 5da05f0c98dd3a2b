"""When two places can speak with one another: opening hours in each one's time zone, and what they have in common."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

Spell = tuple[datetime, datetime]
"""From an instant until, not including, another; in UTC."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OPEN = re.compile(r"(\d{2}:\d{2})-(\d{2}:\d{2})")
_WHOLE_DAY = "24:00"


@dataclass(frozen=True, slots=True)
class Hours:
    """When a place can be reached. open: by weekday (Monday is 0), from when until when; None until midnight.

    Nothing at all: it is always open, as a family's own telephone is.
    """

    zone: ZoneInfo
    open: Mapping[int, tuple[tuple[time, time | None], ...]] = field(default_factory=dict)

    def on(self, day: date) -> Iterator[Spell]:
        """Those of a day there. Where the clocks go forward over an hour, that hour isn't there."""
        always: tuple[tuple[time, time | None], ...] = ((time.min, None),)
        for begin, end in self.open.get(day.weekday(), ()) if self.open else always:
            last, until = (day + timedelta(days=1), time.min) if end is None else (day, end)
            begins, ends = (self._at(one, clock) for one, clock in ((day, begin), (last, until)))
            if begins < ends:
                yield begins, ends

    def within(self, begins: datetime, ends: datetime) -> list[Spell]:
        """Those that lie, at least in part, between two instants, cut to them; those that touch are one."""
        first, last = begins.astimezone(self.zone).date(), ends.astimezone(self.zone).date()
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        found = (_common(one, (begins.astimezone(UTC), ends.astimezone(UTC))) for day in days for one in self.on(day))
        return _joined(one for one in found if one)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)


def read_hours(zone: str, told: Mapping[str, Sequence[str]]) -> Hours:
    """Hours as people write them: a weekday's ("mon"…) as ["08:00-12:00", "14:00-24:00"].

    Raises ValueError, in words, for a zone, a day or hours that can't be.
    """
    if zone not in available_timezones():
        raise ValueError(f"{zone!r} is no time zone")
    if odd := sorted(set(told) - set(DAYS)):
        raise ValueError(f"{odd[0]!r} is no weekday: {', '.join(DAYS)}")
    return Hours(ZoneInfo(zone), {DAYS.index(day): tuple(map(_spell, spells)) for day, spells in told.items()})


def _spell(text: str) -> tuple[time, time | None]:
    found = _OPEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} are no hours: write 08:00-17:30")
    begin = time.fromisoformat(found[1])
    end = None if found[2] == _WHOLE_DAY else time.fromisoformat(found[2])
    if end is not None and end <= begin:
        raise ValueError(f"{text!r} ends before it begins")
    return begin, end


def both_open(one: Hours, other: Hours, begins: datetime, ends: datetime) -> list[Spell]:
    """When, between two instants, both can be reached."""
    mine, theirs = one.within(begins, ends), other.within(begins, ends)
    common = (_common(left, right) for left in mine for right in theirs)
    return _joined(found for found in common if found)


def first_fit(one: Hours, other: Hours, begins: datetime, ends: datetime, minutes: int) -> datetime | None:
    """The first instant between two others from which both can be reached for so many minutes; None for none."""
    needed = timedelta(minutes=minutes)
    return next((start for start, end in both_open(one, other, begins, ends) if end - start >= needed), None)


def fits(hours: Hours, begins: datetime, ends: datetime) -> bool:
    """Whether the place can be reached all the time."""
    return hours.within(begins, ends) == [(begins.astimezone(UTC), ends.astimezone(UTC))]


def _common(one: Spell, other: Spell) -> Spell | None:
    begins, ends = max(one[0], other[0]), min(one[1], other[1])
    return (begins, ends) if begins < ends else None


def _joined(spells: Iterable[Spell]) -> list[Spell]:
    joined: list[Spell] = []
    for begins, ends in sorted(spells):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined
