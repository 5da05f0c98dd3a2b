"""The keys under which records are filed: many a record, each of which survives some errors."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.naming import Names
from reencuentro.linkage.rows import Ints, Places, Rows
from reencuentro.linkage.spelling import heard_names
from reencuentro.linkage.words import Words, distinct

Hashes = NDArray[np.uint64]

_FAR_COMMONER = 4
"""How many times as common a similar word must be to be taken for what a rare one was meant to be."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Which record is filed under which key: one row a record and key, each once, sorted by key, then record."""

    key: NDArray[np.int64]
    record: Ints


@dataclass(frozen=True)
class Filing:
    """How words are filed: a misspelt rare word with the common one that it was meant to be.

    counts: how often each word occurs among the names at hand.
    """

    words: Words
    counts: Places

    @cached_property
    def meant(self) -> Ints:
        """For each word its commonest similar word, if that is far commoner; else itself."""
        left, right = self.words.near
        one, other = np.concatenate([left, right]), np.concatenate([right, left])
        better = self.counts[other] >= _FAR_COMMONER * np.maximum(self.counts[one], 1)
        one, other = one[better], other[better]
        order = np.lexsort((-other, self.counts[other], one))
        meant = np.arange(len(self.words), dtype=np.int32)
        meant[one[order]] = other[order]  # of equals the last one written stays: the commonest
        return meant

    @cached_property
    def heard(self) -> Rows:
        """Under which sounds each word is filed as a given name: its own, and those of the names it may be short for."""
        texts, sounds = self.words.texts, self.words.sounds
        numbers: dict[str, int] = {}
        filed = [
            sorted({numbers.setdefault(name, len(numbers) + 1) for name in heard_names(texts[word], sounds[word])})
            for word in self.meant.tolist()
        ]
        filed[0] = []
        return Rows.of(filed)

    @cached_property
    def sound(self) -> Ints:
        """Under which sound each word is filed as a surname."""
        numbers: dict[str, int] = {"": 0}
        distinct = np.fromiter(
            (numbers.setdefault(sound, len(numbers)) for sound in self.words.sounds), np.int32, len(self.words)
        )
        return distinct[self.meant]

    @cached_property
    def initial(self) -> Ints:
        """The first letter of each word, as filed."""
        first = np.fromiter((ord(text[0]) if text else 0 for text in self.words.sounds), np.int32, len(self.words))
        return first[self.meant]

    @cached_property
    def beginning(self) -> Ints:
        """The first three letters of each word's sound, numbered."""
        numbers: dict[str, int] = {"": 0}
        first = (numbers.setdefault(sound[:3], len(numbers)) for sound in self.words.sounds)
        return np.fromiter(first, np.int32, len(self.words))


def filing_of(columns: Columns) -> Filing:
    """How the words of these records are filed."""
    size = len(columns.words)
    parts = (columns.names.given, columns.names.surnames)
    return Filing(columns.words, sum((np.bincount(part.flat, minlength=size) for part in parts), np.zeros(size, int)))


def keys_of(columns: Columns) -> Keys:
    """Every key of every record; two records that share any key are compared."""
    drawer = _Drawer(columns, filing_of(columns))
    found = [(key, record) for key, record in drawer.filed() if len(key)]
    if not found:
        return Keys(np.empty(0, np.int64), np.empty(0, np.int32))
    key = np.concatenate([key for key, _ in found])
    record = np.concatenate([record for _, record in found])
    # The lower bits of a key make room for the record, so that one sort of plain numbers does for both.
    bits = np.uint64(max(1, int(len(columns)).bit_length()))
    both = distinct(key >> bits << bits | record.astype(np.uint64))
    return Keys((both >> bits).view(np.int64), (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32))


Filed = tuple[Hashes, Ints]


