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
        begin = self.start[rows]
        return _gathered(self.flat, begin, self.start[rows + 1] - begin)

    def kept(self, wanted: NDArray[np.bool_]) -> "Rows":
        """The same rows with only the wanted of their numbers."""
        before = np.zeros(len(wanted) + 1, np.int64)
        np.cumsum(wanted, out=before[1:])
        return Rows(self.flat[wanted], before[self.start])

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
        return _gathered(self.flat, self.start[:-1] + begin, counts)

    def beside(self, other: "Rows") -> "Rows":
        """Each row followed by the other's row of the same number."""
        if not len(self.flat) or not len(other.flat):
            return other if len(other.flat) else self
        begin = np.column_stack([self.start[:-1], other.start[:-1] + len(self.flat)]).ravel()
        counts = np.column_stack([self.counts, other.counts]).ravel()
        both = _gathered(np.concatenate([self.flat, other.flat]), begin, counts)
        return Rows(both.flat, both.start[::2])

    def where(self, condition: NDArray[np.bool_], other: "Rows") -> "Rows":
        """These rows where the condition holds, the other's rows elsewhere."""
        if condition.all() or self is other:
            return self
        if not condition.any():
            return other
        begin = np.where(condition, self.start[:-1], other.start[:-1] + len(self.flat))
        counts = np.where(condition, self.counts, other.counts)
        return _gathered(np.concatenate([self.flat, other.flat]), begin, counts)

    def replaced(self, rows: Places, others: "Rows") -> "Rows":
        """The same with these rows replaced by others, one for each."""
        begin, counts = self.start[:-1].copy(), self.counts
        begin[rows], counts[rows] = others.start[:-1] + len(self.flat), others.counts
        return _gathered(np.concatenate([self.flat, others.flat]), begin, counts)


def _gathered(flat: Ints, begin: Places, counts: Places) -> Rows:
    """Rows of so many of these numbers each, from where each begins."""
    start = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=start[1:])
    places = np.repeat(begin - start[:-1], counts)
    places += np.arange(len(places))
    return Rows(flat[places], start)
