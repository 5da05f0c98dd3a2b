"""The ports at which somebody may be handed over, with their windows: read from a table with dates and sources."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from reencuentro.rules.returns.daylight import Daylight, daylight

BUSINESS_HOURS_SOURCE = "8 U.S.C. 1232(a)(2)(C): officials of the accepting country, reasonable business hours"
"""Of what is asked for every child, whatever a port's own hours are."""


class Port(StrEnum):
    """A place where somebody may be handed over across a border. Each is in the table."""

    SAN_YSIDRO = "san_ysidro"
    TECATE = "tecate"
    CALEXICO = "calexico"
    ANDRADE = "andrade"
    SAN_LUIS = "san_luis"
    NOGALES = "nogales"
    DOUGLAS = "douglas"
    NACO = "naco"
    LUKEVILLE = "lukeville"
    EL_PASO = "el_paso"
    PRESIDIO = "presidio"
    DEL_RIO = "del_rio"
    EAGLE_PASS = "eagle_pass"  # noqa: S105 - a town
    LAREDO = "laredo"
    HIDALGO = "hidalgo"
    BROWNSVILLE = "brownsville"
    TECUN_UMAN = "tecun_uman"
    CORINTO = "corinto"


class Receiver(StrEnum):
    """Who takes a child over at the border. Nobody else may."""

    CONSUL = "consul"
    OPI = "opi"  # an officer for the protection of children of the INM, or of Guatemala's institute
    DIF = "dif"
    CHILD_WELFARE = "child_welfare"  # of a country that has neither: SBS, DINAF


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When one port takes people over under one arrangement, in the port's own clock.

    opens, closes: None where the hours aren't known to us. days: ISO weekdays, 1 is Monday.
    valid_until: the first day on which it holds no more. Raises ValueError, in words, for what can't be a window.
    """

    arrangement: str
    port: Port
    name: str
    sends: str
    takes: str
    zone: ZoneInfo
    latitude: float
    longitude: float
    opens: time | None = None
    closes: time | None = None
    days: frozenset[int] = frozenset(range(1, 8))
    receivers: frozenset[Receiver]
    valid_from: date
    valid_until: date = date.max
    source: str
    read: bool = False

    def __post_init__(self) -> None:
        wrong = {
            "it opens or it closes: both are known or neither": (self.opens is None) is not (self.closes is None),
            "it closes before it opens": bool(self.opens and self.closes and self.opens >= self.closes),
            "it is over before it begins": self.valid_until <= self.valid_from,
            "a day is none of 1 to 7": not self.days or not self.days <= frozenset(range(1, 8)),
            "nobody takes a child over there": not self.receivers,
            "it names no source": not self.source.strip(),
        }
        if problem := next((said for said, is_so in wrong.items() if is_so), ""):
            raise ValueError(f"{self.port}: {problem}")

    def holds(self, on: date) -> bool:
        """Whether the arrangement is in force on that day."""
        return self.valid_from <= on < self.valid_until

    def daylight(self, on: date) -> Daylight:
        """When it is day at the port."""
        return daylight(on, self.latitude, self.longitude)

    def is_open(self, at: datetime) -> bool:
        """Whether the port takes people over then, by its own days and hours."""
        here = at.astimezone(self.zone)
        if here.isoweekday() not in self.days:
            return False
        return self.opens is None or self.closes is None or self.opens <= here.time() < self.closes


class Closed(StrEnum):
    """Why nobody can be handed over at a port then."""

    NO_ARRANGEMENT = "no_arrangement"  # none in force there on that day
    NO_SUCH_HOUR = "no_such_hour"  # the clocks go forward over it
    NOT_OPEN = "not_open"
    DARK = "dark"


def windows_at(port: Port, windows: Sequence[Window] | None = None) -> tuple[Window, ...]:
    """Those of one port, whatever the day. windows: the table, where it isn't the one that comes with the program."""
    return tuple(one for one in (table() if windows is None else windows) if one.port is port)


def find_window(port: Port, on: date, windows: Sequence[Window] | None = None) -> Window | None:
    """The window of a port that is in force on a day; None where no arrangement is."""
    return next((one for one in windows_at(port, windows) if one.holds(on)), None)


def instant(window: Window, on: date, at: time) -> datetime | None:
    """That hour of the port's clock; None where the clocks skip it. Of an hour that comes twice the first is meant."""
    here = datetime.combine(on, at, window.zone)
    back = datetime.fromtimestamp(here.timestamp(), window.zone)
    return here if back.replace(tzinfo=None) == here.replace(tzinfo=None) else None


def closed(port: Port, on: date, at: time, windows: Sequence[Window] | None = None) -> Closed | None:
    """Why a child can't be handed over at that port, by its clock, at that hour; None where they can."""
    window = find_window(port, on, windows)
    if window is None:
        return Closed.NO_ARRANGEMENT
    moment = instant(window, on, at)
    if moment is None:
        return Closed.NO_SUCH_HOUR
    if not window.is_open(moment):
        return Closed.NOT_OPEN
    return None if moment in window.daylight(on) else Closed.DARK


def for_a_child(window: Window, on: date) -> tuple[datetime, datetime] | None:
    """From when until when, by the port's clock, a child can be handed over there on that day; None where never."""
    if not window.holds(on) or on.isoweekday() not in window.days:
        return None
    day = window.daylight(on)
    opens = datetime.combine(on, window.opens, window.zone) if window.opens else day.rises
    closes = datetime.combine(on, window.closes, window.zone) if window.closes else day.sets
    first, last = max(opens, day.rises).astimezone(window.zone), min(closes, day.sets).astimezone(window.zone)
    return (first, last) if first < last else None


@cache
def table() -> tuple[Window, ...]:
    """The arrangements that come with the program, in the order of the border from west to east, then the south."""
    return read_windows(files(__package__).joinpath("arrangements.toml").read_text(encoding="utf-8"))


def read_windows(text: str) -> tuple[Window, ...]:
    """The windows of a table, as arrangements.toml shows. Raises ValueError, in words, for anything else."""
    told = tomllib.loads(text).get("arrangement", [])
    found = tuple(_window(one, port) for one in told for port in one["port"])
    for one in found:
        later = (other for other in found if other.port is one.port and other.valid_from > one.valid_from)
        if any(other.valid_from < one.valid_until for other in later):
            raise ValueError(f"{one.port}: two arrangements are in force at once")
    return found


_OF_ARRANGEMENT = frozenset({"code", "from", "to", "valid_from", "valid_until", "source", "read", "port"})
_OF_PORT = frozenset({"code", "name", "zone", "latitude", "longitude", "opens", "closes", "days", "receivers"})


def _window(told: Mapping[str, Any], port: Mapping[str, Any]) -> Window:
    if odd := sorted((set(told) - _OF_ARRANGEMENT) | (set(port) - _OF_PORT)):
        raise ValueError(f"{port.get('code')}: {odd[0]!r} is unknown")
    shared = {key: told[key] for key in ("valid_from", "valid_until", "source", "read") if key in told}
    own = {key: port[key] for key in ("name", "latitude", "longitude", "opens", "closes") if key in port}
    if "days" in port:
        own["days"] = frozenset(port["days"])
    return Window(
        arrangement=told["code"],
        port=Port(port["code"]),
        sends=told["from"],
        takes=told["to"],
        zone=ZoneInfo(port["zone"]),
        receivers=frozenset(map(Receiver, port["receivers"])),
        **shared,
        **own,
    )
