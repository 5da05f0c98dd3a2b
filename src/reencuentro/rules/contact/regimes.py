"""The regimes of contact: read from a table with dates and sources, checked as they are read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any


class ContactStandard(StrEnum):
    """What a plan follows: a programme's rules as they change, or one regime whatever the day."""

    CARE_PROGRAM = "care_program"
    TWO_A_WEEK = "two_a_week"
    WEEKDAYS_WEEKENDS = "weekdays_weekends"
    DAILY = "daily"


class Window(StrEnum):
    """Over which days a quota is counted."""

    WEEK = "week"
    WEEKDAYS = "weekdays"
    FREE_DAY = "free_day"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What is owed in each of its windows: so many calls of so many minutes, or so many minutes in total; 0 for none.

    Raises ValueError, in words, for one that owes nothing.
    """

    window: Window
    calls: int = 0
    minutes: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        if min(self.calls, self.minutes, self.total) < 0 or not (self.total or (self.calls and self.minutes)):
            raise ValueError(f"{self.window}: it needs calls and their minutes, or a total of minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """Quotas that hold together, with their source. prefers: the channel that is to be offered first, "" for none.

    Raises ValueError, in words, for what can't be a regime: no source, no quota, days that two quotas count.
    """

    code: str
    quotas: tuple[Quota, ...]
    source: str
    read: bool = False
    prefers: str = ""
    unlimited_in_emergencies: bool = False

    def __post_init__(self) -> None:
        windows = {one.window for one in self.quotas}
        fits = windows in ({Window.WEEK}, {Window.DAY}, {Window.WEEKDAYS, Window.FREE_DAY})
        if not self.source.strip() or not fits or len(windows) != len(self.quotas):
            raise ValueError(f"{self.code}: it needs a source, and quotas that count each day once")

    def quota_of(self, *, is_free: bool) -> Quota:
        """The quota for which a day counts; is_free: it is a Saturday, Sunday, holiday or birthday."""
        wanted = Window.FREE_DAY if is_free else Window.WEEKDAYS
        return next((one for one in self.quotas if one.window is wanted), self.quotas[0])


@dataclass(frozen=True, slots=True)
class Term:
    """A regime in force from a day until, not including, another."""

    regime: Regime
    begins: date = date.min
    ends: date = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day of each year: by its number, or the nth such weekday (Monday is 0) of its month; of years `since` on."""

    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0
    since: int = 0

    def falls_on(self, day: date) -> bool:
        """Whether that day is it."""
        if day.month != self.month or day.year < self.since:
            return False
        if self.day:
            return day.day == self.day
        in_order = (day.day - 1) // 7 + 1
        is_last = (day + timedelta(weeks=1)).month != day.month
        return day.weekday() == self.weekday and (is_last if self.nth == -1 else in_order == self.nth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimes:
    """All there are. silent_after: whole days without a word after which a pair's silence is an alarm."""

    terms: Mapping[ContactStandard, tuple[Term, ...]]
    holidays: tuple[Holiday, ...]
    silent_after: int

    def in_force(self, standard: ContactStandard, on: date) -> Regime | None:
        """What that standard owes on that day; None for a day before it began."""
        return next((one.regime for one in self.terms[standard] if one.begins <= on < one.ends), None)

    def is_holiday(self, day: date) -> bool:
        """Whether it is a legal public holiday."""
        return any(one.falls_on(day) for one in self.holidays)


@cache
def regimes() -> Regimes:
    """The regimes that come with the program."""
    return read_regimes(files(__package__).joinpath("regimes.toml").read_text(encoding="utf-8"))


def read_regimes(text: str) -> Regimes:
    """The regimes of a table, as regimes.toml shows. Raises ValueError, in words, for anything else."""
    told = tomllib.loads(text)
    known = {one["code"]: _regime(one) for one in told["regime"]}
    terms: dict[ContactStandard, tuple[Term, ...]] = {
        ContactStandard(code): (Term(one),) for code, one in known.items()
    }
    terms |= {ContactStandard(one["code"]): _terms(one["term"], known) for one in told["standard"]}
    if missing := set(ContactStandard) - set(terms):
        raise ValueError(f"{min(missing)} is told nowhere")
    holidays = tuple(_holiday(one) for one in told["holidays"]["days"])
    return Regimes(terms=terms, holidays=holidays, silent_after=told["silence"]["days"])


def _regime(told: Mapping[str, Any]) -> Regime:
    quotas = tuple(Quota(**{**one, "window": Window(one["window"])}) for one in told["quota"])
    return Regime(quotas=quotas, **{name: value for name, value in told.items() if name != "quota"})


def _terms(told: list[Mapping[str, Any]], known: Mapping[str, Regime]) -> tuple[Term, ...]:
    terms = [Term(known[one["regime"]], one.get("from", date.min), one.get("until", date.max)) for one in told]
    in_order = sorted(terms, key=lambda one: one.begins)
    if any(one.ends > later.begins for one, later in pairwise(in_order)):
        raise ValueError("two regimes of one standard hold on the same day")
    return tuple(in_order)


def _holiday(told: Mapping[str, Any]) -> Holiday:
    return Holiday(since=told.get("from", 0), **{name: value for name, value in told.items() if name != "from"})
