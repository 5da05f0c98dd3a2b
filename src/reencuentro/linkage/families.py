"""Who belongs to whom: ties between children and their mothers, fathers, siblings and other relatives."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reencuentro.linkage.comparers import Agreement
from reencuentro.linkage.individuals import Individual
from reencuentro.linkage.kinship import (
    INVERSE,
    OTHER_KIN,
    PARENT_FACTS,
    RELATIVE_FACTS,
    SIBLING_FACTS,
    Comparer,
    Support,
)
from reencuentro.linkage.mentions import Relation
from reencuentro.linkage.pairings import Scored, Table, numbered, scored
from reencuentro.linkage.relations import Pair, Pairs, pairs_worth_comparing
from reencuentro.linkage.results import Evidence
from reencuentro.linkage.scoring import Floats
from reencuentro.linkage.siblings import (
    Homes,
    closed,
    homes_of,
    households,
    of_one_parent,
    sisters_by_claims,
    support,
    through_siblings,
)

REPORTED = 0.1
"""Probability from which a tie is reported."""
MOST_RIVALS = 3
_ROUNDS = 2
_LIKELY = 0.5
_SURE = 0.998  # no list of names is surer than that; only people confirm
_LISTED = 0.9  # of the children whom somebody calls their own are on some list
_MOST_LISTED = 2.0
_DECIDED = 2.0**60  # odds of what officers confirmed
_PARENTS = frozenset(("mother", "father", "parent"))


@dataclass(frozen=True, slots=True)
class Rival:
    """Another candidate for the same place beside the same child, who was weighed and lost."""

    relative: int
    probability: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A tie between two persons, by number; relation is what the relative is to the child.

    rivals: the best few others for the same place, the likeliest first.
    """

    child: int
    relative: int
    relation: str
    probability: float
    evidence: tuple[Evidence, ...]
    would_decide: str
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class Rulings:
    """Ties that officers decided, by person numbers: confirmed with their relation, and rejected."""

    confirmed: Mapping[Pair, str]
    rejected: frozenset[Pair]

    def decided(self, pair: Pair) -> bool:
        """Whether officers said anything of the two."""
        return any(one in self.rejected or one in self.confirmed for one in (pair, pair[::-1]))


@dataclass(frozen=True)
class _Search:
    """Whom to look among, by what, and what officers decided."""

    individuals: Sequence[Individual]
    comparer: Comparer
    rulings: Rulings

    def parents(self, pairs: Pairs) -> Scored:
        """Children and their possible parents."""
        others = {pair for pair, relation in self.rulings.confirmed.items() if relation not in _PARENTS}
        candidates = sorted({*pairs.parents, *self.rulings.confirmed} - self.rulings.rejected - others)
        return scored(Table(PARENT_FACTS, self.comparer.parent), candidates, self.individuals)

    def relatives(self, pairs: Pairs) -> Scored:
        """Children and those whom one of the two names as other kin."""
        others = {pair for pair, relation in self.rulings.confirmed.items() if relation not in _PARENTS}
        candidates = sorted({pair for pair in pairs.relatives if not self.rulings.decided(pair)} | others)
        return scored(Table(RELATIVE_FACTS, self.comparer.relative), candidates, self.individuals)

    def siblings(self, pairs: Iterable[Pair]) -> Scored:
        """Possible brothers and sisters."""
        candidates = sorted({pair for pair in pairs if not self.rulings.decided(pair)})
        return scored(Table(SIBLING_FACTS, self.comparer.siblings), candidates, self.individuals)

    def parent_chances(self, parents: Scored) -> Floats:
        """Probability that each pair is child and parent: one mother and one father each, one child a claim."""
        roles = numbered((child, self.individuals[other].sex) for child, other in parents.pairs)
        return parents.rivalled(roles, self._confirmed(parents), self._listed(parents.weights.shares[0]))

    def _listed(self, share: float) -> float:
        """Bits by which it is likelier that a claim speaks of a given child than that any two are child and parent.

        share: of child and parent among all pairs. Who is claimed is mostly on the lists.
        """
        children = sum(one.is_child for one in self.individuals)
        return float(np.clip(np.log2(_LISTED / max(children * share, 1e-9)), 0.0, _MOST_LISTED))

    def relative_chances(self, relatives: Scored) -> Floats:
        """Probability that each pair is of the kin that one of the two says: one child a claim."""
        return relatives.rivalled(np.arange(len(relatives.pairs)), {})

    def _confirmed(self, found: Scored) -> dict[int, float]:
        return {found.place[pair]: _DECIDED for pair in self.rulings.confirmed if pair in found.place}


