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

from reencuentro.linkage.spelling import LONGEST_WORD, SHORTEST_HEARD_SLIP, SHORTEST_SLIP, Likeness, heard_names, sound

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
        return [sound(text) for text in self.texts]

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
        lengths = self._lengths
        return np.where(lengths[one] < lengths[other], one, other), np.where(lengths[one] < lengths[other], other, one)

    @cached_property
    def _lengths(self) -> Ints:
        return np.fromiter(map(len, self.texts), np.int32, len(self))

    def joined(self, left: Ints, right: Ints) -> Ints:
        """The word that each two make when written together; 0 where there is no such word, or only one."""
        asked = (left.astype(np.uint64) << _HALF) | right.astype(np.uint64)
        asked[(left == 0) | (right == 0)] = 0
        made = [
            (pair, word)
            for pair in distinct(asked).tolist()
            if pair and (word := self.number.get(self.texts[pair >> 32] + self.texts[pair & 0xFFFFFFFF]))
        ]
        keys, values = np.array([*made, (2**64 - 1, 0)], np.uint64).T
        place = np.searchsorted(keys, asked)
        return np.where(keys[place] == asked, values[place], np.uint64(0)).astype(np.int32)

    @cached_property
    def similar(self) -> tuple[Ints, Ints, Codes]:
        """Every pair of different words that are alike at all: left < right, sorted, and both likenesses packed."""
        return _similar(self.texts, self.sounds)

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


