"""The keys under which records are filed: many a record, each of which survives some errors."""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.dwellings import area_of, grouped
from reencuentro.linkage.naming import Names
from reencuentro.linkage.rows import Ints, Places, Rows
from reencuentro.linkage.words import Words, distinct

Hashes = NDArray[np.uint64]
Drawn = tuple[Hashes, Ints, int]
"""Keys, the records filed under them, and how many records may share one of them."""

_FAR_COMMONER = 4
"""How many times as common a similar word must be to be taken for what a rare one was meant to be."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Which record is filed under which key: one row a record and key, each once, sorted by key, then record.

    A key has KEY_BITS bits, so that key and record together are one number, sorted as one.
    largest: how many records may share the key and still be compared all with all; the same wherever the key is.
    """

    key: NDArray[np.int64]
    record: Ints
    largest: NDArray[np.int16]

    @classmethod
    def of(cls, packed: Hashes) -> "Keys":
        """From keys and records packed, sorted, each once."""
        key = (packed >> np.uint64(RECORD_BITS)).view(np.int64)
        record = (packed & np.uint64((1 << RECORD_BITS) - 1)).astype(np.int32)
        # The last bits of a key tell how many records may share it: keys of different kinds are then never the same.
        return cls(key, record, np.array(_SIZES, np.int16)[key & ((1 << _SIZE_BITS) - 1)])


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
        here, there = self.counts[left], self.counts[right]
        up, down = (a >= _FAR_COMMONER * np.maximum(b, 1) for a, b in ((there, here), (here, there)))
        one, other = np.concatenate([left[up], right[down]]), np.concatenate([right[up], left[down]])
        order = np.lexsort((self._spelt(other), self.counts[other], one))
        meant = np.arange(len(self.words), dtype=np.int32)
        meant[one[order]] = other[order]  # of equals the last one written stays: the commonest
        return meant

    def _spelt(self, words: Ints) -> Places:
        """Numbers that sort words as their texts sort: a word's own number depends on the order of the records."""
        which, place = np.unique(words, return_inverse=True)
        texts = [self.words.texts[word] for word in which.tolist()]
        rank = np.empty(len(texts), np.int64)
        rank[sorted(range(len(texts)), key=texts.__getitem__)] = np.arange(len(texts))
        return rank[place]

    @cached_property
    def heard(self) -> tuple[Places, Rows]:
        """The sounds under which words are filed as given names, and by word which of them: its own, and those of the
        names it may be short for.
        """
        names, _, heard = self.words.heard
        return stable(names), heard.taken(self.meant)

    @cached_property
    def sound(self) -> Places:
        """Under which sound each word is filed as a surname."""
        return stable(self.words.sounds)[self.meant]

    @cached_property
    def initial(self) -> Places:
        """The first letter of each word, as filed."""
        return stable(sound[:1] for sound in self.words.sounds)[self.meant]

    @cached_property
    def beginning(self) -> Places:
        """The first three letters of each word's sound."""
        return stable(sound[:3] for sound in self.words.sounds)


def stable(texts: Iterable[str]) -> Places:
    """A number for each text, above 0, the same in every data set and on every machine; 0 for an empty one."""
    return np.fromiter(
        (zlib.crc32(text.encode("utf-8", "surrogatepass")) + 1 if text else 0 for text in texts), np.int64
    )


def filing_of(columns: Columns) -> Filing:
    """How the words of these records are filed."""
    size = len(columns.words)
    parts = (columns.names.given, columns.names.surnames)
    return Filing(columns.words, sum((np.bincount(part.flat, minlength=size) for part in parts), np.zeros(size, int)))


def keys_of(columns: Columns) -> Keys:
    """Every key of every record; two records that share any key are compared."""
    return file_records(columns).part(0, 1)


def file_records(columns: Columns) -> "Filed":
    """The same, not yet put together."""
    return Filed(_Drawer(columns, filing_of(columns)).filed())


