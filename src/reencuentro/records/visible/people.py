"""People as somebody may see them. Nothing else reads about people for pages and commands."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django.db.models import Exists, OuterRef, Q

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Status, Tie
from reencuentro.records.emergencies import BreakGlass
from reencuentro.records.noting import Noted
from reencuentro.records.people import Membership, Person
from reencuentro.records.proposals import ties_of
from reencuentro.records.queue import around
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import Answer, Judge, Question
from reencuentro.records.visible.subjects import Subject, stand_in, subjects_of
from reencuentro.records.visible.tellings import Row, cells_of, corrected_of, facts_of, newest_rows, rows_through_time
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.emergencies import LONGEST
from reencuentro.rules.disclosure.fields import place_of
from reencuentro.rules.disclosure.policy import POLICY, Reach
from reencuentro.rules.disclosure.vocabulary import (
    EVERYTHING,
    EXISTENCE,
    MATCH_SUMMARY,
    NOTHING,
    RECORD,
    Action,
    Compartments,
    Level,
)


class Pair(Protocol):
    """Something about two people, whom it names by their public ids."""

    @property
    def ends(self) -> tuple[str, str]:
        """The two."""


PairT = TypeVar("PairT", bound=Pair)

PAGE = 100
"""People on one page of a list."""
MOST_TRIED = 1_000
"""People of whom it is asked, for one page, whether they may be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSeen:
    """What may be shown of one row; record_id "" where not even that; cells: the row as it came, where it may be.

    facts: as the source tells them. corrected: what counts instead, by fact; None where nothing is known.
    """

    agency: str
    record_id: str
    as_of: date
    facts: Mapping[str, Any]
    cells: Mapping[str, str]
    corrected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TieSeen:
    """A family tie both of whose persons may be known of. verified: a second officer has said the same as the first."""

    child: str
    relative: str
    relation: str
    probability: float
    status: str
    verified: bool = False

    @property
    def said(self) -> str:
        """How the tie stands, in a word: proposed, confirmed by one officer, verified by another, or rejected."""
        return "verified" if self.verified else self.status


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeen:
    """What may be shown of one person, and nothing else. answer: why; shown: by agency, what is.

    is_child: None where not even that may be shown.
    """

    person_id: str
    is_child: bool | None
    records: tuple[RecordSeen, ...]
    ties: tuple[TieSeen, ...]
    answer: Answer
    shown: Mapping[str, Compartments]

    def values(self, fact: str) -> tuple[Any, ...]:
        """What the records say of one fact, each once."""
        said = (one.facts[fact] for one in self.records if fact in one.facts)
        return tuple({repr(one): one for one in said}.values())


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list. last: after whom the next page goes on; "" where there is none."""

    people: tuple[PersonSeen, ...]
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How to look. levels: no more than these, whatever the decision would show.

    through_time: every row that ever told, not only the newest. known_at: as the registry believed then.
    """

    actions: tuple[Action, ...]
    levels: frozenset[Level] = frozenset(Level)
    with_ties: bool = False
    through_time: bool = False
    known_at: datetime | None = None

    @property
    def places(self) -> Compartments:
        """The compartments of those levels."""
        return frozenset(one for one in EVERYTHING if one.level in self.levels)

    @property
    def name(self) -> str:
        """As the log calls it: the first action."""
        return self.actions[0].value


def visible_to(viewer: Viewer, *actions: Action, **how: Any) -> "VisiblePeople":
    """The people whom the viewer may see by these actions, and of each what any of them shows. how: see Look."""
    return VisiblePeople(viewer, Look(actions=actions, **how))


