"""Gives a registry what its pages can be seen with: a child's case under way, a step and a task that wait,
and of each kind one duty.

Place.run starts it with the registry, the agency and the logins of who works on the case and of their chief.
"""

import sys
from datetime import timedelta

from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.actions.case_steps import propose_step
from reencuentro.actions.cases import Doer, FormStated, Opening, TaskGiven, add_form, give_task, open_case
from reencuentro.actions.duties import Beginning, begin_duty
from reencuentro.actions.officers import officer_of
from reencuentro.linkage.results import Status
from reencuentro.records.cases import Case
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.matches import Tie
from reencuentro.records.people import Membership
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.states import WAY, State
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.duties.catalogue import DEFINITIONS
from reencuentro.web.opening import open_for_pages
from tests.stored.case_work import NEEDED
from tests.unit.rules.cases.filled import GOOD
from tests.web.depth_duties import boxes, first_of, number_of


def furnish(agency: str, worker: str, chief: str) -> tuple[str, str]:
    """The child, and the case."""
    now = timezone.now()
    listed = Membership.objects.standing().filter(agency=agency).values("person")
    ties = Tie.objects.standing().filter(status=Status.PROPOSED, relation="mother", child__in=listed)
    tie = ties.select_related("child", "relative").order_by("-probability", "pk")[0]
    child, mother = tie.child.public_id, tie.relative.public_id
    for login in (worker, chief):
        for person in (child, mother):
            assign(officer_of(login), person, by="tests", at=now)
    doer = Doer(officer=officer_of(worker), roles=frozenset({Role.CASE_WORKER}), at=now)
    case = open_case(Opening(person=child, jurisdiction="US", escalates_to=officer_of(chief)), doer)
    for state in WAY[1 : WAY.index(State.VERIFIED) + 1]:
        for kind in NEEDED[state]:
            told = {"adult": mother, "relation": "madre"}
            boxes = {**GOOD[kind], **{name: text for name, text in told.items() if name in GOOD[kind]}}
            add_form(case, FormStated(kind=kind, boxes=boxes, number=0, seen=0), doer)
        propose_step(case, state, "porque es así", doer, seen=Case.objects.get(pk=case.pk).version)
        case.refresh_from_db()
    add_form(case, FormStated(kind=FormKind.EVENT, boxes=GOOD[FormKind.EVENT], number=0, seen=0), doer)
    task = TaskGiven(agency=case.agency, owner=None, due=now.date() + timedelta(days=9), what="llamar al consulado")
    give_task(case, task, doer)
    owe_everything(child, mother, doer)
    return child, case.public_id


def owe_everything(child: str, relative: str, doer: Doer) -> None:
    """One duty of each kind towards the child, just begun, so that each has its pages; of calls a whole plan, late."""
    for kind in DEFINITIONS.values():
        if kind.about_child and kind.code != "call_plan":
            step, number = first_of(kind), {"jurisdiction": "US", "begun_at": doer.at, "due_at": doer.at}
            duty = Duty(public_id=number_of(kind.code, child), person=child, kind=kind.code, state=step.to, **number)
            duty.agency, duty.owner, duty.steps_taken = doer.officer.agency, doer.officer, 1
            duty.save(force_insert=True)
            told = step.shape.model_construct(**boxes(step.shape, relative)).model_dump(mode="json", warnings=False)
            DutyStep.objects.create(duty=duty, number=1, step=step.name, to=step.to, boxes=told, **doer.stated)
    calls = _CALLS | {"call_relative": relative}
    plan = begin_duty(Beginning(kind="call_plan", step="agree_calls", person=child, boxes=calls), doer)
    Duty.objects.filter(pk=plan.pk).update(due_at=doer.at)  # so that it stands on the sheet, whatever the hour


_CALLS = {
    **dict.fromkeys(("call_child_agrees", "call_relative_agrees"), "yes"),
    "call_channel": "phone",
    "call_standard": "daily",
    "call_zone": "us_central",
    "call_their_zone": "guatemala",
    "call_language": "spa",
    "call_basis": "sus nombres",
}


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        print(*furnish(*sys.argv[2:5]))
