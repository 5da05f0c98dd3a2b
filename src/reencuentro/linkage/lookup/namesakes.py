"""How telling it is that two whole names agree, among a million: of two spellings the commoner counts.

Among a few lists a rare slip is rare enough; among a million there are strangers whose slips are just as rare.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import log2, nan

from reencuentro.linkage.comparers import Frequencies, FullName, compare_full_names
from reencuentro.linkage.individuals import Individual
from reencuentro.linkage.kinship import _SLACK, PARENT_FACTS, Compared, Comparer, Support
from reencuentro.linkage.mentions import Relation
from reencuentro.linkage.names import (
    Alike,
    Name,
    Surnames,
    compare_surnames,
    given_likeness,
    weigh_given,
    weigh_surnames,
)
from reencuentro.linkage.spelling import likeness

Answers = Sequence[tuple[str, str]]
"""Words of two names that answer each other."""


class Borne(Frequencies):
    """How common words are among `total` names.

    words: how many names hold each; alike: how many hold it or any that is as good as it, a slip or nickname away.
    """

    def __init__(self, words: Mapping[str, int], alike: Mapping[str, int], total: int) -> None:
        super().__init__(())
        self._words, self._alike, self._total = dict(words), alike, max(1, total)

    def shared(self, answers: Answers) -> float:
        """log2 of the share of names that hold words like these."""
        return sum(log2(self._either(*pair)) for pair in answers)

    def _either(self, one: str, other: str) -> float:
        if one == other:
            return self.of((one,))
        commoner = max(self._alike.get(one, 0), self._alike.get(other, 0))
        return max(self.of((one,)), self.of((other,)), commoner / self._total)


class Namesakes(Comparer):
    """Compares as relatives where there are very many namesakes."""

    def __init__(self, given: Borne, surnames: Borne) -> None:
        super().__init__(given, surnames)
        self._given_borne, self._surnames_borne = given, surnames

    def parent(self, child: Individual, other: Individual) -> Compared:
        """As ties are compared; but who claims others by the child's two surnames is taken to have left it out."""
        found = super().parent(child, other)
        if found.levels[_SAYS] in _NAMES_NOBODY and _claims_siblings(child, other):
            levels = list(found.levels)
            levels[_SAYS], levels[_SIBLINGS] = FullName.UNKNOWN, Support.SUPPORT
            return replace(found, levels=tuple(levels))
        return found

    def _compare_names(self, left: Name, right: Name) -> tuple[int, float]:
        level = compare_full_names(left, right)
        if level > FullName.GIVEN_ONLY or not level:
            return level, nan
        chance = self._given_borne.shared(_answers(left.given, right.given, given=True))
        if level != FullName.GIVEN_ONLY:
            chance += self._surnames_borne.shared(_answers(left.surnames[:2], right.surnames[:2], given=False))
        return level, chance + _SLACK[level]


def _answers(left: Sequence[str], right: Sequence[str], *, given: bool) -> Answers:
    """Which words agree; two surnames that are written as one are left out."""
    alike: Alike = [[(given_likeness if given else likeness)(one, other) for other in right] for one in left]
    _, pairs = weigh_given(alike) if given else weigh_surnames(alike, fused=False)
    return [(left[i], right[j]) for i, j in pairs]


_SAYS, _SIBLINGS = ([fact.name for fact in PARENT_FACTS].index(name) for name in ("relative_says", "siblings"))
_NAMES_NOBODY = frozenset((FullName.GIVEN_ONLY, FullName.SURNAMES_ONLY, FullName.DIFFERENT))


def _claims_siblings(child: Individual, other: Individual) -> bool:
    """Whether the other claims a child of the same two surnames."""
    claimed = (name for claim in other.claims if claim.relation is Relation.CHILD for name in claim.names)
    return any(
        len(one.surnames) >= _BOTH <= len(own.surnames) and compare_surnames(one.surnames, own.surnames)[0] in _SAME_TWO
        for one, own in product(claimed, child.names)
    )


_BOTH = 2
_SAME_TWO = frozenset((Surnames.BOTH, Surnames.BOTH_NEARLY))