@dataclass(frozen=True, slots=True)
class Filed:
    """Keys and records packed, kind by kind, each sorted: all of them are never held twice."""

    kinds: list[Hashes]

    def __len__(self) -> int:
        return sum(map(len, self.kinds))

    def part(self, number: int, parts: int) -> Keys:
        """All records of the keys in one of so many equal parts of all possible keys."""
        low, high = ((1 << KEY_BITS) * edge // parts << RECORD_BITS for edge in (number, number + 1))
        cuts = [(np.searchsorted(kind, np.uint64(low)), _end(kind, high)) for kind in self.kinds]
        found = [kind[begin:end] for kind, (begin, end) in zip(self.kinds, cuts, strict=True)]
        return Keys.of(distinct(np.concatenate([np.empty(0, np.uint64), *found])))


def _end(kind: Hashes, high: int) -> int:
    return len(kind) if high >> 64 else int(np.searchsorted(kind, np.uint64(high)))


def _packed_all(kind: Callable[[], Iterable[Drawn]]) -> list[Hashes]:
    return [_packed(key, record, _SIZES.index(largest)) for key, record, largest in kind()]


def _packed(key: Hashes, record: Ints, size: int) -> Hashes:
    packed = key >> np.uint64(RECORD_BITS + _SIZE_BITS)
    packed <<= np.uint64(RECORD_BITS + _SIZE_BITS)
    packed |= np.uint64(size << RECORD_BITS)
    packed |= record.view(np.uint32)
    packed.sort()
    return packed


RECORD_BITS = 26
"""Bits of a record's number: one run holds 67 million records at most."""
KEY_BITS = 64 - RECORD_BITS
_SIZE_BITS = 4

_LARGEST = {
    "name": 8,
    "beginning born": 8,
    "town": 5,
    "town surname": 2,
    "mother": 8,
    "father": 8,
    "child": 6,
    **dict.fromkeys(("postcode", "address", "area", "occupation", "surname"), 40),
}
"""Kinds of keys that many strangers share: how many records of a block are compared all with all."""
_LARGEST_ELSE = 24
_ONE_EACH = 4  # where fewer than a quarter have a second surname, it isn't the custom
_SIZES = sorted({*_LARGEST.values(), _LARGEST_ELSE})


@dataclass(frozen=True)
class _Drawer:
    columns: Columns
    filing: Filing

    def filed(self) -> list[Hashes]:
        """Keys and records packed, kind by kind, each sorted, on every core."""
        kinds = (
            self._by_relatives,
            self._by_name,
            self._by_what_is_shared,
            self._by_birth,
            self._by_number,
            self._by_dwelling,
            self._by_one_surname,
        )
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            fused = workers.submit(lambda: self.columns.kernel.surnames)
            _ = self._given, self._surnames, self.filing.beginning, fused.result()  # made once, for all kinds
            return [packed for kind in workers.map(_packed_all, kinds) for packed in kind]

    def _by_name(self) -> Iterator[Drawn]:
        """A given name with a surname, any of each: survives order, a missing part, and an error in the others."""
        for (named, given), surname in product(self._given, self._surnames.T):
            yield _filed("name", given, surname[named], of=named)
        first, second = self._surnames.T
        initial = self.filing.initial[self.columns.names.first_given[:, 0]]
        yield _filed("surnames", np.minimum(first, second), np.maximum(first, second), also=(initial,))
        # "Garcialopez" is filed under Garcia Lopez where somebody else writes it apart.
        fused, word = self.columns.kernel.surnames.fused, self.columns.names.both_surnames
        one = np.where((fused == 0) & (word[:, 1] == 0), word[:, 0], fused)
        yield _filed("fused", np.where(np.isin(one, fused), self.filing.sound[one], 0), also=(initial,))

    def _by_birth(self) -> Iterator[Drawn]:
        columns, beginning = self.columns, self.filing.beginning
        real = ~((columns.month == 1) & (columns.day == 1))
        low, high = (np.where(real, side(columns.month, columns.day), 0) for side in (np.minimum, np.maximum))
        for word in (*columns.names.first_given.T, *columns.names.both_surnames.T):
            yield _filed("beginning born", beginning[word], columns.year, low, high)

    def _by_number(self) -> Iterator[Drawn]:
        numbers = stable(self.columns.identifier_values)
        return (_filed("number", numbers[number]) for number in self.columns.identifiers.padded.T)

    def _by_what_is_shared(self) -> Iterator[Drawn]:
        columns = self.columns
        phones, units, towns = (
            stable(texts) for texts in (columns.phone_numbers, columns.family_units, columns.municipalities)
        )
        shared = [("phone", phones[phone]) for phone in columns.phones.padded.T]
        shared += [("unit", units[columns.family_unit]), ("town", towns[columns.municipality])]
        for (kind, what), (named, given) in product(shared, self._given):
            yield _filed(kind, what[named], given, of=named)
        for surname in self._surnames.T:
            yield _filed("town surname", towns[columns.municipality], surname)

    def _by_relatives(self) -> Iterator[Drawn]:
        """A relative's name with one's own given name: survives whatever befell one's surnames and birth."""
        columns, sound = self.columns, self.filing.sound
        own = _each_once(sound[columns.names.first_given])
        theirs = sound[columns.relative_names.first_given[:, 0]]
        surnames = _each_once(sound[columns.relative_names.both_surnames])
        children = (("child", child) for child in columns.children.padded.T)
        for kind, relative in (("mother", columns.mother), ("father", columns.father), *children):
            named = np.flatnonzero(relative).astype(np.int32)
            who = relative[named]
            for given, surname in product(own[named].T, surnames[who].T):
                yield _filed(kind, given, theirs[who], surname, of=named)

    def _by_dwelling(self) -> Iterator[Drawn]:
        """Where somebody lives or what they do, with an initial, a surname or the year of birth."""
        columns, initial, year = self.columns, self.filing.initial, self.columns.year
        initials = [initial[word] for word in (columns.names.first_given[:, 0], *columns.names.both_surnames.T)]
        surnames = self._surnames.T
        area = grouped(columns.postcode, area_of)
        for kind, column, beside in (
            ("postcode", columns.postcode, (*initials, year)),
            ("address", columns.address, (*initials, year)),
            ("area", area, (*surnames, year)),
            ("occupation", columns.occupation, surnames),
        ):
            if column.codes.any():
                value = stable(column.values)[column.codes]
                for other in beside:
                    yield _filed(kind, value, other)

    def _by_one_surname(self) -> Iterator[Drawn]:
        """Where people have one surname each, it stands with the year of birth or an initial instead of another."""
        named, twice = (np.count_nonzero(column) for column in self.columns.names.both_surnames.T)
        if twice * _ONE_EACH > named:
            return
        initial = self.filing.initial[self.columns.names.first_given[:, 0]]
        for surname in self._surnames.T:
            yield _filed("surname", surname, self.columns.year)
            yield _filed("surname", surname, initial)

    @cached_property
    def _given(self) -> list[tuple[Ints, Places]]:
        return _given_sounds(self.columns.names, self.filing)

    @cached_property
    def _surnames(self) -> Places:
        return _each_once(self.filing.sound[self.columns.names.both_surnames])


def _given_sounds(names: Names, filing: Filing) -> list[tuple[Ints, Places]]:
    """Under which sounds the first two given names are filed: the first of each name that has one, the second, …"""
    sounds, heard = filing.heard
    first, second = (heard.taken(words) for words in names.first_given.T)
    filed = first.beside(second)
    counts = filed.counts
    named = [np.flatnonzero(counts > place).astype(np.int32) for place in range(int(counts.max(initial=0)))]
    return [(has, sounds[filed.flat[filed.start[has] + place]]) for place, has in enumerate(named)]


def _each_once(filed: Places) -> Places:
    """The same without a second mention of the first."""
    filed = filed.copy()
    filed[filed[:, 1] == filed[:, 0], 1] = 0
    return filed


def _filed(kind: str, *parts: Places | Ints, also: tuple[Places, ...] = (), of: Ints | None = None) -> Drawn:
    """Keys made of these parts, for the records that have them all; `also` may be missing.

    of: the number of the record of each place; where None, the place itself.
    """
    has = np.flatnonzero(np.logical_and.reduce([part > 0 for part in parts]))
    key = np.full(len(has), zlib.crc32(kind.encode()), np.uint64)
    for part in (*parts, *also):
        key = _mixed(key + part[has].astype(np.uint64))
    return key, (has if of is None else of[has]).astype(np.int32), _LARGEST.get(kind, _LARGEST_ELSE)


def _mixed(value: Hashes) -> Hashes:
    """A number in which every bit depends on every bit of the value. Source: Steele et al. 2014, SplitMix64."""
    value = value * np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(value ^ (value >> np.uint64(31)), np.uint64)
