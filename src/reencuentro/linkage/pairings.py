"""Pairs of persons compared on the facts of one kind of tie, and weighed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reencuentro.linkage.coincidences import with_counted
from reencuentro.linkage.evidence import evidence_of, telling, would_decide
from reencuentro.linkage.individuals import Individual
from reencuentro.linkage.kinship import Compared, stacked
from reencuentro.linkage.matching import Ints, marginals
from reencuentro.linkage.relations import Pair
from reencuentro.linkage.results import Evidence
from reencuentro.linkage.scoring import Comparison, Facts, Floats, Likelihoods, Weights, likelihoods
from reencuentro.linkage.training import learn, starting_weights

_RANDOM_PAIRS = 10_000
_SEED = 20180619
_MOST_BITS = 40.0
_MOST_OF_NAMES = -3.3  # bits
_SHOWN_BY_OTHERS = frozenset(("household", "siblings"))


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of tie: its facts, and how two individuals are compared on them."""

    facts: Facts
    compare: Callable[[Individual, Individual], Compared]


@dataclass(frozen=True)
class Scored:
    """The pairs of one table, weighed."""

    table: Table
    pairs: list[Pair]
    compared: list[Compared]
    comparison: Comparison
    weights: Weights
    likelihoods: Likelihoods

    @cached_property
    def shown(self) -> tuple[Floats, dict[str, float]]:
        """What each fact says of each pair, in bits; and what each would say, if it were known, of a match."""
        return self.likelihoods.bits(self.weights.shares), telling(self.table.facts, self.weights)

    @cached_property
    def place(self) -> dict[Pair, int]:
        """Where each pair stands."""
        return {pair: i for i, pair in enumerate(self.pairs)}

    def kinds(self) -> Floats:
        """Probability of a tie of this kind, of another kinship, and of none: shape (3, pairs)."""
        return self.likelihoods.probabilities(self.weights.shares) if self.pairs else np.empty((3, 0))

    def odds(self) -> Floats:
        """Odds of a tie of this kind, each pair on its own."""
        return np.exp2(np.clip(self.likelihoods.log_odds(self.weights.shares), -60.0, _MOST_BITS))

    def level(self, fact: str, i: int) -> int:
        """The level of one fact of one pair."""
        return int(self.comparison.levels[_row(self.table.facts, fact), i])

    def against(self, names: Collection[str], pairs: Iterable[Pair]) -> dict[Pair, float]:
        """What speaks against each of these pairs in all, in bits; 0 where nothing does, the named facts bounded."""
        bits, _ = self.shown
        of_names = np.array([fact.name in names for fact in self.table.facts])
        of_others = ~of_names & np.array([fact.name not in _SHOWN_BY_OTHERS for fact in self.table.facts])
        said = np.maximum(bits[of_names].sum(axis=0), _MOST_OF_NAMES) + bits[of_others].sum(axis=0)
        return {pair: min(float(said[self.place[pair]]), 0.0) for pair in pairs if pair in self.place}

    def evidence(self, i: int) -> tuple[tuple[Evidence, ...], str]:
        """What speaks for and against one pair, and the silent fact that would decide."""
        bits, expected = self.shown
        found = evidence_of(self.table.facts, self.comparison.levels[:, i], bits[:, i])
        return found, would_decide(found, expected)

    def rivalled(self, places: Ints, decided: Mapping[int, float], listed: float = 0.0) -> Floats:
        """Probability of each tie, rivals for one place or for one claim of the relative's weighed against each other.

        decided: odds by the pair's number that stand in place of the evidence. listed: bits that a pair gains where the
        relative's claim speaks of the child.
        """
        if not self.pairs:
            return np.empty(0)
        unclaimed = np.array([one.claim < 0 for one in self.compared])
        odds = self.odds() * np.where(unclaimed, 1.0, 2.0**listed)
        for i, value in decided.items():
            odds[i] = value
        claims = numbered((other, one.claim) for (_, other), one in zip(self.pairs, self.compared, strict=True))
        return marginals(odds, places, np.where(unclaimed, -1, claims))

    def with_levels(self, fact: str, levels: Mapping[int, int]) -> "Scored":
        """The same pairs with one fact known now that was silent before; levels by the pairs' numbers."""
        changed = self.comparison.levels.copy()
        changed[_row(self.table.facts, fact), list(levels)] = list(levels.values())
        comparison = Comparison(changed, self.comparison.chance)
        return replace(self, comparison=comparison, likelihoods=likelihoods(self.table.facts, comparison, self.weights))

    def of(self, pairs: list[Pair], individuals: Sequence[Individual]) -> "Scored":
        """Other pairs, weighed by what was learned on these."""
        compared = [self.table.compare(individuals[a], individuals[b]) for a, b in pairs]
        comparison = stacked(self.table.facts, compared)
        found = likelihoods(self.table.facts, comparison, self.weights)
        return Scored(self.table, pairs, compared, comparison, self.weights, found)


def _row(facts: Facts, fact: str) -> int:
    return next(i for i, one in enumerate(facts) if one.name == fact)


def scored(table: Table, pairs: list[Pair], individuals: Sequence[Individual]) -> Scored:
    """Learn the table's weights on its pairs; chance is counted on random pairs of a child and anyone."""
    facts = table.facts
    compared = [table.compare(individuals[a], individuals[b]) for a, b in pairs]
    comparison = stacked(facts, compared)
    children = [number for number, one in enumerate(individuals) if one.is_child]
    out_of = max(1, len(children) * (len(individuals) - 1))
    expected = min(0.2, max(1.0, 0.6 * len(children)) / out_of)
    chance = [table.compare(individuals[a], individuals[b]) for a, b in _random_pairs(children, len(individuals))]
    start = starting_weights(facts, stacked(facts, chance).levels, (expected, expected))
    start = with_counted(facts, start, individuals)
    weights = learn(facts, comparison, start, out_of) if pairs else start
    return Scored(table, pairs, compared, comparison, weights, likelihoods(facts, comparison, weights))


def _random_pairs(children: list[int], count: int) -> Iterator[Pair]:
    if not children or count < 2:
        return
    random = np.random.default_rng(_SEED)
    wanted = min(_RANDOM_PAIRS, len(children) * (count - 1))
    chosen = random.integers(0, len(children), wanted)
    shifts = random.integers(1, count, wanted)
    for child, shift in zip(chosen.tolist(), shifts.tolist(), strict=True):
        yield children[child], (children[child] + shift) % count


def numbered(keys: Iterable[tuple[int, int]]) -> Ints:
    """The same number for the same key, in the order of first sight."""
    numbers: dict[tuple[int, int], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)
