"""Opens cases, keeps their forms, hands the work on, gives tasks; each step of a case is in `case_steps`."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from pydantic import ValidationError

from reencuentro.actions.assignments import require_person
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError, CaseError, ConflictError
from reencuentro.records.agencies import Agency
from reencuentro.records.case_files import CaseFile, file_of, persons_of
from reencuentro.records.cases import NEVER, Case, CaseForm, CaseStep, CaseTask, CaseTurn
from reencuentro.records.noting import Noted
from reencuentro.records.officers import Officer
from reencuentro.records.visible.cases import child_of
from reencuentro.rules.cases.forms import SHAPES, FormKind, filled_in
from reencuentro.rules.cases.states import State
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.timers.policies import law


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """Who acts on a case, in which roles, and when."""

    officer: Officer
    roles: frozenset[Role]
    at: datetime

    @property
    def by(self) -> str:
        """As the log names them."""
        return f"officer:{self.officer.public_id}"

    @property
    def stated(self) -> dict[str, object]:
        """Who, for which agency, and when, as rows of a case keep it."""
        return {"officer": self.officer, "agency": self.officer.agency, "at": self.at}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A case that is to be opened. jurisdiction: ISO 3166-1. escalates_to: who is told when something is late."""

    person: str
    jurisdiction: str
    escalates_to: Officer
    why: str = ""


def open_case(opening: Opening, doer: Doer) -> Case:
    """The doer works on the case from now on.

    Raises CaseError where the child has an open case, or the jurisdiction has no deadlines here; AccountError for an
    unknown person, or an officer who can't come in.
    """
    with performing("open_case", by=doer.by, about=[f"person:{opening.person}"], at=doer.at) as noted:
        require_person(opening.person)
        _require_open(opening.escalates_to)
        if opening.jurisdiction not in law().zones:
            raise CaseError("no deadlines are known of that country", remedy="Choose one of those offered.")
        try:
            with transaction.atomic():
                case = _made(opening, doer)
        except IntegrityError as twice:
            raise CaseError("the child has an open case already", remedy="Go on with that one.") from twice
        noted.concerns(f"case:{case.public_id}")
        step = {"number": 1, "to": State.REGISTERED.value, "needs_second": False, "shown": [], "reason": ""}
        CaseStep.objects.create(case=case, **step, **doer.stated)
        CaseTurn.objects.create(case=case, owner=case.owner, escalates_to=case.escalates_to, **doer.stated)
        return case


def _made(opening: Opening, doer: Doer) -> Case:
    return Case.objects.create(
        public_id=f"c-{secrets.token_hex(6)}",
        person=opening.person,
        agency=doer.officer.agency,
        owner=doer.officer,
        escalates_to=opening.escalates_to,
        jurisdiction=opening.jurisdiction,
        state=State.REGISTERED.value,
        opened_at=doer.at,
        opened_by=doer.by,
        why=opening.why.strip(),
    )


def _require_open(officer: Officer) -> None:
    if not officer.may_enter:
        raise AccountError("the officer or their agency is suspended", remedy="Name an officer who may come in.")


@contextmanager
def working(action: str, case: Case, doer: Doer) -> Iterator[tuple[CaseFile, Noted]]:
    """The case with all that is kept of it, which nobody else changes until this is done; what is due is put right."""
    with performing(action, by=doer.by, about=[f"case:{case.public_id}"], at=doer.at) as noted:
        locked = Case.objects.select_for_update().filter(pk=case.pk).first()
        if locked is None:
            raise CaseError("there is no such case", remedy="Look at your cases.")
        person = persons_of([locked])[locked.pk]
        noted.concerns(f"person:{person}")
        yield file_of(locked, person), noted
        keep_due(locked, person, doer.at)
        case.refresh_from_db()


def keep_due(case: Case, person: str, at: datetime) -> None:
    """Notes when something of the case is late next; lists go by it."""
    due = file_of(case, person).next_due(child_of(person), at) or NEVER
    Case.objects.filter(pk=case.pk).exclude(next_due=due).update(next_due=due)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStated:
    """A form as somebody filled it in. number: of several, which; 0 for whichever comes next. seen: the version that
    they changed, 0 where they began with an empty one.
    """

    kind: FormKind
    boxes: Mapping[str, object]
    number: int = 0
    seen: int = 0