@dataclass(frozen=True)
class _Drawer:
    columns: Columns
    filing: Filing

    def filed(self) -> Iterator[Filed]:
        """Kind by kind."""
        yield from self._by_name()
        yield from self._by_birth()
        yield from self._by_number()
        yield from self._by_what_is_shared()
        yield from self._by_relatives()

    def _by_name(self) -> Iterator[Filed]:
        """A given name with a surname, any of each: survives order, a missing part, and an error in the others."""
        for given, surname in product(self._given.T, self._surnames.T):
            yield _filed("name", given, surname)
        first, second = self._surnames.T
        initial = self.filing.initial[self.columns.names.first_given[:, 0]]
        yield _filed("surnames", np.minimum(first, second), np.maximum(first, second), also=(initial,))
        # "Garcialopez" is filed under Garcia Lopez where somebody else writes it apart.
        fused, word = self.columns.kernel.surnames.fused, self.columns.names.both_surnames
        yield _filed("fused", np.where((fused == 0) & (word[:, 1] == 0), word[:, 0], fused), also=(initial,))

    def _by_birth(self) -> Iterator[Filed]:
        columns = self.columns
        real = ~((columns.month == 1) & (columns.day == 1))
        low, high = (np.where(real, side(columns.month, columns.day), 0) for side in (np.minimum, np.maximum))
        for given in self._given.T:
            yield _filed("given month day", given, low, high)
        for word in (*columns.names.first_given.T, *columns.names.both_surnames.T):
            yield _filed("beginning born", self.filing.beginning[word], columns.year, low, high)
        yield _filed("born in", columns.municipality, columns.year, low, high)

    def _by_number(self) -> Iterator[Filed]:
        return (_filed("number", number) for number in self.columns.identifiers.padded.T)

    def _by_what_is_shared(self) -> Iterator[Filed]:
        columns = self.columns
        phones = (("phone", phone) for phone in columns.phones.padded.T)
        for kind, shared in (*phones, ("unit", columns.family_unit), ("town", columns.municipality)):
            for given in self._given.T:
                yield _filed(kind, shared, given)
        for surname in self._surnames.T:
            yield _filed("town surname", columns.municipality, surname)

    def _by_relatives(self) -> Iterator[Filed]:
        """A relative's name with one's own given name: survives whatever befell one's surnames and birth."""
        columns = self.columns
        claimed = (("child", column) for column in columns.children.padded.T)
        for kind, relative in (("mother", columns.mother), ("father", columns.father), *claimed):
            named = np.flatnonzero(relative).astype(np.int32)
            theirs = _given_sounds(columns.relative_names, self.filing)[relative[named]].T
            surnames = self.filing.sound[columns.relative_names.both_surnames][relative[named]].T
            for own, given, surname in product(self._given[named].T, theirs, surnames):
                yield _filed(kind, own, given, surname, of=named)

    @cached_property
    def _given(self) -> Ints:
        return _given_sounds(self.columns.names, self.filing)

    @cached_property
    def _surnames(self) -> Ints:
        return self.filing.sound[self.columns.names.both_surnames]


def _given_sounds(names: Names, filing: Filing) -> Ints:
    """Under which sounds the first two given names are filed, shape (names, most sounds), zeros after the last."""
    first, second = (filing.heard.taken(words) for words in names.first_given.T)
    heard = first.beside(second)
    return heard.first(max(1, int(heard.counts.max(initial=0))))


def _filed(kind: str, *parts: Ints, also: tuple[Ints, ...] = (), of: Ints | None = None) -> Filed:
    """Keys made of these parts, for the records that have them all; `also` may be missing.

    of: the number of the record of each place; where None, the place itself.
    """
    has = np.flatnonzero(np.logical_and.reduce([part > 0 for part in parts]))
    key = np.full(len(has), zlib.crc32(kind.encode()), np.uint64)
    for part in (*parts, *also):
        key = _mixed(key + part[has].astype(np.uint64))
    return key, (has if of is None else of[has]).astype(np.int32)


def _mixed(value: Hashes) -> Hashes:
    """A number in which every bit depends on every bit of the value. Source: Steele et al. 2014, SplitMix64."""
    value = value * np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(value ^ (value >> np.uint64(31)), np.uint64)
