"""The deadlines in force: read from a table with dates and sources, checked as they are read."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo


class Trigger(StrEnum):
    """What starts or stops a deadline."""

    APPREHENDED = "apprehended"
    SCREENED = "screened"
    TRANSFERRED_TO_CARE = "transferred_to_care"
    COURT_ORDER = "court_order"
    CONTACT_MADE = "contact_made"
    SPONSOR_APPLIED = "sponsor_applied"
    SPONSOR_DECIDED = "sponsor_decided"
    FOUND_ALONE = "found_alone"
    AUTHORITY_TOLD = "authority_told"
    DETAINED_ASKED = "detained_asked"
    CONSULATE_TOLD = "consulate_told"
    HANDED_OVER = "handed_over"
    CALLED = "called"
    VISITED = "visited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One deadline of some jurisdictions (ISO 3166-1), for those who start within its days.

    Of hours, days and months one is given, or at_once. under_age, from_age: years at the start; None for everybody.
    valid_until: the first day on which it holds no more. read: whether its text was read, not only others' accounts.
    Raises ValueError, in words, for what can't be a deadline.
    """

    timer: str
    jurisdictions: tuple[str, ...]
    starts: Trigger
    stops: frozenset[Trigger]
    hours: int = 0
    days: int = 0
    months: int = 0
    at_once: bool = False
    times: int = 1
    opens_after_days: int = 0
    under_age: int | None = None
    from_age: int | None = None
    nationals: frozenset[str] = frozenset()
    valid_from: date
    valid_until: date = date.max
    source: str
    read: bool = False

    def __post_init__(self) -> None:
        spans = [bool(span) for span in (self.hours, self.days, self.months, self.at_once)]
        wrong = {
            "it needs hours, days or months, one of them, or at_once": spans.count(True) != 1,
            "a span is negative": min(self.hours, self.days, self.months, self.opens_after_days) < 0,
            "it must come round once or more": self.times < 1 or (self.times > 1 and not self.months),
            "it opens after it is over": self.opens_after_days > self.days > 0,
            "it is over before it begins": self.valid_until <= self.valid_from,
            "it names no source": not self.source.strip(),
            "nothing stops it": not self.stops,
        }
        if problem := next((said for said, is_so in wrong.items() if is_so), ""):
            raise ValueError(f"{self.timer}: {problem}")

    def holds(self, jurisdiction: str, on: date) -> bool:
        """Whether it is the law there for what begins on that day."""
        return jurisdiction in self.jurisdictions and self.valid_from <= on < self.valid_until


@dataclass(frozen=True, slots=True)
class Law:
    """All deadlines, and the time zone of each jurisdiction."""

    zones: Mapping[str, ZoneInfo]
    policies: tuple[Policy, ...]

    def zone(self, jurisdiction: str) -> ZoneInfo:
        """Where a day of that jurisdiction ends; UTC for one that isn't known."""
        return self.zones.get(jurisdiction) or ZoneInfo("UTC")


@cache
def law() -> Law:
    """The deadlines that come with the program."""
    return read_law(files(__package__).joinpath("policies.toml").read_text(encoding="utf-8"))


def read_law(text: str) -> Law:
    """The deadlines of a table, as policies.toml shows. Raises ValueError, in words, for anything else."""
    told = tomllib.loads(text)
    zones = {one["code"]: ZoneInfo(one["zone"]) for one in told.get("jurisdiction", [])}
    policies = tuple(_policy(one) for one in told.get("policy", []))
    unknown = {code for one in policies for code in one.jurisdictions} - set(zones)
    if unknown:
        raise ValueError(f"{min(unknown)} is no jurisdiction of the table")
    return Law(zones, policies)


def _policy(told: Mapping[str, Any]) -> Policy:
    if odd := sorted(set(told) - set(Policy.__dataclass_fields__)):
        raise ValueError(f"{told.get('timer')}: {odd[0]!r} is unknown")
    worded = {
        "jurisdictions": tuple(told["jurisdictions"]),
        "starts": Trigger(told["starts"]),
        "stops": frozenset(map(Trigger, told["stops"])),
        "nationals": frozenset(told.get("nationals", ())),
    }
    return Policy(**{**told, **worded})