def find_ties(individuals: Sequence[Individual], comparer: Comparer, rulings: Rulings) -> list[Found]:
    """All ties that the evidence supports, one a pair of persons, sorted.

    Parents are weighed first, then again twice with what the siblings' parents show.
    """
    search = _Search(individuals, comparer, rulings)
    pairs = pairs_worth_comparing(individuals)
    parents, relatives = search.parents(pairs), search.relatives(pairs)
    chances, kin = search.parent_chances(parents), search.relative_chances(relatives)
    homes = homes_of(parents, chances, individuals)
    sisters = sisters_by_claims(relatives, kin, homes, individuals)
    siblings = search.siblings([*pairs.siblings, *(pair for pair, _ in of_one_parent(homes)), *sisters])
    for _ in range(_ROUNDS):
        parents = parents.with_levels("siblings", support(parents, chances, siblings))
        chances = search.parent_chances(parents)
        homes = homes_of(parents, chances, individuals)
        siblings = siblings.with_levels("household", households(siblings, homes, sisters))
    brothers = _siblings_found(siblings, homes, search)
    return _one_each(
        [
            *_parent_ties(parents, chances, search),
            *_relative_ties(relatives, kin, search),
            *_one_of_two_sisters(parents, chances, brothers, search),
            *_ties_of_siblings(brothers, (siblings, relatives), homes, search),
        ]
    )


def _parent_ties(parents: Scored, chances: Floats, search: _Search) -> Iterator[Found]:
    """Mothers and fathers, and those who travelled as family without being the parent."""
    kinds = parents.kinds()
    kin = (1 - chances) * kinds[1] / np.maximum(kinds[1] + kinds[2], 1e-300)
    rivals = _Rivals(parents, chances, search.individuals)
    for i, (child, other) in enumerate(parents.pairs):
        role = _ROLE[search.individuals[other].sex]
        if (child, other) in search.rulings.confirmed:
            yield replace(_found(parents, i, search.rulings.confirmed[child, other] or role, 1.0), rivals=rivals.of(i))
        elif chances[i] >= REPORTED and chances[i] >= kin[i]:
            yield replace(_found(parents, i, role, float(chances[i])), rivals=rivals.of(i))
        elif kin[i] >= _LIKELY and _travelled_together(parents, i) and parents.compared[i].claim < 0:
            # Somebody who calls the child their own and is not believed is no other kin, as far as anybody says.
            yield _found(parents, i, "relative", float(chances[i] + kin[i]))


class _Rivals:
    """The candidates for each place: a child's mother, or its father."""

    def __init__(self, parents: Scored, chances: Floats, individuals: Sequence[Individual]) -> None:
        self._parents, self._chances = parents, chances
        self._place = [(child, individuals[other].sex) for child, other in parents.pairs]
        self._candidates: dict[tuple[int, int], list[int]] = defaultdict(list)
        for i in np.argsort(-chances, kind="stable").tolist():
            self._candidates[self._place[i]].append(i)

    def of(self, i: int) -> tuple[Rival, ...]:
        """The best few others for the place of one candidate."""
        others = [other for other in self._candidates[self._place[i]] if other != i][:MOST_RIVALS]
        return tuple(map(self._rival, others))

    def _rival(self, i: int) -> Rival:
        _, parent = self._parents.pairs[i]
        return Rival(parent, round(float(self._chances[i]), 4), self._parents.evidence(i)[0])


def _travelled_together(found: Scored, i: int) -> bool:
    """Kin whom nobody names are believed on a shared family unit or phone; a day and a surname are mostly chance."""
    return Agreement.SAME in (found.level("family_unit", i), found.level("phone", i))


_ROLE = {0: "parent", 1: "mother", 2: "father"}


def _relative_ties(relatives: Scored, chances: Floats, search: _Search) -> Iterator[Found]:
    """Those whom one of the two names as kin, and those whom officers confirmed as such."""
    for i, (child, other) in enumerate(relatives.pairs):
        if (child, other) in search.rulings.confirmed:
            yield _found(relatives, i, search.rulings.confirmed[child, other], 1.0)
        elif chances[i] >= REPORTED:
            kinship = _kinship(search.individuals[child], search.individuals[other], relatives.compared[i].claim)
            yield _found(relatives, i, kinship, float(chances[i]))


def _kinship(child: Individual, other: Individual, claim: int) -> str:
    """The name of the kinship: as the relative states it, else as the child does."""
    if claim >= 0:
        relation = INVERSE.get(other.claims[claim].relation, Relation.OTHER)
    else:
        stated = [one.relation for one in child.claims if one.relation in OTHER_KIN]
        relation = stated[0] if len(set(stated)) == 1 else Relation.OTHER
    return _named_kinship(relation, other.sex)


def _named_kinship(relation: Relation, sex: int) -> str:
    return _KINSHIP.get((relation, sex)) or _KINSHIP.get((relation, 0), "relative")


_KINSHIP = {
    (Relation.GRANDPARENT, 0): "grandparent",
    (Relation.GRANDPARENT, 1): "grandmother",
    (Relation.GRANDPARENT, 2): "grandfather",
    (Relation.AUNT_UNCLE, 1): "aunt",
    (Relation.AUNT_UNCLE, 2): "uncle",
    (Relation.SIBLING, 0): "sibling",
    (Relation.COUSIN, 0): "cousin",
}