def _similar(texts: Sequence[str], sounds: Sequence[str]) -> tuple[Ints, Ints, Codes]:
    ways = (
        (Likeness.VARIANT, lambda: _heard_alike(texts, sounds)),
        (Likeness.SLIP, lambda: _slips(texts, SHORTEST_SLIP)),
        (Likeness.SLIP, lambda: _sound_slips(sounds)),
        (Likeness.SHORTENED, lambda: _shortened(texts)),
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
    apart = _ending_apart(texts, left, right, levels)
    given = np.where(apart, np.uint8(Likeness.DIFFERENT), levels)
    return left, right, levels | given << np.uint8(_GIVEN)


_RANKS, _BEST = np.uint64(3), 7  # words are fewer than 2 ** 29, so a packed pair has three bits to spare


def _asked(way: tuple[Likeness, Callable[[], Hashes]]) -> Hashes:
    return way[1]()


def _ending_apart(texts: Sequence[str], left: Ints, right: Ints, levels: Codes) -> NDArray[np.bool_]:
    """`names.distinct_endings` of pairs of words."""
    number = {text: i for i, text in enumerate(texts)}
    stems: dict[str, int] = {}
    stem = np.fromiter((stems.setdefault(text[:-1], len(stems)) for text in texts), np.int32, len(texts))
    word = np.fromiter((number.get(text[:-1], -1) for text in texts), np.int32, len(texts))
    feminine = np.fromiter((text.endswith("a") for text in texts), np.bool_, len(texts))
    masculine = np.fromiter((text.endswith("o") for text in texts), np.bool_, len(texts))
    last = np.fromiter((ord(text[-1:] or " ") for text in texts), np.int32, len(texts))
    same_stem = stem[left] == stem[right]
    by_sex = same_stem & ((feminine[left] & masculine[right]) | (masculine[left] & feminine[right]))
    longer = (word[left] == right) | (word[right] == left)
    ends = (feminine[left] | feminine[right]) & (last[left] != last[right])
    return np.asarray(by_sex | ((levels == Likeness.SLIP) & (same_stem | longer) & ends), np.bool_)


def _heard_alike(texts: Sequence[str], sounds: Sequence[str]) -> Hashes:
    """Pairs that sound alike, or of which one is a nickname of what the other is."""
    heard = [(name, i) for i, text in enumerate(texts) if len(text) >= 2 for name in heard_names(text, sounds[i])]
    numbers: dict[str, int] = {}
    keys = np.fromiter((numbers.setdefault(name, len(numbers)) for name, _ in heard), np.uint64, len(heard))
    return pairs_sharing(keys << np.uint64(32), np.fromiter((i for _, i in heard), np.int32, len(heard)))


def _slips(texts: Sequence[str], shortest: int) -> Hashes:
    """Pairs one edit apart: a letter wrong, missing or added, or two neighbours exchanged (optimal string alignment).

    Found by what is left of each word when a letter is taken away: a wrong letter leaves the same at the same place, a
    missing one leaves the other word, and exchanged neighbours leave the same when each loses the same letter.
    """
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    items = np.flatnonzero((lengths >= shortest) & (lengths <= LONGEST_WORD)).astype(np.int32)
    if not len(items):
        return np.empty(0, np.uint64)
    letters = np.array([texts[i] for i in items.tolist()], f"U{LONGEST_WORD}").view(np.uint32)
    whole, left, place, owner = _without_a_letter(letters.reshape(len(items), LONGEST_WORD), lengths[items])
    length = lengths[items][owner].astype(np.uint64)
    letter = letters.reshape(len(items), LONGEST_WORD)[owner, place].astype(np.uint64)
    at = place.astype(np.uint64)
    every = np.arange(len(items), dtype=np.int32)
    wrong = pairs_sharing((left + length * _LENGTH + at * _PLACE) * _SPREAD, owner)
    missing = pairs_sharing(
        np.concatenate([whole, left]) * _SPREAD, np.concatenate([every, owner]), unlike=lengths[items]
    )
    early, late = ((left + length * _LENGTH + where * _PLACE + letter * _LETTER) * _SPREAD for where in (at, at - _ONE))
    exchanged = pairs_sharing(np.concatenate([early, late]), np.concatenate([owner, owner]))
    found = distinct(np.concatenate([wrong, missing, exchanged]))
    return pack(items[(found >> _HALF).astype(np.int64)], items[(found & _LOW).astype(np.int64)])


def _sound_slips(sounds: Sequence[str]) -> Hashes:
    """The same of sounds: found once a distinct sound, then spread over the words that have it."""
    distinct, place = np.unique(np.array(sounds, f"U{LONGEST_WORD + 1}"), return_inverse=True)
    alike = _slips(distinct.tolist(), SHORTEST_HEARD_SLIP)
    order = np.argsort(place, kind="stable").astype(np.int32)
    first = np.searchsorted(place[order], np.arange(len(distinct) + 1)).astype(np.int64)
    left, right = (alike >> np.uint64(32)).astype(np.int64), alike.astype(np.uint32).astype(np.int64)
    ones, others = first[left + 1] - first[left], first[right + 1] - first[right]
    which = np.repeat(np.arange(len(alike)), ones * others)
    within = np.arange(len(which)) - np.repeat(np.cumsum(ones * others) - ones * others, ones * others)
    a = order[first[left[which]] + within // others[which]]
    b = order[first[right[which]] + within % others[which]]
    return pack(a, b)


def _without_a_letter(letters: NDArray[np.uint32], lengths: Ints) -> tuple[Hashes, Hashes, Ints, Ints]:
    """A hash of each word; of it without each of its letters, and which letter's place and whose word that is.

    The hash is a polynomial in an odd base, so that what follows a gap can be moved up by dividing by the base.
    """
    width = letters.shape[1]
    sums = np.zeros((len(letters), width + 1), np.uint64)
    np.cumsum(letters * np.cumprod(np.full(width, _BASE)), axis=1, out=sums[:, 1:])
    whole = sums[:, -1]
    owners = [np.flatnonzero(lengths > place).astype(np.int32) for place in range(int(lengths.max()))]
    left = [sums[has, i] + (whole[has] - sums[has, i + 1]) * _MOVED for i, has in enumerate(owners)]
    places = np.repeat(np.arange(len(owners), dtype=np.int32), [len(has) for has in owners])
    return whole, np.concatenate(left), places, np.concatenate(owners)


_BASE = np.uint64(0x2545F4914F6CDD1D)
_MOVED = np.uint64(pow(0x2545F4914F6CDD1D, -1, 1 << 64))
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_LENGTH, _PLACE, _LETTER = np.uint64(0xD1342543DE82EF95), np.uint64(0xAF251AF3B0F025B5), np.uint64(0xB564EF22EC7AECE5)
_ONE, _LOW = np.uint64(1), np.uint64(0xFFFFFFFF)


def _shortened(texts: Sequence[str]) -> Hashes:
    """Pairs of which one is an initial of the other, or its first letters, three at least."""
    number = {text: i for i, text in enumerate(texts) if text and (len(text) == 1 or len(text) >= 3)}
    found = [
        (short, i)
        for i, text in enumerate(texts)
        for end in (1, *range(3, min(len(text), LONGEST_WORD)))
        if end < len(text) and (short := number.get(text[:end])) is not None
    ]
    table = np.array(found, np.int32).reshape(-1, 2)
    return pack(table[:, 0], table[:, 1])


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
