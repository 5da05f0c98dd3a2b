"""Who belongs to whom: ties between children and their mothers, fathers, siblings and other relatives."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reencuentro.linkage.comparers import Agreement
from reencuentro.linkage.evidence import evidence_of, telling, would_decide
from reencuentro.linkage.individuals import Individual
from reencuentro.linkage.kinship import (
    INVERSE,
    OTHER_KIN,
    PARENT_FACTS,
    RELATIVE_FACTS,
    SIBLING_FACTS,
    Compared,
    Comparer,
    Support,
    stacked,
)
from reencuentro.linkage.matching import Ints, marginals
from reencuentro.linkage.mentions import Relation
from reencuentro.linkage.relations import Pair, pairs_worth_comparing
from reencuentro.linkage.results import Evidence
from reencuentro.linkage.scoring import Comparison, Facts, Floats, Likelihoods, Weights, likelihoods
from reencuentro.linkage.training import learn, starting_weights

REPORTED = 0.1
"""Probability from which a tie is reported."""
_RANDOM_PAIRS = 10_000
_SEED = 20180619
_STRONG = 0.9
_SURE = 0.998  # no list of names is surer than that; only people confirm


@dataclass(frozen=True, slots=True)
class Found:
    """A tie between two persons, by number; relation is what the relative is to the child."""

    child: int
    relative: int
    relation: str
    probability: float
    evidence: tuple[Evidence, ...]
    would_decide: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """Ties that officers decided, by person numbers: confirmed with their relation, and rejected."""

    confirmed: Mapping[Pair, str]
    rejected: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class _Table:
    """One kind of tie: its facts, and how two individuals are compared on them."""

    facts: Facts
    compare: Callable[[Individual, Individual], Compared]


@dataclass(frozen=True)
class _Scored:
    """The pairs of one table, weighed."""

    facts: Facts
    pairs: list[Pair]
    compared: list[Compared]
    comparison: Comparison
    weights: Weights
    likelihoods: Likelihoods

    @cached_property
    def shown(self) -> tuple[Floats, dict[str, float]]:
        """What each fact says of each pair, in bits; and what each would say, if it were known, of a match."""
        return self.likelihoods.bits(self.weights.shares), telling(self.facts, self.weights)

    def kinds(self) -> Floats:
        """Probability of a tie of this kind, of another kinship, and of none: shape (3, pairs)."""
        return self.likelihoods.probabilities(self.weights.shares)


def find_ties(individuals: Sequence[Individual], comparer: Comparer, rulings: Rulings) -> list[Found]:
    """All ties that the evidence supports, one a pair of persons, sorted.

    Parents are weighed first, then again twice with what the siblings' parents show.
    """
    pairs = pairs_worth_comparing(individuals)
    decided = rulings.rejected | rulings.confirmed.keys()
    others_confirmed = {pair for pair, relation in rulings.confirmed.items() if relation not in _PARENTS}
    candidates = sorted({*pairs.parents, *rulings.confirmed} - rulings.rejected - others_confirmed)
    parents = _scored(_Table(PARENT_FACTS, comparer.parent), candidates, individuals)
    chances = _rivalled(parents, individuals, rulings)
    brothers = [pair for pair in pairs.siblings if not decided & {pair, pair[::-1]}]
    siblings = _scored(_Table(SIBLING_FACTS, comparer.siblings), brothers, individuals)
    for _ in range(_ROUNDS):
        parents = _with_levels(parents, "siblings", _support(parents, chances, siblings))
        chances = _rivalled(parents, individuals, rulings)
        siblings = _with_levels(
            siblings, "household", _households(siblings, _homes(parents.pairs, chances, individuals))
        )
    others = sorted({pair for pair in pairs.relatives if pair not in decided} | others_confirmed)
    relatives = _scored(_Table(RELATIVE_FACTS, comparer.relative), others, individuals)
    return _one_each(
        [
            *_parent_ties(parents, chances, individuals, rulings),
            *_relative_ties(relatives, individuals, rulings),
            *_sibling_ties(siblings),
        ]
    )


_ROUNDS = 2
_PARENTS = frozenset(("mother", "father", "parent"))


def _scored(table: _Table, pairs: list[Pair], individuals: Sequence[Individual]) -> _Scored:
    """Learn the table's weights on its pairs; chance is counted on random pairs of a child and anyone."""
    facts = table.facts
    compared = [table.compare(individuals[a], individuals[b]) for a, b in pairs]
    comparison = stacked(facts, compared)
    children = [number for number, one in enumerate(individuals) if one.is_child]
    out_of = max(1, len(children) * (len(individuals) - 1))
    expected = min(0.2, max(1.0, 0.6 * len(children)) / out_of)
    chance = [table.compare(individuals[a], individuals[b]) for a, b in _random_pairs(children, len(individuals))]
    start = starting_weights(facts, stacked(facts, chance).levels, (expected, expected))
    weights = learn(facts, comparison, start, out_of) if pairs else start
    return _Scored(facts, pairs, compared, comparison, weights, likelihoods(facts, comparison, weights))


