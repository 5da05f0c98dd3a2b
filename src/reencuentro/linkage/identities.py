"""From records to persons: pairs are found, weighed, and put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.comparers import Number
from reencuentro.linkage.dates import Born
from reencuentro.linkage.doubles import reunite
from reencuentro.linkage.engines import EMBEDDED, Engine
from reencuentro.linkage.identity import FACTS, compare_records, with_coincidence
from reencuentro.linkage.leftovers import second_look
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.persons import Pair, assemble, bits_by_group, groups, unseen_pairs
from reencuentro.linkage.results import Judged, Verdict
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Floats, Weights, likelihoods
from reencuentro.linkage.training import learn, starting_weights
from reencuentro.linkage.weighed import Weighed, probability
from reencuentro.linkage.words import Hashes, pack

_RANDOM_PAIRS = 40_000
_MOST_TRAINED_ON = 400_000
_SEED = 20180619
_KIN_PER_MATCH = 0.5  # a family has more pairs of members than a person has pairs of records, so this is little
_SURE = 40.0  # bits given to a judgement: more than any evidence


@dataclass(frozen=True, slots=True)
class Rulings:
    """Pairs of records that officers confirmed to be one person, and that they rejected."""

    together: frozenset[Pair]
    apart: frozenset[Pair]

    @classmethod
    def of(cls, keys: Sequence[RecordKey], judged: Sequence[Judged]) -> "Rulings":
        """Those of the judgements that speak of identities of these records."""
        number = {key: i for i, key in enumerate(keys)}
        decided: dict[Verdict, set[Pair]] = {Verdict.CONFIRMED: set(), Verdict.REJECTED: set()}
        for one in judged:
            if not one.relation and one.left in number and one.right in number and one.left != one.right:
                low, high = sorted((number[one.left], number[one.right]))
                decided[one.verdict].add((low, high))
        return cls(frozenset(decided[Verdict.CONFIRMED]), frozenset(decided[Verdict.REJECTED]))

    @property
    def decided(self) -> Hashes:
        """All these pairs, packed."""
        pairs = np.array(sorted(self.together | self.apart), np.int32).reshape(-1, 2)
        return pack(pairs[:, 0], pairs[:, 1])

    def overrule(self, weighed: Weighed) -> Weighed:
        """The pairs with the officers' decisions in place of the evidence."""
        if not self.together and not self.apart:
            return weighed
        odds = weighed.odds.copy()
        for i, pair in enumerate(zip(weighed.left.tolist(), weighed.right.tolist(), strict=True)):
            odds[i] = _SURE if pair in self.together else -_SURE if pair in self.apart else odds[i]
        return Weighed(weighed.left, weighed.right, odds)


@dataclass(frozen=True, slots=True)
class Persons:
    """Record numbers of each person, sorted; the pairs behind them, and what each fact was worth.

    weights is None where there was nothing to compare.
    """

    members: list[list[int]]
    weighed: Weighed
    weights: Weights | None


def find_persons(columns: Columns, rulings: Rulings, engine: Engine = EMBEDDED) -> Persons:
    """Who stands behind the records; what officers decided overrules all evidence."""
    count = len(columns)
    with engine.pairs(columns, rulings.decided) as candidates:
        left, right, compared = candidates.compared()
    if not len(left):
        return Persons([[record] for record in range(count)], Weighed(_NONE, _NONE, np.empty(0)), None)
    weights = identity_weights(columns, compared)
    weighed = rulings.overrule(Weighed(left, right, _odds(compared, weights)))
    unseen = unseen_pairs(_groups(count, weighed), left, right, count)
    if len(unseen[0]):
        weighed += Weighed(*unseen, _odds(compare_records(columns, *unseen), weights))
    members = _members(columns, weighed, rulings)
    weighed = rulings.overrule(weighed.updated(Weighed(*second_look(columns, members, weights))))
    members = _members(columns, weighed, rulings)
    return Persons(*reunite(columns, members, weighed, weights, rulings.apart), weights)


_NONE = np.empty(0, np.int32)


def identity_weights(columns: Columns, compared: Comparison) -> Weights:
    """What each level of each fact is worth in these data."""
    count = len(columns)
    pairs = count * (count - 1) // 2
    expected = min(0.2, count / 2 / pairs), min(0.3, count / pairs)
    start = starting_weights(FACTS, compare_records(columns, *random_pairs(count)).levels, expected)
    start = with_coincidence(start, compared, count)
    if len(compared) <= _MOST_TRAINED_ON:
        return learn(FACTS, compared, start, pairs, kin_per_match=_KIN_PER_MATCH)
    step = len(compared) // _MOST_TRAINED_ON + 1
    sample = Comparison(compared.levels[:, ::step], {name: values[::step] for name, values in compared.chance.items()})
    return learn(FACTS, sample, start, pairs // step, kin_per_match=_KIN_PER_MATCH)


def random_pairs(count: int) -> tuple[Ints, Ints]:
    """Pairs of different records, the same for the same count."""
    random = np.random.default_rng(_SEED)
    wanted = min(_RANDOM_PAIRS, count * (count - 1) // 2)
    left = random.integers(0, count, wanted, np.int32)
    right = ((left + random.integers(1, count, wanted)) % count).astype(np.int32)
    return np.minimum(left, right), np.maximum(left, right)


def _odds(compared: Comparison, weights: Weights) -> Floats:
    """log2 odds of one person; a mother and a daughter of one name are two unless a number says otherwise."""
    odds = likelihoods(FACTS, compared, weights).log_odds(weights.shares)
    level = {fact.name: row for fact, row in zip(FACTS, compared.levels, strict=True)}
    numbered = np.logical_or.reduce([level[number] == Number.SAME for number in _NUMBERS])
    return np.where((level["birth"] == Born.GENERATION) & ~numbered, np.minimum(odds, _GENERATIONS), odds)


_NUMBERS = ("a_number", "other_number", "any_number")  # SAME is 1 in all of them
_GENERATIONS = -1.0


def _groups(count: int, weighed: Weighed) -> list[Ints]:
    return groups(count, weighed.left, weighed.right, probability(weighed.odds))


def _members(columns: Columns, weighed: Weighed, rulings: Rulings) -> list[list[int]]:
    count = len(columns)
    members: list[list[int]] = []
    alone = np.ones(count, np.bool_)
    found = _groups(count, weighed)
    for group, bits in zip(found, bits_by_group(found, weighed.left, weighed.right, weighed.odds, count), strict=True):
        lists = dict(zip(group.tolist(), columns.agency[group].tolist(), strict=True))
        members.extend(assemble(group, bits, rulings.together, rulings.apart, lists))
        alone[group] = False
    members.extend([int(record)] for record in np.flatnonzero(alone))
    return sorted(members)
