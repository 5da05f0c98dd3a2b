"""The names of a few records beside a name that was asked for, compared as all records are, without counting anew.

How common each word is, and how alike the known words are, was worked out when the index was made; only the likeness of
the words that were asked for is laid over it.
"""

from collections.abc import Sequence
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
from reencuentro.linkage.words import Codes, Table, Words

MOST_NEW = 64
"""Words asked for at once that nobody has written before; more are taken for silence."""


class _Numbers(dict[str, int]):
    """Numbers of new words, and behind them those of the known ones."""

    def __init__(self, known: dict[str, int], new: dict[str, int]) -> None:
        super().__init__(new)
        self._known = known

    def __missing__(self, word: str) -> int:
        return self._known[word]


class MoreWords(Words):
    """The known words and some more behind them; none of the known ones is copied."""

    def __init__(self, known: Words, new: Sequence[str]) -> None:
        self._known, self._new = known, new
        self.number = _Numbers(known.number, {word: len(known) + i for i, word in enumerate(new)})

    def __len__(self) -> int:
        return len(self._known) + len(self._new)

    def of(self, word: str) -> int:
        """The word's number; 0 for silence."""
        return self.number.get(word) or self._known.number.get(word, 0)

    def apart(self, surname: str) -> Sequence[tuple[str, str]]:
        """The two known words that it may be, written together by mistake."""
        return ()

    @cached_property
    def every(self) -> "Extended":
        """All texts by number."""
        return Extended(self._known.texts, self._new)


class AskedWords(MoreWords):
    """The known words and a few asked for; only the latter may be compared, as the left ones.

    like: for each word asked for, the known words that are alike.
    """

    def __init__(self, spellings: Spellings, asked: Sequence[Name]) -> None:
        written = dict.fromkeys(word for one in asked for word in (*one.given[:2], *one.surnames[:2]))
        self._apart = {one.surnames[0]: spellings.apart(one.surnames[0]) for one in asked if len(one.surnames) == 1}
        written |= dict.fromkeys(word for pairs in self._apart.values() for pair in pairs for word in pair)
        self.like: dict[str, Similar] = {word: spellings.similar(word) for word in written}
        known = spellings.words
        super().__init__(known, [word for word in self.like if word not in known.number][:MOST_NEW])
        self._row = np.zeros(len(self), np.int16)
        self._codes = np.zeros((2, len(self.like) + 1, len(self)), np.uint8)
        for row, (word, like) in enumerate(self.like.items(), 1):
            self._lay(row, word, like)

    def _lay(self, row: int, word: str, like: Similar) -> None:
        if number := self.of(word):
            self._row[number] = row
            self._codes[:, row, number] = Likeness.EQUAL
        self._codes[0, row, like.numbers] = like.likeness
        self._codes[1, row, like.numbers] = like.given

    def apart(self, surname: str) -> Sequence[tuple[str, str]]:
        """As of more words; only of a surname that was asked for alone."""
        return self._apart.get(surname, ())

    def likeness(self, left: Ints, right: Ints) -> Codes:
        """As of all words; left: words asked for."""
        return np.asarray(self._codes[0, self._row[left], right], np.uint8)

    def given_likeness(self, left: Ints, right: Ints) -> Codes:
        """As of all words; left: words asked for."""
        return np.asarray(self._codes[1, self._row[left], right], np.uint8)