def add_form(case: Case, stated: FormStated, doer: Doer) -> CaseForm:
    """Keeps a form, as a new version beside those before.

    Raises CaseError for boxes that can't be, and where none says anything; ConflictError where somebody changed the
    same form meanwhile.
    """
    with working("add_form", case, doer) as (file, noted):
        try:
            form = filled_in(stated.kind, stated.boxes)
        except ValidationError as wrong:
            raise CaseError(
                "a box of the form holds what can't be", blocks=[str(one["loc"][0]) for one in wrong.errors()]
            ) from wrong
        number = _number(file, stated)
        versions = [one for one in file.forms if (one.kind, one.number) == (stated.kind.value, number)]
        if len(versions) != stated.seen:
            last = versions[-1]
            raise ConflictError(
                f"form {stated.kind.value}", seen=stated.seen, now=last.version, by=str(last.officer), at=last.at
            )
        noted.concerns(f"form:{stated.kind.value}:{number}:{stated.seen + 1}")
        return CaseForm.objects.create(
            case=file.case,
            kind=stated.kind.value,
            number=number,
            version=stated.seen + 1,
            boxes=form.model_dump(mode="json"),
            **doer.stated,
        )


def _number(file: CaseFile, stated: FormStated) -> int:
    """Of several: the one that is changed, or the next. Who names the next beforehand can't add it twice."""
    if not SHAPES[stated.kind].many:
        return 1
    following = max((one.number for one in file.forms if one.kind == stated.kind.value), default=0) + 1
    if stated.number > following:
        raise CaseError("there is no such form", remedy="Look at the case again.")
    return stated.number or following


def hand_on(case: Case, owner: Officer, escalates_to: Officer, doer: Doer) -> CaseTurn:
    """Another officer works on the case from now on. Raises AccountError for officers who can't come in."""
    with working("hand_on_case", case, doer) as (file, _):
        for one in (owner, escalates_to):
            _require_open(one)
        if owner == escalates_to:
            raise CaseError("what is late must come to somebody else", remedy="Name another officer.")
        whose = {"owner": owner, "escalates_to": escalates_to}
        Case.objects.filter(pk=file.case.pk).update(
            **whose, version=file.case.version + 1, changed_by=doer.by, changed_at=doer.at
        )
        return CaseTurn.objects.create(case=file.case, **whose, **doer.stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """What an agency shall do, by which day. owner: of that agency; None where it shall say itself."""

    agency: Agency
    owner: Officer | None
    due: date
    what: str


def give_task(case: Case, given: TaskGiven, doer: Doer) -> CaseTask:
    """Gives a task. Raises CaseError without words, or to an officer of another agency than the one named."""
    with working("give_task", case, doer) as (file, _):
        if not given.what.strip():
            raise CaseError("a task needs words", remedy="Say what must be done.")
        if given.owner and given.owner.agency_id != given.agency.pk:
            raise CaseError("the officer isn't of that agency", remedy="Name one of its officers, or nobody.")
        return CaseTask.objects.create(
            case=file.case,
            agency=given.agency,
            owner=given.owner,
            due=given.due,
            what=given.what.strip(),
            officer=doer.officer,
            given_by=doer.officer.agency,
            at=doer.at,
        )


def finish_task(case: Case, number: int, doer: Doer) -> None:
    """The task is done. Raises CaseError where it was, or isn't there, or is another agency's."""
    with working("finish_task", case, doer) as (file, _):
        mine = CaseTask.objects.filter(case=file.case, pk=number, done_at=None, agency=doer.officer.agency)
        if not mine.update(done_at=doer.at, done_by=doer.officer):
            raise CaseError("that task is done, or isn't yours", remedy="Look at the case again.")


def next_number(case: Case) -> int:
    """The number of the next step."""
    return (CaseStep.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0) + 1
