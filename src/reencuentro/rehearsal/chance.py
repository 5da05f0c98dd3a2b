"""Luck that can be repeated: one stream of numbers for each family, so that no family's fate depends on another's."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
BATCH = 128  # drawing one number at a time from numpy costs more than the rest of a family's making


class Weighted(Generic[T]):
    """Things to draw from, each with its weight; weights need not sum to one."""

    def __init__(self, weights: Mapping[T, float] | Iterable[tuple[T, float]]) -> None:
        pairs = list(weights.items() if isinstance(weights, Mapping) else weights)
        self.things: list[T] = [thing for thing, weight in pairs if weight > 0]
        self.sums = list(accumulate(weight for _, weight in pairs if weight > 0))

    @classmethod
    def by_rank(cls, things: Sequence[T], *, flat: float = 5.0) -> "Weighted[T]":
        """Zipf-Mandelbrot weights, most frequent first: 1 / (rank + flat)."""
        return cls([(thing, 1 / (rank + flat)) for rank, thing in enumerate(things)])


class Dice:
    """One stream of luck, named by whole numbers: the same numbers give the same luck."""

    def __init__(self, *stream: int) -> None:
        self.generator = np.random.default_rng(np.random.SeedSequence(stream))
        self._drawn: list[float] = []

    def number(self) -> float:
        """A number in [0, 1)."""
        if not self._drawn:
            self._drawn = self.generator.random(BATCH).tolist()
        return self._drawn.pop()

    def chance(self, probability: float) -> bool:
        """Whether something of this probability happens; always draws, so that a rate moves nothing else."""
        return self.number() < probability

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.number() * (most - least + 1))

    def pick(self, things: Sequence[T]) -> T:
        """One of the things, each as likely."""
        return things[int(self.number() * len(things))]

    def draw(self, weighted: Weighted[T]) -> T:
        """One of the things, by weight."""
        at = bisect_right(weighted.sums, self.number() * weighted.sums[-1])
        return weighted.things[min(at, len(weighted.things) - 1)]
