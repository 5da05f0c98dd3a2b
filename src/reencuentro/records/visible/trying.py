"""What an agreement would let its taker see, counted over the giver's records in the real registry; nobody is named."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reencuentro.records.agreements import AgreementVersion, agreements_in_force
from reencuentro.records.corrections import corrected
from reencuentro.records.people import Membership
from reencuentro.records.visible.subjects import Subject, subjects_of
from reencuentro.records.visible.tellings import Known, corrected_of, facts_of, known_of, newest_rows
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts, SubjectFacts
from reencuentro.rules.disclosure.small_cells import Sum, withheld
from reencuentro.rules.disclosure.trying import Standpoint, Trial, alike, opened
from reencuentro.rules.disclosure.vocabulary import EVERYTHING, AgencyKind, Compartment, Compartments, Role

MOST_TRIED = 5_000
"""People whom a page counts: the first by their numbers, which say nothing of anybody, so that they stand for all."""
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of the giver's people are shown: now, and with the agreement. None: too few to tell, or it would tell
    of too few.
    """

    now: int | None
    then: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """What officers of one role see of one kind of facts. anybody: without an assignment. assigned: if assigned."""

    role: Role
    place: Compartment
    anybody: Counted
    assigned: Counted


@dataclass(frozen=True, slots=True)
class Tried:
    """What was counted. people: of the giver, of whom `counted` were looked at. changes: whether anybody sees more, or
    less, than without it.
    """

    people: int
    counted: int
    lines: tuple[Line, ...]
    changes: bool


def trial_of(version: AgreementVersion, viewer: Viewer) -> Trial:
    """The version as if it were signed, at the instant at which it begins, or now where it has begun."""
    tried = version.as_rule()
    at = max(viewer.at, tried.valid_from)
    beside = tuple(one for one in agreements_in_force(at, taker=tried.taker) if one.giver == tried.giver)
    kind, country = AgencyKind(version.taker.kind), version.taker.country
    return Trial(agreement=tried, beside=beside, taker=AgencyFacts(code=tried.taker, kind=kind, country=country), at=at)


def try_agreement(trial: Trial, viewer: Viewer, most: int | None = None) -> Tried:
    """Counts. most: of how many people; None: of all. The caller decides who may ask, and reads behind the wall."""
    giver = trial.agreement.giver
    listed = Membership.objects.standing().filter(agency=giver).order_by("person__public_id").distinct()
    people = list(listed.values_list("person__public_id", flat=True))
    chosen = people if most is None else people[:most]
    counting = _Counting(trial, _anybody(trial, viewer))
    for start in range(0, len(chosen), AT_ONCE):
        counting.add(chosen[start : start + AT_ONCE])
    return Tried(len(people), len(chosen), tuple(counting.lines()), counting.changes)


def _anybody(trial: Trial, viewer: Viewer) -> Viewer:
    """Somebody of the taker, in all the roles of the agreement: by whom it is seen what is to be read of people."""
    facts = OfficerFacts(id="(anybody)", roles=trial.agreement.roles, agency=trial.taker)
    return replace(viewer, facts=facts, at=trial.at, pk=None)


@dataclass(slots=True)
class _Counting:
    """Counts people, opening what is sealed of those alone of whom the answer hangs on it."""

    trial: Trial
    looking: Viewer
    shown: Counter[tuple[Standpoint, Compartment]] = field(default_factory=Counter)
    _known: dict[SubjectFacts, Mapping[Standpoint, Compartments]] = field(default_factory=dict)

    def add(self, people: Sequence[str]) -> None:
        """Counts these."""
        subjects = subjects_of(people, self.looking)
        hanging = {name: one for name, one in subjects.items() if self._hangs(one.facts)}
        told = _told(hanging, self.looking.at.date())
        for name, one in subjects.items():
            for where, places in self._opened(_with(one.facts, told.get(name))).items():
                self.shown.update((where, place) for place in places)

    @property
    def changes(self) -> bool:
        """Whether any count is another with the agreement than without it, told or not."""
        return any(
            count != self.shown[where._replace(with_it=not where.with_it), place]
            for (where, place), count in self.shown.items()
        )

    def lines(self) -> Iterator[Line]:
        """A line for each role and kind of facts of which anybody is shown anything."""
        for role in sorted(self.trial.agreement.roles):
            for place in sorted(EVERYTHING, key=lambda one: (one.level, str(one))):
                counts = [self._counted(role, place, assigned=assigned) for assigned in (False, True)]
                if any((one.now, one.then) != (0, 0) for one in counts):
                    yield Line(role, place, *counts)

    def _counted(self, role: Role, place: Compartment, *, assigned: bool) -> Counted:
        now, then = (self.shown[Standpoint(role, assigned, with_it), place] for with_it in (False, True))
        counts = {"now": now, "then": then, "between": abs(then - now)}
        fewer, more = sorted(("now", "then"), key=lambda name: counts[name])
        hidden = withheld(counts, [Sum(more, (fewer, "between"))])
        return Counted(*(None if name in hidden else counts[name] for name in ("now", "then")))

    def _hangs(self, facts: SubjectFacts) -> bool:
        """Whether nationality or age, which are sealed, can change the answer."""
        given = (one.only_nationals_of for one in (self.trial.agreement, *self.trial.beside))
        most = replace(facts, nationalities=frozenset({self.trial.taker.country} - {""}).union(*given))
        least = replace(facts, nationalities=frozenset(), is_child=True)
        return self._opened(most) != self._opened(least)

    def _opened(self, facts: SubjectFacts) -> Mapping[Standpoint, Compartments]:
        key = alike(facts, self.trial.agreement.giver, self.trial.at)
        if key not in self._known:
            self._known[key] = opened(self.trial, key)
        return self._known[key]


def _told(subjects: Mapping[str, Subject], day: date) -> dict[str, Known]:
    """What their records say of nationality and age; one query of each kind, however many there are."""
    rows = newest_rows([key for one in subjects.values() for key in one.records]) if subjects else []
    said, fixed = (facts_of(rows), corrected_of(rows)) if rows else ({}, {})
    facts = {pk: corrected(one, fixed.get(pk)) for pk, one in said.items()}
    by_record = {row.record: row for row in rows}
    return {
        name: known_of([by_record[key] for key in one.records if key in by_record], facts, day)
        for name, one in subjects.items()
    }


def _with(facts: SubjectFacts, known: Known | None) -> SubjectFacts:
    if known is None:
        return facts
    return replace(facts, nationalities=known.nationalities, is_child=facts.is_child or not known.is_grown)
