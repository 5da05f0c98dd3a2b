"""Short ways to say what lists say of people, and a small town whose families are known. Nobody here exists."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage import Birth, Identifier, Linkage, Mention, Relation, Relative, Sex, Tie
from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.comparers import Frequencies
from reencuentro.linkage.individuals import Individual, individuals_of
from reencuentro.linkage.kinship import Comparer
from reencuentro.linkage.names import Lexicon
from reencuentro.linkage.rows import Ints

AS_OF = date(2018, 6, 19)
WOMEN = (
    "Ana Lucía|Rosa Elvira|Marta Julia|Silvia Noemí|Blanca Estela|Delmy Yaneth|Carmen Aracely|Juana Isabel|"
    "Norma Leticia|Gloria Esperanza|Irma Yolanda|Mayra Lisseth|Wendy Paola|Elsa Marina|Dina Maribel|Olga Marisol"
).split("|")
BOYS_AND_GIRLS = (
    "Kevin Josué|Marvin Alexis|Brayan Estuardo|Génesis Abigail|Dulce María|Cristofer Iván|Ángel Gabriel|Daniela Sofía|"
    "Wilmer Antonio|Josselyn Andrea|Óscar Rolando|Heidy Fernanda|Elmer Geovany|Yeimi Marisela|Selvin Omar|Fátima Belén"
).split("|")
GIRLS = frozenset(("Génesis Abigail", "Dulce María", "Daniela Sofía", "Josselyn Andrea", "Heidy Fernanda"))
GIRLS |= {"Yeimi Marisela", "Fátima Belén"}
SURNAMES = (
    "Hernández López Martínez García Ramírez Pérez Ixcoy Chávez Tzoc Sontay Choc Mejía Aguilar Zelaya Orellana Cáceres "
    "Escobar Menjívar Portillo Alvarenga Velásquez Xol Pop Quinilla Barrientos Lemus Guardado Chicas Funes Amaya"
).split()
TOWNS = ("Nebaj", "Cobán", "Jocotán", "La Ceiba", "Yoro", "Chalatenango")


def said(agency: str = "cbp", record_id: str = "1", **facts: Any) -> Mention:
    """What one record says."""
    return Mention(agency=agency, record_id=record_id, **facts)


def born(year: int, month: int | None = None, day: int | None = None, *, ambiguous: bool = False) -> Birth:
    """A date of birth as far as it is known."""
    return Birth(year=year, month=month, day=day, ambiguous=ambiguous)


def numbered(value: str, kind: str = "a_number") -> tuple[Identifier, ...]:
    """One number, as a record holds it."""
    return (Identifier(kind, value),)


def mother(name: str, **facts: Any) -> Relative:
    """The mother whom a child's record names."""
    return Relative(relation=Relation.MOTHER, name=name, **facts)


def father(name: str, **facts: Any) -> Relative:
    """The father whom a child's record names."""
    return Relative(relation=Relation.FATHER, name=name, **facts)


def child(name: str, **facts: Any) -> Relative:
    """A child whom a parent's record names."""
    return Relative(relation=Relation.CHILD, name=name, **facts)


def level(compare: Callable[[Columns, Ints, Ints], NDArray[np.int8]], left: Mention, right: Mention) -> int:
    """The level at which two records compare, which must not depend on which came first."""
    columns = columns_of([left, right])
    forth, back = compare(columns, np.array([0, 1], np.int32), np.array([1, 0], np.int32)).tolist()
    assert forth == back
    return int(forth)


def together(linkage: Linkage, *mentions: Mention) -> bool:
    """Whether all these records are believed to be one person."""
    keys = {mention.key for mention in mentions}
    return any(keys <= set(person.records) for person in linkage.persons)


def person_of(linkage: Linkage, mention: Mention) -> str:
    """The person behind a record."""
    return next(person.person_id for person in linkage.persons if mention.key in person.records)


def tie_between(linkage: Linkage, one: Mention, other: Mention) -> Tie | None:
    """The tie between the persons behind two records, whichever way it is told."""
    ends = {person_of(linkage, one), person_of(linkage, other)}
    return next((tie for tie in linkage.ties if {tie.child, tie.relative} == ends), None)


