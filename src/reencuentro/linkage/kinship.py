"""How a child and somebody else compare as family: claims relative by relative, and what families share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product
from math import inf, log2, nan

import numpy as np

from reencuentro.linkage.comparers import (
    Agreement,
    Apprehension,
    Frequencies,
    FullName,
    Number,
    Place,
    compare_full_names,
    compare_number,
)
from reencuentro.linkage.individuals import Claim, Individual
from reencuentro.linkage.inheritance import FATHER, Inheritance, best_inheritance
from reencuentro.linkage.mentions import Relation
from reencuentro.linkage.names import Name, Surnames, compare_given, compare_surnames
from reencuentro.linkage.scoring import Comparison, Fact, Facts


class Generation(IntEnum):
    """Whether the years between the two fit a parent; UNKNOWN where an age is."""

    UNKNOWN = 0
    PLAUSIBLE = 1  # 15 to 45 years
    YOUNG = 2  # 12 to 15
    OLD = 3  # 45 to 60
    IMPOSSIBLE = 4


class Support(IntEnum):
    """What the other children of a family show of a tie; UNKNOWN where there are none."""

    UNKNOWN = 0
    SUPPORT = 1
    CONTRARY = 2


# What kin share is believed, not learned: too few pairs are kin without being what is looked for, and among so few,
# learning would make a dustbin of strangers who happen to agree.
_SHARED: Facts = (
    Fact("family_unit", Agreement, (0.9, 0.1), (0.8, 0.2), False),
    Fact("apprehension", Apprehension, (0.88, 0.05, 0.04, 0.03), (0.8, 0.05, 0.05, 0.1), False),
    Fact("origin", Place, (0.8, 0.14, 0.06), (0.75, 0.17, 0.08), False),
    Fact("nationality", Agreement, (0.985, 0.015), (0.97, 0.03), False),
    Fact("language", Agreement, (0.93, 0.07), (0.93, 0.07), False),
    Fact("phone", Agreement, (0.5, 0.5), (0.4, 0.6), False),
)
_CLAIMED = (0.60, 0.27, 0.06, 0.03, 0.02, 0.02)
_CLAIMED_BY_KIN = (0.01, 0.01, 0.02, 0.03, 0.20, 0.73)
# A child who names somebody else altogether as its mother is next to never her child.
_NAMED_BY_CHILD = (0.62, 0.28, 0.06, 0.03, 0.009, 0.001)

PARENT_FACTS: Facts = (
    Fact("child_says", FullName, _NAMED_BY_CHILD, _CLAIMED_BY_KIN, False, namesakes=0.002),
    # Kin of another kind do claim a child as their own now and then: 1 in 20 of them.
    Fact("relative_says", FullName, _CLAIMED, _CLAIMED_BY_KIN, False, namesakes=0.05),
    Fact("claimed_age", Agreement, (0.95, 0.05), (0.6, 0.4), False),
    Fact("parent_number", Number, (0.94, 0.05, 0.01), (0.002, 0.1, 0.898), False),
    Fact("inheritance", Inheritance, (0.88, 0.07, 0.05), (0.45, 0.15, 0.40), False),
    Fact("generation", Generation, (0.94, 0.03, 0.027, 0.003), (0.50, 0.10, 0.20, 0.20), False),
    Fact("siblings", Support, (0.97, 0.03), (0.1, 0.9), False),
    *_SHARED,
)
RELATIVE_FACTS: Facts = (
    Fact("child_says", FullName, _CLAIMED, _CLAIMED_BY_KIN, False, namesakes=0.002),
    Fact("relative_says", FullName, _CLAIMED, _CLAIMED_BY_KIN, False, namesakes=0.002),
    Fact("claimed_age", Agreement, (0.93, 0.07), (0.5, 0.5), False),
    Fact("inheritance", Inheritance, (0.45, 0.35, 0.20), (0.35, 0.35, 0.30), False),
    Fact("siblings", Support, (0.9, 0.1), (0.05, 0.95), False),
    *_SHARED,
)
SIBLING_FACTS: Facts = (
    Fact("sibling_says", FullName, _CLAIMED, _CLAIMED_BY_KIN, False, namesakes=0.002),
    Fact(
        "surnames",
        Surnames,
        (0.62, 0.16, 0.03, 0.08, 0.03, 0.01, 0.03, 0.03, 0.01),
        (0.02, 0.02, 0.01, 0.2, 0.03, 0.05, 0.25, 0.22, 0.2),
        False,
    ),
    Fact("same_mother", FullName, (0.62, 0.28, 0.05, 0.02, 0.01, 0.02), (0.02, 0.02, 0.03, 0.05, 0.3, 0.58), False),
    Fact("same_father", FullName, (0.60, 0.28, 0.05, 0.02, 0.01, 0.04), (0.02, 0.02, 0.03, 0.05, 0.3, 0.58), False),
    Fact("household", Agreement, (0.97, 0.03), (0.05, 0.95), False),
    Fact("age_gap", Agreement, (0.99, 0.01), (0.95, 0.05), False),
    *_SHARED,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair: a level for each fact of its table.

    chances: log2 of the chance of each name fact; NaN where the names don't agree.
    claim: number of the relative's claim that names the child, -1 where none does.
    """

    levels: tuple[int, ...]
    chances: tuple[float, ...]
    claim: int = -1


