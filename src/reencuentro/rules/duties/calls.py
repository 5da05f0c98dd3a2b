"""Contact with the family: who may speak with whom, how, in which language and how often, agreed with both of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Answer, Filled, Line, PersonKey, Text
from reencuentro.rules.contact.minutes import Talk, Terms, late_from, midnight
from reencuentro.rules.contact.regimes import ContactStandard, regimes
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.call_log import APART, WISHES, CallChannel
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.timers.clocks import Child

PLAN = "call_plan"
AGREED, PAUSED, ENDED = "calls_agreed", "calls_paused", "calls_ended"
_KNOWN_TO_BE = "ORR Policy Guide, section 3.3.10: calls with those who are on the child's approved list"


class CallZone(StrEnum):
    """In which time zone somebody is: no more of where they are than whoever calls them must know."""

    US_EASTERN = "us_eastern"
    US_CENTRAL = "us_central"
    US_MOUNTAIN = "us_mountain"
    ARIZONA = "arizona"
    US_PACIFIC = "us_pacific"
    MEXICO_CENTRAL = "mexico_central"
    MEXICO_NORTHWEST = "mexico_northwest"
    MEXICO_BORDER_WEST = "mexico_border_west"
    MEXICO_SOUTHEAST = "mexico_southeast"
    GUATEMALA = "guatemala"
    EL_SALVADOR = "el_salvador"
    HONDURAS = "honduras"
    NICARAGUA = "nicaragua"
    BRAZIL_EAST = "brazil_east"
    UNIVERSAL = "universal"

    @property
    def zone(self) -> ZoneInfo:
        """As the tz database has it."""
        return ZoneInfo(_ZONES[self])


_ZONES: Mapping[CallZone, str] = {
    CallZone.US_EASTERN: "America/New_York",
    CallZone.US_CENTRAL: "America/Chicago",
    CallZone.US_MOUNTAIN: "America/Denver",
    CallZone.ARIZONA: "America/Phoenix",
    CallZone.US_PACIFIC: "America/Los_Angeles",
    CallZone.MEXICO_CENTRAL: "America/Mexico_City",
    CallZone.MEXICO_NORTHWEST: "America/Hermosillo",
    CallZone.MEXICO_BORDER_WEST: "America/Tijuana",
    CallZone.MEXICO_SOUTHEAST: "America/Cancun",
    CallZone.GUATEMALA: "America/Guatemala",
    CallZone.EL_SALVADOR: "America/El_Salvador",
    CallZone.HONDURAS: "America/Tegucigalpa",
    CallZone.NICARAGUA: "America/Managua",
    CallZone.BRAZIL_EAST: "America/Sao_Paulo",
    CallZone.UNIVERSAL: "UTC",
}


class CallPause(StrEnum):
    """Why there are no calls for a time."""

    CHILD_WISHES = "child_wishes"
    RELATIVE_WISHES = "relative_wishes"
    UNWELL = "unwell"
    UNREACHABLE = "unreachable"
    SAFETY = "safety"


class CallEnd(StrEnum):
    """Why the plan is over."""

    TOGETHER = "together"  # they need no telephone any more
    CHILD_WISHES = "child_wishes"
    RELATIVE_WISHES = "relative_wishes"
    UNSAFE = "unsafe"
    MISTAKEN = "mistaken"  # it is somebody else
    OTHER = "other"


class CallsAgreed(Filled):
    """Who with whom, how, how often at least. call_basis: how it is known who they are, where nobody verified it."""

    call_relative: PersonKey
    call_child_agrees: Answer
    call_relative_agrees: Answer
    call_channel: CallChannel
    call_standard: ContactStandard
    call_zone: CallZone
    call_their_zone: CallZone
    call_language: Line = ""
    call_interpreter: Answer = Answer.UNKNOWN
    call_basis: Text = ""


class CallsPaused(Filled):
    """Why, and when it is looked at again at the latest."""

    call_pause: CallPause
    call_review: date
    call_note: Text = ""


class CallsResumed(Filled):
    """They speak again."""

    call_child_agrees: Answer
    call_relative_agrees: Answer


class CallsEnded(Filled):
    """Why the plan is over."""

    call_end: CallEnd
    call_note: Text = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan as it stands. agreed: what was agreed last. begun: when; since: since when it runs without a pause.

    review: while it rests, the day on which it is asked again. over: nothing is owed any more.
    """

    agreed: CallsAgreed
    begun: datetime
    since: datetime
    review: date | None = None
    over: bool = False

    @property
    def runs(self) -> bool:
        """Whether they may speak now."""
        return not self.over and self.review is None

    @property
    def zone(self) -> ZoneInfo:
        """Where the child is."""
        return self.agreed.call_zone.zone

    def terms(self, child: Child) -> Terms:
        """What its contact is measured by."""
        day = self.since.astimezone(self.zone).date()
        return Terms(standard=self.agreed.call_standard, since=day, born=child.born, zone=self.zone)

    def due(self, child: Child, talks: Sequence[Talk]) -> datetime | None:
        """When it is late next: by what is owed and was spoken, or by the day on which it is asked again."""
        if self.over:
            return None
        if self.review is not None:
            return midnight(self.review + timedelta(days=1), self.zone)
        return late_from(self.terms(child), talks, regimes())