def _siblings_found(siblings: Scored, homes: Homes, search: _Search) -> dict[Pair, float]:
    """Brothers and sisters as whole sets, each pair with its probability."""
    weighed = {
        pair: _doubted(chance, _GROWN) if _by_circumstance(siblings, i, search.individuals) else chance
        for i, (pair, chance) in enumerate(zip(siblings.pairs, siblings.kinds()[0].tolist(), strict=True))
    }
    of_one = dict(of_one_parent(homes))
    doubts = siblings.against(_NAMES_OF_SIBLINGS, of_one)
    for pair, chance in of_one.items():
        weighed[pair] = max(weighed.get(pair, 0.0), _doubted(chance, doubts.get(pair, 0.0)))
    return {
        pair: chance
        for pair, chance in closed(weighed, homes).items()
        if chance >= _LIKELY and not search.rulings.decided(pair)
    }


def _one_of_two_sisters(
    parents: Scored, chances: Floats, found: Mapping[Pair, float], search: _Search
) -> Iterator[Found]:
    """Kin, whichever of two sisters is the mother: then the other is the aunt; likewise two brothers."""
    children: dict[int, set[int]] = defaultdict(set)
    for child, other in parents.pairs:
        children[other].add(child)
    for (low, high), sisters in found.items():
        if search.individuals[low].sex != search.individuals[high].sex:
            continue
        for child in sorted(children[low] & children[high]):
            for one, other in ((low, high), (high, low)):
                i = parents.place[child, one]
                chance = float(chances[i] + chances[parents.place[child, other]] * sisters)
                if chances[i] < _LIKELY <= chance:
                    yield _found(parents, i, "relative", chance)


def _ties_of_siblings(
    every: Mapping[Pair, float], compared: tuple[Scored, Scored], homes: Homes, search: _Search
) -> Iterator[Found]:
    """Brothers and sisters, and the aunts, uncles and cousins who follow from them.

    compared: pairs as siblings, and as children and their other kin.
    """
    siblings, relatives = compared
    yield from _following(siblings, "household", {pair: ("sibling", chance) for pair, chance in every.items()}, search)
    through = through_siblings(sorted(every.items()), homes)
    others = {
        **{
            (child, other): (_named_kinship(Relation.AUNT_UNCLE, search.individuals[other].sex), chance)
            for (child, other), chance in through.aunts.items()
        },
        **{pair: ("cousin", chance) for pair, chance in through.cousins.items()},
    }
    yield from _following(relatives, "siblings", others, search)


# Of one parent and yet with other names: half brothers and sisters are one pair in ten, so that names say no more.
_NAMES_OF_SIBLINGS = ("surnames", "same_mother", "same_father", "sibling_says")
_MOST_DOUBT = -6.0  # bits: that both are the same parent's has its own evidence


def _doubted(chance: float, bits: float) -> float:
    """Probability that two are siblings of whom one parent was found, once they have been compared themselves."""
    sure = min(chance, _SURE)
    odds: float = sure / (1 - sure) * 2.0 ** max(bits, _MOST_DOUBT)
    return odds / (1 + odds)


def _by_circumstance(siblings: Scored, i: int, individuals: Sequence[Individual]) -> bool:
    """Whether one of the two is of age, and nobody's claim says that they belong together."""
    grown = not all(individuals[number].is_child for number in siblings.pairs[i])
    return grown and siblings.level("household", i) != Agreement.SAME


_GROWN = -4.0  # bits: of two at random, grown siblings are met a sixteenth as often as children who are siblings


def _following(learned: Scored, fact: str, ties: Mapping[Pair, tuple[str, float]], search: _Search) -> Iterator[Found]:
    """Ties that follow from others, with their own evidence; those never compared are compared now.

    fact: the one that the others' ties tell of.
    """
    new = sorted(pair for pair in ties if pair not in learned.place and not search.rulings.decided(pair))
    more = learned.of(new, search.individuals).with_levels(fact, dict.fromkeys(range(len(new)), int(Support.SUPPORT)))
    for pair, (relation, chance) in ties.items():
        found = learned if pair in learned.place else more
        if pair in found.place:
            yield _found(found, found.place[pair], relation, chance)


def _found(found: Scored, i: int, relation: str, probability: float) -> Found:
    evidence, deciding = found.evidence(i)
    child, other = found.pairs[i]
    said = probability if probability == 1.0 else min(probability, _SURE)
    return Found(child, other, relation, round(said, 4), evidence, deciding)


def _one_each(found: Iterable[Found]) -> list[Found]:
    """One tie a pair of persons: the likelier, by the name of a kinship where any likely one has a name."""
    best: dict[Pair, Found] = {}
    for one in found:
        pair = (one.child, one.relative)
        best[pair] = _better(best[pair], one) if pair in best else one
    return [best[pair] for pair in sorted(best)]


def _better(one: Found, other: Found) -> Found:
    likelier, rival = sorted((one, other), key=lambda tie: (-tie.probability, tie.relation == "relative"))
    if likelier.relation == "relative" and rival.probability >= _LIKELY:
        return replace(rival, probability=likelier.probability)
    return likelier
