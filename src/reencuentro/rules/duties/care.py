"""Care of a child: services planned, given or refused, and the rounds of psychosocial care after a separation.

What is done for a child's health lies with health; that care goes on, and when somebody looks again, lies with
protection, so that whoever answers for the child can see to it without learning what ails them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, Text
from reencuentro.rules.disclosure.vocabulary import HEALTH, PROTECTION, Action, Compartment, Role
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.timers.clocks import Child

AREA = "care"

FIRST_HELP = timedelta(hours=24)
"""How soon something is given for which nobody has named a day. It is ours: food, clothing and rest come first."""

HEARD = "Convention on the Rights of the Child, art. 12"
PSYCHOSOCIAL = "Minimum Standards for Child Protection in Humanitarian Action (2019), standard 10"

_LAST_ZONE = ZoneInfo("America/Los_Angeles")


class CareService(StrEnum):
    """What is given. Source: what Mexico's officers for the protection of children owe to a child."""

    FOOD = "food"
    CLOTHING = "clothing"
    REST = "rest"
    CALLS = "calls"
    INFORMATION = "information"
    PSYCHOSOCIAL = "psychosocial"
    EDUCATION = "education"
    LEGAL = "legal"
    OTHER = "other"


class CareHealth(StrEnum):
    """What is done for a child's health."""

    CHECK = "check"
    MEDICINE = "medicine"
    VACCINATION = "vaccination"
    DENTAL = "dental"
    MENTAL_HEALTH = "mental_health"
    HOSPITAL = "hospital"
    PREGNANCY = "pregnancy"
    OTHER = "other"


class CareRefusal(StrEnum):
    """Why something wasn't given."""

    CHILD_DECLINED = "child_declined"
    PARENT_DECLINED = "parent_declined"
    NOT_AVAILABLE = "not_available"
    NO_INTERPRETER = "no_interpreter"
    NO_STAFF = "no_staff"
    MOVED = "moved"
    OTHER = "other"


class _Service(Filled):
    care_service: CareService


class _Health(Filled):
    care_health: CareHealth


class _Planned(Filled):
    care_planned_for: Day = None
    care_by: Line = ""
    care_place: Line = ""
    care_remarks: Text = ""


class CareGiven(Filled):
    """What was planned was given."""

    care_given_on: date
    care_given_hour: Hour = ""
    care_by: Line = ""
    care_place: Line = ""
    care_remarks: Text = ""


class CareRefused(Filled):
    """What was planned wasn't given. understood: whether it was offered in a language that the child understands."""

    care_refused_on: date
    care_refusal: CareRefusal
    care_understood: Answer = Answer.UNKNOWN
    care_remarks: Text = ""


class ServicePlanned(_Planned, _Service):
    """What shall be given."""


class ServiceGiven(CareGiven, _Service):
    """What was given without a plan."""


class ServiceRefused(CareRefused, _Service):
    """What was asked for wasn't given."""


class HealthPlanned(_Planned, _Health):
    """What shall be done for the child's health."""


class HealthGiven(CareGiven, _Health):
    """What was done for the child's health without a plan."""


class HealthRefused(CareRefused, _Health):
    """What was asked for the child's health wasn't done."""


class CareRhythm(StrEnum):
    """How often somebody looks after the child."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


_SPANS = {
    CareRhythm.WEEKLY: timedelta(weeks=1),
    CareRhythm.FORTNIGHTLY: timedelta(weeks=2),
    CareRhythm.MONTHLY: timedelta(weeks=4),
}


class CareGoing(StrEnum):
    """How the child is, as far as whoever answers for them must know."""

    UNKNOWN = "unknown"
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    CRISIS = "crisis"


class CareEnd(StrEnum):
    """Why the rounds end."""

    GOALS_MET = "goals_met"
    HANDED_ON = "handed_on"
    DECLINED = "declined"
    LOST_CONTACT = "lost_contact"
    OTHER = "other"


class AftercarePlanned(Filled):
    """Who looks after the child after the separation, how often, and in which language."""

    care_first_round: Day = None
    care_rhythm: CareRhythm = CareRhythm.WEEKLY
    care_by: Line = ""
    care_language: Line = ""
    care_interpreter: Answer = Answer.UNKNOWN
    care_remarks: Text = ""


class AftercareRound(Filled):
    """One round: whether the child was seen, how they are, and when somebody looks again."""

    care_round_on: date
    care_seen: Answer = Answer.UNKNOWN
    care_going: CareGoing = CareGoing.UNKNOWN
    care_next_round: Day = None
    care_remarks: Text = ""


class AftercareEnded(Filled):
    """Why nobody goes on."""

    care_ended_on: date
    care_end: CareEnd
    care_remarks: Text = ""


def over(day: date) -> datetime:
    """The first instant at which that day is over wherever children are cared for."""
    return datetime.combine(day + timedelta(days=1), time.min, _LAST_ZONE)


def today(known: Known) -> date:
    """Which day it is where the step is taken."""
    return known.at.astimezone(ZoneInfo(known.zone)).date()


PAST_DAYS = ("care_given_on", "care_refused_on", "care_round_on", "care_ended_on")
COMING_DAYS = ("care_planned_for", "care_first_round", "care_next_round")


def days_broken(form: Filled, known: Known) -> Iterator[Broken]:
    """What is noted has happened, and what is planned hasn't yet."""
    now = today(known)
    # Where it is tomorrow already, somebody may note today what happens there; nobody is that far behind.
    for box in PAST_DAYS:
        if (told := getattr(form, box, None)) and told > now:
            yield Broken(rule="care_not_yet", box=box)
    for box in COMING_DAYS:
        if (told := getattr(form, box, None)) and told < now:
            yield Broken(rule="care_gone_by", box=box)


