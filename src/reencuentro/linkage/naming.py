"""Names by the million: written names become rows of numbered words, taken apart as `names` takes one name apart.

Every distinct written word is folded once; the rest is arithmetic on numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reencuentro.linkage.names import (
    CHANGEABLE,
    COMMON_SPLITS,
    EXCHANGED,
    HABIT,
    LONGEST,
    MAY_HOLD_PARTICLE,
    RARER,
    Name,
    particle,
    seen_alone,
    words,
)
from reencuentro.linkage.rows import Ints, Places, Rows
from reencuentro.linkage.spelling import fold

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Texts:
    """Written names, all different, none of them null."""

    values: pa.Array

    @cached_property
    def tokens(self) -> tuple[pa.DictionaryArray, Places]:
        """What blanks part, of all texts, and where in it each text begins, and the last ends."""
        split = pc.utf8_split_whitespace(self.values)
        return split.flatten().dictionary_encode(), split.offsets.to_numpy().astype(np.int64)

    @cached_property
    def comma(self) -> bool:
        """Whether any has one."""
        return bool(pc.any(pc.match_substring(self.values, ",")).as_py())


class Numbering:
    """Numbers for folded words, in the order of first sight; number 0 is silence."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {"": 0}

    def of(self, word: str) -> int:
        """The word's number, a new one for a new word."""
        return self._number.setdefault(word, len(self._number))

    def each(self, words: Iterable[str]) -> Ints:
        """The number of each word."""
        number = self._number
        return np.array([number.setdefault(word, len(number)) for word in words], np.int32)

    @property
    def texts(self) -> list[str]:
        """Every word, by number."""
        return list(self._number)

    def rows(self, written: pa.Array) -> Rows:
        """`names.words` of each text, as numbers; nothing where a text is null."""
        texts = written.dictionary_encode() if not isinstance(written, pa.DictionaryArray) else written
        distinct = self.distinct_rows(Texts(texts.dictionary))
        silent = len(distinct)
        distinct = Rows(distinct.flat, np.append(distinct.start, distinct.start[-1]))
        return distinct.taken(texts.indices.fill_null(silent).to_numpy(zero_copy_only=False))

    def distinct_rows(self, texts: "Texts") -> Rows:
        """The same of texts that are all different."""
        tokens, start = texts.tokens
        kept, careful = self._seen(tokens.dictionary)
        token = tokens.indices.to_numpy()
        by_token = kept.taken(token)
        found = Rows(by_token.flat, by_token.start[start])
        counts = found.counts
        slow = (counts == 0) | (counts > LONGEST)
        slow[np.searchsorted(start, np.flatnonzero(careful[token]), side="right") - 1] = True
        if not slow.any():
            return found
        rest = np.flatnonzero(slow)
        told = [[self.of(word) for word in words(text)] for text in texts.values.take(pa.array(rest)).to_pylist()]
        return found.where(~slow, Rows.placed(rest, told, len(found)))

    def _seen(self, tokens: pa.Array) -> tuple[Rows, NDArray[np.bool_]]:
        """The words of each written token, and whether its neighbours may change them."""
        lower = pc.ascii_lower(tokens)
        odd = pc.or_(pc.is_in(lower, _CHANGEABLE), pc.starts_with(lower, MAY_HOLD_PARTICLE))
        simple = pc.and_not(pc.ascii_is_alpha(tokens), odd).to_numpy(zero_copy_only=False)
        every = lower.filter(pa.array(simple)).to_pylist()
        kept = Rows.counted(self.each(every), simple.astype(np.int64))
        rest = np.flatnonzero(~simple)
        alone = [
            [seen_alone(word) for word in fold(token).split() if not particle(word)]
            for token in tokens.take(pa.array(rest)).to_pylist()
        ]
        careful = np.zeros(len(tokens), np.bool_)
        careful[rest] = [None in seen for seen in alone]
        told = [[self.of(word) for word in seen if word is not None] for seen in alone]
        return kept.where(simple, Rows.placed(rest, told, len(tokens))), careful


_CHANGEABLE = pa.array(sorted(CHANGEABLE))


