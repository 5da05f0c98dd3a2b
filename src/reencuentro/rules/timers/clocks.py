"""How a deadline stands: from what happened, where, and the instant of asking, to what is left of the time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.retention import later, latest_birthday
from reencuentro.rules.timers.policies import Law, Policy, Trigger


class Running(StrEnum):
    """How a deadline stands."""

    WAITING = "waiting"  # what would meet it doesn't count yet
    RUNNING = "running"
    LATE = "late"
    MET = "met"
    MET_LATE = "met_late"


@dataclass(frozen=True, slots=True)
class Happened:
    """That something happened. at: with its time zone; where only the day is known, that day's first instant."""

    what: Trigger
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What a deadline may ask of a child. Where that isn't known, the stricter deadline counts."""

    born: Birth | None = None
    nationalities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One deadline as it runs. number: which time round. due: the first instant at which it is late.

    left: until then, negative where it is over. ended: when it was met. source: the law, "" where somebody set the day.
    """

    timer: str
    number: int = 1
    started: datetime
    opens: datetime
    due: datetime
    ended: datetime | None
    running: Running
    left: timedelta
    source: str = ""
    read: bool = True
    at_once: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still waits to be met."""
        return self.ended is None


def clocks(
    law: Law, jurisdiction: str, child: Child, happened: Iterable[Happened], *, at: datetime
) -> tuple[Clock, ...]:
    """Every deadline that began, what is due first in front; what is met comes last.

    The order of what happened doesn't matter. Raises ValueError for an instant without its time zone.
    """
    told = sorted(happened, key=lambda one: (one.at, one.what))
    if any(one.utcoffset() is None for one in (at, *(event.at for event in told))):
        raise ValueError("an instant without its time zone decides nothing")
    zone = law.zone(jurisdiction)
    found: dict[tuple[str, int], Clock] = {}
    for policy in law.policies:
        for clock in _begun(policy, _Place(jurisdiction, zone), child, told, at):
            key = clock.timer, clock.number
            # Of two deadlines of which it isn't known which one binds, the stricter does.
            if key not in found or clock.due < found[key].due:
                found[key] = clock
    return tuple(sorted(found.values(), key=urgency))


def urgency(clock: Clock) -> tuple[bool, datetime, str, int]:
    """What comes first of several clocks."""
    return not clock.is_open, clock.due, clock.timer, clock.number


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    zone: ZoneInfo


def _begun(policy: Policy, place: _Place, child: Child, told: Sequence[Happened], at: datetime) -> Iterator[Clock]:
    """The newest start counts: whoever is apprehended a second time is screened a second time.

    Of what comes round the next one is told, too, once all before it are met: nobody looks at a case on the day on
    which a time opens, so what is due must be known beforehand.
    """
    starts = [one.at for one in told if one.what is policy.starts and one.at <= at]
    if not starts or not policy.holds(place.code, starts[-1].astimezone(place.zone).date()):
        return
    start = starts[-1]
    if not _concerns(policy, child, start.astimezone(place.zone).date()):
        return
    stops = [one.at for one in told if one.what in policy.stops and start <= one.at <= at]
    waits = False
    for number in range(1, policy.times + 1):
        opens, due = _span(policy, start, number, place.zone)
        if waits and opens > at:
            return
        ended = next((one for one in stops if one >= opens), None)
        yield Clock(
            timer=policy.timer,
            number=number,
            started=start,
            opens=opens,
            due=due,
            ended=ended,
            running=_running(opens, due, ended, at),
            left=due - (ended or at),
            source=policy.source,
            read=policy.read,
            at_once=policy.at_once,
        )
        waits = waits or ended is None


def _concerns(policy: Policy, child: Child, on: date) -> bool:
    other = policy.nationals and child.nationalities and policy.nationals.isdisjoint(child.nationalities)
    if other or (policy.under_age is None and policy.from_age is None) or child.born is None:
        return not other
    youngest = _years(latest_birthday(child.born), on)
    return (policy.under_age is None or youngest < policy.under_age) and (
        policy.from_age is None or youngest >= policy.from_age
    )


def _years(born: date, on: date) -> int:
    """Completed years; a birthday on 29 February is kept on 28 February of other years."""
    years = on.year - born.year
    return years if later(born, years=years) <= on else years - 1


def _span(policy: Policy, start: datetime, number: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if policy.at_once:
        return start, start
    if policy.hours:
        return start, (start.astimezone(UTC) + timedelta(hours=policy.hours))
    day = start.astimezone(zone).date()
    if policy.months:
        last, before = (later(day, months=policy.months * times) for times in (number, number - 1))
        return (start if number == 1 else _begins(before + timedelta(days=1), zone)), _after(last, zone)
    opens = _begins(day + timedelta(days=policy.opens_after_days), zone) if policy.opens_after_days else start
    return opens, _after(day + timedelta(days=policy.days), zone)


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _after(day: date, zone: ZoneInfo) -> datetime:
    return _begins(day + timedelta(days=1), zone)


def _running(opens: datetime, due: datetime, ended: datetime | None, at: datetime) -> Running:
    if ended is not None:
        # Where the law names no number, nobody can say that it was met too late.
        return Running.MET if ended < due or opens == due else Running.MET_LATE
    if at < opens:
        return Running.WAITING
    return Running.RUNNING if at < due else Running.LATE


def appointment(timer: str, set_at: datetime, day: date, zone: ZoneInfo, *, at: datetime) -> Clock:
    """A day that somebody set in a form: it is late when that day is over. It is met by setting another, or none."""
    due = _after(day, zone)
    return Clock(
        timer=timer,
        started=set_at,
        opens=min(set_at, due),
        due=due,
        ended=None,
        running=_running(min(set_at, due), due, None, at),
        left=due - at,
    )
