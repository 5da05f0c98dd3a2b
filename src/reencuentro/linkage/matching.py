"""Rival ties weighed against each other, over each connected group at once.

A child has one mother and one father at most, and a claim ("my son José, 7") speaks of one child at most. Which ties
hold is therefore decided together: each tie's probability is its marginal in the model of all matchings that keep these
rules, each matching weighing the product of its ties' odds (the monomer–dimer model). It is found by belief
propagation, which is exact on trees and contracts on every graph. On small groups with cycles, where it would be off,
all matchings are counted instead, by which nodes of the smaller side they use.
Source: Bayati, Gamarnik, Katz, Nair & Tetali 2007, doi:10.1145/1250790.1250809.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDS = 200
_SETTLED = 1e-9
_DAMPED = 0.5
SMALL = 10
"""Nodes of the smaller side of a group up to which all its matchings are counted: 1,024 sets of them at most."""


def marginals(odds: Floats, left: Ints, right: Ints) -> Floats:
    """Probability of each of N ties, given that each node takes part in one tie at most.

    odds: odds of each tie on its own. left: node of the child's side (child and role). right: node of the relative's
    side (a claim), -1 where the tie uses no claim, so that nothing rivals it there.
    """
    found = _propagated(odds, left, right)
    apart = _each_unclaimed_apart(right)
    for ties in _small_groups_with_cycles(left, apart):
        found[ties] = _counted(odds[ties], left[ties], apart[ties])
    return found


def _each_unclaimed_apart(right: Ints) -> Ints:
    """The right nodes, with one of its own for each tie that uses no claim."""
    unclaimed = right < 0
    apart = right.copy()
    apart[unclaimed] = right.max(initial=-1) + 1 + np.arange(int(unclaimed.sum()))
    return apart


def _small_groups_with_cycles(left: Ints, right: Ints) -> Iterator[Ints]:
    """The ties of each connected group that is no tree and small enough to be counted."""
    lefts, rights = int(left.max(initial=-1)) + 1, int(right.max(initial=-1)) + 1
    nodes = lefts + rights
    _, label = connected_components(
        coo_matrix((np.ones(len(left), np.int8), (left, lefts + right)), shape=(nodes, nodes)), directed=False
    )
    of_tie = label[left]
    order = np.argsort(of_tie, kind="stable")
    for ties in np.split(order, np.flatnonzero(np.diff(of_tie[order])) + 1):
        sides = len(np.unique(left[ties])), len(np.unique(right[ties]))
        if len(ties) >= sum(sides) and min(sides) <= SMALL:
            yield ties


def _counted(odds: Floats, left: Ints, right: Ints) -> Floats:
    """Exact marginals of one group: node by node of the larger side, all ways by the set of smaller nodes they use."""
    small, large = (left, right) if len(np.unique(left)) <= len(np.unique(right)) else (right, left)
    bit = {node: 1 << i for i, node in enumerate(np.unique(small).tolist())}
    steps = [np.flatnonzero(large == node) for node in np.unique(large)]
    choices = [[(tie, float(odds[tie]), bit[int(small[tie])]) for tie in ties.tolist()] for ties in steps]
    before: list[Mapping[int, float]] = [{0: 1.0}]
    for choice in choices:
        before.append(_after(before[-1], choice))
    found = np.zeros(len(odds))
    rest = dict.fromkeys(before[-1], 1.0)  # weight of all ways to go on from each set of nodes used
    for choice, sets in zip(choices[::-1], before[-2::-1], strict=True):
        earlier: dict[int, float] = {}
        for used, ways in sets.items():
            earlier[used] = rest[used]
            for tie, weight, node in choice:
                if not used & node:
                    through = weight * rest[used | node]
                    earlier[used] += through
                    found[tie] += ways * through
        rest = earlier
    return found / rest[0]


def _after(sets: Mapping[int, float], choice: list[tuple[int, float, int]]) -> Mapping[int, float]:
    """Weight of all ways to have used each set of smaller nodes, once one more larger node has chosen, or not."""
    after: dict[int, float] = defaultdict(float)
    for used, ways in sets.items():
        after[used] += ways
        for _, weight, node in choice:
            if not used & node:
                after[used | node] += weight * ways
    return after


def _propagated(odds: Floats, left: Ints, right: Ints) -> Floats:
    """Marginals by belief propagation."""
    lefts = int(left.max(initial=-1)) + 1
    claimed = right >= 0
    rights = np.where(claimed, right, 0)
    nodes = int(rights.max(initial=-1)) + 1
    to_left = np.ones(len(odds))  # how free the right node would be without this tie
    for _ in range(_ROUNDS):
        to_right = _free(odds * to_left, left, lefts)
        fresh = np.where(claimed, _free(odds * to_right * claimed, rights, nodes), 1.0)
        # Messages may be as small as the odds are large, so it is their proportion that must settle.
        moved = float(np.max(np.abs(np.log(fresh) - np.log(to_left)), initial=0.0))
        to_left = _DAMPED * to_left + (1 - _DAMPED) * fresh
        if moved < _SETTLED:
            break
    weight = odds * to_left * _free(odds * to_left, left, lefts)
    return np.asarray(weight / (1 + weight), np.float64)


def _free(weights: Floats, node: Ints, nodes: int) -> Floats:
    """For each tie, the probability that its node is in none of its other ties: 1 / (1 + their weights)."""
    total = np.bincount(node, weights=weights, minlength=nodes)
    others = np.maximum(total[node] - weights, 0.0)
    return np.asarray(1.0 / (1.0 + others), np.float64)
