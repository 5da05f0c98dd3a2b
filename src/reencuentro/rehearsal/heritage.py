"""How each culture names its children: which names, how many surnames and whose comes first."""

from dataclasses import dataclass
from typing import Protocol

from reencuentro.linkage.mentions import Sex
from reencuentro.rehearsal.chance import Dice, Weighted
from reencuentro.rehearsal.lists import given_names, surnames

TWO_GIVEN, THREE_GIVEN = 0.72, 0.02
COMPOUNDS = {
    Sex.FEMALE: Weighted.by_rank(
        ("María José", "Ana María", "María Fernanda", "María Isabel", "Rosa María", "Ana Lucía")
    ),
    Sex.MALE: Weighted.by_rank(
        ("José Luis", "Juan Carlos", "José Antonio", "Luis Fernando", "José Manuel", "Marco Antonio")
    ),
}
COMPOUND = 0.08
SPANISH_SURNAME_AMONG_MAYA = 0.12


class _Named(Protocol):
    @property
    def first_surname(self) -> str: ...
    @property
    def second_surname(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Heritage:
    """A name culture.

    culture: spanish, maya or other, as results are told apart. language: ISO 639-3.
    mother_first: Portuguese order, the mother's surname before the father's. single: one surname, the father's.
    """

    culture: str
    language: str
    surnames: Weighted[str]
    female: Weighted[str]
    male: Weighted[str]
    mother_first: bool = False
    single: bool = False

    def surname(self, dice: Dice) -> str:
        """A surname, the frequent ones often."""
        if self.culture == "maya" and dice.chance(SPANISH_SURNAME_AMONG_MAYA):
            return dice.draw(SPANISH.surnames)
        return dice.draw(self.surnames)

    def given_names(self, dice: Dice, sex: Sex) -> tuple[str, ...]:
        """One to three given names, none twice."""
        if self.culture == "spanish" and dice.chance(COMPOUND):
            return tuple(dice.draw(COMPOUNDS[sex]).split())
        table = self.female if sex is Sex.FEMALE else self.male
        luck = dice.number()
        count = 1 + (luck < TWO_GIVEN) + (luck < THREE_GIVEN)
        return tuple(dict.fromkeys(dice.draw(table) for _ in range(count)))

    def passed_on(self, person: _Named) -> str:
        """The surname that this person hands down: the one from their own father."""
        return (self.mother_first and person.second_surname) or person.first_surname

    def child_surnames(self, father: _Named, mother: _Named) -> tuple[str, str]:
        """First of the father and first of the mother, in the order of the culture."""
        if self.single:
            return father.first_surname, ""
        pair = self.passed_on(father), self.passed_on(mother)
        return pair[::-1] if self.mother_first else pair

    def mother_surnames(self, child: _Named, other: str) -> tuple[str, str]:
        """The surnames of this person's mother, `other` being the one not handed down."""
        if self.single:
            return other, ""
        handed = (child.first_surname if self.mother_first else child.second_surname) or child.first_surname
        return (other, handed) if self.mother_first else (handed, other)


def _heritage(culture: str, language: str, family: tuple[str, ...] | list[str], names: str, **order: bool) -> Heritage:
    female, male = (getattr(given_names, f"{names}_{sex}") for sex in ("FEMALE", "MALE"))
    return Heritage(
        culture,
        language,
        Weighted.by_rank(tuple(dict.fromkeys(family))),
        Weighted.by_rank(tuple(dict.fromkeys(female)), flat=10),
        Weighted.by_rank(tuple(dict.fromkeys(male)), flat=10),
        **order,
    )


SPANISH = _heritage("spanish", "spa", surnames.SPANISH, "SPANISH")
MAYA = {
    code: _heritage("maya", code, names, "MAYA")
    for code, names in {
        "quc": surnames.KICHE,
        "mam": surnames.MAM,
        "kek": surnames.QEQCHI,
        "kjb": surnames.QANJOBAL,
    }.items()
}
HERITAGES: dict[str, Weighted[Heritage]] = {
    "GT": Weighted(
        [(SPANISH, 0.45), (MAYA["quc"], 0.14), (MAYA["mam"], 0.19), (MAYA["kek"], 0.14), (MAYA["kjb"], 0.08)]
    ),
    "BR": Weighted([(_heritage("other", "por", surnames.PORTUGUESE, "PORTUGUESE", mother_first=True), 1)]),
    "RO": Weighted([(_heritage("other", "ron", surnames.ROMANIAN, "ROMANIAN", single=True), 1)]),
    "HT": Weighted([(_heritage("other", "hat", surnames.HAITIAN, "HAITIAN", single=True), 1)]),
    **{code: Weighted([(SPANISH, 1.0)]) for code in ("HN", "SV", "MX", "NI", "EC")},
}
"""Name cultures by nationality; the share of Maya families among Guatemala's is our estimate."""
