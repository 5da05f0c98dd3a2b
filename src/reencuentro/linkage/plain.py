"""Plain tables: who is who among records by the million, without rosters, rulings or families."""

from collections.abc import Callable

import numpy as np

from reencuentro.linkage.blocking import unpacked
from reencuentro.linkage.clusters import clusters_of, unseen_pairs
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.dates import chance_agreement
from reencuentro.linkage.engines import EMBEDDED, Engine, Pairs, weigh
from reencuentro.linkage.identity import FACTS, compare_records, with_coincidence
from reencuentro.linkage.memory import give_back
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Weights
from reencuentro.linkage.training import learn, starting_weights, with_counted
from reencuentro.linkage.weighed import Weighed

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""

_TRAINED_ON = 30_000
_RANDOM_PAIRS = 40_000
_KIN_PER_MATCH = 0.5  # a family has more pairs of members than a person has pairs of records, so this is little
_BEYOND = 20_000
"""Pairs of strangers that a table is believed to leave out. In a table of three, two of one name would else be proof of
one person; of a thousand records nobody notices."""
_SEED = 20180619
FAINTEST = -6.0
"""log2 odds below which a pair is forgotten: the next best evidence can't make a match of it."""
_CONNECTED = -4.25
"""log2 odds from which a pair holds records in one group, inside which it is then decided who is whom."""


def link_people(columns: Columns, engine: Engine = EMBEDDED) -> Ints:
    """The person behind each record, by the number of the person's first record."""
    count = len(columns)
    if count < 2:
        return np.arange(count, dtype=np.int32)
    seen, weights = _seen(columns, engine)
    left, right = unpacked(unseen_pairs(count, seen.left, seen.right, seen.odds >= _CONNECTED))
    weighed = seen + Weighed(left, right, weigh(columns, left, right, weights))
    return clusters_of(count, weighed.left, weighed.right, weighed.odds)


def _seen(columns: Columns, engine: Engine) -> tuple[Weighed, Weights]:
    """The candidates worth keeping, and what each fact is worth; the others are forgotten here."""
    with engine.pairs(columns) as pairs:
        give_back()
        columns.make_ready()
        give_back()
        weights = weights_of(columns, pairs)
        return pairs.weighed(weights, at_least=FAINTEST), weights


def weights_of(columns: Columns, pairs: Pairs) -> Weights:
    """What each level of each fact is worth in these data, learned from pairs spread evenly over the candidates."""
    count = len(columns)
    possible = count * (count - 1) // 2 + _BEYOND
    step = max(1, -(-len(pairs) // _TRAINED_ON))
    sample = compare_records(columns, *pairs.every(step))
    expected = expected_shares(count, count * (count - 1) // 2)
    strangers = random_pairs(count)
    start = starting_weights(FACTS, compare_records(columns, *strangers).levels, expected)
    start = with_counted(FACTS, start, "birth", chance_agreement(columns), len(strangers[0]))
    start = with_coincidence(start, sample, count)
    return learn(FACTS, sample, start, possible // step, kin_per_match=_KIN_PER_MATCH)


def expected_shares(records: int, pairs: int) -> tuple[float, float]:
    """What shares of these pairs of so many records are believed to be matches and kin before any is compared."""
    possible = pairs + _BEYOND
    return min(0.2, records / 2 / possible), min(0.3, records / possible)


def random_pairs(count: int) -> tuple[Ints, Ints]:
    """Pairs of different records, the same for the same count."""
    random = np.random.default_rng(_SEED)
    wanted = min(_RANDOM_PAIRS, count * (count - 1) // 2)
    left = random.integers(0, count, wanted, np.int32)
    right = ((left + random.integers(1, count, wanted)) % count).astype(np.int32)
    return np.minimum(left, right), np.maximum(left, right)
