"""How long a record is kept: by whose rule, from which day on, and when its time is over."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reencuentro.linkage.mentions import Birth

LAST_TO_END = "Etc/GMT+12"
"""The time zone in which every day ends last on Earth: a record is never destroyed before its day is over anywhere."""
MAJORITY = 18  # years
LONGEST = 150  # years that a rule may name
TRUSTED_GAP = timedelta(days=45)
"""How far the clock may stand beyond the newest entry of the log and be believed."""


class RecordKind(StrEnum):
    """What has a time of its own: a person's record, by whether it is a child's, and what nobody could understand."""

    CHILD = "child"  # or of unknown age
    ADULT = "adult"
    UNREAD = "unread"


class CountedFrom(StrEnum):
    """The day from which a period runs."""

    LAST_LISTED = "last_listed"  # described by the newest roster that has the record
    MAJORITY = "majority"  # on which a child turns 18
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How long the records of one kind are kept, of one agency or (agency "") of all, from `in_force_from` on.

    counted_from: of several days the latest counts. source: the law or the agency's rule. is_default: nobody has
    chosen it; it comes with the program. zone: the time zone in which a day ends.
    Raises ValueError, in words, for what can't be a rule.
    """

    kind: RecordKind
    agency: str = ""
    counted_from: frozenset[CountedFrom]
    years: int = 0
    months: int = 0
    days: int = 0
    in_force_from: date = date.min
    source: str
    zone: str = LAST_TO_END
    is_default: bool = False

    def __post_init__(self) -> None:
        if problem := next((said for said, wrong in _WRONG.items() if wrong(self)), ""):
            raise ValueError(problem)


def _is_no_zone(rule: Rule) -> bool:
    try:
        ZoneInfo(rule.zone)
    except (KeyError, ValueError, OSError):
        return True
    return False


_WRONG: Mapping[str, Callable[[Rule], bool]] = {
    "a period is negative": lambda rule: min(rule.years, rule.months, rule.days) < 0,
    "a period is empty": lambda rule: not (rule.years or rule.months or rule.days),
    f"a period is longer than {LONGEST} years": lambda rule: (
        rule.years + rule.months / 12 + rule.days / 365.25 > LONGEST
    ),
    "it doesn't say from which day the period runs": lambda rule: not rule.counted_from,
    "what nobody could understand has no other day than the one on which it was received": lambda rule: (
        rule.kind is RecordKind.UNREAD and rule.counted_from != {CountedFrom.RECEIVED}
    ),
    "only a child comes of age": lambda rule: (
        CountedFrom.MAJORITY in rule.counted_from and rule.kind is not RecordKind.CHILD
    ),
    "it doesn't name its source: a law, or the agency's own rule": lambda rule: not rule.source.strip(),
    "there is no such time zone": _is_no_zone,
}

Policy = tuple[Rule, ...]

