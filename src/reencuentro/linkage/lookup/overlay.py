"""The names of a few records beside a name that was asked for, compared as all records are, without counting anew.

How common each word is, and how alike the known words are, was worked out when the index was made; only the likeness of
the words that were asked for is laid over it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.kernels import Floats, Kernel, Part, Shares
from reencuentro.linkage.lookup.spellings import Similar, Spellings
from reencuentro.linkage.names import Name
from reencuentro.linkage.naming import Names
from reencuentro.linkage.rows import Ints, Places, Rows
from reencuentro.linkage.spelling import Likeness
from reencuentro.linkage.words import Codes, Words

MOST_NEW = 64
"""Words asked for at once that nobody has written before; more are taken for silence."""


class _Numbers(dict[str, int]):
    """Numbers of new words, and behind them those of the known ones."""

    def __init__(self, known: dict[str, int], new: dict[str, int]) -> None:
        super().__init__(new)
        self._known = known

    def __missing__(self, word: str) -> int:
        return self._known[word]


class AskedWords(Words):
    """The known words and a few asked for; only the latter may be compared, as the left ones.

    like: for each word asked for, the known words that are alike.
    """

    def __init__(self, spellings: Spellings, asked: Iterable[Name]) -> None:
        known = spellings.words
        asked = tuple(asked)
        written = dict.fromkeys(word for one in asked for word in (*one.given[:2], *one.surnames[:2]))
        self._apart = {one.surnames[0]: spellings.apart(one.surnames[0]) for one in asked if len(one.surnames) == 1}
        written |= dict.fromkeys(word for pairs in self._apart.values() for pair in pairs for word in pair)
        self.like: dict[str, Similar] = {word: spellings.similar(word) for word in written}
        new = [word for word in self.like if word not in known.number][:MOST_NEW]
        size = len(known) + len(new)
        self._new = new
        self._known = known
        self.number = _Numbers(known.number, {word: len(known) + i for i, word in enumerate(new)})
        self._row = np.zeros(size, np.int8)
        self._codes = np.zeros((2, len(self.like) + 1, size), np.uint8)
        for row, (word, like) in enumerate(self.like.items(), 1):
            self._lay(row, word, like)

    def _lay(self, row: int, word: str, like: Similar) -> None:
        if number := self.of(word):
            self._row[number] = row
            self._codes[:, row, number] = Likeness.EQUAL
        self._codes[0, row, like.numbers] = like.likeness
        self._codes[1, row, like.numbers] = like.given

    def __len__(self) -> int:
        return len(self._row)

    def of(self, word: str) -> int:
        """The word's number; 0 for silence."""
        return self.number.get(word) or self._known.number.get(word, 0)

    def apart(self, surname: str) -> Sequence[tuple[str, str]]:
        """The two known words that it may be, written together by mistake; only of one that stands alone."""
        return self._apart.get(surname, ())

    @cached_property
    def every(self) -> "Extended":
        """All texts by number."""
        return Extended(self._known.texts, self._new)

    def likeness(self, left: Ints, right: Ints) -> Codes:
        """As of all words; left: words asked for."""
        return np.asarray(self._codes[0, self._row[left], right], np.uint8)

    def given_likeness(self, left: Ints, right: Ints) -> Codes:
        """As of all words; left: words asked for."""
        return np.asarray(self._codes[1, self._row[left], right], np.uint8)


class Extended(Sequence[str]):
    """Texts with a few more behind them, none copied."""

    def __init__(self, known: Sequence[str], new: Sequence[str]) -> None:
        self._known, self._new = known, new

    def __len__(self) -> int:
        return len(self._known) + len(self._new)

    def __getitem__(self, place: int) -> str:  # type: ignore[override]  # slices are of no use here
        return self._known[place] if place < len(self._known) else self._new[place - len(self._known)]


