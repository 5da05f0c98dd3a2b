"""The hotline desk: who called, how it was made sure who they are, their message, and when they are called back.

Whoever takes the call asks the registry nothing, so that nothing can be let out: neither where a child is nor whether
one is known.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from reencuentro.rules.cases.boxes import Answer, Filled, Hour, Line, PartialDay, Text
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.call_log import instant
from reencuentro.rules.duties.calls import CallZone
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.timers.clocks import Child

CALL = "desk_call"
MESSAGE = "passed_message"
MESSAGE_WAITS = "message_waits"
WAITING, DONE = "desk_waiting", "desk_done"
_HARM = "ICRC, Professional Standards for Protection Work: do no harm; information on a person only to whom it is due"


class DeskRelation(StrEnum):
    """What the caller says they are to the child."""

    MOTHER = "mother"
    FATHER = "father"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    UNCLE_AUNT = "uncle_aunt"
    OTHER_RELATIVE = "other_relative"
    LAWYER = "lawyer"
    OTHER = "other"


class DeskEnd(StrEnum):
    """How the call was settled."""

    TOLD = "told"  # what the caller may be told was told
    REFERRED = "referred"  # somebody else goes on with it
    UNREACHABLE = "unreachable"
    NOT_VERIFIED = "not_verified"


class DeskCallTaken(Filled):
    """A call, as the caller told it. desk_asked, desk_answered: by what it was made sure who they are."""

    desk_caller: Line
    desk_relation: DeskRelation
    desk_phone: Line = ""
    desk_language: Line = ""
    desk_asked: Text
    desk_answered: Text
    desk_verified: Answer
    desk_child_given: Line
    desk_child_surnames: Line = ""
    desk_child_born: PartialDay = ""
    desk_message: Text = ""
    desk_zone: CallZone
    desk_back_on: date
    desk_back_at: Hour


class MessagePassed(Filled):
    """A message for a child, as it came: who sends it, and whether it is known who they are."""

    message_from: Line
    message_relation: DeskRelation
    message_verified: Answer
    message_phone: Line = ""
    message_language: Line = ""
    message_text: Text


class MessageGiven(Filled):
    """The child was told. message_reply: what they want to answer."""

    message_reply: Text = ""


class MessageMistaken(Filled):
    """It is for somebody else."""

    message_why: Text


class DeskTriedAgain(Filled):
    """Nobody answered; when it is tried again."""

    desk_zone: CallZone
    desk_back_on: date
    desk_back_at: Hour


class DeskCalledBack(Filled):
    """They were called back. desk_said: what they were told."""

    desk_end: DeskEnd
    desk_said: Text


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1].form
    if not isinstance(last, DeskCallTaken | DeskTriedAgain):
        return None
    return instant(last.desk_back_on, last.desk_back_at, last.desk_zone.zone)


def _check(step: Step, form: Filled, known: Known) -> Iterator[Broken]:
    if isinstance(form, DeskCallTaken):
        empty = [
            box for box in ("desk_caller", "desk_asked", "desk_answered", "desk_child_given") if not getattr(form, box)
        ]
        yield from (Broken(rule="desk_empty", box=box) for box in empty)
        if not form.desk_phone:
            yield Broken(rule="desk_no_number", box="desk_phone")
    if isinstance(form, DeskCallTaken | DeskTriedAgain):
        back = instant(form.desk_back_on, form.desk_back_at, form.desk_zone.zone)
        if back is None:
            yield Broken(rule="desk_no_such_hour", box="desk_back_at")
        elif back <= known.at:
            yield Broken(rule="desk_back_past", box="desk_back_on")
    if isinstance(form, DeskCalledBack) and form.desk_end is DeskEnd.TOLD and not _is_verified(known.history):
        yield Broken(rule="desk_unverified", source=_HARM, box="desk_end")


def message_of(call: DeskCallTaken) -> MessagePassed:
    """What is passed on of a call, to whoever works for the child."""
    return MessagePassed(
        message_from=call.desk_caller,
        message_relation=call.desk_relation,
        message_verified=call.desk_verified,
        message_phone=call.desk_phone,
        message_language=call.desk_language,
        message_text=call.desk_message,
    )


def _message_due(history: Sequence[Taken], child: Child) -> datetime | None:
    """A policy of this registry: a child doesn't wait for a message longer than a day."""
    return history[0].at + timedelta(days=1)


def _is_verified(history: Sequence[Taken]) -> bool:
    return any(isinstance(one.form, DeskCallTaken) and one.form.desk_verified is Answer.YES for one in history)


_WORK = Action.WORK_CALLS
_UNREAD = frozenset({MESSAGE_WAITS})
_TAKE = Action.TAKE_MESSAGE
_OPEN = frozenset({WAITING})
TABLE = (
    Definition(
        code=CALL,
        area="desk",
        sees=Action.SEE_DESK,
        steps=(
            Step(name="take_call", to=WAITING, shape=DeskCallTaken, action=_TAKE),
            Step(name="try_again", to=WAITING, shape=DeskTriedAgain, action=_TAKE, before=_OPEN),
            Step(name="call_back", to=DONE, shape=DeskCalledBack, action=_TAKE, before=_OPEN),
        ),
        over=frozenset({DONE}),
        due=_due,
        check=_check,
        gist=("desk_caller", "desk_relation"),
        about_child=False,
    ),
    Definition(
        code=MESSAGE,
        area="calls",
        sees=Action.SEE_CALLS,
        steps=(
            Step(name="pass_message", to=MESSAGE_WAITS, shape=MessagePassed, action=_WORK),
            Step(name="give_message", to="message_given", shape=MessageGiven, action=_WORK, before=_UNREAD),
            Step(name="not_theirs", to="message_mistaken", shape=MessageMistaken, action=_WORK, before=_UNREAD),
        ),
        over=frozenset({"message_given", "message_mistaken"}),
        due=_message_due,
        gist=("message_from", "message_relation"),
    ),
)