def stacked(facts: Facts, compared: Sequence[Compared]) -> Comparison:
    """Pairs compared one by one, as arrays."""
    levels = np.array([one.levels for one in compared], np.int8).reshape(-1, len(facts)).T
    names = [fact.name for fact in facts if fact.name in _NAME_FACTS]
    chances = np.array([one.chances for one in compared], np.float64).reshape(-1, len(names)).T
    return Comparison(levels, dict(zip(names, chances, strict=True)))


_NAME_FACTS = frozenset(
    ("child_says", "relative_says", "inheritance", "sibling_says", "surnames", "same_mother", "same_father")
)


class Comparer:
    """Compares individuals as family, knowing how common each name is among the records at hand."""

    def __init__(self, given: Frequencies, surnames: Frequencies) -> None:
        self._given, self._surnames = given, surnames
        self._name = lru_cache(maxsize=1 << 18)(self._compare_names)

    def parent(self, child: Individual, other: Individual) -> Compared:
        """Is the other the child's mother (or father, by sex)?"""
        said = self._claims(parent_claims(child, other.sex), other.names)
        claims = [(i, claim) for i, claim in enumerate(other.claims) if claim.relation is Relation.CHILD]
        says, claim = self._best_claim(claims, child)
        age = _claimed_age(other.claims[claim], child) if claim >= 0 else Agreement.UNKNOWN
        numbers = [number for one in parent_claims(child, other.sex) for number in sorted(one.numbers)]
        surname = self._inheritance(child, other, other.sex, (said[0], says[0]))
        levels = (
            said[0],
            says[0],
            age,
            _best_number(numbers, sorted(other.numbers)),
            surname[0],
            compare_generations(child, other),
            Support.UNKNOWN,
            *_shared_levels(child, other),
        )
        return Compared(levels, (said[1], says[1], surname[1]), claim)

    def relative(self, child: Individual, other: Individual) -> Compared:
        """Is the other the aunt, uncle, grandparent, cousin … whom one of the two names?"""
        said = self._claims([one for one in child.claims if one.relation in OTHER_KIN], other.names)
        claims = [(i, one) for i, one in enumerate(other.claims) if one.relation in OTHER_KIN]
        says, claim = self._best_claim(claims, child)
        age = _claimed_age(other.claims[claim], child) if claim >= 0 else Agreement.UNKNOWN
        surname = self._inheritance(child, other, 0, (said[0], says[0]))
        levels = (said[0], says[0], age, surname[0], Support.UNKNOWN, *_shared_levels(child, other))
        return Compared(levels, (said[1], says[1], surname[1]), claim)

    def siblings(self, left: Individual, right: Individual) -> Compared:
        """Are the two children of one mother or father? Whose parents were found is added when they have been."""
        forth = self._claims([one for one in left.claims if one.relation is Relation.SIBLING], right.names)
        back = self._claims([one for one in right.claims if one.relation is Relation.SIBLING], left.names)
        said = min((one for one in (forth, back) if one[0]), default=forth, key=lambda one: one[0])
        surnames = self._best_surnames(left.names, right.names)
        mothers = self._same_parent(left, right, Relation.MOTHER)
        fathers = self._same_parent(left, right, Relation.FATHER)
        gap = abs(left.born - right.born)
        close = Agreement.UNKNOWN if gap != gap else Agreement.SAME if gap <= 22 else Agreement.DIFFERENT
        shared = _shared_levels(left, right)
        if not (left.is_child or right.is_child) and shared[0] is Agreement.DIFFERENT:
            shared = (Agreement.UNKNOWN, *shared[1:])  # each of two grown sisters has a unit with her own children
        levels = (said[0], surnames[0], mothers[0], fathers[0], Agreement.UNKNOWN, close, *shared)
        return Compared(levels, (said[1], surnames[1], mothers[1], fathers[1]))

    def _claims(self, claims: Iterable[Claim], names: tuple[Name, ...]) -> tuple[int, float]:
        """The best level at which any of these claims names the person, with its log2 chance."""
        best, rank = _SILENT, _strength(_SILENT)
        for claim in claims:
            for claimed in claim.names:
                for name in names:
                    found = self._name(claimed, name)
                    if found[0] and (not best[0] or _strength(found) < rank):
                        best, rank = found, _strength(found)
        return best

    def _best_claim(self, claims: Iterable[tuple[int, Claim]], child: Individual) -> tuple[tuple[int, float], int]:
        """The claim that names the child best, a fitting age deciding between equals; -1 where none names it."""
        weighed = []
        for number, claim in claims:
            level = self._claims([claim], child.names)
            if claim.sex and child.sex and claim.sex != child.sex and level[0]:
                level = (FullName.DIFFERENT, nan)
            if level[0]:
                weighed.append(((level[0], _years_off(claim, child), *_strength(level)), number, level))
        if not weighed:
            return _SILENT, -1
        _, number, level = min(weighed, key=lambda one: one[:2])
        return level, number if level[0] <= FullName.GIVEN_ONLY else -1

    def _inheritance(
        self, child: Individual, other: Individual, sex: int, claims: tuple[int, int]
    ) -> tuple[Inheritance, float]:
        """What the surnames say beyond the claims, with the log2 chance that strangers bear them so.

        Where the child has named somebody of this name, nothing; and where the relative has named a child of this
        name, strangers would bear the surnames of their own child as well, so that only a difference tells.
        """
        if FullName.SAME <= claims[0] <= FullName.PARTLY:
            return Inheritance.UNKNOWN, nan
        level, shared = best_inheritance(child.names, other.names, sex, child.custom)
        if level is Inheritance.UNRELATED and sex == FATHER and _bears_mothers(child):
            return Inheritance.UNKNOWN, nan
        if FullName.SAME <= claims[1] <= FullName.PARTLY:
            return level, _AS_OWN.get(level, nan)
        return level, log2(self._surnames.of(shared)) + _passed(level, sex) if shared else nan

    def _compare_names(self, left: Name, right: Name) -> tuple[int, float]:
        level = compare_full_names(left, right)
        if level > FullName.GIVEN_ONLY or not level:
            return level, nan
        given = compare_given(left.given, right.given)[1]
        surnames = compare_surnames(left.surnames, right.surnames)[1]
        chance = 0.0
        if given:
            chance += log2(self._given.of(given))
        if surnames and level != FullName.GIVEN_ONLY:
            chance += log2(self._surnames.of(surnames))
        return level, chance + _SLACK[level]

    def _best_surnames(self, left: Sequence[Name], right: Sequence[Name]) -> tuple[int, float]:
        best, chance = 0, nan
        for a, b in product(left, right):
            level, shared = compare_surnames(a.surnames, b.surnames)
            if level and (not best or level < best):
                best = level
                agrees = shared and level <= Surnames.CROSSED
                chance = log2(self._surnames.of(shared)) + 0.5 if agrees else nan
        return best, chance

    def _same_parent(self, left: Individual, right: Individual, relation: Relation) -> tuple[int, float]:
        names = tuple(name for one in right.claims if one.relation is relation for name in one.names)
        return self._claims([one for one in left.claims if one.relation is relation], names)


