"""Rows of different lengths, kept as one array of numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Row i holds `flat[start[i]:start[i + 1]]`."""

    flat: Ints
    start: Places

    @classmethod
    def of(cls, rows: Sequence[Iterable[int]]) -> "Rows":
        """From one iterable of numbers a row."""
        lists = [list(row) for row in rows]
        return cls.counted(
            np.fromiter((number for row in lists for number in row), np.int32),
            np.fromiter(map(len, lists), np.int64, len(lists)),
        )

    @classmethod
    def counted(cls, flat: Ints, counts: Places) -> "Rows":
        """From all numbers in order, and how many each row has."""
        start = np.zeros(len(counts) + 1, np.int64)
        np.cumsum(counts, out=start[1:])
        return cls(flat, start)

    @classmethod
    def placed(cls, rows: Places, told: Sequence[Sequence[int]], count: int) -> "Rows":
        """`count` rows of which only these, numbered in rising order, hold anything."""
        counts = np.zeros(count, np.int64)
        counts[rows] = np.fromiter(map(len, told), np.int64, len(told))
        return cls.counted(np.fromiter((number for row in told for number in row), np.int32), counts)

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def counts(self) -> Places:
        """How many numbers each row holds."""
        return np.diff(self.start)

    def at(self, row: int) -> list[int]:
        """The numbers of one row."""
        found: list[int] = self.flat[self.start[row] : self.start[row + 1]].tolist()
        return found

    def owners(self) -> Places:
        """The row of each number."""
        return np.repeat(np.arange(len(self)), self.counts)

    def taken(self, rows: Places | Ints) -> "Rows":
        """These rows, in this order; a row may be taken more than once."""
        counts = self.counts[rows]
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return Rows.counted(self.flat[np.repeat(self.start[rows], counts) + within], counts)

    def kept(self, wanted: NDArray[np.bool_]) -> "Rows":
        """The same rows with only the wanted of their numbers."""
        counts = np.bincount(self.owners()[wanted], minlength=len(self))
        return Rows.counted(self.flat[wanted], counts)

    def first(self, most: int) -> Ints:
        """The first numbers of each row, shape (rows, most); 0 where a row is shorter."""
        found = np.zeros((len(self), most), np.int32)
        for place in range(most):
            has = np.flatnonzero(self.counts > place)
            found[has, place] = self.flat[self.start[has] + place]
        return found

    def cut(self, begin: Places, end: Places) -> "Rows":
        """Of each row the numbers from its begin up to its end, both counted within the row."""
        counts = np.maximum(np.minimum(end, self.counts) - begin, 0)
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return Rows.counted(self.flat[np.repeat(self.start[:-1] + begin, counts) + within], counts)

    def beside(self, other: "Rows") -> "Rows":
        """Each row followed by the other's row of the same number."""
        counts = self.counts + other.counts
        start = np.zeros(len(self) + 1, np.int64)
        np.cumsum(counts, out=start[1:])
        flat = np.empty(int(start[-1]), np.int32)
        for rows, shift in ((self, 0), (other, self.counts)):
            place = np.repeat(start[:-1] + shift - rows.start[:-1], rows.counts) + np.arange(len(rows.flat))
            flat[place] = rows.flat
        return Rows(flat, start)

    def where(self, condition: NDArray[np.bool_], other: "Rows") -> "Rows":
        """These rows where the condition holds, the other's rows elsewhere."""
        nothing = np.zeros(len(self), np.int64)
        one = self.cut(nothing, np.where(condition, self.counts, 0))
        return one.beside(other.cut(nothing, np.where(condition, 0, other.counts)))
