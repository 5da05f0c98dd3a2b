"""Every distinct word of the names at hand, numbered, and how alike any two of them are.

A million records hold some 120,000 distinct words. So words, not records, are compared letter by letter, once; after
that the likeness of two words is found by looking it up, millions of times a second.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from reencuentro.linkage.spelling import LONGEST_WORD, SHORTEST_SLIP, Likeness, heard_names, sound

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
        return self._alike(left, right) & np.uint8(7)

    def given_likeness(self, left: Ints, right: Ints) -> Codes:
        """`names.given_likeness` of N pairs of words, as Likeness values; silence is like nothing."""
        return self._alike(left, right) >> np.uint8(_GIVEN)

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
    def _alike(self) -> Callable[[Ints, Ints], Codes]:
        left, right, codes = self.similar
        return _Table(left, right, codes, len(self)).of


class _Table:
    """Codes of pairs of numbers, kept by open addressing; a pair that isn't there has code 0, one with itself SAME.

    A small map of which slots are taken at all answers most questions without leaving the processor's cache.
    """

    _SAME = np.uint8(Likeness.EQUAL | Likeness.EQUAL << _GIVEN)
    _MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
    _FREE = np.uint64(0)

    def __init__(self, left: Ints, right: Ints, codes: Codes, size: int) -> None:
        self._size = np.uint64(size)
        bits = max(10, int(4 * len(left) + 1).bit_length())
        self._shift = np.uint64(64 - bits)
        self._taken = np.zeros(1 << bits, np.bool_)
        self._keys = np.full((1 << bits) + _LONGEST_WALK, self._FREE)
        self._codes = np.zeros(len(self._keys), np.uint8)
        for one, other in ((left, right), (right, left)):
            self._insert(self._key(one, other), codes)

    def _key(self, left: Ints, right: Ints) -> Hashes:
        key = left.astype(np.uint64)
        key *= self._size
        key += right.astype(np.uint64)
        return key

    def _slot(self, key: Hashes) -> NDArray[np.int64]:
        return np.asarray((key * self._MULTIPLIER) >> self._shift, np.int64)

    def _insert(self, keys: Hashes, codes: Codes) -> None:
        slots = self._slot(keys)
        self._taken[slots] = True
        while len(keys):
            free = self._keys[slots] == self._FREE
            self._keys[slots[free]] = keys[free]  # where two want one slot the last stays, and the other walks on
            placed = self._keys[slots] == keys
            self._codes[slots[placed]] = codes[placed]
            keys, codes, slots = keys[~placed], codes[~placed], slots[~placed] + 1

    def of(self, left: Ints, right: Ints) -> Codes:
        """The codes of N pairs."""
        key = self._key(left, right)
        slots = self._slot(key)
        found = np.where((left == right) & (left > 0), self._SAME, np.uint8(0))
        asked = np.flatnonzero(self._taken[slots] & (found == 0))
        key, slots = key[asked], slots[asked]
        while len(asked):
            kept = self._keys[slots]
            here = kept == key
            found[asked[here]] = self._codes[slots[here]]
            onward = ~here & (kept != self._FREE)
            asked, key, slots = asked[onward], key[onward], slots[onward] + 1
        return found


_LONGEST_WALK = 4096  # slots past the end, so that nobody has to walk round


def _similar(texts: Sequence[str], sounds: Sequence[str]) -> tuple[Ints, Ints, Codes]:
    found = (
        (_heard_alike(texts, sounds), Likeness.VARIANT),
        (_slips(texts), Likeness.SLIP),
        (_sound_slips(sounds), Likeness.SLIP),
        (_shortened(texts), Likeness.SHORTENED),
    )
    pairs = np.concatenate([packed for packed, _ in found])
    levels = np.concatenate([np.full(len(packed), level, np.uint8) for packed, level in found])
    order = np.lexsort((-levels.astype(np.int8), pairs))
    pairs, levels = pairs[order], levels[order]
    best = np.concatenate([[True], pairs[1:] != pairs[:-1]]) if len(pairs) else np.empty(0, np.bool_)
    pairs, levels = pairs[best], levels[best]
    left, right = (pairs >> np.uint64(32)).astype(np.int32), pairs.astype(np.uint32).astype(np.int32)
    apart = _ending_apart(texts, left, right, levels)
    given = np.where(apart, np.uint8(Likeness.DIFFERENT), levels)
    return left, right, levels | given << np.uint8(_GIVEN)


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


def _slips(texts: Sequence[str]) -> Hashes:
    """Pairs a slip of the hand apart, found by what is left of each when letters are taken away."""
    lengths = np.fromiter(map(len, texts), np.int32, len(texts))
    items = np.flatnonzero((lengths >= SHORTEST_SLIP) & (lengths <= LONGEST_WORD)).astype(np.int32)
    if not len(items):
        return np.empty(0, np.uint64)
    letters = np.array([texts[i] for i in items.tolist()], f"U{LONGEST_WORD}").view(np.uint32)
    letters = letters.reshape(len(items), LONGEST_WORD).astype(np.uint64)
    hashes, owners = _without_a_letter(letters, lengths[items])
    pairs = pairs_sharing(hashes, items[owners])
    return _verified(texts, pairs)


def _sound_slips(sounds: Sequence[str]) -> Hashes:
    """The same of sounds: found once a distinct sound, then spread over the words that have it."""
    distinct, place = np.unique(np.array(sounds, f"U{LONGEST_WORD + 1}"), return_inverse=True)
    alike = _slips(distinct.tolist())
    order = np.argsort(place, kind="stable").astype(np.int32)
    first = np.searchsorted(place[order], np.arange(len(distinct) + 1)).astype(np.int64)
    left, right = (alike >> np.uint64(32)).astype(np.int64), alike.astype(np.uint32).astype(np.int64)
    ones, others = first[left + 1] - first[left], first[right + 1] - first[right]
    which = np.repeat(np.arange(len(alike)), ones * others)
    within = np.arange(len(which)) - np.repeat(np.cumsum(ones * others) - ones * others, ones * others)
    a = order[first[left[which]] + within // others[which]]
    b = order[first[right[which]] + within % others[which]]
    return pack(a, b)


def _without_a_letter(letters: Hashes, lengths: Ints) -> tuple[Hashes, Ints]:
    """Hashes of each word, and of it with each letter taken away; and whose they are.

    The hash is a polynomial in an odd base, so that what follows a gap can be moved up by dividing by the base.
    """
    width = letters.shape[1]
    sums = np.zeros((len(letters), width + 1), np.uint64)
    np.cumsum(letters * np.cumprod(np.full(width, _BASE)), axis=1, out=sums[:, 1:])
    whole = sums[:, -1]
    hashes, owners = [whole], [np.arange(len(letters), dtype=np.int32)]
    for i in range(int(lengths.max())):
        has = np.flatnonzero(lengths > i).astype(np.int32)
        hashes.append(sums[has, i] + (whole[has] - sums[has, i + 1]) * _MOVED)
        owners.append(has)
    return np.concatenate(hashes) * _SPREAD, np.concatenate(owners)


_BASE = np.uint64(0x2545F4914F6CDD1D)
_MOVED = np.uint64(pow(0x2545F4914F6CDD1D, -1, 1 << 64))
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


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


def _verified(texts: Sequence[str], pairs: Hashes) -> Hashes:
    left, right = (pairs >> np.uint64(32)).astype(np.int64), pairs.astype(np.uint32).astype(np.int64)
    distances = cpdist(
        [texts[i] for i in left.tolist()],
        [texts[i] for i in right.tolist()],
        scorer=OSA.distance,
        score_cutoff=1,
        dtype=np.uint8,
        workers=-1,
    )
    return pairs[distances == 1]


def pack(left: Ints, right: Ints) -> Hashes:
    """Pairs of numbers as one number each, the smaller number above."""
    low, high = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    return np.asarray(low << np.uint64(32) | high, np.uint64)


def distinct(values: Hashes) -> Hashes:
    """Each value once, sorted: several times as fast as `numpy.unique`, which hashes."""
    ordered = np.sort(values)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def pairs_sharing(keys: Hashes, items: Ints) -> Hashes:
    """Pairs of different items that share a key, packed, sorted, each once; of the keys the upper 40 bits count."""
    if not len(items):
        return np.empty(0, np.uint64)
    bits = np.uint64(max(1, int(items.max()).bit_length()))
    both = np.sort(keys >> bits << bits | items.astype(np.uint64))
    key, item = both >> bits, (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
    found = []
    start, step = np.arange(len(both) - 1), 1
    while len(start):
        start = start[key[start] == key[start + step]]
        found.append(pack(item[start], item[start + step]))
        step += 1
        start = start[start + step < len(both)]
    pairs = distinct(np.concatenate([np.empty(0, np.uint64), *found]))
    return pairs[(pairs >> np.uint64(32)) != (pairs & np.uint64(0xFFFFFFFF))]
