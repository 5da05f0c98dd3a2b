"""Facts, their levels and what each level is worth: the Fellegi–Sunter model with three kinds of pairs.

A pair is what is looked for (one person; mother and child), or merely kin, or strangers. Two kinds would not do: lists
of families are full of brothers, cousins and aunts, who share surnames, days and places, and would pass for a match.
Source: Fellegi & Sunter 1969, doi:10.1080/01621459.1969.10501049.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact that two sources may state, with what is believed of it before any data are seen.

    levels: an IntEnum whose 0 is UNKNOWN. matches, kin: how often each other level is expected where the pair is what
    is looked for, and where it is kin of another kind; in the levels' order.
    kin_learns: whether the shares of kin are refined from the data. They are not where a match could pass for kin.
    namesakes: share of kin who agree on a name beyond chance; None for facts that are not names.
    """

    name: str
    levels: type[IntEnum]
    matches: tuple[float, ...]
    kin: tuple[float, ...]
    kin_learns: bool = True
    namesakes: float | None = None


Facts = tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """N pairs compared on every fact.

    levels: shape (facts, N). chance: for facts that are names, log2 of how often strangers agree on just these words;
    NaN where they don't agree.
    """

    levels: Levels
    chance: Mapping[str, Floats]

    def __len__(self) -> int:
        return int(self.levels.shape[1])


@dataclass(frozen=True, slots=True)
class Weights:
    """log2 of how often each level occurs among matches, kin and strangers: one array a fact; entry 0 (UNKNOWN) is 0.

    shares: of matches and of kin among all pairs there are, compared or not.
    """

    matches: tuple[Floats, ...]
    kin: tuple[Floats, ...]
    strangers: tuple[Floats, ...]
    shares: tuple[float, float]

    @property
    def priors(self) -> tuple[float, float, float]:
        """log2 of the shares of matches, kin and strangers among all pairs."""
        return priors(self.shares)


def priors(shares: tuple[float, float]) -> tuple[float, float, float]:
    """log2 of the shares of matches, kin and strangers; strangers never vanish."""
    match, kin, strangers = (float(np.log2(share)) for share in (*shares, max(1 - sum(shares), _FEWEST_STRANGERS)))
    return match, kin, strangers


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """log2 likelihood of every fact of every pair under the three kinds: arrays of shape (facts, N)."""

    matches: Floats
    kin: Floats
    strangers: Floats

    def totals(self, shares: tuple[float, float]) -> Floats:
        """log2 of the joint probability of each kind, shape (3, N): matches, kin, strangers."""
        return np.vstack(
            [
                sum(kind) + prior  # fact by fact: numpy's own sum adds in another order where there is one pair alone
                for kind, prior in zip((self.matches, self.kin, self.strangers), priors(shares), strict=True)
            ]
        )

    def probabilities(self, shares: tuple[float, float]) -> Floats:
        """Probability of each kind for each pair, shape (3, N)."""
        totals = self.totals(shares)
        weights = np.exp2(totals - totals.max(axis=0))
        return np.asarray(weights / weights.sum(axis=0), np.float64)

    def log_odds(self, shares: tuple[float, float]) -> Floats:
        """log2 odds of a match against everything else, N values."""
        matches, kin, strangers = self.totals(shares)
        return np.asarray(matches - np.logaddexp2(kin, strangers), np.float64)

    def bits(self, shares: tuple[float, float]) -> Floats:
        """What each fact says for (+) or against (-) a match, in bits, against the likelier of kin and strangers."""
        _, kin, strangers = self.totals(shares)
        return np.asarray(self.matches - np.where(kin > strangers, self.kin, self.strangers), np.float64)


def likelihoods(facts: Facts, compared: Comparison, weights: Weights) -> Likelihoods:
    """How likely what was seen is under each kind; silence counts 0 everywhere.

    Where names agree, strangers agree as often as the shared words are common: rare names weigh more.
    """
    known = compared.levels.any(axis=1)
    matches, kin, strangers = (np.zeros(compared.levels.shape) for _ in range(3))
    for i in np.flatnonzero(known).tolist():
        fact, row = facts[i], compared.levels[i]
        matches[i], kin[i], strangers[i] = (
            table[i][row] for table in (weights.matches, weights.kin, weights.strangers)
        )
        if fact.name in compared.chance:
            agrees = np.flatnonzero(~np.isnan(compared.chance[fact.name]))
            chance = np.minimum(compared.chance[fact.name][agrees], LEAST_RARE)
            strangers[i, agrees] = chance
            if fact.namesakes is not None:
                kin[i, agrees] = np.log2(np.exp2(chance) + fact.namesakes)
    return Likelihoods(matches, kin, strangers)


def with_strangers(
    facts: Facts, compared: Comparison, weights: Weights, strange: Floats, shares: tuple[float, float]
) -> Weights:
    """The same weights with chance agreement counted anew among these pairs.

    strange: for each pair, how surely it is of strangers; shares: of matches and kin among these pairs. The chance that
    was counted before counts as twenty pairs more.
    """
    return Weights(
        matches=weights.matches,
        kin=weights.kin,
        strangers=tuple(
            logs(
                np.bincount(row, weights=strange, minlength=len(fact.levels))[1:]
                + _COUNTED_BEFORE * np.exp2(before[1:])
            )
            for row, fact, before in zip(compared.levels, facts, weights.strangers, strict=True)
        ),
        shares=shares,
    )


_FEWEST_STRANGERS = 0.01  # of all pairs, even where two lists hold one person each
_COUNTED_BEFORE = 20.0
LEAST_RARE = -0.5  # bits: even the commonest name says a little


def logs(shares: Floats) -> Floats:
    """A weights table from counts or shares of the levels after UNKNOWN."""
    return np.concatenate([[0.0], np.log2(shares / shares.sum())])
