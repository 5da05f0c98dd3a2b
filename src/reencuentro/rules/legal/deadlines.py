"""The last day of a time of law: from its start, its length in days, business days or years, and the holidays."""

import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from reencuentro.rules.retention import later

_SATURDAY, _SUNDAY = 6, 7  # ISO
_DAY = timedelta(days=1)


class LegalDeadline(StrEnum):
    """What must be handed in, or decided, in time. OTHER: a day that somebody else has set."""

    ASYLUM_APPLICATION = "asylum_application"
    BOARD_APPEAL = "board_appeal"
    MOTION_TO_RECONSIDER = "motion_to_reconsider"
    MOTION_TO_REOPEN = "motion_to_reopen"
    ORDER_IN_ABSENCE = "order_in_absence"
    PETITION_FOR_REVIEW = "petition_for_review"
    REFUGE_APPLICATION = "refuge_application"
    REFUGE_DECISION = "refuge_decision"
    REFUGE_REVIEW = "refuge_review"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOfLaw:
    """One time, of one country, for what starts within its days. exempt: of whom it isn't asked.

    Raises ValueError, in words, for what can't be one.
    """

    code: LegalDeadline
    country: str
    days: int = 0
    business_days: int = 0
    years: int = 0
    rolls: bool = False
    exempt: frozenset[str] = frozenset()
    valid_from: date
    valid_until: date = date.max
    source: str
    read: bool = False

    def __post_init__(self) -> None:
        spans = [self.days, self.business_days, self.years]
        wrong = {
            "it needs days, business days or years, one of them": sum(map(bool, spans)) != 1,
            "a span is negative": min(spans) < 0,
            "it is over before it begins": self.valid_until <= self.valid_from,
            "it names no source": not self.source.strip(),
        }
        if problem := next((said for said, is_so in wrong.items() if is_so), ""):
            raise ValueError(f"{self.code}: {problem}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day of the year on which nothing can be handed in. nth: of that weekday in the month, -1 the last.

    moves: kept on Friday where it falls on a Saturday, on Monday where it falls on a Sunday.
    """

    country: str
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    moves: bool = False
    from_year: int = 1

    def on(self, year: int) -> date | None:
        """The day of that year on which it is kept; a New Year's Day may be kept on the last day of the year before."""
        if year < self.from_year:
            return None
        if self.weekday:
            return _nth(year, self.month, self.weekday, self.nth)
        found = date(year, self.month, self.day)
        shift = {_SATURDAY: -_DAY, _SUNDAY: _DAY}.get(found.isoweekday(), timedelta()) if self.moves else timedelta()
        return found + shift


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    length = monthrange(year, month)[1]
    found = [one for one in range(1, length + 1) if date(year, month, one).isoweekday() == weekday]
    return date(year, month, found[nth if nth < 0 else nth - 1])


@dataclass(frozen=True, slots=True)
class Times:
    """All times of law, and the holidays by which some of them are counted."""

    times: tuple[TimeOfLaw, ...]
    holidays: tuple[Holiday, ...]

    def find(self, code: LegalDeadline, country: str, start: date) -> TimeOfLaw | None:
        """The time in force there for what starts on that day; None where the law has none that we know."""
        held = (one for one in self.times if (one.code, one.country) == (code, country))
        return next((one for one in held if one.valid_from <= start < one.valid_until), None)

    def last_day(self, found: TimeOfLaw, start: date) -> date:
        """The last day on which it is still in time."""
        if found.business_days:
            return self._counted(found.country, start, found.business_days)
        last = later(start, years=found.years) + found.days * _DAY
        while found.rolls and not self.is_business_day(found.country, last):
            last += _DAY
        return last

    def is_business_day(self, country: str, day: date) -> bool:
        """Whether anything can be handed in there on that day."""
        if day.isoweekday() >= _SATURDAY:
            return False
        held = (one for one in self.holidays if one.country == country)
        return all(day not in (one.on(day.year), one.on(day.year + 1)) for one in held)

    def _counted(self, country: str, start: date, number: int) -> date:
        day, left = start, number
        while left:
            day += _DAY
            left -= self.is_business_day(country, day)
        return day


@cache
def times() -> Times:
    """The times that come with the program."""
    return read_times(files(__package__).joinpath("deadlines.toml").read_text(encoding="utf-8"))


def read_times(text: str) -> Times:
    """The times of a table, as deadlines.toml shows. Raises ValueError, in words, for anything else."""
    told = tomllib.loads(text)
    found = tuple(_time(one) for one in told.get("deadline", []))
    holidays = tuple(Holiday(**_known(one, Holiday)) for one in told.get("holiday", []))
    for one in found:
        twin = (other for other in found if (other.code, other.country) == (one.code, one.country) and other is not one)
        if any(other.valid_from < one.valid_until and one.valid_from < other.valid_until for other in twin):
            raise ValueError(f"{one.code}: two times are in force at once")
    return Times(found, holidays)


def _time(told: Mapping[str, Any]) -> TimeOfLaw:
    worded = {"code": LegalDeadline(told["code"]), "exempt": frozenset(told.get("exempt", ()))}
    return TimeOfLaw(**{**_known(told, TimeOfLaw), **worded})


def _known(told: Mapping[str, Any], shape: type[TimeOfLaw | Holiday]) -> dict[str, Any]:
    if odd := sorted(set(told) - set(shape.__dataclass_fields__)):
        raise ValueError(f"{odd[0]!r} is unknown")
    return dict(told)
