"""Rival ties weighed against each other, over each connected group at once.

A child has one mother and one father at most, and a claim ("my son José, 7") speaks of one child at most. Which ties
hold is therefore decided together: each tie's probability is its marginal in the model of all matchings that keep these
rules, each matching weighing the product of its ties' odds (the monomer–dimer model). It is found by belief
propagation, which is exact on trees and contracts on every graph.
Source: Bayati, Gamarnik, Katz, Nair & Tetali 2007, doi:10.1145/1250790.1250809.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDS = 200
_SETTLED = 1e-9
_DAMPED = 0.5


def marginals(odds: Floats, left: Ints, right: Ints) -> Floats:
    """Probability of each of N ties, given that each node takes part in one tie at most.

    odds: odds of each tie on its own. left: node of the child's side (child and role). right: node of the relative's
    side (a claim), -1 where the tie uses no claim, so that nothing rivals it there.
    """
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