def _random_pairs(children: list[int], count: int) -> Iterator[Pair]:
    if not children or count < 2:
        return
    random = np.random.default_rng(_SEED)
    wanted = min(_RANDOM_PAIRS, len(children) * (count - 1))
    chosen = random.integers(0, len(children), wanted)
    shifts = random.integers(1, count, wanted)
    for child, shift in zip(chosen.tolist(), shifts.tolist(), strict=True):
        yield children[child], (children[child] + shift) % count


def _rivalled(scored: _Scored, individuals: Sequence[Individual], rulings: Rulings) -> Floats:
    """Probability that each pair is child and parent, rivals for the same role or claim weighed against each other."""
    if not scored.pairs:
        return np.empty(0)
    log_odds = scored.likelihoods.log_odds(scored.weights.shares)
    odds = np.exp2(np.clip(log_odds, -60.0, _MOST_BITS))
    for i, pair in enumerate(scored.pairs):
        if pair in rulings.confirmed:
            odds[i] = 2.0**60
    roles = _numbered((child, individuals[other].sex) for child, other in scored.pairs)
    claims = _numbered((other, one.claim) for (_, other), one in zip(scored.pairs, scored.compared, strict=True))
    unclaimed = np.array([one.claim < 0 for one in scored.compared])
    return marginals(odds, roles, np.where(unclaimed, -1, claims))


_MOST_BITS = 40.0