def planned(history: Sequence[Taken]) -> Planned | None:
    """The plan as these steps make it; None where what was agreed can't be opened any more."""
    agreed = [one.form for one in history if isinstance(one.form, CallsAgreed)]
    if not agreed:
        return None
    last = history[-1].form
    return Planned(
        agreed=agreed[-1],
        begun=history[0].at,
        since=[history[0].at, *(one.at for one in history if isinstance(one.form, CallsResumed))][-1],
        review=last.call_review if isinstance(last, CallsPaused) else None,
        over=isinstance(last, CallsEnded),
    )


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    """As if they hadn't spoken yet: each call puts it off."""
    plan = planned(history)
    return plan.due(child, []) if plan else None


def _check(step: Step, form: Filled, known: Known) -> Iterator[Broken]:
    if isinstance(form, CallsAgreed | CallsResumed):
        for box in ("call_child_agrees", "call_relative_agrees"):
            if getattr(form, box) is not Answer.YES:
                yield Broken(rule="call_not_agreed", source=WISHES, box=box)
    if isinstance(form, CallsAgreed):
        yield from _with_whom(form, known)
    plan = planned(known.history)
    if isinstance(form, CallsResumed) and plan and plan.agreed.call_relative in known.barred:
        yield Broken(rule="call_barred", source=APART)
    if isinstance(form, CallsPaused) and form.call_review <= known.at.date():
        yield Broken(rule="call_review_past", box="call_review")


def _with_whom(form: CallsAgreed, known: Known) -> Iterator[Broken]:
    who = form.call_relative
    if not who:
        yield Broken(rule="call_with_nobody", box="call_relative")
    elif who in known.barred:
        yield Broken(rule="call_barred", source=APART, box="call_relative")
    elif who not in known.verified and not form.call_basis:
        yield Broken(rule="call_unknown_adult", source=_KNOWN_TO_BE, box="call_basis")
    if any(one.kind == PLAN and one.state != ENDED and _with(one.history) == who for one in known.others):
        yield Broken(rule="call_planned_already", box="call_relative")


def _with(history: Sequence[Taken]) -> str:
    plan = planned(history)
    return plan.agreed.call_relative if plan else ""


_WORK = Action.WORK_CALLS
_GOING = frozenset({AGREED})
TABLE = (
    Definition(
        code=PLAN,
        area="calls",
        sees=Action.SEE_CALLS,
        steps=(
            Step(name="agree_calls", to=AGREED, shape=CallsAgreed, action=_WORK),
            Step(name="change_calls", to=AGREED, shape=CallsAgreed, action=_WORK, before=_GOING),
            Step(name="pause_calls", to=PAUSED, shape=CallsPaused, action=_WORK, before=_GOING),
            Step(name="resume_calls", to=AGREED, shape=CallsResumed, action=_WORK, before=frozenset({PAUSED})),
            Step(name="end_calls", to=ENDED, shape=CallsEnded, action=_WORK, before=frozenset({AGREED, PAUSED})),
        ),
        over=frozenset({ENDED}),
        due=_due,
        check=_check,
        gist=("call_channel", "call_standard"),
    ),
)
