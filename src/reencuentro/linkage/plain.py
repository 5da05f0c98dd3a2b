"""Plain tables: who is who among records by the million, without rosters, rulings or families."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reencuentro.linkage.blocking import candidate_pairs, unpacked
from reencuentro.linkage.clusters import clusters_of, unseen_pairs
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.identity import FACTS, compare_records, with_coincidence
from reencuentro.linkage.kernels import Floats
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Weights, likelihoods
from reencuentro.linkage.training import learn, starting_weights

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

_AT_ONCE = 1 << 15
"""Pairs compared at once: few enough for what is worked out about them to stay in the processor's cache."""
_TRAINED_ON = 50_000
_RANDOM_PAIRS = 40_000
_KIN_PER_MATCH = 0.5  # a family has more pairs of members than a person has pairs of records, so this is little
_SEED = 20180619
FAINTEST = -6.0
"""log2 odds below which a pair is forgotten: the next best evidence can't make a match of it."""
_CONNECTED = -4.25
"""log2 odds from which a pair holds records in one group, inside which it is then decided who is whom."""


def link_people(columns: Columns) -> Ints:
    """The person behind each record, by the number of the person's first record."""
    count = len(columns)
    if count < 2:
        return np.arange(count, dtype=np.int32)
    left, right = candidate_pairs(columns)
    if not len(left):
        return np.arange(count, dtype=np.int32)
    weights = weights_of(columns, left, right)
    left, right, odds = _worth_keeping(left, right, weigh(columns, left, right, weights))
    unseen = unpacked(unseen_pairs(count, left, right, odds >= _CONNECTED))
    unseen_odds = weigh(columns, *unseen, weights)
    return clusters_of(
        count,
        np.concatenate([left, unseen[0]]),
        np.concatenate([right, unseen[1]]),
        np.concatenate([odds, unseen_odds]),
    )


def _worth_keeping(left: Ints, right: Ints, odds: Floats) -> tuple[Ints, Ints, Floats]:
    kept = odds >= FAINTEST
    return left[kept], right[kept], odds[kept]


def weights_of(columns: Columns, left: Ints, right: Ints) -> Weights:
    """What each level of each fact is worth in these data, learned from pairs spread evenly over the candidates."""
    count = len(columns)
    pairs = count * (count - 1) // 2
    step = -(-len(left) // _TRAINED_ON)
    sample = compare_records(columns, left[::step], right[::step])
    expected = min(0.2, count / 2 / pairs), min(0.3, count / pairs)
    start = starting_weights(FACTS, compare_records(columns, *random_pairs(count)).levels, expected)
    start = with_coincidence(start, sample, count)
    return learn(FACTS, sample, start, pairs // step, kin_per_match=_KIN_PER_MATCH)


def random_pairs(count: int) -> tuple[Ints, Ints]:
    """Pairs of different records, the same for the same count."""
    random = np.random.default_rng(_SEED)
    wanted = min(_RANDOM_PAIRS, count * (count - 1) // 2)
    left = random.integers(0, count, wanted, np.int32)
    right = ((left + random.integers(1, count, wanted)) % count).astype(np.int32)
    return np.minimum(left, right), np.maximum(left, right)


def weigh(columns: Columns, left: Ints, right: Ints, weights: Weights) -> Floats:
    """log2 odds of N pairs of being one person, worked out on every core."""
    odds = np.empty(len(left))

    def weigh_some(start: int) -> None:
        some = slice(start, start + _AT_ONCE)
        odds[some] = odds_of(columns, left[some], right[some], weights)

    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        list(workers.map(weigh_some, range(0, len(left), _AT_ONCE)))
    return odds


def odds_of(columns: Columns, left: Ints, right: Ints, weights: Weights) -> Floats:
    """log2 odds of N pairs of being one person: the kernel, the same wherever it runs."""
    compared = compare_records(columns, left, right)
    return likelihoods(FACTS, compared, weights).log_odds(weights.shares)
