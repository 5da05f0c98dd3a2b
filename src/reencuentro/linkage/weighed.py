"""Pairs of records with the odds that the two are one person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Floats


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs of record numbers, left < right, with their log2 odds of being one person."""

    left: Ints
    right: Ints
    odds: Floats

    def __add__(self, other: "Weighed") -> "Weighed":
        return Weighed(
            np.concatenate([self.left, other.left]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.odds, other.odds]),
        )

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Weighed":
        """These of the pairs, by mask or number."""
        return Weighed(self.left[chosen], self.right[chosen], self.odds[chosen])

    def updated(self, newer: "Weighed") -> "Weighed":
        """These pairs with the newer odds where there are any, and the new pairs; sorted."""
        both = newer + self
        _, first = np.unique(packed(both.left, both.right), return_index=True)
        return both.where(first)


def packed(left: Ints, right: Ints) -> NDArray[np.int64]:
    """Each pair of numbers as one number that sorts as the pair does."""
    return np.asarray(left.astype(np.int64) << 32 | right, np.int64)


def probability(odds: Floats) -> Floats:
    """From log2 odds."""
    return np.asarray(1 / (1 + np.exp2(-odds)), np.float64)
