"""A second look at who is left over when two lists that share nearly everybody have been compared.

Where the border lists 2,000 children and the shelters received nearly all of them, the forty left over on one list and
the forty left over on the other are very likely each other: what was too weak a likeness among thousands is strong
among forty. So the leftovers of each pair of agencies, children and adults apart, are compared all with all, and chance
agreement and the share of matches are learned anew among them alone. The shares of errors among matches stay as
learned before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.dates import Born, compare_births
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Floats, Weights, likelihoods, with_strangers

LARGEST = 2_000_000
"""Pairs of leftovers of two agencies up to which all are looked at."""
_MOST_COMPARED = 40_000
SHARED = 0.6
"""Share of the smaller list that must have been found on the other before its leftovers get a second look."""
_GROWN = 18.0
_ROUNDS = 15
_MOST = 0.8  # of the smaller side, at the most, is believed to be matches


@dataclass(frozen=True, slots=True)
class _Pool:
    """Records of two agencies whose persons are not on the other's list."""

    left: Ints
    right: Ints


def second_look(columns: Columns, members: Sequence[Sequence[int]], weights: Weights) -> tuple[Ints, Ints, Floats]:
    """Pairs of leftovers, left < right, with their log2 odds of being one person, given that they are left over."""
    found = [_weighed(columns, pool, weights) for pool in _pools(columns, members)]
    if not found:
        nothing = np.empty(0, np.int32)
        return nothing, nothing, np.empty(0)
    left, right, odds = (np.concatenate(part) for part in zip(*found, strict=True))
    return np.minimum(left, right), np.maximum(left, right), odds


def _pools(columns: Columns, members: Sequence[Sequence[int]]) -> Iterator[_Pool]:
    grown = _grown(columns)
    held: dict[tuple[int, bool], dict[int, list[int]]] = defaultdict(dict)
    for person, records in enumerate(members):
        for record in records:
            held[int(columns.agency[record]), bool(grown[records[0]])].setdefault(person, []).append(record)
    for (agency, adult), (other, other_adult) in combinations(sorted(held), 2):
        if agency == other or adult != other_adult:
            continue
        one, another = held[agency, adult], held[other, other_adult]
        shared = len(one.keys() & another.keys())
        if shared >= SHARED * min(len(one), len(another)):
            pool = _Pool(_left_over(one, another), _left_over(another, one))
            if 0 < len(pool.left) * len(pool.right) <= LARGEST:
                yield pool


def _grown(columns: Columns) -> NDArray[np.bool_]:
    """Adults by birth, against the newest date that the records speak of; unknown ages count as children."""
    newest = max(int(columns.apprehended_on.max(initial=0)), int(columns.admitted_on.max(initial=0)))
    today = newest / 365.2425 if newest else float(np.nanmax(columns.born, initial=0.0))
    return np.asarray(today - columns.born >= _GROWN, np.bool_)


def _left_over(one: Mapping[int, list[int]], other: Mapping[int, list[int]]) -> Ints:
    return np.array(
        [record for person, records in sorted(one.items()) if person not in other for record in records], np.int32
    )


def _weighed(columns: Columns, pool: _Pool, weights: Weights) -> tuple[Ints, Ints, Floats]:
    left = np.repeat(pool.left, len(pool.right))
    right = np.tile(pool.right, len(pool.left))
    possible = _possible(columns, left, right)
    left, right = left[possible], right[possible]
    if not 0 < len(left) <= _MOST_COMPARED:
        return left[:0], right[:0], np.empty(0)
    compared = compare_records(columns, left, right)
    odds = _odds(compared, weights, min(len(pool.left), len(pool.right)))
    likely = odds > _WORTH_KEEPING
    return left[likely], right[likely], odds[likely]


def _possible(columns: Columns, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Pairs whose sex, nationality and birth don't speak against it: chance is then counted among such pairs too."""
    same = np.ones(len(left), np.bool_)
    for column in (columns.sex, columns.nationality):
        same &= (column[left] == column[right]) | (column[left] == 0) | (column[right] == 0)
    return np.asarray(same & (compare_births(columns, left, right) < Born.DIFFERENT), np.bool_)


_WORTH_KEEPING = -6.0  # bits


def _odds(compared: Comparison, weights: Weights, most: int) -> Floats:
    """log2 odds of a match, strangers and the share of matches learned from these pairs alone."""
    pairs = len(compared)
    share = 0.5 * most / pairs
    kin = weights.shares[1]
    chances = np.full(pairs, share)
    for _ in range(_ROUNDS):
        local = with_strangers(FACTS, compared, weights, 1 - chances, (min(share, _MOST * most / pairs), kin))
        found = likelihoods(FACTS, compared, local)
        chances = found.probabilities(local.shares)[0]
        share = float((chances.sum() + 0.5) / (pairs + 1))
    return found.log_odds(local.shares)
