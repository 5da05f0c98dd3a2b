"""An agency's own record of a person: facts as that agency wrote them, and from when to when its rosters hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from reencuentro.linkage.mentions import Sex
from reencuentro.rehearsal.chance import Dice
from reencuentro.rehearsal.population import Family, Person, Tie
from reencuentro.rehearsal.profiles import ErrorRates
from reencuentro.rehearsal.slips import Name, shorten, slip_birth, slip_digits, slip_name


@dataclass(frozen=True, slots=True)
class Claim:
    """A relative as a record names them; word: what they are to the record's person, e.g. son, grandmother."""

    name: str
    word: str
    age: int | None = None


Fact = str | date | int | bool | Name | Sex | tuple[Claim, ...]
Facts = dict[str, Fact]
"""Facts by field name of the roster contract (design §5); a field that is silent is absent."""


def claims_in(facts: Facts) -> tuple[Claim, ...]:
    """The relatives that a record lists, none where it is silent."""
    claims = facts.get("relatives")
    return claims if isinstance(claims, tuple) else ()


@dataclass(slots=True, kw_only=True)
class Entry:
    """One record. `since`: the day from which a fact is known; `first` and `last`: the days between which it is listed.

    evidence: what this record holds about family ties: whom it claims, which number or unit it shares.
    moved: facts that replace others from a later day on.
    """

    agency: str
    true_id: str
    facts: Facts
    errors: frozenset[str]
    first: date
    last: date | None = None
    since: dict[str, date] = field(default_factory=dict)
    later: dict[date, Facts] = field(default_factory=dict)
    evidence: set[tuple[str, str]] = field(default_factory=set)
    record_id: str = ""

    def listed_on(self, day: date) -> bool:
        """Whether a roster of that day has this record."""
        return self.first <= day and (self.last is None or day < self.last)

    def known_on(self, day: date) -> Facts:
        """The facts as a roster of that day states them."""
        facts = {name: fact for name, fact in self.facts.items() if self.since.get(name, self.first) <= day}
        for moved_on, moved in sorted(self.later.items()):
            if moved_on <= day:
                facts |= moved
        return facts


WORDS_FOR_CHILD = {
    "mother": ("daughter", "son"),
    "father": ("daughter", "son"),
    "grandmother": ("granddaughter", "grandson"),
    "aunt": ("niece", "nephew"),
    "uncle": ("niece", "nephew"),
    "sibling": ("sister", "brother"),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """Whoever writes a family's records: the family, its luck and the rates of error."""

    family: Family
    dice: Dice
    rates: ErrorRates

    def name(self, person: Person) -> tuple[Name, frozenset[str]]:
        """A person's name as written this time."""
        name = Name(person.given, person.first_surname, person.second_surname)
        return slip_name(self.dice, name, self.rates, culture=self.family.heritage.culture)

    def spoken(self, person: Person) -> str:
        """A relative's name as somebody says it and somebody else writes it."""
        name, _ = self.name(person)
        return (shorten(name) if self.dice.chance(self.rates.claim_shortened) else name).natural

    def identity(self, person: Person, on: date) -> tuple[Facts, frozenset[str]]:
        """Who the record says this is; ages are stated on that day."""
        name, kinds = self.name(person)
        sex = person.sex
        if self.dice.chance(self.rates.sex_wrong):
            sex, kinds = (Sex.MALE if sex is Sex.FEMALE else Sex.FEMALE), kinds | {"sex_wrong"}
        facts: Facts = {"name": name, "sex": sex, "nationality": self.family.plan.nationality}
        for more, made in (self._birth(person, on), self._number(person)):
            facts |= more
            kinds |= made
        return facts, kinds

    def _birth(self, person: Person, on: date) -> tuple[Facts, frozenset[str]]:
        age = max(0, person.age_on(on))
        if self.dice.chance(self.rates.birth_missing):
            return {}, frozenset({"birth_missing"})
        if self.dice.chance(self.rates.age_only):
            estimated = self.dice.chance(0.5)
            guess = max(0, age + (self.dice.between(-2, 2) if estimated and age > 3 else 0))
            return {"age": guess, "age_estimated": estimated}, frozenset({"age_only"})
        born, kinds = slip_birth(self.dice, person.born, self.rates)
        return ({"born": born}, kinds) if born <= on else ({"born": person.born}, frozenset())

    def _number(self, person: Person) -> tuple[Facts, frozenset[str]]:
        if self.dice.chance(self.rates.number_missing):
            return {}, frozenset({"number_missing"})
        number, kinds = self.number(person)
        return {"a_number": number}, kinds

    def number(self, person: Person) -> tuple[str, frozenset[str]]:
        """The A-number as written this time."""
        if self.dice.chance(self.rates.digit_slip):
            return slip_digits(self.dice, person.a_number), frozenset({"digit_slip"})
        return person.a_number, frozenset()

    def origin(self) -> Facts:
        """Where the family is from and what it speaks, as a consulate records it."""
        spanish = self.dice.chance(self.rates.logged_spanish)
        address = f"Barrio {self.dice.pick(QUARTERS)}, {self.family.municipality}"
        facts: Facts = {
            "department": self.family.department,
            "municipality": self.family.municipality,
            "language": "spa" if spanish else self.family.heritage.language,
        }
        return facts if self.dice.chance(self.rates.address_missing) else {**facts, "address": address}

    def relative(self, tie: Tie, on: date) -> Claim:
        """The relative of a tie, as the child's record names them."""
        person = self.family.people[tie.relative]
        word = tie.relation
        if word == "sibling":
            word = "sister" if person.sex is Sex.FEMALE else "brother"
        return Claim(self.spoken(person), word, person.age_on(on))

    def child(self, tie: Tie, on: date) -> Claim:
        """The child of a tie, as the relative's record names them; ages are sometimes a year off."""
        person = self.family.people[tie.child]
        word = WORDS_FOR_CHILD[tie.relation][person.sex is Sex.MALE]
        off = self.dice.between(-1, 1) if self.dice.chance(self.rates.age_only * 2) else 0
        return Claim(self.spoken(person), word, max(0, person.age_on(on) + off))


QUARTERS = (
    "El Centro",
    "La Esperanza",
    "Las Flores",
    "San José",
    "El Calvario",
    "La Libertad",
    "Santa Lucía",
    "El Carmen",
    "Buenos Aires",
    "Los Pinos",
    "La Cruz",
    "Nueva Vida",
    "San Antonio",
    "El Progreso",
)


def again(entry: Entry, facts: Mapping[str, Fact], errors: frozenset[str]) -> Entry:
    """The same stay written a second time under a new record id, with its own errors."""
    kept = {name: fact for name, fact in entry.facts.items() if name not in IDENTITY}
    return replace(entry, facts={**kept, **facts}, errors=errors | {"duplicate"}, evidence=set(entry.evidence))


IDENTITY = frozenset({"name", "sex", "nationality", "born", "age", "age_estimated", "a_number"})
