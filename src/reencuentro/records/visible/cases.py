"""Cases as somebody may see them: the own ones in the order of what is due, and one of them with all that is kept."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from reencuentro.records.case_files import CaseFile, file_of, persons_of
from reencuentro.records.cases import NEVER, Case, CaseForm, CaseQuerySet, CaseStep, CaseTask
from reencuentro.records.facts import mention_from
from reencuentro.records.noting import Noted
from reencuentro.records.people import Membership
from reencuentro.records.reading import reading
from reencuentro.records.releases import approvals_of
from reencuentro.records.second_wall.tellers import hides_listers
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.questions import MOST_COUNTED
from reencuentro.records.visible.tellings import facts_of, newest_rows
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.cases.evidence import Kept
from reencuentro.rules.cases.forms import SHAPES, FormKind
from reencuentro.rules.cases.going import Standing
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EVERYTHING,
    NOTES,
    PROTECTION,
    Action,
    Compartment,
    Level,
)
from reencuentro.rules.retention import latest_birthday
from reencuentro.rules.timers.clocks import Child, Clock

PAGE = 50
"""Cases on one page of a list."""
_LEVELS = frozenset(one.level for one in EVERYTHING - {CONTACT})
_NOBODY = "(nobody)"
_WHO = ("agency", "owner__agency", "escalates_to__agency")

Place = tuple[datetime, int]
"""After which case a list goes on: when it is due, and its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in a list. child: what may be shown of them. pending: a step waits for the second person.

    escalated: it is somebody else's, and came to the viewer because it is late.
    """

    case: Case
    child: PersonSeen
    is_late: bool
    pending: bool
    escalated: bool


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task that waits for the viewer, or for anybody of their agency, and the case that it is for."""

    task: CaseTask
    line: CaseLine


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some of a list. last: after which the next page goes on; None where there is none."""

    lines: tuple[CaseLine, ...]
    last: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """One case, with what of it the viewer may see. file: all of it, for the rules alone.

    forms: the newest version of each that may be read. reading: the agencies, by key, whose notes may be read.
    """

    file: CaseFile
    child: PersonSeen
    standing: Standing
    approvals: tuple[Approval, ...]
    clocks: tuple[Clock, ...]
    forms: tuple[CaseForm, ...]
    reading: frozenset[int]

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.file.case

    @property
    def kept(self) -> tuple[Kept, ...]:
        """What those forms say."""
        seen = {(one.kind, one.number, one.version) for one in self.forms}
        return tuple(one for one in self.file.kept if (one.kind.value, one.number, one.version) in seen)

    def may_read(self, agency: int) -> bool:
        """Whether words that this agency (by key) added may be read."""
        return agency in self.reading


class VisibleCases:
    """Reads about cases for one viewer; every look is in the log before anything is handed out."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    def mine(self, after: Place | None = None, size: int = PAGE) -> CasePage:
        """The viewer's open cases: what is late first. Those come too that escalate to them, once they are late."""
        with self._noted() as noted:
            found = self._mine()
            if after:
                due, key = after
                found = found.filter(Q(next_due__gt=due) | Q(next_due=due, pk__gt=key))
            rows = list(found[: size + 1])
            lines = self._lines(rows[:size], noted)
        last = rows[size - 1] if len(rows) > size else None
        return CasePage(tuple(lines), (last.next_due, last.pk) if last else None)

    def due(self, size: int) -> list[CaseLine]:
        """The first of those of which anything is due: what has been late longest, then what has least time left."""
        with self._noted() as noted:
            return self._lines(list(self._mine().filter(next_due__lt=NEVER)[:size]), noted)

    def late(self, size: int) -> list[CaseLine]:
        """The first of those of which something is late."""
        with self._noted() as noted:
            return self._lines(list(self._mine().late(self._viewer.at)[:size]), noted)

    def _mine(self) -> CaseQuerySet:
        """What is late comes first."""
        found = Case.objects.coming_to(self._viewer.pk, self._viewer.at).in_order()
        return found.select_related("agency", "owner__agency")

    def tasks(self, size: int = PAGE) -> list[TaskLine]:
        """What other agencies, or the own one, asked the viewer or anybody of their agency to do; what is due first."""
        mine = Q(owner=self._viewer.pk) | Q(owner=None)
        waiting = CaseTask.objects.filter(mine, done_at=None, agency__code=self._viewer.facts.agency.code)
        with self._noted() as noted:
            whole = waiting.select_related("case__agency", "case__owner__agency", "given_by")
            found = list(whole.order_by("due", "pk")[:size])
            lines = {one.case.pk: one for one in self._lines(list({task.case for task in found}), noted)}
        return [TaskLine(task, lines[task.case_id]) for task in found if task.case_id in lines]

    def of_person(self, person: str) -> tuple[PersonSeen, list[CaseLine]]:
        """One child and their cases, the newest first. Raises NotAllowedError alike where there is nobody."""
        with self._noted() as noted:
            seen = self._people([person])
            if not seen:
                raise NotAllowedError
            former = [person, *self._former(person)]
            found = Case.objects.filter(person__in=former).select_related("agency", "owner__agency").order_by("-pk")
            return seen[0], self._lines(list(found), noted)

    def get(self, public_id: str) -> CaseSeen:
        """That case. Raises NotAllowedError, noted, alike for one that isn't there and one that may not be shown."""
        with self._noted() as noted:
            case = Case.objects.filter(public_id=public_id).select_related(*_WHO).first()
            person = persons_of([case])[case.pk] if case else _NOBODY
            seen = self._people([person], with_ties=True)
            if case is None or not seen or not opens(seen[0], case.agency.code, PROTECTION):
                raise NotAllowedError
            noted.concerns(f"case:{case.public_id}")
            return self._seen(file_of(case, person), seen[0])

    def require(self, action: Action, person: str) -> None:
        """Raises NotAllowedError, noted, where the viewer may not do that about the person."""
        with self._noted():
            found = visible_to(self._viewer, action).answers([person]).get(person)
            if found is None or not found.allowed:
                raise NotAllowedError

    def _seen(self, file: CaseFile, child: PersonSeen) -> CaseSeen:
        at = self._viewer.at
        agencies = {file.case.agency_id: file.case.agency.code}
        agencies |= {one.agency_id: one.agency.code for one in file.steps}
        agencies |= {one.given_by_id: one.given_by.code for one in file.tasks}
        forms = (one for one in file.forms if self._may_read(file.case, child, one.agency.code, place_of(one)))
        notes = (key for key, code in agencies.items() if self._may_read(file.case, child, code, NOTES))
        return CaseSeen(
            file=file,
            child=child,
            standing=file.standing(at),
            approvals=approvals_of(file.person),
            clocks=file.clocks(child_of(file.person), at),
            forms=tuple(_newest(forms)),
            reading=frozenset(notes),
        )

    def _may_read(self, case: Case, child: PersonSeen, agency: str, place: Compartment) -> bool:
        """Whoever writes in another agency's case writes to that agency: its officers read it like its own."""
        own = case.agency.code
        return opens(child, agency, place) or (own == self._viewer.facts.agency.code and opens(child, own, place))

    def _lines(self, rows: Sequence[Case], noted: Noted) -> list[CaseLine]:
        today = persons_of(rows)
        children = {one.person_id: one for one in self._people(sorted(set(today.values())))}
        waiting = set(
            CaseStep.objects.filter(case__in=[one.pk for one in rows], needs_second=True, settlement=None).values_list(
                "case", flat=True
            )
        )
        lines = [
            CaseLine(
                case=row,
                child=children[today[row.pk]],
                is_late=row.next_due <= self._viewer.at,
                pending=row.pk in waiting,
                escalated=row.escalates_to_id == self._viewer.pk != row.owner_id and row.next_due <= self._viewer.at,
            )
            for row in rows
            if today[row.pk] in children and opens(children[today[row.pk]], row.agency.code, PROTECTION)
        ]
        noted.concerns(*(f"case:{one.case.public_id}" for one in lines))
        return lines

    def _people(self, people: Sequence[str], *, with_ties: bool = False) -> list[PersonSeen]:
        """Those of whose cases the viewer may know; of them what their other rights show, too, as their name."""
        actions = (Action.SEE_CASE, Action.SEE_PERSON)
        found = visible_to(self._viewer, *actions, levels=_LEVELS, with_ties=with_ties).among(people)
        return [one for one in found if one.answer.decisions[Action.SEE_CASE].allowed]

    @staticmethod
    def _former(person: str) -> Collection[str]:
        held = Membership.objects.standing().filter(person__public_id=person)
        names = held.values_list("person__names", flat=True).first()
        return names or ()

    @contextmanager
    def _noted(self) -> Iterator[Noted]:
        viewer = self._viewer
        noting = reading(Action.SEE_CASE.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at)
        with noting as noted, behind_the_wall(viewer):
            yield noted


