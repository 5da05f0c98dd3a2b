"""From records to persons: pairs are found, weighed, and put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reencuentro.linkage.blocking import candidate_pairs
from reencuentro.linkage.columns import Columns, Ints
from reencuentro.linkage.evidence import evidence_of, telling, would_decide
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.persons import Pair, assemble, bits_by_group, groups, unseen_pairs
from reencuentro.linkage.results import Identity, Judged, Verdict
from reencuentro.linkage.scoring import Comparison, Floats, Weights, likelihoods
from reencuentro.linkage.training import learn, starting_weights

REPORTED = 0.5
"""Probability from which a pair of records that was not joined is still reported."""
_RANDOM_PAIRS = 60_000
_MOST_TRAINED_ON = 400_000
_SEED = 20180619
_SURE = 40.0  # bits given to a judgement: more than any evidence


@dataclass(frozen=True, slots=True)
class Persons:
    """Record numbers of each person, sorted; and the identities behind them."""

    members: list[list[int]]
    identities: list[Identity]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Pairs of records with their log2 odds of being one person."""

    left: Ints
    right: Ints
    odds: Floats

    def __add__(self, other: "_Weighed") -> "_Weighed":
        return _Weighed(*(np.concatenate(both) for both in zip(self._parts(), other._parts(), strict=True)))

    def _parts(self) -> tuple[Ints, Ints, Floats]:
        return self.left, self.right, self.odds


def find_persons(columns: Columns, keys: Sequence[RecordKey], judged: Sequence[Judged]) -> Persons:
    """Who stands behind the records.

    keys: agency and record id of each record. judged: identities already confirmed or rejected; they overrule all evidence.
    """
    count = len(columns)
    together, apart = _judged_pairs(keys, judged)
    left, right = _with_judged(*candidate_pairs(columns), together | apart) if count > 1 else (_NONE, _NONE)
    if not len(left):
        return Persons([[record] for record in range(count)], [])
    compared = compare_records(columns, left, right)
    weights = identity_weights(columns, compared)
    weighed = _overruled(_Weighed(left, right, _odds(compared, weights)), together, apart)
    found = groups(count, weighed.left, weighed.right, _probability(weighed.odds))
    unseen = unseen_pairs(found, left, right, count)
    if len(unseen[0]):
        weighed += _Weighed(*unseen, _odds(compare_records(columns, *unseen), weights))
    members = _members(count, found, weighed, together, apart)
    return Persons(members, _identities(columns, keys, members, _overruled(weighed, together, apart), weights))


_NONE = np.empty(0, np.int32)


