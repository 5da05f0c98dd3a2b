"""Weights learned from the data at hand, without labels.

Expectation–maximisation with Dirichlet beliefs: few data leave the beliefs as they are, many data outweigh them. Chance
agreement is counted in random pairs and never refined, which keeps the kinds from trading places.
Source: Winkler 1988, "Using the EM algorithm for weight computation in the Fellegi–Sunter model of record linkage".
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from reencuentro.linkage.scoring import Comparison, Fact, Facts, Floats, Levels, Weights, likelihoods, logs

_BELIEF = 60.0  # how many pairs the belief about one fact weighs
_ROUNDS = 20
_SETTLED = 1e-3  # of the shares of matches and of kin: when they change by less, nothing else changes either
_AS_KIN = 20.0  # pairs that strangers are believed to resemble kin, until random pairs say otherwise


def starting_weights(facts: Facts, random_pairs: Levels, shares: tuple[float, float]) -> Weights:
    """Belief before learning, and chance agreement as counted in random pairs (shape (facts, pairs))."""
    return Weights(
        matches=tuple(logs(np.array(fact.matches)) for fact in facts),
        kin=tuple(logs(np.array(fact.kin)) for fact in facts),
        strangers=tuple(
            logs(np.bincount(row, minlength=len(fact.levels))[1:] + _AS_KIN * np.array(fact.kin))
            for row, fact in zip(random_pairs, facts, strict=True)
        ),
        shares=shares,
    )


def with_counted(facts: Facts, start: Weights, name: str, counted: Mapping[int, float], random_pairs: int) -> Weights:
    """The weights with chance agreement of one fact as counted over all pairs, where random ones meet it too seldom.

    counted: by level, the share of the pairs. random_pairs: how many the others were counted in.
    """
    row = next(row for row, fact in enumerate(facts) if fact.name == name)
    believed = _AS_KIN / (random_pairs + _AS_KIN)
    shares = np.exp2(start.strangers[row][1:])
    for level, share in counted.items():
        shares[level - 1] = (1 - believed) * share + believed * facts[row].kin[level - 1]
    strangers = (*start.strangers[:row], logs(shares), *start.strangers[row + 1 :])
    return replace(start, strangers=strangers)


def learn(facts: Facts, compared: Comparison, start: Weights, out_of: int, *, kin_per_match: float = 0.0) -> Weights:
    """Refine the shares of each level among matches and kin, and of these among `out_of` pairs, compared or not.

    kin_per_match: the fewest kin believed for each match.
    """
    weights = start
    for _ in range(_ROUNDS):
        before = weights.shares
        kinds = likelihoods(facts, compared, weights).probabilities(weights.shares)
        weights = Weights(
            matches=tuple(
                _refined(row, kinds[0], fact, fact.matches) for row, fact in zip(compared.levels, facts, strict=True)
            ),
            kin=tuple(
                _refined(row, kinds[1], fact, fact.kin) if fact.kin_learns else kept
                for row, fact, kept in zip(compared.levels, facts, start.kin, strict=True)
            ),
            strangers=start.strangers,
            shares=_shares(kinds, start.shares, out_of, kin_per_match),
        )
        if np.allclose(before, weights.shares, rtol=_SETTLED, atol=0.0):
            break
    return weights


def _refined(row: Levels, belonging: Floats, fact: Fact, belief: tuple[float, ...]) -> Floats:
    counted = np.bincount(row, weights=belonging, minlength=len(fact.levels))[1:]
    return logs(counted + _BELIEF * np.array(belief))


def _shares(kinds: Floats, start: tuple[float, float], out_of: int, kin_per_match: float) -> tuple[float, float]:
    """The belief about the shares weighs as much as a twentieth of what it expects."""
    totals = kinds[:2].sum(axis=1)
    match, kin = (
        (total + 0.05 * share * out_of + 1e-9) / (1.05 * out_of) for total, share in zip(totals, start, strict=True)
    )
    return min(float(match), 0.4), min(max(float(kin), kin_per_match * float(match)), 0.4)
