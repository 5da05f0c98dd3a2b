"""What is written down of a call, or planned: what can't be, with the rule that stands against it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Answer, Filled, Hour, Line, Text
from reencuentro.rules.contact.hours import Hours, Spell, fits
from reencuentro.rules.duties.steps import Broken

WISHES = "Convention on the Rights of the Child, art. 12"
APART = "Convention on the Rights of the Child, art. 9(3): contact, unless it is contrary to the child's best interests"


class CallChannel(StrEnum):
    """How they are in contact. Only by the first two do they speak."""

    PHONE = "phone"
    VIDEO = "video"
    MESSAGE = "message"  # passed on by staff
    LETTER = "letter"


SPEAKING = frozenset({CallChannel.PHONE, CallChannel.VIDEO})


class CallOutcome(StrEnum):
    """What came of it."""

    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    NOT_HELD = "not_held"  # nobody tried at the time that was planned
    DECLINED = "declined"  # one of them didn't want to
    BROKE_OFF = "broke_off"
    PASSED_ON = "passed_on"  # a message or a letter arrived


class CallBarrier(StrEnum):
    """What stood in the way."""

    NONE = "none"
    NO_LINE = "no_line"
    WRONG_NUMBER = "wrong_number"
    NO_STAFF = "no_staff"
    NO_INTERPRETER = "no_interpreter"
    NO_PERMISSION = "no_permission"
    COST = "cost"
    UNWELL = "unwell"
    OTHER = "other"


class CallLogged(Filled):
    """A call as it went; the day and the hours are those of where the child is."""

    call_on: date
    call_began: Hour
    call_ended: Hour = ""
    call_channel: CallChannel
    call_outcome: CallOutcome
    call_language: Line = ""
    call_interpreter: Answer = Answer.UNKNOWN
    call_free: Answer = Answer.UNKNOWN
    call_barrier: CallBarrier = CallBarrier.NONE
    call_note: Text = ""

    @property
    def counts(self) -> bool:
        """Whether its minutes are minutes that they spoke."""
        return self.call_channel in SPEAKING and self.call_outcome in (CallOutcome.SPOKE, CallOutcome.BROKE_OFF)


class CallArranged(Filled):
    """A call that is to be held; the day and the hours are those of where the child is."""

    call_on: date
    call_began: Hour
    call_ended: Hour
    call_channel: CallChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What stands when a call is written down or planned.

    busy: when the child, or who they speak with, is in another call, in UTC. running: the plan is in force.
    zone: where the child is. hours: of the places from which they speak, as far as they have any.
    """

    at: datetime
    zone: ZoneInfo
    running: bool = True
    barred: bool = False
    busy: Sequence[Spell] = ()
    hours: tuple[Hours, ...] = ()


def instant(day: date, hour: str, zone: ZoneInfo) -> datetime | None:
    """That hour of that day there, in UTC; None for none, or one over which the clocks went forward.

    Of an hour that comes twice, the first.
    """
    if not hour:
        return None
    local = datetime.combine(day, time.fromisoformat(hour), zone)
    found = local.astimezone(UTC)
    return found if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None) else None


def broken_by_call(form: CallLogged | CallArranged, held: Held) -> tuple[Broken, ...]:
    """Every rule that stands against writing it down; empty where nothing does."""
    begins = instant(form.call_on, form.call_began, held.zone)
    ends = instant(form.call_on, form.call_ended, held.zone)
    standing = (
        ("call_barred", held.barred),
        ("call_not_running", not held.running),
        ("call_no_such_hour", begins is None or (ends is None and bool(form.call_ended))),
        ("call_ends_first", begins is not None and ends is not None and ends <= begins),
    )
    against = [_SAID[rule] for rule, stands in standing if stands]
    if against or begins is None:
        return tuple(against)
    rules: Iterable[str] = (
        _of_arranged(begins, ends, held) if isinstance(form, CallArranged) else _of_logged(form, held)
    )
    return tuple(_SAID[rule] for rule in (*rules, *_overlapping(form, begins, ends, held)))


def _of_logged(form: CallLogged, held: Held) -> Iterator[str]:
    begins, ends = (instant(form.call_on, one, held.zone) for one in (form.call_began, form.call_ended))
    speaks = form.call_channel in SPEAKING
    if begins and max(begins, ends or begins) > held.at:
        yield "call_to_come"
    if form.call_outcome is CallOutcome.SPOKE and speaks and ends is None:
        yield "call_no_end"
    if (form.call_outcome is CallOutcome.PASSED_ON) is speaks and form.call_outcome in _SETTLES:
        yield "call_other_way"


_SETTLES = frozenset({CallOutcome.SPOKE, CallOutcome.PASSED_ON})


def _of_arranged(begins: datetime, ends: datetime | None, held: Held) -> Iterator[str]:
    if begins <= held.at:
        yield "call_is_past"
    if ends is None:
        yield "call_no_end"
    elif not all(fits(one, begins, ends) for one in held.hours):
        yield "call_closed"


def _overlapping(form: CallLogged | CallArranged, begins: datetime, ends: datetime | None, held: Held) -> Iterator[str]:
    if ends is None or form.call_channel not in SPEAKING:
        return
    if any(begins < other_ends and other_begins < ends for other_begins, other_ends in held.busy):
        yield "call_overlaps"


_SAID: Mapping[str, Broken] = {
    one.rule: one
    for one in (
        Broken(rule="call_barred", source=APART),
        Broken(rule="call_not_running"),
        Broken(rule="call_no_such_hour", box="call_began"),
        Broken(rule="call_ends_first", box="call_ended"),
        Broken(rule="call_to_come", box="call_on"),
        Broken(rule="call_no_end", box="call_ended"),
        Broken(rule="call_other_way", box="call_outcome"),
        Broken(rule="call_is_past", box="call_on"),
        Broken(rule="call_closed", box="call_began"),
        Broken(rule="call_overlaps", box="call_began"),
    )
}


def minutes_of(begins: datetime, ends: datetime | None) -> int:
    """Whole minutes; what was begun of one counts no minute."""
    return int((ends - begins).total_seconds() // 60) if ends else 0