def _passed(level: Inheritance, sex: int) -> float:
    """Bits by which a surname is likelier met anywhere in a stranger's name than where custom would pass it on.

    Half of those who bear it bear it in the place that passes; a third more bear one so like it that it counts. Where
    the sex isn't known, two places of the child's name will do; where custom isn't kept, any.
    """
    if level is not Inheritance.INHERITED:
        return 1.0
    return _IN_PLACE if sex else _IN_PLACE + 1.0


_IN_PLACE = -0.6
_AS_OWN = {Inheritance.INHERITED: log2(0.88), Inheritance.SHARED: log2(0.07), Inheritance.UNRELATED: log2(0.05)}
_SILENT = (0, nan)
OTHER_KIN = frozenset(
    (
        Relation.GRANDPARENT,
        Relation.GRANDCHILD,
        Relation.AUNT_UNCLE,
        Relation.NIECE_NEPHEW,
        Relation.COUSIN,
        Relation.SIBLING,
        Relation.OTHER,
    )
)
INVERSE = {
    Relation.CHILD: Relation.PARENT,
    Relation.GRANDCHILD: Relation.GRANDPARENT,
    Relation.NIECE_NEPHEW: Relation.AUNT_UNCLE,
    Relation.SIBLING: Relation.SIBLING,
    Relation.COUSIN: Relation.COUSIN,
    Relation.GRANDPARENT: Relation.GRANDCHILD,
    Relation.AUNT_UNCLE: Relation.NIECE_NEPHEW,
}
"""What the claimant is to the person claimed."""
_SLACK = {FullName.SAME: 0.0, FullName.NEARLY: 1.5, FullName.PARTLY: 2.5, FullName.GIVEN_ONLY: 0.5}


