"""How long "without delay" lasts: numbers by policy, dated and with their sources, where treaties name none."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Awaited(StrEnum):
    """What is waited for."""

    NOTICE = "notice"  # a consulate is told
    ACKNOWLEDGEMENT = "acknowledgement"  # it says that it was
    ASSISTANCE = "assistance"  # it has attended its national


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One number of hours, for what begins within its days. jurisdictions: ISO 3166-1; none: wherever no other holds.

    urgent_hours: for who has special needs. valid_until: the first day on which it holds no more.
    Raises ValueError, in words, for what can't be a delay.
    """

    what: Awaited
    jurisdictions: frozenset[str] = frozenset()
    hours: int
    urgent_hours: int
    valid_from: date
    valid_until: date = date.max
    source: str
    read: bool = False

    def __post_init__(self) -> None:
        wrong = {
            "who has special needs can't wait longer": not 0 < self.urgent_hours <= self.hours,
            "it is over before it begins": self.valid_until <= self.valid_from,
            "it names no source": not self.source.strip(),
        }
        if problem := next((said for said, is_so in wrong.items() if is_so), ""):
            raise ValueError(f"{self.what.value}: {problem}")

    def lasts(self, *, urgent: bool) -> timedelta:
        """From the event until it is late."""
        return timedelta(hours=self.urgent_hours if urgent else self.hours)


@cache
def delays() -> tuple[Delay, ...]:
    """Those that come with the program."""
    return read_delays(files(__package__).joinpath("delays.toml").read_text(encoding="utf-8"))


def read_delays(text: str) -> tuple[Delay, ...]:
    """Those of a table, as delays.toml shows. Raises ValueError, in words, for anything else."""
    return tuple(_delay(one) for one in tomllib.loads(text).get("delay", []))


def _delay(told: Mapping[str, Any]) -> Delay:
    if odd := sorted(set(told) - set(Delay.__dataclass_fields__)):
        raise ValueError(f"{told.get('what')}: {odd[0]!r} is unknown")
    worded = {"what": Awaited(told["what"]), "jurisdictions": frozenset(told.get("jurisdictions", ()))}
    return Delay(**{**told, **worded})


def delay_of(what: Awaited, jurisdiction: str, on: date) -> Delay | None:
    """The one that holds there for what begins on that day; None for a day before every entry."""
    holding = [one for one in delays() if one.what is what and one.valid_from <= on < one.valid_until]
    own = next((one for one in holding if jurisdiction in one.jurisdictions), None)
    return own or next((one for one in holding if not one.jurisdictions), None)