class VisiblePeople:
    """Reads about people for one viewer; every look is in the log before anything is handed out."""

    def __init__(self, viewer: Viewer, look: Look) -> None:
        self._viewer, self._look = viewer, look
        self._judge: Judge | None = None

    def get(self, person: str, sought: Sequence[str] = ()) -> PersonSeen:
        """That person. Raises NotAllowedError, noted, alike for one who isn't there and one who may not be shown.

        sought: what was typed, of which the log keeps a keyed hash; else the person's id.
        """
        with self._noted(sought or (person,)) as noted:
            seen = self._seen([person], noted)
            if not seen:
                raise NotAllowedError
        return seen[0]

    def among(self, people: Sequence[str], sought: Sequence[str] = ()) -> list[PersonSeen]:
        """Those of these people who may be shown, in their order."""
        with self._noted(sought) as noted:
            return self._seen(people, noted)

    def page(self, after: str = "", size: int = PAGE) -> Page:
        """The next `size` people by id who may be shown; fewer where there are no more, or too many may not be."""
        found: list[PersonSeen] = []
        tried, last = 0, ""
        with self._noted(()) as noted:
            for batch in self._batches(after, size):
                found += self._seen(batch, noted)
                tried, last = tried + len(batch), batch[-1]
                if len(found) >= size or tried >= MOST_TRIED:
                    break
            else:
                last = ""
        return Page(tuple(found[:size]), found[size - 1].person_id if len(found) >= size else last)

    def pairs(self, batches: Iterable[Sequence[PairT]], size: int) -> list[tuple[PairT, PersonSeen, PersonSeen]]:
        """The first `size` of what is about two people, both of whom may be shown.

        batches: asked for one after the other, as long as more are needed, before the same wall as the people.
        """
        found: list[tuple[PairT, PersonSeen, PersonSeen]] = []
        with self._noted(()) as noted:
            for batch in batches:
                ends = dict.fromkeys(end for pair in batch for end in pair.ends)
                seen = {one.person_id: one for one in self._seen(list(ends), noted)}
                shown = ((pair, seen.get(pair.ends[0]), seen.get(pair.ends[1])) for pair in batch)
                found += [(pair, left, right) for pair, left, right in shown if left and right]
                if len(found) >= size:
                    break
        return found[:size]

    def answers(self, people: Collection[str]) -> dict[str, Answer]:
        """What is decided about those of these people who are known; nothing of theirs is handed out."""
        return self._judged(people, subjects_of(people, self._viewer, self._look.known_at))

    def agencies(self) -> frozenset[str] | None:
        """Whose records may be shown to the viewer at all; None: anybody's. The decision has its say on each person."""
        recent = BreakGlass.objects.filter(officer=self._viewer.pk, begins_at__gt=self._viewer.at - LONGEST)
        return None if self._reaches_all() or recent.exists() else self._agencies()

    @contextmanager
    def _noted(self, sought: Sequence[str]) -> Iterator[Noted]:
        viewer = self._viewer
        noting = reading(self._look.name, by=viewer.by, sought=sought, capacity=viewer.capacity(), at=viewer.at)
        with noting as noted, behind_the_wall(viewer):
            yield noted

    def _judged(self, people: Collection[str], subjects: Mapping[str, Subject]) -> dict[str, Answer]:
        """The answers about those who are known; about the others the same is asked, for the time it takes."""
        self._judge = self._judge or Judge.of(self._viewer)
        asked = {name: subjects.get(name) or stand_in(name) for name in people}
        answers = self._judge.answers(asked, Question(self._look.actions))
        return {name: answers[name] for name in subjects}

    def _seen(self, people: Sequence[str], noted: Noted) -> list[PersonSeen]:
        subjects = subjects_of(people, self._viewer, self._look.known_at)
        answers = self._judged(people, subjects)
        allowed = [name for name in people if name in answers and answers[name].allowed]
        shown = {name: self._shown(answers[name]) for name in allowed}
        allowed = [name for name in allowed if any(shown[name].values())]
        tellings = self._tellings({name: subjects[name] for name in allowed}, shown)
        ties = self._ties(allowed, shown)
        noted.concerns(*(f"person:{name}" for name in allowed))
        if self._look.through_time:
            told = (one for name in allowed for one in tellings[name] if one.record_id)
            noted.concerns(*dict.fromkeys(f"{one.agency}:{one.record_id}" for one in told))
        noted.capacity = self._viewer.capacity({one.level for name in allowed for one in _all(shown[name])})
        return [
            PersonSeen(
                person_id=name,
                is_child=subjects[name].facts.is_child if EXISTENCE in _all(shown[name]) else None,
                records=tuple(tellings[name]),
                ties=tuple(one for one in ties if name in (one.child, one.relative)),
                answer=answers[name],
                shown=shown[name],
            )
            for name in allowed
        ]

    def _shown(self, answer: Answer) -> dict[str, Compartments]:
        return {teller: seen & self._look.places for teller, seen in answer.shown.items()}

    def _tellings(
        self, subjects: Mapping[str, Subject], shown: Mapping[str, Mapping[str, Compartments]]
    ) -> dict[str, list[RecordSeen]]:
        """What the rows say that may be shown; of all others nothing is opened."""
        open_to = {name: [key for key in one.records if shown[name].get(key[0])] for name, one in subjects.items()}
        rows = {key: list(of_record) for key, of_record in self._rows([k for keys in open_to.values() for k in keys])}
        telling = {
            row.pk: shown[name][key[0]] for name, keys in open_to.items() for key in keys for row in rows.get(key, ())
        }
        telling_facts = self._where(rows, telling, _tells_facts)
        facts = facts_of(telling_facts)
        fixed = corrected_of(telling_facts, self._look.known_at)
        cells = cells_of(self._where(rows, telling, lambda seen: RECORD in seen))
        return {
            name: [
                _record_seen(
                    row, shown[name][key[0]], facts.get(row.pk, {}), cells.get(row.pk, {}), fixed.get(row.pk, {})
                )
                for key in keys
                for row in rows.get(key, ())
            ]
            for name, keys in open_to.items()
        }

    def _rows(self, records: Sequence[RecordKey]) -> Iterator[tuple[RecordKey, list[Row]]]:
        if self._look.through_time:
            found = rows_through_time(records, self._look.known_at)
        else:
            found = newest_rows(records) if records else []
        told: defaultdict[RecordKey, list[Row]] = defaultdict(list)
        for row in found:
            told[row.record].append(row)
        yield from told.items()

    @staticmethod
    def _where(rows: Mapping[RecordKey, Sequence[Row]], telling: Mapping[int, Compartments], tells: Any) -> list[Row]:
        return [row for of_record in rows.values() for row in of_record if tells(telling[row.pk])]

    def _ties(self, people: Sequence[str], shown: Mapping[str, Mapping[str, Compartments]]) -> list[TieSeen]:
        """The ties of these people to others of whom the viewer may know too."""
        matched = [name for name in people if MATCH_SUMMARY in _all(shown[name])] if self._look.with_ties else []
        if not matched:
            return []
        found = ties_of(matched, on=self._look.known_at)
        ends = {end for tie in found for end in (tie.child, tie.relative)}
        subjects = subjects_of(sorted(ends), self._viewer, self._look.known_at)
        judge = self._judge or Judge.of(self._viewer)
        answers = judge.answers(subjects, Question((*self._look.actions, Action.SEE_MATCH)))
        known = {name for name, one in answers.items() if MATCH_SUMMARY in _all(one.shown)}
        twice = self._verified(found)
        return [
            TieSeen(
                child=tie.child,
                relative=tie.relative,
                relation=tie.relation,
                probability=tie.probability,
                status=tie.status.value,
                verified=(tie.child, tie.relative, tie.relation) in twice,
            )
            for tie in sorted(found, key=lambda one: -one.probability)
            if {tie.child, tie.relative} <= known
        ]

    def _verified(self, ties: Iterable[Tie]) -> set[tuple[str, str, str]]:
        """Those of the ties that two officers have confirmed; asked of today alone, where any is confirmed."""
        children = {tie.child for tie in ties if tie.status is Status.CONFIRMED}
        if not children or self._look.known_at:
            return set()
        return {(one.child, one.relative, one.relation) for one in around(children) if one.verified}

    def _batches(self, after: str, size: int) -> Iterator[list[str]]:
        ids = self._within_reach().values_list("public_id", flat=True)
        while batch := list(ids.filter(public_id__gt=after)[:size]):
            yield batch
            if len(batch) < size:
                return
            after = batch[-1]

    def _within_reach(self) -> Any:
        """People of whom anything might be shown, by id: the decision still has its say on each of them."""
        people = Person.objects.order_by("public_id")
        # Asked of one after the other, it costs what a page holds; asked as a list of people, what the registry holds.
        records = Membership.objects.standing().filter(person=OuterRef("pk"))
        if self._reaches_all():
            return people.filter(Exists(records))
        recent = BreakGlass.objects.filter(officer=self._viewer.pk, begins_at__gt=self._viewer.at - LONGEST)
        named = Q(public_id__in=recent.values("person"))
        return people.filter(named | Exists(records.filter(agency__in=sorted(self._agencies()))))

    def _agencies(self) -> frozenset[str]:
        """The viewer's own, and those that gave it anything."""
        self._judge = self._judge or Judge.of(self._viewer)
        return frozenset({self._viewer.facts.agency.code, *(one.giver for one in self._judge.agreements)})

    def _reaches_all(self) -> bool:
        keys = ((role, action) for role in self._viewer.facts.roles for action in self._look.actions)
        return any(row.reach is Reach.WHOLE for key in keys for row in POLICY.get(key, ()))


def _all(shown: Mapping[str, Compartments]) -> Compartments:
    return NOTHING.union(*shown.values())


def _tells_facts(seen: Compartments) -> bool:
    """Whether any fact of a mention may be shown, beside that it is there."""
    return any(one.level > Level.MATCH_SUMMARY for one in seen)


def _record_seen(
    row: Row, seen: Compartments, facts: Mapping[str, Any], cells: Mapping[str, str], fixed: Mapping[str, Any]
) -> RecordSeen:
    agency, record_id = row.record
    return RecordSeen(
        agency=agency,
        record_id=record_id if place_of("mention.record_id") in seen else "",
        as_of=row.as_of,
        facts=shown_of(facts, seen),
        cells=cells if RECORD in seen else {},
        corrected=shown_of(fixed, seen),
    )


def shown_of(facts: Mapping[str, Any], seen: Compartments) -> dict[str, Any]:
    """The facts of a mention that belong to these compartments; a record whole holds them all."""
    return {name: said for name, said in facts.items() if RECORD in seen or place_of(f"mention.{name}") in seen}
