"""What a working group owes itself: meetings with minutes, and joint actions that an agency does by a day.

Nothing here is about one child, and what would tell of one is refused: children are referred, one by one.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Filled, Hour, Line, Text
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.checks import ends, newest, not_to_come
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.groups import DATA_RESPONSIBILITY, GroupShare, tells_who
from reencuentro.rules.timers.clocks import Child

AREA = "groups"
MEETING, JOINT = "meeting", "joint_action"
MINUTES_WITHIN = timedelta(days=7)
"""How long after a meeting its minutes are due. It is ours."""
_LAST_ZONE = ZoneInfo("America/Los_Angeles")


class MeetingChannel(StrEnum):
    """How a group meets."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


class MeetingCalled(Filled):
    """When and how the group meets, and about what."""

    meeting_on: date
    meeting_at: Hour = ""
    meeting_channel: MeetingChannel
    meeting_place: Line = ""
    meeting_agenda: Text


class MeetingHeld(Filled):
    """The minutes. meeting_participants: by agency and office."""

    meeting_held_on: date
    meeting_participants: Text
    meeting_minutes: Text


class MeetingDecided(Filled):
    """One decision, and who agreed to it."""

    meeting_decision: Text
    meeting_agreed_by: Line


class MeetingShared(Filled):
    """What an agency told the group."""

    meeting_share: GroupShare
    meeting_shared: Text


class MeetingCancelled(Filled):
    """Why the group didn't meet."""

    meeting_why: Text


class JointGiven(Filled):
    """What an agency will do for the group, and by when."""

    joint_what: Line
    joint_details: Text = ""
    joint_due: date


class JointProgress(Filled):
    """How far it is."""

    joint_note: Text


class JointExtended(Filled):
    """A later day, and why."""

    joint_due: date
    joint_why: Text


class JointDone(Filled):
    """When it was done, and what came of it."""

    joint_done_on: date
    joint_result: Text


class JointDropped(Filled):
    """Why it isn't done, or who must see to it."""

    joint_why: Text


_WORDS: dict[type[Filled], tuple[str, ...]] = {
    MeetingCalled: ("meeting_agenda",),
    MeetingHeld: ("meeting_participants", "meeting_minutes"),
    MeetingDecided: ("meeting_decision", "meeting_agreed_by"),
    MeetingShared: ("meeting_shared",),
    MeetingCancelled: ("meeting_why",),
    JointGiven: ("joint_what",),
    JointProgress: ("joint_note",),
    JointExtended: ("joint_why",),
    JointDone: ("joint_result",),
    JointDropped: ("joint_why",),
}
"""The boxes of each form that must say something."""
_DONE = {MeetingHeld: "meeting_held_on", JointDone: "joint_done_on"}
_TO_COME = {JointGiven: "joint_due", JointExtended: "joint_due"}
_OF_WHO_DOES = frozenset({"joint_finish"})


def _check(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    for box, text in form:
        if isinstance(text, str) and tells_who(text):
            yield Broken(rule="group_tells_who", source=DATA_RESPONSIBILITY, box=box)
        elif not text and box in _WORDS.get(type(form), ()):
            yield Broken(rule="group_unsaid", box=box)
    if box := _DONE.get(type(form), ""):
        yield from not_to_come(getattr(form, box), known, "group_not_yet", box)
    if (box := _TO_COME.get(type(form), "")) and getattr(form, box) < known.at.astimezone(_LAST_ZONE).date():
        yield Broken(rule="group_over_already", box=box)
    if isinstance(form, MeetingShared) and form.meeting_share not in known.shares:
        yield Broken(rule="group_share_beyond", source=DATA_RESPONSIBILITY, box="meeting_share")
    if step.name in _OF_WHO_DOES and known.doer.agency.code != (known.counterpart or known.history[0].agency):
        yield Broken(rule="group_not_yours")


def _minutes_due(history: Sequence[Taken], child: Child) -> datetime | None:
    called = newest(history, MeetingCalled)
    return ends(called.meeting_on, _LAST_ZONE) + MINUTES_WITHIN if called else None


def _joint_due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = newest(history, JointExtended) or newest(history, JointGiven)
    return ends(last.joint_due, _LAST_ZONE) if last else None


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    return Step(name=name, to=to, shape=shape, action=Action.COORDINATE, before=frozenset(before), shared=True)


_GROUP = {
    "area": AREA,
    "sees": Action.SEE_GROUPS,
    "asked": Action.SEE_GROUPS,
    "about_child": False,
    "in_group": True,
    "check": _check,
}

TABLE = (
    Definition(
        code=MEETING,
        steps=(
            _step("meeting_call", "meeting_called", MeetingCalled),
            _step("meeting_hold", "meeting_held", MeetingHeld, "meeting_called"),
            _step("meeting_decide", "meeting_held", MeetingDecided, "meeting_held"),
            _step("meeting_tell", "meeting_held", MeetingShared, "meeting_held"),
            _step("meeting_cancel", "meeting_cancelled", MeetingCancelled, "meeting_called"),
        ),
        over=frozenset({"meeting_held", "meeting_cancelled"}),
        due=_minutes_due,
        gist=("meeting_on", "meeting_channel"),
        **_GROUP,  # type: ignore[arg-type]  # of every kind of value in it
    ),
    Definition(
        code=JOINT,
        steps=(
            _step("joint_give", "joint_open", JointGiven),
            _step("joint_progress", "joint_open", JointProgress, "joint_open"),
            _step("joint_extend", "joint_open", JointExtended, "joint_open", "joint_escalated"),
            _step("joint_escalate", "joint_escalated", JointDropped, "joint_open"),
            _step("joint_finish", "joint_done", JointDone, "joint_open", "joint_escalated"),
            _step("joint_drop", "joint_dropped", JointDropped, "joint_open", "joint_escalated"),
        ),
        over=frozenset({"joint_done", "joint_dropped"}),
        due=_joint_due,
        gist=("joint_what",),
        **_GROUP,  # type: ignore[arg-type]  # likewise
    ),
)
"""What working groups do."""