class GrownWords(MoreWords):
    """The known words and those of another list, each of which may be compared with each."""

    def __init__(self, spellings: Spellings, new: Sequence[str]) -> None:
        super().__init__(spellings.words, new)
        few, codes = spellings.alike_among(new)
        numbers = np.fromiter(map(self.of, few), np.int32, len(few))
        left, right, alike = codes
        one, other = numbers[left], numbers[right]
        news = (one >= len(self._known)) | (other >= len(self._known))
        low, high = np.minimum(one[news], other[news]), np.maximum(one[news], other[news])
        self._news = Table(low, high, alike[news], len(self))
        self.pairs = low, high, alike[news]

    def likeness(self, left: Ints, right: Ints) -> Codes:
        """As of all words."""
        return self._alike(left, right) & _WRITTEN

    def given_likeness(self, left: Ints, right: Ints) -> Codes:
        """As of all words."""
        return self._alike(left, right) >> _AS_GIVEN

    def _alike(self, left: Ints, right: Ints) -> Codes:
        found = self._news.of(left, right)
        known = np.flatnonzero((left < len(self._known)) & (right < len(self._known)))
        found[known] = self._known.table.of(left[known], right[known])
        return found

    def meant(self, counts: Places) -> Ints:
        """For each of the new words the commonest known word that it may stand for; itself where there is none.

        counts: how often each known word is borne.
        """
        size = len(self._known)
        meant = np.arange(size, len(self), dtype=np.int32)
        known, new, alike = self.pairs
        chosen = (known < size) & ((alike & _WRITTEN) >= Likeness.SLIP)
        known, new = known[chosen], new[chosen]
        order = np.lexsort((known, counts[known], new))
        meant[new[order] - size] = known[order]  # the last written stays: the commonest
        return meant


_AS_GIVEN, _WRITTEN = np.uint8(3), np.uint8(7)


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
            part.shares,
            **{name: _roomier(getattr(part.shares, name), MOST_NEW) for name in ("word", "alike", "beginning")},
        )
        wholes = part.shares.whole[order[begins]]
        return cls(replace(part, shares=shares), ordered[begins], wholes, float(wholes.min(initial=0.0)))

    def roomy(self, more: int) -> "KnownPart":
        """With places for more words that nobody bears."""
        shares = self.part.shares
        wider = {name: _roomier(getattr(shares, name), more) for name in ("word", "alike", "beginning")}
        return replace(self, part=replace(self.part, shares=replace(shares, **wider)))

    def beside(self, rows: Places, asked: Ints, counts: Places, words: MoreWords) -> Part:
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


def _roomier(shares: Floats, more: int) -> Floats:
    """With places for words that nobody bears, as rare as silence is said to be."""
    return np.concatenate([shares, np.repeat(shares[:, :1], more, axis=1)], axis=1)


def _fused(known: Ints, first: Ints, second: Ints, asked: Ints, words: MoreWords) -> Ints:
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

    def roomy(self, more: int) -> "KnownNames":
        """With places for more words that nobody bears."""
        return replace(self, given=self.given.roomy(more), surnames=self.surnames.roomy(more))

    def beside(self, rows: Places, asked: Sequence[Name], words: AskedWords) -> Kernel:
        """Compares these rows of the index with what was asked for, whose numbers follow those of the rows."""
        given = Rows.of([[words.of(word) for word in one.given] for one in asked])
        surnames = Rows.of([[words.of(word) for word in one.surnames] for one in asked])
        return self.followed(rows, given, surnames, words)

    def followed(self, rows: Places, given: Rows, surnames: Rows, words: MoreWords) -> Kernel:
        """The same of names whose words have their numbers already."""
        known = self.kernel.names
        names = Names(words.every, _followed(known.given, rows, given), _followed(known.surnames, rows, surnames))
        kernel = replace(self.kernel, names=names, words=words)
        vars(kernel).update(  # what the kernel would count anew
            given=self.given.beside(rows, given.first(2), given.counts, words),
            surnames=self.surnames.beside(rows, surnames.first(2), surnames.counts, words),
        )
        return kernel


def _followed(known: Rows, rows: Places, more: Rows) -> Rows:
    start = known.start[rows]
    counts = known.start[rows + 1] - start
    end = np.cumsum(counts)
    within = np.arange(int(counts.sum())) - np.repeat(end - counts, counts)
    flat = np.concatenate([known.flat[np.repeat(start, counts) + within], more.flat])
    return Rows.counted(flat, np.concatenate([counts, more.counts]))
