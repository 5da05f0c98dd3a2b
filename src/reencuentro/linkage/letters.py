"""Words as numbers made of their letters: what begins a word, or is left of it without a letter, is found by number."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.spelling import LONGEST_WORD

Hashes = NDArray[np.uint64]

_WRAP = (1 << 64) - 1
_ODD = 0x2545F4914F6CDD1D
_BASE = np.uint64(_ODD)
_MOVED = np.uint64(pow(_ODD, -1, 1 << 64))
SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""What a hash is multiplied with, so that its upper bits depend on all of it."""


class Letters:
    """Words by number, letter by letter, and their hashes.

    The hash is a polynomial in an odd base, so that what follows a gap can be moved up by dividing by the base, and the
    hash of two words written together is made of theirs. lengths: in letters. sums: row i has the hashes of the words'
    first i letters; of the letters of a word LONGEST_WORD are kept.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.lengths: Ints = np.fromiter(map(len, texts), np.int32, len(texts))
        width = int(np.clip(self.lengths.max(initial=1), 1, LONGEST_WORD))
        self.table = np.array(texts, f"U{width}").view(np.uint32).reshape(len(texts), width).T.copy()
        self.sums: Hashes = np.zeros((width + 1, len(texts)), np.uint64)
        np.cumsum(self.table * _powers(width + 1)[1:, None], axis=0, out=self.sums[1:])

    def __len__(self) -> int:
        return len(self.lengths)

    @cached_property
    def whole(self) -> Hashes:
        """The hash of each word."""
        return self._hashes(self.lengths)

    @cached_property
    def stem(self) -> Hashes:
        """The hash of each word without its last letter."""
        return self._hashes(np.maximum(self.lengths - 1, 0))

    @cached_property
    def last(self) -> Ints:
        """The code of each word's last letter; 0 for the empty word."""
        return np.fromiter((ord(text[-1]) if text else 0 for text in self._texts), np.int32, len(self))

    @cached_property
    def bare(self) -> NDArray[np.bool_]:
        """Which words are letters and nothing else: a wrong figure makes another number, and no slip."""
        return np.fromiter(map(str.isalpha, self._texts), np.bool_, len(self))

    def _hashes(self, ends: Ints) -> Hashes:
        found = self.sums[np.minimum(ends, len(self.sums) - 1), np.arange(len(self))]
        for word in np.flatnonzero(ends >= len(self.sums)).tolist():
            found[word] = _hash(self._texts[word][: ends[word]])
        return found

    def joined(self, left: Ints, right: Ints) -> Hashes:
        """The hashes of pairs of words written together."""
        powers = _powers(int(self.lengths.max(initial=0)) + 1)
        found = np.empty(len(left), np.uint64)
        for start in range(0, len(left), _AT_ONCE):
            one, other = left[start : start + _AT_ONCE], right[start : start + _AT_ONCE]
            found[start : start + _AT_ONCE] = self.whole[one] + self.whole[other] * powers[self.lengths[one]]
        return found

    def without_one(self, words: Ints) -> tuple[Hashes, Places, Places]:
        """The hashes of these words without each of their letters, which letter that is, and whose of these words."""
        lengths, whole = self.lengths[words], self.whole[words]
        owners = [np.flatnonzero(lengths > place) for place in range(int(lengths.max(initial=0)))]
        left = [
            self.sums[place][words[has]] + (whole[has] - self.sums[place + 1][words[has]]) * _MOVED
            for place, has in enumerate(owners)
        ]
        places = np.repeat(np.arange(len(owners)), [len(has) for has in owners])
        return np.concatenate(left), places, np.concatenate(owners)


_AT_ONCE = 1 << 16
"""Words joined at once: few enough for the processor's cache."""


def _powers(count: int) -> Hashes:
    """The base to the power of 0, 1, 2, …"""
    return np.concatenate([[np.uint64(1)], np.cumprod(np.full(count - 1, _BASE))])


def _hash(text: str) -> int:
    found, power = 0, 1
    for letter in text:
        power = power * _ODD & _WRAP
        found += ord(letter) * power
    return found & _WRAP


class Finder:
    """Finds which of some words has a hash."""

    _BITS = np.uint64(64 - 22)

    def __init__(self, hashes: Hashes, words: Ints) -> None:
        order = np.argsort(hashes)
        self._hashes, self._words = hashes[order], words[order]
        self._map = np.zeros(1 << 22, np.bool_)  # small enough for the processor's cache, it answers most questions
        self._map[(hashes * SPREAD) >> self._BITS] = True

    def of(self, asked: Hashes) -> Ints:
        """The numbers of the words that have these hashes; 0 where there is none."""
        found = np.zeros(len(asked), np.int32)
        if not len(self._words):
            return found
        near = np.flatnonzero(self._map[(asked * SPREAD) >> self._BITS])
        place = np.searchsorted(self._hashes[:-1], asked[near])
        found[near] = np.where(self._hashes[place] == asked[near], self._words[place], 0)
        return found