def late_cases(viewer: Viewer) -> int:
    """Of how many of the viewer's cases something is late, up to one more than are counted; as their list has them."""
    return len(VisibleCases(viewer).late(MOST_COUNTED + 1))


def opens(child: PersonSeen, agency: str, place: Compartment) -> bool:
    """Whether what this agency states in the child's case may be read.

    Of an agency that lists the child, what the decision opens of it. Others work on the case beside them: what they
    state may be read by whoever may read it of every agency that lists the child.
    """
    if agency in child.shown:
        return place in child.shown[agency]
    closed = frozenset[str]().union(*(one.closed for one in child.answer.decisions.values())) - set(child.shown)
    if closed or not all(place in seen for seen in child.shown.values()):
        return False
    return not hides_listers(child.person_id, child.shown)


def place_of(form: CaseForm) -> Compartment:
    """Where that form lies."""
    return SHAPES[FormKind(form.kind)].place


def child_of(person: str) -> Child:
    """What deadlines may ask of a child, from the newest row of each record; of several births the latest counts."""
    held = Membership.objects.standing().filter(person__public_id=person).order_by("agency", "record_id")
    rows = newest_rows(list(held.values_list("agency", "record_id")))
    facts = facts_of(rows)
    said = [mention_from(facts[row.pk], row.record) for row in rows if row.pk in facts]
    births = [one.birth for one in said if one.birth]
    return Child(
        born=max(births, key=latest_birthday, default=None),
        nationalities=frozenset(one.nationality for one in said if one.nationality),
    )


def _newest(forms: Iterator[CaseForm]) -> list[CaseForm]:
    newest: dict[tuple[str, int], CaseForm] = {}
    for one in forms:  # in the order of their versions
        newest[one.kind, one.number] = one
    return list(newest.values())


LEVELS = frozenset(Level) - {Level.CONTACT}
"""What a page about a case may show at most."""
