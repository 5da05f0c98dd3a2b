"""A child found alone in Mexico: the Procuraduría is told, a measure ordered, a place given, rights are restored.

Sources: Ley de Migración, artículos 99 and 112, reform DOF 11 November 2020, in force 11 January 2021; Ley General de
los Derechos de Niñas, Niños y Adolescentes, artículo 123, on the Procuraduría's plan.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Answer, Day, Filled, Hour, Line, Text
from reencuentro.rules.disclosure.vocabulary import LOCATION, PROTECTION, Action
from reencuentro.rules.duties.checks import by_step, ends, moment, newest, not_to_come, of
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

RESTITUTION = "restitution"
_TOLD = "Ley de Migración, artículo 112, reforma DOF 11 de noviembre de 2020: notificación inmediata a la Procuraduría"
_STATION = "Ley de Migración, reforma DOF 11 de noviembre de 2020: no child is lodged in a migration station"
_MEASURE = "Ley de Migración, reforma DOF 11 de noviembre de 2020: no admission without a protection measure"
_HEARD = "Ley General de los Derechos de Niñas, Niños y Adolescentes, artículo 71: the child is heard"
_PLAN = "Ley General de los Derechos de Niñas, Niños y Adolescentes, artículo 123"
_ZONE = law().zone("MX")


class FoundAlone(Filled):
    """Where and when a child without an adult was found, and by whom."""

    on: date
    at: Hour = ""
    place: Line = Field(min_length=1)
    child_found_by: Line = Field(min_length=1)
    remarks: Text = ""


class ProcuraduriaTold(Filled):
    """Which Procuraduría was told, when and how."""

    on: date
    at: Hour = ""
    dealing_office: Line = Field(min_length=1)
    told_how: Line = Field(min_length=1)
    file_number: Line = ""


class ProtectionMeasure(Filled):
    """The measure by which the child is taken in."""

    on: date
    ordered_by: Line = Field(min_length=1)
    measure_urgent: Answer = Answer.UNKNOWN
    measure: Text = Field(min_length=1)


class PlaceKind(StrEnum):
    """Where a child is lodged. A migration station can be named, so that it can be refused and said why."""

    DIF = "dif"
    AUTHORISED = "authorised"  # a shelter that the DIF has authorised
    FOSTER_FAMILY = "foster_family"
    MIGRATION_STATION = "migration_station"


class DifPlacement(Filled):
    """In which place the child is."""

    lodged_in: PlaceKind
    on: date
    mexican_state: Line = Field(min_length=1)
    place_received_by: Line = Field(min_length=1)


class RestitutionPlan(Filled):
    """What the Procuraduría determines to be best for the child, and who does what until when."""

    on: date
    dealing_office: Line = Field(min_length=1)
    child_heard: Answer = Answer.UNKNOWN
    best_for_child: Text = Field(min_length=1)
    rights_restored: Text = Field(min_length=1)
    who_does_what: Text = Field(min_length=1)
    child_returns: Answer = Answer.UNKNOWN
    review_on: date


class RestitutionReview(Filled):
    """How far the plan is."""

    on: date
    plan_done: Text = Field(min_length=1)
    plan_remains: Text = ""
    review_on: Day = None


class RestitutionEnd(Filled):
    """That the rights are restored, and how that is known."""

    reasons: Text = Field(min_length=1)


def _found(form: FoundAlone, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "restitution_not_yet", "on")


def _told(form: ProcuraduriaTold, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "restitution_not_yet", "on")
    found = newest(known.history, FoundAlone)
    if found and (form.on, form.at or "23:59") < (found.on, found.at):
        yield Broken(rule="restitution_told_before", source=_TOLD, box="on")


def _placed(form: DifPlacement, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "restitution_not_yet", "on")
    if form.lodged_in is PlaceKind.MIGRATION_STATION:
        yield Broken(rule="restitution_migration_station", source=_STATION, box="lodged_in")
    if newest(known.history, ProtectionMeasure) is None:
        yield Broken(rule="restitution_no_measure", source=_MEASURE)


def _planned(form: RestitutionPlan, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "restitution_not_yet", "on")
    if form.child_heard is not Answer.YES:
        yield Broken(rule="restitution_child_not_heard", source=_HEARD, box="child_heard")
    if form.review_on <= form.on:
        yield Broken(rule="restitution_review_before", source=_PLAN, box="review_on")


def _reviewed(form: RestitutionReview, known: Known) -> Iterator[Broken]:
    if form.plan_remains and form.review_on is None:
        yield Broken(rule="restitution_review_missing", source=_PLAN, box="review_on")


def _done(form: RestitutionEnd, known: Known) -> Iterator[Broken]:
    review = newest(known.history, RestitutionReview)
    if review is None or review.plan_remains:
        yield Broken(rule="restitution_remains", source=_PLAN)


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    """The law names no number before the plan: what it wants at once is late from the first moment."""
    last = history[-1].form if history else None
    if isinstance(last, FoundAlone | ProcuraduriaTold):
        return moment(last.on, last.at, _ZONE)
    if isinstance(last, ProtectionMeasure):
        return moment(last.on, "", _ZONE)
    if isinstance(last, RestitutionPlan | RestitutionReview) and last.review_on:
        return ends(last.review_on, _ZONE)
    return None


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    place = LOCATION if shape is DifPlacement else PROTECTION
    return Step(name=name, to=to, shape=shape, action=Action.WORK_RETURN, place=place, before=frozenset(before))


RESTITUTION_DUTY = Definition(
    code=RESTITUTION,
    area="return",
    sees=Action.SEE_RETURN,
    steps=(
        _step("restitution_found", "restitution_found", FoundAlone),
        _step("restitution_told", "restitution_told", ProcuraduriaTold, "restitution_found"),
        _step(
            "restitution_measured",
            "restitution_measured",
            ProtectionMeasure,
            "restitution_told",
            "restitution_placed",
            "restitution_planned",
        ),
        _step(
            "restitution_placed",
            "restitution_placed",
            DifPlacement,
            "restitution_told",
            "restitution_measured",
            "restitution_placed",
        ),
        _step(
            "restitution_planned",
            "restitution_planned",
            RestitutionPlan,
            "restitution_placed",
            "restitution_planned",
            "restitution_reviewed",
        ),
        _step(
            "restitution_reviewed",
            "restitution_reviewed",
            RestitutionReview,
            "restitution_planned",
            "restitution_reviewed",
        ),
        Step(
            name="restitution_done",
            to="restitution_done",
            shape=RestitutionEnd,
            action=Action.SETTLE_STEP,
            before=frozenset({"restitution_reviewed"}),
            second=True,
        ),
    ),
    over=frozenset({"restitution_done"}),
    due=_due,
    check=by_step(
        {
            "restitution_found": of(FoundAlone, _found),
            "restitution_told": of(ProcuraduriaTold, _told),
            "restitution_placed": of(DifPlacement, _placed),
            "restitution_planned": of(RestitutionPlan, _planned),
            "restitution_reviewed": of(RestitutionReview, _reviewed),
            "restitution_done": of(RestitutionEnd, _done),
        }
    ),
)
"""The Mexican route, from finding a child to their rights restored."""