def identity_weights(columns: Columns, compared: Comparison) -> Weights:
    """What each level of each fact is worth in these data."""
    count = len(columns)
    pairs = count * (count - 1) // 2
    expected = min(0.2, count / 2 / pairs), min(0.3, count / pairs)
    start = starting_weights(FACTS, compare_records(columns, *random_pairs(count)).levels, expected)
    if len(compared) <= _MOST_TRAINED_ON:
        return learn(FACTS, compared, start, pairs)
    step = len(compared) // _MOST_TRAINED_ON + 1
    sample = Comparison(compared.levels[:, ::step], {name: values[::step] for name, values in compared.chance.items()})
    return learn(FACTS, sample, start, pairs // step)


def random_pairs(count: int) -> tuple[Ints, Ints]:
    """Pairs of different records, the same for the same count."""
    random = np.random.default_rng(_SEED)
    wanted = min(_RANDOM_PAIRS, count * (count - 1) // 2)
    left = random.integers(0, count, wanted, np.int32)
    right = ((left + random.integers(1, count, wanted)) % count).astype(np.int32)
    return np.minimum(left, right), np.maximum(left, right)


def _odds(compared: Comparison, weights: Weights) -> Floats:
    return likelihoods(FACTS, compared, weights).log_odds(weights.shares)


def _probability(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp2(-odds)), np.float64)


def _judged_pairs(keys: Sequence[RecordKey], judged: Sequence[Judged]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of record numbers that officers confirmed, and that they rejected."""
    number = {key: i for i, key in enumerate(keys)}
    decided: dict[Verdict, set[Pair]] = {Verdict.CONFIRMED: set(), Verdict.REJECTED: set()}
    for one in judged:
        if not one.relation and one.left in number and one.right in number and one.left != one.right:
            low, high = sorted((number[one.left], number[one.right]))
            decided[one.verdict].add((low, high))
    return decided[Verdict.CONFIRMED], decided[Verdict.REJECTED]


def _with_judged(left: Ints, right: Ints, judged: set[Pair]) -> tuple[Ints, Ints]:
    if not judged:
        return left, right
    pairs = np.unique(np.vstack([np.column_stack([left, right]), np.array(sorted(judged), np.int32)]), axis=0)
    return pairs[:, 0].astype(np.int32), pairs[:, 1].astype(np.int32)


def _overruled(weighed: _Weighed, together: set[Pair], apart: set[Pair]) -> _Weighed:
    if not together and not apart:
        return weighed
    odds = weighed.odds.copy()
    for i, pair in enumerate(zip(weighed.left.tolist(), weighed.right.tolist(), strict=True)):
        odds[i] = _SURE if pair in together else -_SURE if pair in apart else odds[i]
    return _Weighed(weighed.left, weighed.right, odds)


def _members(count: int, found: list[Ints], weighed: _Weighed, together: set[Pair], apart: set[Pair]) -> list[list[int]]:
    members: list[list[int]] = []
    alone = np.ones(count, np.bool_)
    for group, bits in zip(found, bits_by_group(found, weighed.left, weighed.right, weighed.odds, count), strict=True):
        members.extend(assemble(group, bits, together, apart))
        alone[group] = False
    members.extend([int(record)] for record in np.flatnonzero(alone))
    return sorted(members)


def _identities(
    columns: Columns, keys: Sequence[RecordKey], members: list[list[int]], weighed: _Weighed, weights: Weights
) -> list[Identity]:
    """The strongest pairs that hold each person together, and strong pairs that were kept apart all the same."""
    home = np.empty(len(columns), np.int32)
    for person, records in enumerate(members):
        home[records] = person
    order = np.lexsort((weighed.right, weighed.left, -weighed.odds))
    chosen = _spanning(weighed, home, order)
    left, right = weighed.left[chosen], weighed.right[chosen]
    compared = compare_records(columns, left, right)
    bits = likelihoods(FACTS, compared, weights).bits(weights.shares)
    probabilities = _probability(weighed.odds[chosen])
    expected = telling(FACTS, weights)
    identities = []
    for i in range(len(chosen)):
        evidence = evidence_of(FACTS, compared.levels[:, i], bits[:, i])
        identities.append(
            Identity(
                left=keys[left[i]],
                right=keys[right[i]],
                probability=round(float(probabilities[i]), 4),
                evidence=evidence,
                would_decide=would_decide(evidence, expected),
            )
        )
    return sorted(identities, key=lambda one: (one.left, one.right))


def _spanning(weighed: _Weighed, home: Ints, order: Ints) -> Ints:
    """Numbers of the pairs to report: a spanning tree of each person, strongest first, and pairs kept apart."""
    root = list(range(len(home)))

    def top(record: int) -> int:
        while root[record] != record:
            root[record] = root[root[record]]
            record = root[record]
        return record

    kept_apart = (home[weighed.left] != home[weighed.right]) & (weighed.odds > 0)
    chosen = []
    same = home[weighed.left] == home[weighed.right]
    for i in order[(same | kept_apart)[order]].tolist():
        a, b = top(int(weighed.left[i])), top(int(weighed.right[i]))
        if kept_apart[i]:
            chosen.append(i)
        elif a != b:
            root[a] = b
            chosen.append(i)
    return np.array(chosen, np.int64)
