"""Which of the known words a written word may stand for: slips, variants, nicknames, what it is short for.

The words themselves are compared when the index is made. A word that nobody has written before shares a mark with each
word that is alike, so that a few look-ups find them all.
"""

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.names import given_likeness
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.spelling import LONGEST_WORD, SHORTEST_SLIP, Likeness, heard_names, likeness, sound
from reencuentro.linkage.words import Codes, Words


@dataclass(frozen=True, slots=True)
class Similar:
    """Known words that are like a written one, itself included where it is known.

    likeness, given: Likeness values, as words of any kind and as given names.
    """

    numbers: Ints
    likeness: Codes
    given: Codes


def marks(word: str) -> list[int]:
    """What a word has in common, one mark at least, with each that is a slip or a variant away or its nickname.

    The same on every machine, so that they can be kept.
    """
    return sorted({*map(_mark, _with_a_slip(word, "written")), *marks_heard(word), *marks_meant(word)})


def marks_heard(word: str) -> set[int]:
    """What a word has in common, one mark at least, with each that sounds a slip away."""
    return set(map(_mark, _with_a_slip(sound(word), "heard")))


def marks_meant(word: str) -> set[int]:
    """What a word has in common, one mark at least, with each that sounds the same or is a nickname of what it is."""
    return {_mark(f"meant {name}") for name in heard_names(word, sound(word))}


def _mark(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _with_a_slip(word: str, how: str) -> Iterable[str]:
    """The word, and it with each letter taken away: two words one slip apart share one of these."""
    if not SHORTEST_SLIP <= len(word) <= LONGEST_WORD:
        return ()
    return (f"{how} {word}", *(f"{how} {word[:i]}{word[i + 1 :]}" for i in range(len(word))))


@dataclass(frozen=True)
class Spellings:
    """Finds the similar of the words of one vocabulary."""

    words: Words

    def similar(self, word: str) -> Similar:
        """The known words that are alike at all, in the order of their numbers; `word` is folded."""
        number = self.words.number.get(word, 0)
        return self._of_known(number) if number else self._of_new(word)

    def alike_among(self, new: Sequence[str]) -> tuple[list[str], tuple[Ints, Ints, Codes]]:
        """The new words with the known ones that may be like any of them, and which of these are alike, by place."""
        known = {number for word in new for number in chain(self._sharing_a_mark(word), self._shortened(word))}
        few = ["", *new, *(self.words.texts[number] for number in sorted(known))]
        return few, Words(few).similar

    def ready(self) -> "Spellings":
        """The same, with all worked out that the first word asked for would wait for."""
        _ = self._neighbours, self._marked, self._in_order
        return self

    def apart(self, word: str) -> tuple[tuple[str, str], ...]:
        """Every two known words that make it when written together, three letters each at least; of a new word only."""
        known = self.words.number
        if word in known:
            return ()
        ends = range(SHORTEST_BEGINNING, len(word) - SHORTEST_BEGINNING + 1)
        return tuple((word[:end], word[end:]) for end in ends if word[:end] in known and word[end:] in known)

    def _of_known(self, number: int) -> Similar:
        start, others, codes = self._neighbours
        some = slice(start[number], start[number + 1])
        numbers, alike = np.append(others[some], np.int32(number)), np.append(codes[some], _SAME)
        return Similar(numbers, alike & _WRITTEN, alike >> _AS_GIVEN)

    def _of_new(self, word: str) -> Similar:
        texts = self.words.texts
        found = {number: likeness(word, texts[number]) for number in self._sharing_a_mark(word)}
        short = {number: Likeness.SHORTENED for number in self._shortened(word)}
        found = short | {number: alike for number, alike in found.items() if alike}
        given = (given_likeness(word, texts[number]) if alike > Likeness.SHORTENED else alike
                 for number, alike in found.items())  # fmt: skip
        return Similar(
            np.fromiter(found, np.int32, len(found)),
            np.fromiter(found.values(), np.uint8, len(found)),
            np.fromiter(given, np.uint8, len(found)),
        )

    def _sharing_a_mark(self, word: str) -> set[int]:
        kept, owners = self._marked
        asked = np.fromiter(marks(word), np.uint32)
        first, last = np.searchsorted(kept, asked), np.searchsorted(kept, asked, side="right")
        return {
            number for begin, end in zip(first.tolist(), last.tolist(), strict=True)
            for number in owners[begin:end].tolist()
        }  # fmt: skip

    def _shortened(self, word: str) -> Iterator[int]:
        """What it may be short for, and what may be short for it."""
        known = self.words.number
        yield from (known[word[:end]] for end in (1, *range(3, len(word))) if word[:end] in known)
        if len(word) == 1 or len(word) >= SHORTEST_BEGINNING:
            texts, numbers = self._in_order
            yield from numbers[bisect_left(texts, word) : bisect_left(texts, word + _LAST)]

    @cached_property
    def _in_order(self) -> tuple[list[str], list[int]]:
        texts = self.words.texts
        numbers = sorted(range(1, len(texts)), key=texts.__getitem__)
        return [texts[number] for number in numbers], numbers

    @cached_property
    def _marked(self) -> tuple[NDArray[np.uint32], Ints]:
        every = [np.fromiter(marks(word), np.uint32) for word in self.words.texts]
        owners = np.repeat(np.arange(len(every), dtype=np.int32), [len(one) for one in every])
        kept = np.concatenate(every)
        order = np.argsort(kept, kind="stable")
        return kept[order], owners[order]

    @cached_property
    def _neighbours(self) -> tuple[Places, Ints, Codes]:
        """The words like each word and both their likenesses packed: row i of the others begins at start[i]."""
        left, right, codes = self.words.similar
        ones, others = np.concatenate([left, right]), np.concatenate([right, left])
        order = np.argsort(ones, kind="stable")
        start = np.searchsorted(ones[order], np.arange(len(self.words) + 1))
        return start, others[order], np.concatenate([codes, codes])[order]


SHORTEST_BEGINNING = 3
_LAST = "\U0010ffff"  # sorts after every letter
_AS_GIVEN, _WRITTEN = np.uint8(3), np.uint8(7)
_SAME = np.uint8(Likeness.EQUAL | Likeness.EQUAL << 3)