def _strength(found: tuple[int, float]) -> tuple[int, float]:
    """Sorts the strongest agreement first: by level, then by the rarity of what agrees."""
    level, chance = found
    return level, chance if chance == chance else inf


def parent_claims(child: Individual, sex: int) -> list[Claim]:
    """What the child's records say of the parent of that sex (1 female, 2 male, 0 either)."""
    return [one for one in child.claims if one.relation in _PARENTS_OF_SEX[sex]]


_PARENTS_OF_SEX = (
    (Relation.MOTHER, Relation.FATHER, Relation.PARENT),
    (Relation.MOTHER, Relation.PARENT),
    (Relation.FATHER, Relation.PARENT),
)


def _years_off(claim: Claim, child: Individual) -> int:
    """Whole years between the age that the claim states and the child's; few where it states none."""
    apart = abs(claim.born - child.born)
    return 1 if apart != apart else int(apart + 0.25)


CLAIMED_WITHIN = 1.6
"""Years by which a child's age may be off when somebody states it, beside what is vague in its birth."""


def _claimed_age(claim: Claim, child: Individual) -> Agreement:
    apart = abs(claim.born - child.born)
    if apart != apart:
        return Agreement.UNKNOWN
    return Agreement.SAME if apart <= CLAIMED_WITHIN + child.born_within else Agreement.DIFFERENT


def _best_number(left: Sequence[str], right: Sequence[str]) -> Number:
    if not left or not right:
        return Number.UNKNOWN
    return min((compare_number(a, b) for a, b in product(left, right)), default=Number.UNKNOWN)


def _bears_mothers(child: Individual) -> bool:
    """Whether the child bears the surnames of the mother whom it names, and so the father's cannot be expected."""
    mothers = [name.surnames[:2] for one in child.claims if one.relation is Relation.MOTHER for name in one.names]
    return any(name.surnames and name.surnames[: len(own)] == own for name in child.names for own in mothers if own)


def compare_generations(child: Individual, parent: Individual) -> Generation:
    """Could one be the other's parent, by their ages?"""
    gap = child.born - parent.born
    if gap != gap:
        return Generation.UNKNOWN
    slack = child.born_within + parent.born_within
    for level, (least, most) in _YEARS_BETWEEN.items():
        if least - slack <= gap <= most + slack:
            return level
    return Generation.IMPOSSIBLE


_YEARS_BETWEEN = {Generation.PLAUSIBLE: (15.0, 45.0), Generation.YOUNG: (12.0, 15.0), Generation.OLD: (45.0, 60.0)}


def _shared_levels(left: Individual, right: Individual) -> tuple[int, ...]:
    return (
        _any_same(left.units, right.units),
        _apprehended(left.apprehensions, right.apprehensions),
        _origin(left, right),
        _same(left.nationality, right.nationality),
        _any_same(left.languages, right.languages),
        _any_same(left.phones, right.phones),
    )


def _same(left: int, right: int) -> Agreement:
    if not left or not right:
        return Agreement.UNKNOWN
    return Agreement.SAME if left == right else Agreement.DIFFERENT


def _any_same(left: frozenset[int], right: frozenset[int]) -> Agreement:
    if not left or not right:
        return Agreement.UNKNOWN
    return Agreement.SAME if left & right else Agreement.DIFFERENT


def _apprehended(left: frozenset[tuple[int, int]], right: frozenset[tuple[int, int]]) -> Apprehension:
    if not left or not right:
        return Apprehension.UNKNOWN
    levels = (
        Apprehension.TOGETHER if (day == other and place and place == elsewhere)
        else Apprehension.SAME_DAY if day == other
        else Apprehension.NEAR if abs(day - other) <= 3
        else Apprehension.DIFFERENT
        for (day, place), (other, elsewhere) in product(left, right)
    )  # fmt: skip
    return min(levels, default=Apprehension.UNKNOWN)


def _origin(left: Individual, right: Individual) -> Place:
    if left.municipalities & right.municipalities:
        return Place.SAME
    if left.departments & right.departments:
        return Place.SAME_DEPARTMENT
    towns = left.municipalities and right.municipalities
    return Place.DIFFERENT if towns or (left.departments and right.departments) else Place.UNKNOWN