@dataclass(frozen=True)
class Names(Sequence[Name]):
    """Names as rows of word numbers, given names and surnames apart.

    texts: the words by number.
    """

    texts: Sequence[str]
    given: Rows
    surnames: Rows

    def __len__(self) -> int:
        return len(self.given)

    def __getitem__(self, row: int) -> Name:  # type: ignore[override]  # slices are of no use here
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        row %= len(self)
        return Name(self._words(self.given, row), self._words(self.surnames, row))

    def __iter__(self) -> Iterator[Name]:
        return (self[row] for row in range(len(self)))

    def _words(self, rows: Rows, row: int) -> tuple[str, ...]:
        return tuple(self.texts[word] for word in rows.at(row))

    @cached_property
    def first_given(self) -> Ints:
        """The first two given names, shape (names, 2)."""
        return self.given.first(2)

    @cached_property
    def both_surnames(self) -> Ints:
        """The first two surnames, shape (names, 2)."""
        return self.surnames.first(2)


@dataclass(frozen=True, slots=True)
class Written:
    """Columns of written names, each an array of N texts, null where silent; or None where there is no such column."""

    given_names: pa.Array | None = None
    first_surname: pa.Array | None = None
    second_surname: pa.Array | None = None
    surnames: pa.Array | None = None
    full_name: pa.Array | None = None


@dataclass(frozen=True, slots=True)
class Leanings:
    """For each word, by number, the log-odds that it is a given name, as `names.Lexicon.leaning` has them."""

    values: Floats

    @classmethod
    def counted(cls, given: Rows, surnames: Rows, size: int) -> "Leanings":
        """From names whose parts the sources keep apart."""
        one = np.bincount(given.flat, minlength=size) + 0.5
        other = np.bincount(surnames.flat, minlength=size) + 0.5
        return cls(np.clip(np.log(one / other), -2.0, 2.0))

    def of(self, words: Ints) -> Floats:
        """Of these words; 0 for words that came later."""
        known = words < len(self.values)
        return np.where(known, self.values[np.where(known, words, 0)], 0.0)


def take_apart(written: Written, count: int, numbering: Numbering) -> tuple[Rows, Rows, Leanings]:
    """Given names and surnames of N subjects, as `names.name_of` finds them, and what the words lean to."""
    silence = Rows.counted(np.empty(0, np.int32), np.zeros(count, np.int64))

    def rows(column: pa.Array | None) -> Rows:
        return silence if column is None else numbering.rows(column)

    given = rows(written.given_names)
    surnames = _surnames(written, rows, numbering)
    silent = (given.counts == 0) & (surnames.counts == 0)
    full, before, after = _at_the_comma(written.full_name, silent, rows)
    given, surnames = given.where(~silent, after), surnames.where(~silent, before)
    leanings = Leanings.counted(given, surnames, len(numbering.texts))
    given, surnames = _put_right(given, surnames, leanings)
    one_column = (given.counts == 0) != (surnames.counts == 0)
    whole = given.where(given.counts > 0, surnames)
    split = split_rows(full.where(silent & (full.counts > 0), whole), leanings)
    apart = (one_column & (whole.counts >= 3)) | (silent & (full.counts > 0))
    return split[0].where(apart, given), split[1].where(apart, surnames), leanings


def _put_right(given: Rows, surnames: Rows, leanings: Leanings) -> tuple[Rows, Rows]:
    """Where the columns were exchanged, Zavala standing for a given name and Ernesto for a surname: each in its own.

    The words that stand first decide, and only if both lean far the other way; a second surname stays where it is.
    """
    rows = np.flatnonzero((given.counts > 0) & (surnames.counts > 0))
    exchanged = leanings.of(given.flat[given.start[rows]]) - leanings.of(surnames.flat[surnames.start[rows]])
    rows = rows[exchanged <= EXCHANGED]
    if not len(rows):
        return given, surnames
    # "Lia Aitana" moves as a whole: every word from the first on that leans to given names.
    first, second = given.taken(rows), surnames.taken(rows)
    leaning = leanings.of(second.flat) > 0
    gone: Places = np.cumsum(~leaning) - ~leaning
    moved = leaning & (gone == np.repeat(gone[second.start[:-1]], second.counts))
    left = first.beside(second.kept(~moved))
    return given.replaced(rows, second.kept(moved)), surnames.replaced(rows, left)