def place_broken(step: Step, known: Known) -> Iterator[Broken]:
    """What is written of a child's health is written by health staff, who alone read it."""
    if step.place == HEALTH and Role.HEALTH_STAFF not in known.doer.roles:
        yield Broken(rule="care_by_health_staff")


def _service_broken(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    yield from place_broken(step, known)
    yield from days_broken(form, known)
    if isinstance(form, CareRefused):
        yield from _refusal_broken(form)


def _refusal_broken(form: CareRefused) -> Iterator[Broken]:
    declined = form.care_refusal in {CareRefusal.CHILD_DECLINED, CareRefusal.PARENT_DECLINED}
    if declined and form.care_understood is not Answer.YES:
        yield Broken(rule="care_understood", source=HEARD, box="care_understood")
    if form.care_refusal is CareRefusal.OTHER and not form.care_remarks:
        yield Broken(rule="care_reason", box="care_remarks")


def _service_due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1]
    if last.step != "care_plan":
        return None
    day = getattr(last.form, "care_planned_for", None)
    return over(day) if day else last.at + FIRST_HELP


def _aftercare_broken(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    yield from days_broken(form, known)
    if not isinstance(form, AftercareEnded):
        return
    rounds = [one.form for one in known.history if isinstance(one.form, AftercareRound)]
    if form.care_end is CareEnd.GOALS_MET and not any(one.care_seen is Answer.YES for one in rounds):
        yield Broken(rule="care_nobody_seen", source=PSYCHOSOCIAL, box="care_end")
    if form.care_end is CareEnd.OTHER and not form.care_remarks:
        yield Broken(rule="care_reason", box="care_remarks")


def _aftercare_due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1]
    if isinstance(last.form, AftercareRound):
        return _next_round(last.form, last.at, _span(history))
    if last.step == "aftercare_end":
        return None
    first = getattr(last.form, "care_first_round", None)
    return over(first) if first else last.at + _span(history)


def _next_round(told: AftercareRound, at: datetime, span: timedelta) -> datetime:
    """In a crisis the next day, whatever day was named."""
    due = over(told.care_next_round or told.care_round_on + span)
    return min(due, at + FIRST_HELP) if told.care_going is CareGoing.CRISIS else due


def _span(history: Sequence[Taken]) -> timedelta:
    """As it was planned; where that can't be read any more, the shortest."""
    first = history[0].form
    return _SPANS[first.care_rhythm] if isinstance(first, AftercarePlanned) else min(_SPANS.values())


def _service(code: str, place: Compartment, shapes: tuple[type[Filled], type[Filled], type[Filled]]) -> Definition:
    """A kind of service: planned, then given or refused; or given or refused at once."""
    planned, given, refused = shapes
    waits = frozenset({"care_planned"})

    def step(name: str, to: str, shape: type[Filled], before: frozenset[str] = frozenset()) -> Step:
        return Step(name=name, to=to, shape=shape, before=before, action=Action.WORK_CARE, place=place)

    return Definition(
        code=code,
        area=AREA,
        sees=Action.SEE_CARE,
        place=place,
        steps=(
            step("care_give_now", "care_given", given),
            step("care_plan", "care_planned", planned),
            step("care_refuse_now", "care_refused", refused),
            step("care_give", "care_given", CareGiven, waits),
            step("care_refuse", "care_refused", CareRefused, waits),
        ),
        over=frozenset({"care_given", "care_refused"}),
        due=_service_due,
        check=_service_broken,
        gist=tuple(name for name in ("care_service", "care_health") if name in given.model_fields),
    )


SERVICE = _service("service", PROTECTION, (ServicePlanned, ServiceGiven, ServiceRefused))
HEALTH_SERVICE = _service("health_service", HEALTH, (HealthPlanned, HealthGiven, HealthRefused))

_LOOKED_AFTER = frozenset({"aftercare_runs"})

AFTERCARE = Definition(
    code="follow_up_care",
    area=AREA,
    sees=Action.SEE_CARE,
    steps=(
        Step(name="aftercare_plan", to="aftercare_runs", shape=AftercarePlanned, action=Action.WORK_CARE),
        Step(
            name="aftercare_round",
            to="aftercare_runs",
            shape=AftercareRound,
            action=Action.WORK_CARE,
            before=_LOOKED_AFTER,
        ),
        Step(
            name="aftercare_end",
            to="aftercare_ended",
            shape=AftercareEnded,
            action=Action.WORK_CARE,
            before=_LOOKED_AFTER,
        ),
    ),
    over=frozenset({"aftercare_ended"}),
    due=_aftercare_due,
    check=_aftercare_broken,
    gist=("care_rhythm",),
)

TABLE = (SERVICE, HEALTH_SERVICE, AFTERCARE)
"""What is owed of care."""
