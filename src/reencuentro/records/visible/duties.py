"""Duties as somebody may see them: those towards one child, one of them with its steps, and what waits or is late."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from reencuentro.records.assignments import Assignment
from reencuentro.records.case_files import persons_of
from reencuentro.records.duties import Duty, DutyQuerySet, DutyStep
from reencuentro.records.duty_files import DutyFile, duties_of, duty_files
from reencuentro.records.groups import belongs
from reencuentro.records.noting import Noted
from reencuentro.records.reading import reading
from reencuentro.records.second_wall.tellers import hides_listers
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.questions import MOST_COUNTED
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action, Compartment
from reencuentro.rules.duties.catalogue import of_area
from reencuentro.rules.duties.steps import Definition

PAGE = 50
"""Duties on one page of a list."""

Place = tuple[datetime, int]
"""After which duty a list goes on: when it is due, and its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty in a list. child: what may be shown of them; None where it is about nobody whom the viewer may know."""

    duty: Duty
    definition: Definition
    child: PersonSeen | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class DutyPage:
    """Some of a list. last: after which the next page goes on; None where there is none."""

    lines: tuple[DutyLine, ...]
    last: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySeen:
    """One duty. file: all of it, for the rules alone. readable: the steps whose forms may be read, by their number."""

    file: DutyFile
    child: PersonSeen | None
    readable: frozenset[int]

    @property
    def duty(self) -> Duty:
        """The duty itself."""
        return self.file.duty


class VisibleDuties:
    """Reads about duties for one viewer; every look is in the log, under `action`, before anything is handed out."""

    def __init__(self, viewer: Viewer, action: Action) -> None:
        self._viewer, self._action = viewer, action

    def of_person(self, person: str, area: str) -> tuple[PersonSeen, list[DutySeen]]:
        """One child, and what is owed to them in that area, the newest first.

        Raises NotAllowedError alike where there is nobody and where none of it may be shown.
        """
        kinds = of_area(area)
        with self._noted() as noted:
            (seen,) = self._people([person], kinds) or (None,)
            if seen is None:
                raise NotAllowedError
            files = [one for one in duties_of(person, [one.code for one in kinds]) if self._is_open(one, seen)]
            noted.concerns(*(f"duty:{one.duty.public_id}" for one in files))
            return seen, [self._seen(one, seen) for one in reversed(files)]

    def get(self, public_id: str, area: str) -> DutySeen:
        """That duty. Raises NotAllowedError, noted, alike for one that isn't there and one that may not be shown."""
        kinds = of_area(area)
        with self._noted() as noted:
            found = Duty.objects.filter(public_id=public_id, kind__in=[one.code for one in kinds])
            duty = found.select_related("agency", "counterpart", "owner__agency").first()
            # For one that isn't there, or is about nobody, the same is asked, for the time that it takes.
            person = persons_of([duty])[duty.pk] if duty and duty.person else ""
            children = self._people([person or _NOBODY], kinds)
            if duty is None:
                raise NotAllowedError
            (file,) = duty_files([duty])
            child = children[0] if children else None
            if not self._is_open(file, child):
                raise NotAllowedError
            noted.concerns(f"duty:{duty.public_id}")
            return self._seen(file, child if child and self._tells(file, child) else None)

    def waiting(self, area: str, after: Place | None = None, size: int = PAGE) -> DutyPage:
        """What waits of the own agency, of others with it, and for children assigned to them; due first in front."""
        return self._page(_after(self._ours(area), after), area, size)

    def asked(self, area: str, after: Place | None = None, size: int = PAGE) -> DutyPage:
        """What of it others have with the own agency."""
        theirs = self._ours(area).filter(counterpart__code=self._viewer.facts.agency.code)
        return self._page(_after(theirs, after), area, size)

    def late(self, area: str, size: int = PAGE) -> DutyPage:
        """What of them is late, what has been longest in front."""
        found = self._ours(area).filter(over_at=None, due_at__lte=self._viewer.at).order_by("due_at", "pk")
        return self._page(found, area, size)

    def alerting(self, area: str, state: str, size: int = PAGE) -> DutyPage:
        """What of them stands in that state and has to be done by some time, what is due first in front."""
        return self._page(_after(self._ours(area).filter(state=state), None), area, size)

    def _ours(self, area: str) -> DutyQuerySet:
        """Of the own agency, and towards children assigned to the viewer: whoever noted it, they must know."""
        assigned = Assignment.objects.in_force(self._viewer.at).filter(officer=self._viewer.pk).values("person")
        rows = Duty.objects.of_agency(self._viewer.facts.agency.code) | Duty.objects.filter(person__in=assigned)
        rows = rows.filter(kind__in=[one.code for one in of_area(area)])
        return rows.select_related("agency", "counterpart", "owner__agency")

    def _page(self, found: DutyQuerySet, area: str, size: int) -> DutyPage:
        with self._noted() as noted:
            rows = list(found[: size + 1])
            lines = self._lines(rows[:size], of_area(area))
            noted.concerns(*(f"duty:{one.duty.public_id}" for one in lines))
        last = rows[size - 1] if len(rows) > size else None
        return DutyPage(tuple(lines), (last.due_at, last.pk) if last and last.due_at else None)

    def _lines(self, rows: Sequence[Duty], kinds: Sequence[Definition]) -> list[DutyLine]:
        today = persons_of([one for one in rows if one.person])
        people = {one.person_id: one for one in self._people(sorted(set(today.values())), kinds)}
        found = []
        for row in rows:
            file = DutyFile(row, today.get(row.pk, ""), ())
            child = people.get(file.person)
            if self._is_open(file, child):
                found.append(
                    DutyLine(
                        duty=row,
                        definition=file.definition,
                        child=child if child and self._tells(file, child) else None,
                        is_late=row.due_at is not None and row.over_at is None and row.due_at <= self._viewer.at,
                    )
                )
        return found

    def _seen(self, file: DutyFile, child: PersonSeen | None) -> DutySeen:
        read = frozenset(one.number for one in file.steps if self._may_read(file, child, one))
        return DutySeen(file=file, child=child, readable=read)

    def _is_open(self, file: DutyFile, child: PersonSeen | None) -> bool:
        """Whether it may be known that there is this duty."""
        if self._is_asked(file):
            return True
        if not file.person:
            return self._is_ours(file) and decide_alone(self._viewer, file.definition.sees).allowed
        return child is not None and self._tells(file, child)

    def _tells(self, file: DutyFile, child: PersonSeen) -> bool:
        kind, own = file.definition, file.duty.agency.code
        return any(self._opens(file, child, own, place) for place in (kind.place, *kind.also))

    def _may_read(self, file: DutyFile, child: PersonSeen | None, taken: DutyStep) -> bool:
        step = file.definition.step(taken.step)
        if step is None:
            return False
        if step.shared and self._is_asked(file):
            return True
        if child is None:
            return not file.person and self._is_ours(file)
        return self._opens(file, child, taken.agency.code, step.place)

    def _is_ours(self, file: DutyFile) -> bool:
        """Whether the viewer's agency began it, or belongs to the working group that did."""
        mine = self._viewer.facts.agency.code
        return file.duty.agency.code == mine or (not file.person and belongs(mine, file.duty.pk))

    def _is_asked(self, file: DutyFile) -> bool:
        """Whether the viewer's agency is the other one, which reads what is shared of it, and nothing else."""
        asked, other, mine = file.definition.asked, file.duty.counterpart, self._viewer.facts.agency.code
        if asked is None or other is None or other.code != mine:
            return False
        if file.definition.in_group and not belongs(mine, file.duty.pk):
            return False
        return decide_alone(self._viewer, asked).allowed

    def _opens(self, file: DutyFile, child: PersonSeen, teller: str, place: Compartment) -> bool:
        """Whoever writes in another agency's duty writes to that agency: its officers read it like its own."""
        action, own = file.definition.sees, file.duty.agency.code
        mine = own == self._viewer.facts.agency.code
        return opens(child, teller, place, action) or (mine and opens(child, own, place, action))

    def _people(self, people: Sequence[str], kinds: Collection[Definition]) -> list[PersonSeen]:
        """Those of whose duties the viewer may know; of them what their other rights show, too, as their name."""
        sees = tuple(dict.fromkeys(one.sees for one in kinds if one.about_child))
        if not sees:
            return []
        levels = frozenset({IDENTITY.level}) | frozenset(one.place.level for one in kinds)
        found = visible_to(self._viewer, *sees, Action.SEE_PERSON, levels=levels).among(people)
        return [one for one in found if any(one.answer.decisions[action].allowed for action in sees)]

    @contextmanager
    def _noted(self) -> Iterator[Noted]:
        viewer = self._viewer
        noting = reading(self._action.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at)
        with noting as noted, behind_the_wall(viewer):
            yield noted


def _after(found: DutyQuerySet, after: Place | None) -> DutyQuerySet:
    """What of these waits, from there on."""
    waits = found.filter(over_at=None).exclude(due_at=None).order_by("due_at", "pk")
    if after is None:
        return waits
    due, key = after
    return waits.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=key))


def late_count(viewer: Viewer, action: Action, area: str) -> int:
    """Of how many duties of an area the time is over, up to one more than are counted."""
    return len(VisibleDuties(viewer, action).late(area, MOST_COUNTED + 1).lines)


def opens(child: PersonSeen, teller: str, place: Compartment, action: Action) -> bool:
    """Whether by this action what that agency states about the child in this compartment may be read.

    Of an agency that lists the child, what the decision opens of it. What others state may be read by whoever may read
    it of every agency that lists the child.
    """
    decision = child.answer.decisions[action]
    if teller in decision.shown:
        return place in decision.shown[teller]
    if not decision.shown or decision.closed or not all(place in seen for seen in decision.shown.values()):
        return False
    return not hides_listers(child.person_id, decision.shown)


_NOBODY = "(nobody)"
