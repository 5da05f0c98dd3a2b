"""Every distinct word of the names at hand, numbered, and how alike any two of them are.

A million records hold some 120,000 distinct words. So words, not records, are compared letter by letter, once; after
that the likeness of two words is found by looking it up, millions of times a second.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.letters import SPREAD, Finder, Letters
from reencuentro.linkage.nicknames import formal_names
from reencuentro.linkage.rows import Rows
from reencuentro.linkage.spelling import LONGEST_WORD, SHORTEST_HEARD_SLIP, SHORTEST_SLIP, Likeness, sound, sounds

Ints = NDArray[np.int32]
Codes = NDArray[np.uint8]
Hashes = NDArray[np.uint64]

_HALF = np.uint64(32)
_GIVEN = 3  # bits by which the likeness as given names is shifted


class Words:
    """Folded words by number; number 0 is silence, like nothing else.

    texts: distinct, the first of them empty.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)

    def __len__(self) -> int:
        return len(self.texts)

    def likeness(self, left: Ints, right: Ints) -> Codes:
        """`spelling.likeness` of N pairs of words, as Likeness values; silence is like nothing."""
        return self.table.of(left, right) & np.uint8(7)

    def given_likeness(self, left: Ints, right: Ints) -> Codes:
        """`names.given_likeness` of N pairs of words, as Likeness values; silence is like nothing."""
        return self.table.of(left, right) >> np.uint8(_GIVEN)

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each word."""
        return {text: i for i, text in enumerate(self.texts)}

    @cached_property
    def sounds(self) -> list[str]:
        """Each word as heard, `spelling.sound`."""
        return sounds(self.texts)

    @cached_property
    def near(self) -> tuple[Ints, Ints]:
        """Pairs of different words either of which may stand for the other: slips, variants, nicknames."""
        left, right, codes = self.similar
        near = (codes & np.uint8(7)) >= Likeness.SLIP
        return left[near], right[near]

    @cached_property
    def shortened(self) -> tuple[Ints, Ints]:
        """Pairs of a shortened word and what it may be short for."""
        left, right, codes = self.similar
        short = (codes & np.uint8(7)) == Likeness.SHORTENED
        one, other = left[short], right[short]
        lengths = self.letters.lengths
        return np.where(lengths[one] < lengths[other], one, other), np.where(lengths[one] < lengths[other], other, one)

    def joined(self, left: Ints, right: Ints) -> Ints:
        """The word that each two make when written together; 0 where there is no such word, or only one."""
        found = Finder(self.letters.whole, np.arange(len(self), dtype=np.int32)).of(self.letters.joined(left, right))
        return np.where((left == 0) | (right == 0), 0, found).astype(np.int32)

    @cached_property
    def letters(self) -> Letters:
        """The words letter by letter."""
        return Letters(self.texts)

    @cached_property
    def heard(self) -> tuple[list[str], Ints, Rows]:
        """Sounds, each once; which of them each word has; and those of all that it may stand for, as a given name."""
        numbers: dict[str, int] = {}
        own = np.fromiter((numbers.setdefault(text, len(numbers)) for text in self.sounds), np.int32, len(self))
        meant = [(word, names) for word, names in enumerate(map(formal_names, self.texts)) if len(names) > 1]
        told = [sorted({numbers.setdefault(sound(name), len(numbers)) for name in sorted(names)}) for _, names in meant]
        several = np.array([word for word, _ in meant], np.int64)
        one = Rows.counted(own[1:], np.minimum(np.arange(len(self)), 1))
        rest = np.ones(len(self), np.bool_)
        rest[several] = False
        return list(numbers), own, one.where(rest, Rows.placed(several, told, len(self)))

    @cached_property
    def similar(self) -> tuple[Ints, Ints, Codes]:
        """Every pair of different words that are alike at all: left < right, sorted, and both likenesses packed."""
        return _similar(self)

    @cached_property
    def table(self) -> "Table":
        """Where the likenesses of two words are looked up."""
        left, right, codes = self.similar
        return Table(left, right, codes, len(self))


class Table:
    """Codes of pairs of numbers, kept by open addressing; a pair that isn't there has code 0, one with itself SAME.

    A map of one bit a slot, small enough for the processor's cache, answers most questions: mostly there is nothing.
    """

    _SAME = np.uint8(Likeness.EQUAL | Likeness.EQUAL << _GIVEN)
    _MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
    _FREE = np.uint64(0)

    def __init__(self, left: Ints, right: Ints, codes: Codes, size: int) -> None:
        self._size = np.uint64(size)
        bits = max(10, (2 * len(left)).bit_length())
        self._shift, self._fine = np.uint64(64 - bits), np.uint64(64 - bits - _FINER)
        self._keys = np.full((1 << bits) + _LONGEST_WALK, self._FREE)
        self._codes = np.zeros(len(self._keys), np.uint8)
        keys = self._key(left, right)
        self._map = self._drawn((keys * self._MULTIPLIER) >> self._fine, 1 << (bits + _FINER))
        self._insert(keys, codes)

    @property
    def parts(self) -> tuple[Hashes, Codes, Codes, np.uint64, np.uint64, np.uint64, np.uint64]:
        """Keys, codes, map; size; bits by which a mixed key is shifted to its slot and to its bit; the multiplier."""
        return self._keys, self._codes, self._map, self._size, self._shift, self._fine, self._MULTIPLIER

    def _key(self, left: Ints, right: Ints) -> Hashes:
        key = np.minimum(left, right).astype(np.uint64)
        key *= self._size
        key += np.maximum(left, right).astype(np.uint64)
        return key

    @staticmethod
    def _drawn(places: Hashes, size: int) -> Codes:
        taken = np.zeros(size, np.bool_)
        taken[places] = True
        return np.packbits(taken, bitorder="little")

    def _insert(self, keys: Hashes, codes: Codes) -> None:
        slots = (keys * self._MULTIPLIER) >> self._shift
        while len(keys):
            free = self._keys[slots] == self._FREE
            self._keys[slots[free]] = keys[free]  # where two want one slot the last stays, and the other walks on
            placed = self._keys[slots] == keys
            self._codes[slots[placed]] = codes[placed]
            keys, codes, slots = keys[~placed], codes[~placed], slots[~placed] + np.uint64(1)

    def of(self, left: Ints, right: Ints) -> Codes:
        """The codes of N pairs."""
        key = self._key(left, right)
        mixed = key * self._MULTIPLIER
        place = (mixed >> self._fine).astype(np.int64)
        taken = (self._map[place >> 3] >> (place & 7).astype(np.uint8)) & np.uint8(1)
        found = np.zeros(len(key), np.uint8)
        asked = np.flatnonzero(taken)
        key, slots = key[asked], mixed[asked] >> self._shift
        while len(asked):
            kept = self._keys[slots]
            here = kept == key
            found[asked[here]] = self._codes[slots[here]]
            onward = ~here & (kept != self._FREE)
            asked, key, slots = asked[onward], key[onward], slots[onward] + np.uint64(1)
        found[(left == right) & (left > 0)] = self._SAME
        return found


_FINER = 1  # bits by which the map is finer than the table, so that fewer questions are asked in vain
_LONGEST_WALK = 4096  # slots past the end, so that nobody has to walk round


def _similar(words: Words) -> tuple[Ints, Ints, Codes]:
    letters, (sounds, sound, heard) = words.letters, words.heard
    ways = (
        (Likeness.VARIANT, lambda: _heard_alike(letters, heard)),
        (Likeness.SLIP, lambda: _slips(letters, SHORTEST_SLIP)),
        (Likeness.SLIP, lambda: _sound_slips(sounds[: int(sound.max(initial=-1)) + 1], sound)),
        (Likeness.SHORTENED, lambda: _shortened(letters)),
    )
    # Sorting, which is most of the work, lets go of the interpreter: two ways are gone at once.
    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        found = [(packed, level) for (level, _), packed in zip(ways, workers.map(_asked, ways), strict=True)]
    # The better likeness of a pair sorts first: as one number, which is many times as fast as by two.
    ranked = np.sort(np.concatenate([packed << _RANKS | np.uint64(_BEST - level) for packed, level in found]))
    pairs = ranked >> _RANKS
    best = np.ones(len(pairs), np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=best[1:])
    pairs, levels = pairs[best], (np.uint64(_BEST) - (ranked[best] & np.uint64(_BEST))).astype(np.uint8)
    left, right = (pairs >> np.uint64(32)).astype(np.int32), pairs.astype(np.uint32).astype(np.int32)
    apart = _ending_apart(letters, left, right, levels)
    given = np.where(apart, np.uint8(Likeness.DIFFERENT), levels)
    return left, right, levels | given << np.uint8(_GIVEN)


_RANKS, _BEST = np.uint64(3), 7  # words are fewer than 2 ** 29, so a packed pair has three bits to spare


def _asked(way: tuple[Likeness, Callable[[], Hashes]]) -> Hashes:
    return way[1]()


def _ending_apart(letters: Letters, left: Ints, right: Ints, levels: Codes) -> NDArray[np.bool_]:
    """`names.distinct_endings` of pairs of words."""
    stem, whole, last = letters.stem, letters.whole, letters.last
    one, other = last[left], last[right]
    same_stem = stem[left] == stem[right]
    feminine = (one == _FEMININE) | (other == _FEMININE)
    by_sex = same_stem & feminine & ((one == _MASCULINE) | (other == _MASCULINE))
    longer = (stem[left] == whole[right]) | (stem[right] == whole[left])
    return np.asarray(by_sex | ((levels == Likeness.SLIP) & (same_stem | longer) & feminine & (one != other)), np.bool_)


_FEMININE, _MASCULINE = ord("a"), ord("o")


def _heard_alike(letters: Letters, heard: Rows) -> Hashes:
    """Pairs that sound alike, or of which one is a nickname of what the other is."""
    owner = heard.owners()
    long = letters.lengths[owner] >= 2
    return pairs_sharing(heard.flat[long].astype(np.uint64) << np.uint64(32), owner[long].astype(np.int32))


def _slips(letters: Letters, shortest: int) -> Hashes:
    """Pairs one edit apart: a letter wrong, missing or added, or two neighbours exchanged (optimal string alignment).

    Found by what is left of each word when a letter is taken away: a wrong letter leaves the same at the same place, a
    missing one leaves the other word, and exchanged neighbours leave the same when each loses the same letter.
    """
    fit = (letters.lengths >= shortest) & (letters.lengths <= LONGEST_WORD) & letters.bare
    items = np.flatnonzero(fit).astype(np.int32)
    if not len(items):
        return np.empty(0, np.uint64)
    left, place, which = letters.without_one(items)
    owner = items[which]
    length = letters.lengths[owner].astype(np.uint64)
    letter = letters.table[place, owner].astype(np.uint64)
    at = place.astype(np.uint64)
    left += length * _LENGTH
    wrong = pairs_sharing((left + at * _PLACE) * SPREAD, owner)
    shorter = np.concatenate([letters.whole[items] + (letters.lengths[items].astype(np.uint64) + _ONE) * _LENGTH, left])
    missing = pairs_sharing(shorter * SPREAD, np.concatenate([items, owner]), unlike=letters.lengths)
    left += letter * _LETTER
    early, late = ((left + where * _PLACE) * SPREAD for where in (at, at - _ONE))
    exchanged = pairs_sharing(np.concatenate([early, late]), np.concatenate([owner, owner]))
    return distinct(np.concatenate([wrong, missing, exchanged]))


def _sound_slips(sounds: Sequence[str], sound: Ints) -> Hashes:
    """The same of sounds: found once a distinct sound, then spread over the words that have it."""
    alike = _slips(Letters(sounds), SHORTEST_HEARD_SLIP)
    order = np.argsort(sound, kind="stable").astype(np.int32)
    words = Rows.counted(order, np.bincount(sound, minlength=len(sounds)))
    left, right = (alike >> _HALF).astype(np.int64), (alike & _LOW).astype(np.int64)
    ones, others = words.counts[left], words.counts[right]
    which = np.repeat(np.arange(len(alike)), ones * others)
    within = np.arange(len(which)) - np.repeat(np.cumsum(ones * others) - ones * others, ones * others)
    a = words.flat[words.start[left[which]] + within // others[which]]
    b = words.flat[words.start[right[which]] + within % others[which]]
    return pack(a, b)


_LENGTH, _PLACE, _LETTER = np.uint64(0xD1342543DE82EF95), np.uint64(0xAF251AF3B0F025B5), np.uint64(0xB564EF22EC7AECE5)
_ONE, _LOW = np.uint64(1), np.uint64(0xFFFFFFFF)


def _shortened(letters: Letters) -> Hashes:
    """Pairs of which one is an initial of the other, or its first letters, three at least."""
    short = np.flatnonzero((letters.lengths == 1) | (letters.lengths >= 3)).astype(np.int32)
    finder, found = Finder(letters.whole[short], short), [np.empty(0, np.uint64)]
    for end in (1, *range(3, min(int(letters.lengths.max(initial=0)), LONGEST_WORD))):
        longer = np.flatnonzero(letters.lengths > end).astype(np.int32)
        beginning = finder.of(letters.sums[end][longer])
        found.append(pack(beginning[beginning > 0], longer[beginning > 0]))
    return np.concatenate(found)


def pack(left: Ints, right: Ints) -> Hashes:
    """Pairs of numbers as one number each, the smaller number above."""
    low, high = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return np.asarray(low << np.uint64(32) | high, np.uint64)


def distinct(values: Hashes) -> Hashes:
    """Each value once, sorted: several times as fast as `numpy.unique`, which hashes."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def pairs_sharing(keys: Hashes, items: Ints, *, unlike: Ints | None = None) -> Hashes:
    """Pairs of different items that share a key, packed, sorted, each once; of the keys the upper 40 bits count.

    unlike: a number for each item in which the two of a pair must differ.
    """
    if not len(items):
        return np.empty(0, np.uint64)
    bits = np.uint64(max(1, int(items.max()).bit_length()))
    both = np.sort(keys >> bits << bits | items.astype(np.uint64))
    key, item = both >> bits, (both & ((_ONE << bits) - _ONE)).astype(np.int32)
    found = [np.empty(0, np.uint64)]
    start, step = np.arange(len(both) - 1), 1
    while len(start):
        start = start[key[start] == key[start + step]]
        one, other = item[start], item[start + step]
        different = one != other if unlike is None else unlike[one] != unlike[other]
        found.append(pack(one[different], other[different]))
        step += 1
        start = start[start + step < len(both)]
    return distinct(np.concatenate(found))