class Family:
    """A mother and her child, in every third family two: as the border met them, then as other agencies list them."""

    def __init__(self, number: int, random: Random) -> None:
        his, hers, other = (random.choice(SURNAMES) for _ in range(3))
        self.child_surnames, self.mother_surnames = f"{his} {hers}", f"{hers} {other}"
        self.mother_given = random.choice(WOMEN)
        given = random.sample(BOYS_AND_GIRLS, 2 if number % 3 == 2 else 1)
        met_on = date(2018, 5, 5) + timedelta(days=random.randrange(40))
        self.met: dict[str, Any] = {"apprehended_on": met_on, "apprehended_at": random.choice(("RGV", "EPT", "YUM"))}
        self.place = {"nationality": random.choice(("GT", "HN", "SV")), "municipality": random.choice(TOWNS)}
        self.child_given = given[0]
        self.children = [self._child(f"{number}{'ab'[i]}", name, random) for i, name in enumerate(given)]
        self.met_child, self.in_care = self.children[0]
        self.met_mother, self.detained = self._mother(f"{number}", given, random)

    def _child(self, record_id: str, given: str, random: Random) -> tuple[Mention, Mention]:
        facts = {
            "birth": on_day(date(2004, 1, 2) + timedelta(days=random.randrange(4500))),
            "sex": Sex.FEMALE if given in GIRLS else Sex.MALE,
            **self.place,
        }
        in_care = said(
            "orr",
            record_id,
            full_name=f"{self.child_surnames}, {given}",
            relatives=(mother(f"{self.mother_given} {self.mother_surnames}"),),
            admitted_on=self.met["apprehended_on"] + timedelta(days=2),
            stated_on=AS_OF,
            **facts,
        )
        return said(
            "cbp", f"c{record_id}", given_names=given, surnames=self.child_surnames, **facts, **self.met
        ), in_care

    def _mother(self, record_id: str, children: Sequence[str], random: Random) -> tuple[Mention, Mention]:
        facts = {
            "birth": on_day(date(1975, 1, 2) + timedelta(days=random.randrange(3600))),
            "sex": Sex.FEMALE,
            "identifiers": numbered(f"{random.randrange(10**8, 10**9)}"),
            **self.place,
        }
        detained = said(
            "ice",
            record_id,
            full_name=f"{self.mother_surnames}, {self.mother_given}",
            relatives=tuple(child(f"{given} {self.child_surnames}") for given in children),
            **facts,
        )
        name = {"given_names": self.mother_given, "surnames": self.mother_surnames}
        return said("cbp", f"m{record_id}", **name, **facts, **self.met), detained

    @property
    def mentions(self) -> list[Mention]:
        """Two records of each person, one after the other: the children's, then the mother's."""
        return [*(record for records in self.children for record in records), self.met_mother, self.detained]


def on_day(day: date) -> Birth:
    """Born on that day, as a source states it that knows it whole."""
    return Birth(year=day.year, month=day.month, day=day.day)


def town(families: int = 24, seed: int = 7) -> list[Family]:
    """So many families, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - a town to play in, no secret
    return [Family(number, random) for number in range(families)]


def records_of(families: Sequence[Family]) -> list[Mention]:
    """All records of these families."""
    return [mention for family in families for mention in family.mentions]


def folk(*people: Sequence[Mention]) -> list[Individual]:
    """The individuals behind these records, one for each sequence of records."""
    mentions = [mention for records in people for mention in records]
    lexicon = Lexicon.of(mentions)
    counts = iter(range(len(mentions)))
    members = [[next(counts) for _ in records] for records in people]
    return individuals_of(mentions, columns_of(mentions), members, lexicon)


def comparer_of(mentions: Sequence[Mention]) -> Comparer:
    """Compares individuals, knowing how common the names of these records are."""
    columns = columns_of(mentions)
    given = Frequencies(name.given for name in columns.names)
    return Comparer(given, Frequencies(name.surnames for name in columns.names))
