"""A case with all that is kept of it, as the rules take it: where it has been, what its forms show, what runs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from reencuentro.records.cases import Case, CaseForm, CaseStep, CaseTask, CaseTurn
from reencuentro.records.duties import Duty
from reencuentro.records.many import among
from reencuentro.records.people import Membership, Person
from reencuentro.records.queue import claims_on
from reencuentro.records.releases import approvals_of
from reencuentro.rules.cases.deadlines import Arrival, Course, next_due, running
from reencuentro.rules.cases.evidence import Dossier, Kept, shown
from reencuentro.rules.cases.forms import FormKind, filled
from reencuentro.rules.cases.going import Standing
from reencuentro.rules.cases.states import State, Verdict
from reencuentro.rules.disclosure.releases import ReleaseNeed, missing_for_release
from reencuentro.rules.queueing import rivals_among
from reencuentro.rules.timers.clocks import Child, Clock, appointment
from reencuentro.rules.timers.policies import law

_ANEW = frozenset({State.CLAIM_DISPUTED, State.REOPENED})


@dataclass(frozen=True)
class CaseFile:
    """A case with its steps, forms, turns and tasks. person: the child, by the id of today."""

    case: Case
    person: str
    steps: Sequence[CaseStep]
    forms: Sequence[CaseForm]
    turns: Sequence[CaseTurn]
    tasks: Sequence[CaseTask]

    @cached_property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Every state that the case came to, and when: a step that needs a second person counts once it is settled."""
        return tuple(Arrival(State(one.to), at) for one in self.steps if (at := taken_at(one)) is not None)

    @cached_property
    def pending(self) -> CaseStep | None:
        """The step that waits for the second person."""
        return next((one for one in self.steps if one.needs_second and not hasattr(one, "settlement")), None)

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """Every version of every form; what can't be opened any more says nothing."""
        return tuple(
            Kept(
                kind=FormKind(one.kind),
                number=one.number,
                version=one.version,
                at=one.at,
                filled=filled(FormKind(one.kind), one.boxes),
            )
            for one in self.forms
            if one.boxes
        )

    @cached_property
    def dossier(self) -> Dossier:
        """The forms that count."""
        since = max((one.at for one in self.arrivals if one.state in _ANEW), default=None)
        return Dossier.of(self.kept, since=since)

    def standing(self, at: datetime) -> Standing:
        """The case as it stands. Reads the approvals of the child's release, and who else is taken for a parent."""
        adult = self.dossier.verified_adult
        lacking = missing_for_release(approvals_of(self.person), child=self.person, adult=adult, at=at)
        return Standing(
            walk=tuple(one.state for one in self.arrivals),
            shown=shown(self.dossier, approved_by_two=bool(adult) and not lacking),
            pending=State(self.pending.to) if self.pending else None,
            proposed_by=self.pending.officer.public_id if self.pending else "",
            rivals=(bool(adult) and ReleaseNeed.ONE_CLAIM in lacking) or has_rivals(self.person),
        )

    def clocks(self, child: Child, at: datetime) -> tuple[Clock, ...]:
        """Every deadline of the case."""
        course = Course(jurisdiction=self.case.jurisdiction, child=child, arrivals=self.arrivals, dossier=self.dossier)
        return running(course, law(), at=at)

    def next_due(self, child: Child, at: datetime) -> datetime | None:
        """When something of the case is late next, be it a deadline or a task."""
        zone = law().zone(self.case.jurisdiction)
        to_do = (appointment("task", one.at, one.due, zone, at=at) for one in self.tasks if one.done_at is None)
        return next_due([*self.clocks(child, at), *to_do])


def has_rivals(child: str) -> bool:
    """Whether more than one person is taken for the child's mother, or father."""
    found = Person.objects.filter(public_id=child).values_list("pk", flat=True).first()
    claims = claims_on(found) if found is not None else []
    return any(rivals_among(one, claims) for one in claims)


def taken_at(step: CaseStep) -> datetime | None:
    """When the case came to the step's state by it; None where it is not settled, or not yet."""
    if not step.needs_second:
        return step.at
    word = getattr(step, "settlement", None)
    return word.at if word is not None and word.verdict == Verdict.SETTLED else None


def file_of(case: Case, person: str) -> CaseFile:
    """All that is kept of the case, in five queries however much that is."""
    who = ("officer", "agency")
    steps = case.steps.select_related(*who, "settlement__officer", "settlement__agency").order_by("number")
    return CaseFile(
        case=case,
        person=person,
        steps=list(steps),
        forms=list(case.forms.select_related(*who).order_by("kind", "number", "version")),
        turns=list(case.turns.select_related(*who, "owner__agency", "escalates_to").order_by("pk")),
        tasks=list(case.tasks.select_related("agency", "owner", "given_by", "done_by").order_by("due", "pk")),
    )


def persons_of(cases: Collection[Case] | Collection[Duty]) -> dict[int, str]:
    """The child of each case or duty (by its key), by the id of today; two queries, however many there are.

    Where records parted, whoever still goes by the id counts; else the first of those who went by it then.
    """
    named = {case.person for case in cases}
    standing = Membership.objects.standing().filter(among("person__public_id", named))
    there = set(standing.values_list("person__public_id", flat=True))
    gone = sorted(named - there)
    kept = Person.objects.filter(names__isnull=False, names__has_any_keys=gone) if gone else Person.objects.none()
    former = sorted(kept.values_list("public_id", "names"))
    return {case.pk: case.person if case.person in there else _today(case, former) for case in cases}


def _today(case: Case | Duty, former: Sequence[tuple[str, dict[str, str | None] | None]]) -> str:
    for person, names in former:
        if case.person in (names or {}):
            until = (names or {})[case.person]
            since = case.opened_at if isinstance(case, Case) else case.begun_at
            if until is None or since <= datetime.fromisoformat(until):
                return person
    return case.person