def _surnames(written: Written, rows: Callable[[pa.Array | None], Rows], numbering: Numbering) -> Rows:
    first, second = rows(written.first_surname), rows(written.second_surname)
    both = (first.counts > 0) & (second.counts > 0)
    apart = first.beside(second)
    if (longer := np.flatnonzero(both & (apart.counts > 2))).size:
        texts = numbering.texts
        fused = [
            [numbering.of("".join(texts[word] for word in part.at(row))) for part in (first, second)]
            for row in longer.tolist()
        ]
        apart = Rows.placed(longer, fused, len(apart)).where(both & (apart.counts > 2), apart)
    return apart if written.surnames is None else apart.where(apart.counts > 0, rows(written.surnames))


def _at_the_comma(
    column: pa.Array | None, silent: NDArray[np.bool_], rows: Callable[[pa.Array | None], Rows]
) -> tuple[Rows, Rows, Rows]:
    """Of names in one piece: those without a comma whole; of the others what stands before and after it."""
    nothing = rows(None)
    if column is None:
        return nothing, nothing, nothing
    column = pc.if_else(pa.array(silent), column, None)
    return split_at_comma(column, rows)


def split_at_comma(column: pa.Array, rows: Callable[[pa.Array | None], Rows]) -> tuple[Rows, Rows, Rows]:
    """Words of texts without a comma, or with nothing after it; words before it; words after it."""
    if not Texts(column.dictionary if isinstance(column, pa.DictionaryArray) else column).comma:
        return rows(column), rows(None), rows(None)
    texts = pc.fill_null(column.cast(pa.string()), "")
    before = pc.replace_substring_regex(texts, ",(?s:.)*$", "")
    after = pc.replace_substring_regex(texts, "^[^,]*,?", "")
    has = pc.not_equal(pc.utf8_trim_whitespace(after), "")
    first = rows(before)
    parted = has.to_numpy(zero_copy_only=False)
    if not parted.any():
        return first, first.cut(np.zeros(len(first), np.int64), np.zeros(len(first), np.int64)), rows(None)
    nothing = np.zeros(len(first), np.int64)
    whole = first.cut(nothing, np.where(parted, 0, first.counts))
    return whole, first.cut(nothing, np.where(parted, first.counts, 0)), rows(pc.if_else(has, after, None))


def split_texts(texts: Texts, leanings: Leanings, numbering: Numbering) -> tuple[Rows, Rows]:
    """Given names and surnames of names written in one piece, as `names.split_name` finds them."""
    if not texts.comma:
        return split_rows(numbering.distinct_rows(texts), leanings)
    nothing = Rows.counted(np.empty(0, np.int32), np.zeros(len(texts.values), np.int64))

    def rows(column: pa.Array | None) -> Rows:
        return nothing if column is None else numbering.rows(column)

    whole, before, after = split_at_comma(texts.values, rows)
    given, surnames = split_rows(whole, leanings)
    return given.beside(after), surnames.beside(before)


def split_rows(written: Rows, leanings: Leanings) -> tuple[Rows, Rows]:
    """Given names and surnames of names written in one piece and without a comma."""
    counts = written.counts
    begin, end = np.zeros(len(written), np.int64), counts.copy()  # of the given names
    for length in np.unique(counts[counts >= 2]).tolist():
        rows = np.flatnonzero(counts == length)
        table = written.flat[written.start[rows][:, None] + np.arange(length)]
        begin[rows], end[rows] = _best_splits(leanings.of(table))
    nothing = np.zeros(len(written), np.int64)
    given = written.cut(begin, end)
    return given, written.cut(nothing, begin).beside(written.cut(end, np.maximum(counts, end)))


def _best_splits(leanings: Floats) -> tuple[Places, Places]:
    """Where the given names begin and end, for N names of the same number of words: shape (names, words)."""
    length = leanings.shape[1]
    best = np.full(len(leanings), -np.inf)
    begin, end = np.zeros(len(leanings), np.int64), np.ones(len(leanings), np.int64)
    for rank, given in enumerate(COMMON_SPLITS.get(length, (2, length // 2))):
        surnames = length - given
        first = _sum(leanings[:, :given]) - _sum(leanings[:, given:]) + HABIT - rank * RARER
        last = _sum(leanings[:, surnames:]) - _sum(leanings[:, :surnames]) - rank * RARER
        for score, at in ((first, 0), (last, surnames)):
            better = score > best
            best = np.where(better, score, best)
            begin, end = np.where(better, at, begin), np.where(better, at + given, end)
    return begin, end


def _sum(columns: Floats) -> Floats:
    """Added from left to right, as one name alone would be."""
    total = np.zeros(len(columns))
    for column in columns.T:
        total = total + column
    return total
