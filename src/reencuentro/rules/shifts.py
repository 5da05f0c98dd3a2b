"""When an officer is on shift: for each day of the week from when until when, as people write it down.

A shift that ends at or before the hour at which it begins ends on the next day.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_DAY = 24 * 60
_WEEK = 7 * _DAY
_WRITTEN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)")
_KEPT = re.compile(r"([0-6]) (\S+)")


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """One shift of every week. weekday: 0 is Monday; begins, ends: minutes of the day."""

    weekday: int
    begins: int
    ends: int

    @property
    def minutes(self) -> int:
        """How long it lasts; from an hour to the same hour is a whole day."""
        return (self.ends - self.begins - 1) % _DAY + 1

    def __str__(self) -> str:
        return f"{_clock(self.begins)}-{_clock(self.ends)}"


def read_shift(weekday: int, text: str) -> Shift:
    """The shift that somebody wrote as 08:00-16:00. Raises ValueError for anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError("a shift is written as 08:00-16:00")
    hour, minute, until_hour, until_minute = map(int, found.groups())
    return Shift(weekday, hour * 60 + minute, until_hour * 60 + until_minute)


def kept(shifts: Iterable[Shift]) -> str:
    """The shifts of a week as they are stored."""
    return ";".join(f"{one.weekday} {one}" for one in sorted(shifts))


def read_kept(text: str) -> tuple[Shift, ...]:
    """The shifts of a week as they were stored. Raises ValueError for anything else."""
    return tuple(_read(one) for one in text.split(";") if one)


def overlap(shifts: Iterable[Shift]) -> bool:
    """Whether any two of them cover the same minute, across midnight and from Sunday to Monday, too."""
    spans = sorted(span for one in shifts for span in _spans(one))
    return any(later[0] < earlier[1] for earlier, later in pairwise(spans))


def _read(text: str) -> Shift:
    found = _KEPT.fullmatch(text)
    if found is None:
        raise ValueError("no shift")
    return read_shift(int(found.group(1)), found.group(2))


def _spans(one: Shift) -> Iterator[tuple[int, int]]:
    begins = one.weekday * _DAY + one.begins
    ends = begins + one.minutes
    yield begins, min(ends, _WEEK)
    if ends > _WEEK:
        yield 0, ends - _WEEK


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