def _numbered(keys: Iterable[tuple[int, int]]) -> Ints:
    numbers: dict[tuple[int, int], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


def _with_levels(scored: _Scored, fact: str, levels: Mapping[int, int]) -> _Scored:
    """The same pairs with one fact known now that was silent before; levels by the pairs' numbers."""
    place = next(i for i, one in enumerate(scored.facts) if one.name == fact)
    changed = scored.comparison.levels.copy()
    for number, level in levels.items():
        changed[place, number] = level
    comparison = Comparison(changed, scored.comparison.chance)
    return replace(scored, comparison=comparison, likelihoods=likelihoods(scored.facts, comparison, scored.weights))


def _households(siblings: _Scored, homes: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """Whether the same mother, or the same father, was found for both; homes: the parents of each child, by sex."""
    return {i: _household(homes.get(low, {}), homes.get(high, {})) for i, (low, high) in enumerate(siblings.pairs)}


def _household(left: Mapping[int, int], right: Mapping[int, int]) -> Agreement:
    both = left.keys() & right.keys()
    if any(left[sex] == right[sex] for sex in both):
        return Agreement.SAME
    return Agreement.DIFFERENT if both else Agreement.UNKNOWN


def _homes(pairs: list[Pair], chances: Floats, individuals: Sequence[Individual]) -> dict[int, dict[int, int]]:
    """The parents found of each child with a strong probability, by sex."""
    homes: dict[int, dict[int, int]] = defaultdict(dict)
    for (child, parent), chance in zip(pairs, chances.tolist(), strict=True):
        if chance >= _STRONG:
            homes[child][individuals[parent].sex] = parent
    return homes


def _support(parents: _Scored, chances: Floats, siblings: _Scored) -> dict[int, int]:
    """The pairs whose parent was found for a brother or sister of the child."""
    brothers: dict[int, list[int]] = defaultdict(list)
    if siblings.pairs:
        for (low, high), chance in zip(siblings.pairs, siblings.kinds()[0].tolist(), strict=True):
            if chance >= _STRONG:
                brothers[low].append(high)
                brothers[high].append(low)
    strong = {pair for pair, chance in zip(parents.pairs, chances.tolist(), strict=True) if chance >= _STRONG}
    return {
        i: Support.SUPPORT
        for i, (child, parent) in enumerate(parents.pairs)
        if any((brother, parent) in strong for brother in brothers[child])
    }


def _parent_ties(
    scored: _Scored, chances: Floats, individuals: Sequence[Individual], rulings: Rulings
) -> Iterator[Found]:
    """Mothers and fathers, and those who travelled as family without being the parent."""
    kinds = scored.kinds() if scored.pairs else np.empty((3, 0))
    kin = (1 - chances) * kinds[1] / np.maximum(kinds[1] + kinds[2], 1e-300)
    for i, (child, other) in enumerate(scored.pairs):
        role = _ROLE[individuals[other].sex]
        if (child, other) in rulings.confirmed:
            yield _found(scored, i, rulings.confirmed[child, other] or role, 1.0)
        elif chances[i] >= REPORTED and chances[i] >= kin[i]:
            yield _found(scored, i, role, min(float(chances[i]), _SURE))
        elif kin[i] >= _LIKELY and _travelled_together(scored, i) and not _claims_the_child(scored, i):
            yield _found(scored, i, "relative", min(float(chances[i] + kin[i]), _SURE))


def _travelled_together(scored: _Scored, i: int) -> bool:
    """Kin whom nobody names are believed on a shared family unit or phone; a day and a surname are mostly chance."""
    level = {fact.name: int(row) for fact, row in zip(scored.facts, scored.comparison.levels[:, i], strict=True)}
    return Agreement.SAME in (level["family_unit"], level["phone"])


def _claims_the_child(scored: _Scored, i: int) -> bool:
    """Somebody who calls the child their own and is not believed is no other kin either, as far as anybody says."""
    return scored.compared[i].claim >= 0


_ROLE = {0: "parent", 1: "mother", 2: "father"}
_LIKELY = 0.5


def _relative_ties(scored: _Scored, individuals: Sequence[Individual], rulings: Rulings) -> Iterator[Found]:
    """Those whom one of the two names as kin, and those whom officers confirmed as such."""
    if not scored.pairs:
        return
    odds = np.exp2(np.clip(scored.likelihoods.log_odds(scored.weights.shares), -60.0, _MOST_BITS))
    claims = _numbered((other, one.claim) for (_, other), one in zip(scored.pairs, scored.compared, strict=True))
    unclaimed = np.array([one.claim < 0 for one in scored.compared])
    chances = marginals(odds, np.arange(len(odds)), np.where(unclaimed, -1, claims))
    for i, (child, other) in enumerate(scored.pairs):
        if (child, other) in rulings.confirmed:
            yield _found(scored, i, rulings.confirmed[child, other], 1.0)
        elif chances[i] >= REPORTED:
            yield _found(
                scored,
                i,
                _kinship(individuals[child], individuals[other], scored.compared[i].claim),
                min(float(chances[i]), _SURE),
            )


def _kinship(child: Individual, other: Individual, claim: int) -> str:
    """The name of the kinship: as the relative states it, else as the child does."""
    if claim >= 0:
        relation = INVERSE.get(other.claims[claim].relation, Relation.OTHER)
    else:
        stated = [one.relation for one in child.claims if one.relation in OTHER_KIN]
        relation = stated[0] if len(set(stated)) == 1 else Relation.OTHER
    return _KINSHIP.get((relation, other.sex)) or _KINSHIP.get((relation, 0), "relative")


_KINSHIP = {
    (Relation.GRANDPARENT, 0): "grandparent",
    (Relation.GRANDPARENT, 1): "grandmother",
    (Relation.GRANDPARENT, 2): "grandfather",
    (Relation.AUNT_UNCLE, 1): "aunt",
    (Relation.AUNT_UNCLE, 2): "uncle",
    (Relation.SIBLING, 0): "sibling",
    (Relation.COUSIN, 0): "cousin",
}


def _sibling_ties(scored: _Scored) -> Iterator[Found]:
    if scored.pairs:
        for i, chance in enumerate(scored.kinds()[0].tolist()):
            if chance >= _LIKELY:
                yield _found(scored, i, "sibling", min(chance, _SURE))


def _found(scored: _Scored, i: int, relation: str, probability: float) -> Found:
    bits, expected = scored.shown
    evidence = evidence_of(scored.facts, scored.comparison.levels[:, i], bits[:, i])
    child, other = scored.pairs[i]
    return Found(child, other, relation, round(probability, 4), evidence, would_decide(evidence, expected))


def _one_each(found: Iterable[Found]) -> list[Found]:
    """One tie a pair of persons: the likelier, a named kinship before an unnamed one."""
    best: dict[Pair, Found] = {}
    for one in found:
        pair = (one.child, one.relative)
        rival = best.get(pair)
        if rival is None or (one.probability, one.relation != "relative") > (
            rival.probability,
            rival.relation != "relative",
        ):
            best[pair] = one
    return [best[pair] for pair in sorted(best)]