_OURS = "a default of this program, no law: adopt the rule that binds you"
DEFAULTS: Policy = (
    Rule(
        kind=RecordKind.CHILD,
        counted_from=frozenset({CountedFrom.LAST_LISTED, CountedFrom.MAJORITY}),
        years=10,
        source=_OURS,
        is_default=True,
    ),
    Rule(
        kind=RecordKind.ADULT,
        counted_from=frozenset({CountedFrom.LAST_LISTED}),
        years=10,
        source=_OURS,
        is_default=True,
    ),
    Rule(
        kind=RecordKind.UNREAD,
        counted_from=frozenset({CountedFrom.RECEIVED}),
        years=2,
        source=_OURS,
        is_default=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the rules need to know of one record.

    listed: the day described by the newest roster that has it; received: the day on which that one came.
    born: as far as known; held: somebody needs it for a claim, so that it isn't destroyed whatever its age.
    """

    agency: str
    listed: date
    received: date
    born: Birth | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The record's time was over at that instant, by that rule."""

    since: datetime
    rule: Rule


def kind_of(born: Birth | None, age: float | None, *, estimated: bool, listed: date) -> RecordKind:
    """Whose record it is: an adult's only where nobody can doubt it, else a child's.

    age: years, as a list stated it; estimated: by looking at them.
    """
    grown = born is not None and later(latest_birthday(born), years=MAJORITY) <= listed
    told = born is None and age is not None and age >= (_SURELY_GROWN if estimated else MAJORITY)
    return RecordKind.ADULT if grown or told else RecordKind.CHILD


_SURELY_GROWN = 25  # years; whoever looks so is no child


def due(kind: RecordKind, kept: Kept, at: datetime, policy: Policy) -> Due | None:
    """Whether the record's time is over at that instant, and by which rule; None while it is kept.

    Raises ValueError for an instant without its time zone.
    """
    if at.utcoffset() is None:
        raise ValueError("an instant without its time zone decides nothing")
    rule = rule_for(kind, kept.agency, at, policy)
    if rule is None or kept.held:
        return None
    since = ends(rule, kept)
    return Due(since, rule) if since <= at.astimezone(UTC) else None


def rule_for(kind: RecordKind, agency: str, at: datetime, policy: Policy) -> Rule | None:
    """The rule that binds: the agency's own before one for all, an adopted before a default, the newest in force."""
    binding = [
        rule
        for rule in policy
        if rule.kind is kind and rule.agency in ("", agency) and _first_instant(rule.in_force_from, rule.zone) <= at
    ]
    return max(binding, key=_binds, default=None)


def _binds(rule: Rule) -> tuple[bool, bool, date, str]:
    return rule.agency != "", not rule.is_default, rule.in_force_from, rule.source


def ends(rule: Rule, kept: Kept) -> datetime:
    """The first instant, in UTC, at which a record is kept no longer by that rule."""
    last = max(_after(day, rule) for day in _days(rule, kept))
    return _first_instant(last + timedelta(days=1), rule.zone)


def _days(rule: Rule, kept: Kept) -> list[date]:
    days = {
        CountedFrom.LAST_LISTED: kept.listed,
        CountedFrom.RECEIVED: kept.received,
        # Nobody is younger than on the day on which a list has them.
        CountedFrom.MAJORITY: later(min(latest_birthday(kept.born), kept.listed), years=MAJORITY),
    }
    return [days[one] for one in rule.counted_from]


def _after(day: date, rule: Rule) -> date:
    return later(day, years=rule.years, months=rule.months) + timedelta(days=rule.days)


def latest_birthday(born: Birth | None) -> date:
    """The latest day on which somebody can have been born of whom that much is known."""
    if born is None:
        return date.max
    readings = [(born.month or 12, born.day)]
    if born.ambiguous and born.month and born.day:
        readings.append((born.day, born.month))
    return max(_day(born.year, month, day) for month, day in readings)


def _day(year: int, month: int, day: int | None) -> date:
    longest = monthrange(year, month)[1]
    return date(year, month, min(day or longest, longest))


def later(day: date, *, years: int = 0, months: int = 0) -> date:
    """The same day of a later month; where that month has none, its last.

    Source: Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c).
    """
    month = day.month - 1 + months
    return _day(day.year + years + month // 12, month % 12 + 1, day.day)


def _first_instant(day: date, zone: str) -> datetime:
    if day <= date.min + timedelta(days=1):
        return datetime.min.replace(tzinfo=UTC)
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def witnessed(entries: Iterable[tuple[datetime, bool]], *, gap: timedelta = TRUSTED_GAP) -> datetime | None:
    """The latest instant that the log bears witness to; None for an empty log.

    entries: in the log's own order, when each was written by the clock of that day, and whether in it somebody vouched
    for that clock. An instant further than `gap` beyond all before it is believed only if vouched for: so one jump of
    the clock into the future makes nothing old, and one into the past makes nothing young again.
    """
    latest: datetime | None = None
    for at, vouched in entries:
        if latest is None or vouched or latest < at <= latest + gap:
            latest = at if latest is None else max(latest, at)
    return latest


def reliable(now: datetime, latest: datetime | None, *, gap: timedelta = TRUSTED_GAP) -> datetime | None:
    """The instant by which rights are counted; None where the clock is too far ahead to be believed.

    latest: as `witnessed` has it. A clock that was set back counts as standing at the latest instant known.
    """
    if latest is None:
        return now
    return None if now > latest + gap else max(now, latest)
