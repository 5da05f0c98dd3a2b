"""The decision for many people at once, opening what is sealed only where it would change the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reencuentro.records.agreements import agreements_in_force
from reencuentro.records.corrections import corrected
from reencuentro.records.facts import Facts
from reencuentro.records.visible.subjects import Subject
from reencuentro.records.visible.tellings import Known, corrected_of, facts_of, known_of, newest_rows
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.asking import Asking, SubjectFacts
from reencuentro.rules.disclosure.deciding import Decision, decide
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import NOTHING, Action, Compartments


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided about one person, for each action that was asked for."""

    decisions: Mapping[Action, Decision]

    @property
    def allowed(self) -> bool:
        """Whether any of it may be done."""
        return any(one.allowed for one in self.decisions.values())

    @property
    def shown(self) -> dict[str, Compartments]:
        """What may be shown, by the agency that tells it, of all that was asked for together."""
        found: dict[str, Compartments] = {}
        for decision in self.decisions.values():
            for teller, seen in decision.shown.items():
                found[teller] = found.get(teller, NOTHING) | seen
        return found


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about people. others: who acted on the same matter before. releasing_to: of a release."""

    actions: tuple[Action, ...]
    others: tuple[Approval, ...] = ()
    releasing_to: str = ""


@dataclass(slots=True)
class Judge:
    """Decides for one viewer; the agreements are read once. opened: the facts that had to be opened, by row."""

    viewer: Viewer
    agreements: tuple[Agreement, ...]
    opened: dict[int, Facts] = field(default_factory=dict)
    _answered: dict[tuple[SubjectFacts, BreakGlass | None, Question], Answer] = field(default_factory=dict)
    _most: dict[tuple[SubjectFacts, BreakGlass | None, Question], tuple[Answer, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, viewer: Viewer) -> "Judge":
        """With the agreements that stand, as far as they give anything to the viewer's agency."""
        return cls(viewer, agreements_in_force(viewer.at, taker=viewer.facts.agency.code))

    def answers(self, subjects: Mapping[str, Subject], question: Question) -> dict[str, Answer]:
        """For each of these persons. What is sealed is read only where the answer hangs on it."""
        most: dict[str, Answer] = {}
        hanging = []
        for name, one in subjects.items():
            most[name], hangs = self._at_most(one, question)
            if hangs:
                hanging.append(name)
        for name, known in self._known({name: subjects[name] for name in hanging}).items():
            facts = subjects[name].facts
            is_child = facts.is_child or not known.is_grown
            told = replace(facts, nationalities=known.nationalities, is_child=is_child)
            most[name] = self._answer(subjects[name], told, question)
        return most

    def told(self, subject: Subject) -> SubjectFacts:
        """The person with all that a decision may know, whatever must be opened for it."""
        known = self._known({"": subject})[""]
        is_child = subject.facts.is_child or not known.is_grown
        return replace(subject.facts, nationalities=known.nationalities, is_child=is_child)

    def asking(self, subject: Subject | None, facts: SubjectFacts | None, action: Action) -> Asking:
        """The question as the decision takes it."""
        return Asking(
            officer=self.viewer.facts,
            action=action,
            purpose=self.viewer.purpose,
            at=self.viewer.at,
            subject=facts,
            agreements=self.agreements,
            break_glass=subject.glass if subject else None,
        )

    def _at_most(self, subject: Subject, question: Question) -> tuple[Answer, bool]:
        """The answer if all that is sealed speaks for it, and whether it hangs on that; once for all who are alike."""
        key = _alike(subject, subject.facts, question), subject.glass, question
        if key not in self._most:
            most = self._answer(subject, self._hopeful(subject.facts), question)
            least = self._answer(subject, _doubtful(subject.facts), question)
            self._most[key] = most, most.shown != least.shown
        return self._most[key]

    def _answer(self, subject: Subject, facts: SubjectFacts, question: Question) -> Answer:
        """The answer about one person, worked out once for all of whom the same is known."""
        key = _alike(subject, facts, question), subject.glass, question
        if key not in self._answered:
            self._answered[key] = self._decided(subject, facts, question)
        return self._answered[key]

    def _decided(self, subject: Subject, facts: SubjectFacts, question: Question) -> Answer:
        plain = (self.asking(subject, facts, action) for action in question.actions)
        asked = (replace(one, others=question.others, releasing_to=question.releasing_to) for one in plain)
        return Answer({one.action: decide(one) for one in asked})

    def _hopeful(self, facts: SubjectFacts) -> SubjectFacts:
        """As if they were a national of whatever country opens more: to be one never closes anything."""
        countries = {self.viewer.facts.agency.country} - {""}
        given = countries.union(*(one.only_nationals_of for one in self.agreements))
        return replace(facts, nationalities=frozenset(given))

    def _known(self, subjects: Mapping[str, Subject]) -> dict[str, Known]:
        rows = newest_rows([key for one in subjects.values() for key in one.records]) if subjects else []
        said = facts_of(rows) if rows else {}
        fixed = corrected_of(rows) if rows else {}
        self.opened |= {pk: corrected(facts, fixed.get(pk)) for pk, facts in said.items()}
        by_record = {row.record: row for row in rows}
        day = self.viewer.at.date()
        return {
            name: known_of([by_record[key] for key in one.records if key in by_record], self.opened, day)
            for name, one in subjects.items()
        }


def decide_alone(viewer: Viewer, action: Action, others: Sequence[Approval] = ()) -> Decision:
    """The decision on what is about nobody."""
    return decide(
        Asking(officer=viewer.facts, action=action, purpose=viewer.purpose, at=viewer.at, others=tuple(others))
    )


def _alike(subject: Subject, facts: SubjectFacts, question: Question) -> SubjectFacts:
    """The same for all who get the same answer: only a broken glass and what others did is about somebody by name."""
    return facts if subject.glass or question.others else replace(facts, person_id="")


def _doubtful(facts: SubjectFacts) -> SubjectFacts:
    """As if nothing were known of them that is sealed: of no known nationality, and of an unknown age."""
    return replace(facts, nationalities=frozenset(), is_child=True)