@dataclass(frozen=True)
class KnownPart:
    """One part of all names of the index, and how common it is as a whole.

    part: its shares have MOST_NEW places more, for words that nobody bears. wholes, shares: how common each two words
    are together; rarest: how common what nobody bears.
    """

    part: Part
    wholes: NDArray[np.int64]
    shares: Floats
    rarest: float

    @classmethod
    def of(cls, part: Part) -> "KnownPart":
        """Ready to be asked."""
        whole = _packed(part.first, part.second)
        order = np.argsort(whole)
        ordered = whole[order]
        begins = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else order
        shares = replace(
            part.shares, **{name: _roomier(getattr(part.shares, name)) for name in ("word", "alike", "beginning")}
        )
        wholes = part.shares.whole[order[begins]]
        return cls(replace(part, shares=shares), ordered[begins], wholes, float(wholes.min(initial=0.0)))

    def beside(self, rows: Places, asked: Ints, counts: Ints, words: AskedWords) -> Part:
        """These rows of the index and behind them what was asked for.

        asked: the first two words of each, shape (names, 2). counts: how many words each has.
        """
        known, shares = self.part, self.part.shares
        first = np.concatenate([known.first[rows], asked[:, 0]])
        second = np.concatenate([known.second[rows], asked[:, 1]])
        return Part(
            first=first,
            second=second,
            first_or_none=np.where(first > 0, first, np.int32(-1)),
            second_or_none=np.where(second > 0, second, np.int32(-1)),
            counts=np.concatenate([known.counts[rows], np.minimum(counts, 2).astype(known.counts.dtype)]),
            fused=_fused(known.fused[rows], first, second, asked, words),
            longer=np.concatenate([known.longer[rows], counts > 2]),
            shares=Shares(
                shares.word,
                shares.alike,
                shares.beginning,
                np.concatenate([shares.whole[rows], self._share_of(asked)]),
            ),
        )

    def _share_of(self, asked: Ints) -> Floats:
        wanted = _packed(*asked.T)
        if not len(self.wholes):
            return np.zeros(len(wanted))
        place = np.minimum(np.searchsorted(self.wholes, wanted), len(self.wholes) - 1)
        return np.where(self.wholes[place] == wanted, self.shares[place], self.rarest)


def _packed(first: Ints, second: Ints) -> NDArray[np.int64]:
    return first.astype(np.int64) << 32 | second


def _roomier(shares: Floats) -> Floats:
    """With places for words that nobody bears, as rare as silence is said to be."""
    return np.concatenate([shares, np.repeat(shares[:, :1], MOST_NEW, axis=1)], axis=1)


def _fused(known: Ints, first: Ints, second: Ints, asked: Ints, words: AskedWords) -> Ints:
    """The word that each two make when written together: those asked for may make a known one, and the other way."""
    texts, pairs = words.every, asked.tolist()
    found = np.append(known, [words.of(texts[a] + texts[b]) if a and b else 0 for a, b in pairs]).astype(np.int32)
    for alone, _ in pairs:
        for one, other in words.apart(texts[alone]) if alone else ():
            found[(first == words.of(one)) & (second == words.of(other))] = alone
    return found


@dataclass(frozen=True)
class KnownNames:
    """All names of one kind in the index: the records' own, or the relatives'."""

    kernel: Kernel
    given: KnownPart
    surnames: KnownPart

    @classmethod
    def of(cls, kernel: Kernel) -> "KnownNames":
        """Ready to be asked."""
        return cls(kernel, KnownPart.of(kernel.given), KnownPart.of(kernel.surnames))

    def beside(self, rows: Places, asked: Sequence[Name], words: AskedWords) -> Kernel:
        """Compares these rows of the index with what was asked for, whose numbers follow those of the rows."""
        given = [[words.of(word) for word in one.given] for one in asked]
        surnames = [[words.of(word) for word in one.surnames] for one in asked]
        known = self.kernel.names
        names = Names(words.every, _followed(known.given, rows, given), _followed(known.surnames, rows, surnames))
        kernel = replace(self.kernel, names=names, words=words)
        vars(kernel).update(  # what the kernel would count anew
            given=self.given.beside(rows, *_first_two(given), words),
            surnames=self.surnames.beside(rows, *_first_two(surnames), words),
        )
        return kernel


def _followed(known: Rows, rows: Places, asked: list[list[int]]) -> Rows:
    start = known.start[rows]
    counts = known.start[rows + 1] - start
    end = np.cumsum(counts)
    within = np.arange(int(counts.sum())) - np.repeat(end - counts, counts)
    more = Rows.of(asked)
    flat = np.concatenate([known.flat[np.repeat(start, counts) + within], more.flat])
    return Rows.counted(flat, np.concatenate([counts, more.counts]))


def _first_two(parts: list[list[int]]) -> tuple[Ints, Ints]:
    two = np.array([(*part[:2], 0, 0)[:2] for part in parts], np.int32).reshape(-1, 2)
    return two, np.fromiter(map(len, parts), np.int32, len(parts))
