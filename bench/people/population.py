"""The truth: families of a father, a mother and one to five children, each person with names, birth, sex and home."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.people.vocabulary import Culture, Vocabulary, Words

Ints = NDArray[np.int64]
Dates = NDArray[np.datetime64]
CHILDREN = (0.30, 0.30, 0.22, 0.12, 0.06)  # shares of families with one to five
SECOND_GIVEN_NAME = 0.62
NAMED_AFTER_PARENT = 0.12  # of eldest children: a father and his son then differ in little but their age
TWINS = 0.01
YEAR = 365  # days
LAST_BIRTH = np.datetime64("2025-06-30")
YOUNGEST = 24 * YEAR  # the youngest child of a family was born at most so long before the last birth
APART = (330, 4 * YEAR)  # between two children
MOTHER_AGE = (16 * YEAR, 36 * YEAR)  # at the birth of the eldest
FATHER_OLDER = (-3 * YEAR, 11 * YEAR)


@dataclass(frozen=True)
class Names:
    """Names of many people in four columns; "" where there is none."""

    given1: Words
    given2: Words
    first: Words
    second: Words

    def at(self, rows: Ints) -> "Names":
        """The names of some of them, as copies that may be damaged."""
        return Names(self.given1[rows], self.given2[rows], self.first[rows], self.second[rows])

    def given(self) -> Words:
        """Given names as one."""
        return joined(self.given1, self.given2)


def joined(left: Words, right: Words, sign: str = " ") -> Words:
    """Two columns of text as one, with the sign between where both say something."""
    both = (left != "") & (right != "")
    return np.asarray(left + np.where(both, sign, "").astype(object) + right, dtype=object)


@dataclass(frozen=True)
class Population:
    """Persons of some families, fathers first, then mothers, then children.

    family: a family's number within these. slots: for each family the rows of up to five children, -1 where none.
    """

    names: Names
    family: Ints
    role: Words
    sex: Words
    born: Dates
    home: Words
    culture: Words
    slots: Ints

    @property
    def families(self) -> int:
        """How many families there are; the father of the n-th is row n, the mother row families + n."""
        return len(self.slots)


def populate(rng: np.random.Generator, vocabulary: Vocabulary, families: int) -> Population:
    """Draw families; the same generator gives the same ones."""
    count = 1 + np.searchsorted(np.cumsum(CHILDREN)[:-1], rng.random(families))
    slots = _slots(count)
    parents = np.arange(families)
    family = np.concatenate([parents, parents, np.repeat(parents, count)])
    culture = np.searchsorted(np.cumsum([each.share for each in vocabulary.cultures])[:-1], rng.random(families))
    sexes = rng.choice(np.array(["F", "M"], dtype=object), size=len(family))
    sexes[:families], sexes[families : 2 * families] = "M", "F"
    names = _drawn(rng, vocabulary.cultures, culture[family], sexes)
    _hand_down(names, vocabulary.cultures, culture, family)
    _name_after_parents(rng, names, sexes, slots[:, 0])
    return Population(
        names=names,
        family=family,
        role=np.repeat(np.array(["F", "M", "K"], dtype=object), [families, families, len(family) - 2 * families]),
        sex=sexes,
        born=_births(rng, slots, len(family)),
        home=vocabulary.places.draw(rng.random(families))[family],
        culture=np.array([each.name for each in vocabulary.cultures], dtype=object)[culture[family]],
        slots=slots,
    )


def _slots(count: Ints) -> Ints:
    """The rows of each family's children, eldest first; -1 where there are fewer than five."""
    slots = np.full((len(count), len(CHILDREN)), -1)
    there = np.arange(len(CHILDREN)) < count[:, None]
    slots[there] = 2 * len(count) + np.arange(int(count.sum()))
    return slots


def _drawn(rng: np.random.Generator, cultures: Sequence[Culture], culture: Ints, sexes: Words) -> Names:
    """Names for everybody, each person for themselves."""
    names = Names(*(np.full(len(culture), "", dtype=object) for _ in range(4)))
    luck = rng.random((5, len(culture)))
    for at, each in enumerate(cultures):
        for sex, table in (("F", each.female), ("M", each.male)):
            rows = np.flatnonzero((culture == at) & (sexes == sex))
            names.given1[rows], names.given2[rows] = table.draw(luck[0][rows]), table.draw(luck[1][rows])
        rows = np.flatnonzero(culture == at)
        names.first[rows] = each.surnames.draw(luck[2][rows])
        names.second[rows] = "" if each.single else each.surnames.draw(luck[3][rows])
    names.given2[(luck[4] > SECOND_GIVEN_NAME) | (names.given1 == names.given2)] = ""
    return names


def _hand_down(names: Names, cultures: Sequence[Culture], culture: Ints, family: Ints) -> None:
    """Give children what their parents hand down: each the surname of their own father, in the culture's order."""
    families = len(culture)
    father = family[2 * families :]
    mother = father + families
    mother_first = np.array([each.mother_first for each in cultures])[culture[father]]
    single = np.array([each.single for each in cultures])[culture[father]]
    his = np.where(mother_first, names.second[father], names.first[father])
    hers = np.where(mother_first, names.second[mother], names.first[mother])
    names.first[2 * families :] = np.where(mother_first, hers, his)
    names.second[2 * families :] = np.where(single, "", np.where(mother_first, his, hers))


def _name_after_parents(rng: np.random.Generator, names: Names, sexes: Words, eldest: Ints) -> None:
    families = len(eldest)
    chosen = np.flatnonzero(rng.random(families) < NAMED_AFTER_PARENT)
    child = eldest[chosen]
    parent = np.where(sexes[child] == "M", chosen, chosen + families)
    names.given1[child] = names.given1[parent]
    names.given2[child] = np.where(names.given2[child] == names.given1[child], "", names.given2[child])


def _births(rng: np.random.Generator, slots: Ints, people: int) -> Dates:
    """Dates of birth: the youngest child's first, then backwards."""
    families = len(slots)
    gaps = rng.integers(*APART, size=slots.shape)
    gaps[rng.random(slots.shape) < TWINS] = 0
    gaps[slots < 0] = 0
    gaps[:, 0] = 0
    before_youngest = gaps[:, ::-1].cumsum(axis=1)[:, ::-1] - gaps
    child = rng.integers(0, YOUNGEST, size=families)[:, None] + before_youngest
    before = np.zeros(people, dtype=np.int64)
    before[slots[slots >= 0]] = child[slots >= 0]
    mother = child[:, 0] + rng.integers(*MOTHER_AGE, size=families)
    before[families : 2 * families] = mother
    before[:families] = mother + rng.integers(*FATHER_OLDER, size=families)
    return np.asarray(LAST_BIRTH - before.astype("timedelta64[D]"))
