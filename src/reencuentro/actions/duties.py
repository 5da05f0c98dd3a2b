"""Begins duties and takes their steps; their tables say what may follow and what is refused."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from reencuentro.actions.assignments import require_person
from reencuentro.actions.call_plans import keep_calls
from reencuentro.actions.cases import Doer
from reencuentro.actions.perform import alone_with, performing
from reencuentro.actions.referrals import keep_referral
from reencuentro.errors import ConflictError
from reencuentro.linkage.results import Status
from reencuentro.records.agencies import Agency
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.duty_files import DutyFile, duties_of, duty_files
from reencuentro.records.groups import shares_of
from reencuentro.records.names import names_of
from reencuentro.records.officers import Officer
from reencuentro.records.queue import around
from reencuentro.records.visible.cases import child_of
from reencuentro.records.visible.subjects import gates_of
from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.disclosure.vocabulary import Gate
from reencuentro.rules.duties.calls import PLAN
from reencuentro.rules.duties.catalogue import definition_of
from reencuentro.rules.duties.going import DutyError, handed_in, require_unbroken
from reencuentro.rules.duties.referrals import REFERRAL
from reencuentro.rules.duties.steps import Definition, Known, Step
from reencuentro.rules.timers.clocks import Child
from reencuentro.rules.timers.policies import law

TOKEN = 12
"""Digits of the token by which a form is told from another."""
ELSEWHERE = "US"
"""Whose law holds where the agency's own country has none here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """A duty that is to begin. person: "" where it is about nobody known. boxes: of the form of its first step.

    counterpart: the other agency that it is with. owner: who sees to it, else the doer. jurisdiction: ISO 3166-1, else
    that of the doer's agency. token: twelve digits of base 16 that the form came with, "" for none: sent twice, it
    begins one duty.
    """

    kind: str
    step: str
    boxes: Mapping[str, object]
    person: str = ""
    counterpart: Agency | None = None
    owner: Officer | None = None
    jurisdiction: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStated:
    """A step that is to be taken. seen: how many had been taken when its form was shown."""

    step: str
    boxes: Mapping[str, object]
    seen: int


def begin_duty(beginning: Beginning, doer: Doer) -> Duty:
    """The duty, with its first step taken.

    Raises DutyError for what its table refuses, with each rule that would be broken; AccountError for an unknown
    person; pydantic's ValidationError for a form that can't be.
    """
    definition = _definition(beginning.kind)
    step = _step(definition, "", beginning.step)
    about = [f"person:{beginning.person}"] if beginning.person else []
    with performing("begin_duty", by=doer.by, about=about, at=doer.at) as noted:
        if definition.about_child != bool(beginning.person):
            raise DutyError("that kind of duty is about somebody else", remedy="Choose another kind.")
        _require_counterpart(definition, beginning)
        if beginning.person:
            require_person(beginning.person)
            alone_with(*about)
        duty = _new(beginning, doer)
        if begun := _begun_already(duty):
            return begun
        file = DutyFile(duty, beginning.person, ())
        form = handed_in(step, beginning.boxes)
        require_unbroken(definition, step, form, known_of(file, doer))
        duty.gist = {name: value for name, value in _as_kept(form).items() if name in definition.gist}
        _keep_new(duty)
        noted.concerns(f"duty:{duty.public_id}")
        _take(file, step, form, doer)
        return duty


def take_step(duty: Duty, stated: StepStated, doer: Doer) -> DutyStep:
    """The next step of the duty.

    Raises DutyError for what its table refuses; ConflictError where somebody was faster; pydantic's ValidationError for
    a form that can't be.
    """
    with performing("take_duty_step", by=doer.by, about=[f"duty:{duty.public_id}"], at=doer.at) as noted:
        locked = Duty.objects.select_for_update(of=("self",)).select_related("agency", "counterpart", "owner__agency")
        (file,) = duty_files([locked.get(pk=duty.pk)])
        if file.person:
            noted.concerns(f"person:{file.person}")
            alone_with(f"person:{file.person}")
        if stated.seen != len(file.steps):
            last = file.steps[-1]
            raise ConflictError(
                f"duty {duty.public_id}", seen=stated.seen, now=last.number, by=str(last.officer), at=last.at
            )
        step = _step(file.definition, file.duty.state, stated.step)
        form = handed_in(step, stated.boxes)
        require_unbroken(file.definition, step, form, known_of(file, doer))
        taken = _take(file, step, form, doer)
        duty.refresh_from_db()
        return taken


def _begun_already(duty: Duty) -> Duty | None:
    """The duty that the same form has begun before; None for a form that is new."""
    same = {"person": duty.person, "kind": duty.kind, "agency": duty.agency}
    return Duty.objects.filter(public_id=duty.public_id, **same).first()


def _keep_new(duty: Duty) -> None:
    try:
        with transaction.atomic():
            duty.save(force_insert=True)
    except IntegrityError as taken:  # a token that has begun something else
        raise ConflictError(f"duty {duty.public_id}", seen=0) from taken


def known_of(file: DutyFile, doer: Doer) -> Known:
    """All that the rules may know when a step of that duty is to be taken."""
    duty, person = file.duty, file.person
    ties = around([person]) if person else []
    other = duty.counterpart
    return Known(
        at=doer.at,
        doer=doer.officer.as_rule(doer.at, stepped_up=False),
        child=child_of(person) if person else Child(),
        gate=gates_of(names_of([person]), doer.at).get(person, Gate.UNKNOWN) if person else Gate.UNKNOWN,
        counterpart=other.code if other else "",
        country=other.country if other else "",
        counterpart_kind=other.kind if other else "",
        history=file.history,
        others=tuple(one.past for one in duties_of(person) if one.duty.pk != duty.pk) if person else (),
        verified=frozenset(one.relative for one in ties if one.verified),
        barred=frozenset(one.relative for one in ties if one.status is Status.REJECTED),
        shares=frozenset() if person or duty.pk is None else shares_of(doer.officer.agency.code, duty.pk),
        zone=law().zone(duty.jurisdiction).key,
    )


def _definition(kind: str) -> Definition:
    definition = definition_of(kind)
    if definition is None:
        raise DutyError("there is no such kind of duty", remedy="Choose one of those offered.")
    return definition


def _require_counterpart(definition: Definition, beginning: Beginning) -> None:
    other = beginning.counterpart
    if definition.with_agency and other is None:
        raise DutyError("the other agency isn't named", remedy="Name the agency that it is with.")
    if other is not None and definition.with_kinds and other.kind not in definition.with_kinds:
        raise DutyError("the other agency isn't of a kind that can take it on", remedy="Name one of those offered.")
    if other is not None and other.suspended:
        raise DutyError("the other agency is suspended", remedy="Name one whose officers can come in and answer.")


def _step(definition: Definition, state: str, name: str) -> Step:
    found = next((one for one in definition.following(state) if one.name == name), None)
    if found is None:
        raise DutyError("that step doesn't follow from where it stands", remedy="Look at what stands now.")
    return found


def _new(beginning: Beginning, doer: Doer) -> Duty:
    own = doer.officer.agency.country
    return Duty(
        public_id=f"d-{beginning.token or secrets.token_hex(TOKEN // 2)}",
        person=beginning.person,
        kind=beginning.kind,
        agency=doer.officer.agency,
        counterpart=beginning.counterpart,
        owner=beginning.owner or doer.officer,
        jurisdiction=beginning.jurisdiction or (own if own in law().zones else ELSEWHERE),
        begun_at=doer.at,
    )


def _take(file: DutyFile, step: Step, form: Filled, doer: Doer) -> DutyStep:
    duty, number = file.duty, len(file.steps) + 1
    try:
        with transaction.atomic():
            taken = DutyStep.objects.create(
                duty=duty,
                number=number,
                step=step.name,
                before=duty.state,
                to=step.to,
                boxes=_as_kept(form),
                officer=doer.officer,
                agency=doer.officer.agency,
                at=doer.at,
            )
    except IntegrityError as twice:
        raise ConflictError(f"duty {duty.public_id}", seen=number - 1, now=number) from twice
    _keep_standing(DutyFile(duty, file.person, [*file.steps, taken]), step.to, doer.at)
    return taken


_BESIDE: Mapping[str, Callable[[DutyFile], datetime | None]] = {
    PLAN: keep_calls,
    REFERRAL.code: keep_referral,
}
"""Kinds of which other tables tell more than their steps: what keeps those, and says when the duty is late."""


def _keep_standing(file: DutyFile, state: str, at: datetime) -> None:
    """Where the duty stands now, and when it is late; lists go by it."""
    definition, duty = file.definition, file.duty
    is_over = state in definition.over
    if beside := _BESIDE.get(duty.kind):
        due = beside(file)
    else:
        due = None if is_over else definition.due(file.history, child_of(file.person) if file.person else Child())
    duty.state, duty.due_at, duty.over_at, duty.steps_taken = state, due, at if is_over else None, len(file.steps)
    Duty.objects.filter(pk=duty.pk).update(state=state, due_at=due, over_at=duty.over_at, steps_taken=duty.steps_taken)


def _as_kept(form: Filled) -> dict[str, object]:
    return form.model_dump(mode="json")
