"""The kernel for many millions of pairs: records and weights laid out for the compiled loop over pairs.

It knows the facts that nearly every pair is decided by. A pair of which both sources speak of anything else, or whose
names are longer than the tables hold, is left to the kernel of arrays, which knows everything; a property holds the two
to the same answer. Compiling takes some ten seconds, once; after that it lies on the disk.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.comparers import whole_names
from reencuentro.linkage.compiled import (
    GIVEN,
    HANDLED,
    MORE_WORDS,
    NUMBER,
    RELATIVES,
    SURNAMES,
    People,
    Scale,
    weigh,
)
from reencuentro.linkage.compiled_names import LINE, Lookup, Rules, fill
from reencuentro.linkage.identity import FACTS, NAMES_AGREE
from reencuentro.linkage.kernels import Floats, Kernel, Part, given_rules, surname_rules
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.scoring import LEAST_RARE, Weights
from reencuentro.linkage.words import Words

# A name, and a record: one and two lines of the processor's cache, so that a record costs one trip to memory instead of
# twenty. The rarest are log2 of the least share that the words of a name part can have together; numbers as in Columns.
_Fields = tuple[tuple[str, type], ...]
_NAME: _Fields = (
    *((word, np.int32) for word in ("first_given", "second_given", "first_surname", "second_surname", "fused")),
    *((count, np.int8) for count in ("given_words", "surname_words")),
)
_RECORD: _Fields = (
    *(("born", np.float64), ("born_within", np.float64), *_NAME),
    *(("sex", np.int8), ("ambiguous", np.int8), ("month", np.int8), ("day", np.int8), ("year", np.int16)),
    *(("given_rarest", np.float32), ("surnames_rarest", np.float32), ("number", np.int32), ("odd", np.uint32)),
    *(("agency", np.int32), ("given_share", np.float64), ("surname_share", np.float64)),
    *((code, np.int32) for code in ("country", "department", "town", "mother", "father", "child")),
)


class Bulk:
    """Columns and weights made ready for the compiled kernel.

    at_least: log2 odds below which it doesn't matter how low they are.
    """

    def __init__(self, columns: Columns, weights: Weights, at_least: float = -np.inf) -> None:
        kernel = columns.kernel
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            rows, relatives = workers.submit(_records, columns), workers.submit(_names, columns.relatives)
            lookup = workers.submit(_lookup, columns.words)
            letters, begin = _letters(columns.other_numbers)
        self._people = People(
            rows=rows.result(),
            relatives=relatives.result(),
            children=columns.children.padded,
            letters=letters,
            letters_begin=begin,
            given=_rules("given_names", kernel.given),
            surnames=_rules("surnames", kernel.surnames),
            lookup=lookup.result(),
            whole=whole_names(),
        )
        self._scale = _scale(weights)
        self._at_least = at_least - _MARGIN

    def odds(self, left: Ints, right: Ints) -> Floats:
        """log2 odds of N pairs; -infinity where they are below `at_least`; NaN where the arrays must be asked."""
        found, levels = np.empty(len(left)), np.zeros(len(FACTS), np.int64)
        pairs = np.ascontiguousarray(left), np.ascontiguousarray(right)
        weigh(self._people, self._scale, pairs, levels, self._at_least, found)
        return found


_MARGIN = 1e-4  # bits: more than is lost by adding up in another order, by single precision, or by rounding to FINEST


def load() -> None:
    """Bring up what was compiled, half a second's work once a process, which may be done beside other work."""
    nothing = np.zeros(0, np.uint64)
    fill(nothing, np.zeros(0, np.uint8), np.uint64(1), np.uint64(63), nothing, nothing)


def _lines(count: int, fields: _Fields, size: int) -> NDArray[np.void]:
    """So many rows of `size` bytes, all zeros, that begin where a line begins."""
    names, formats = zip(*fields, strict=True)
    ends = np.cumsum([np.dtype(each).itemsize for each in formats]).tolist()
    kind = np.dtype({"names": names, "formats": formats, "offsets": [0, *ends[:-1]], "itemsize": size})
    room = np.zeros(count * size + LINE, np.uint8)
    begin = -room.ctypes.data % LINE
    return room[begin : begin + count * size].view(kind)


def _put_names(rows: NDArray[np.void], kernel: Kernel) -> None:
    given, surnames = kernel.given, kernel.surnames
    rows["first_given"], rows["second_given"], rows["given_words"] = given.first, given.second, given.counts
    rows["given_words"][given.longer] = MORE_WORDS
    rows["first_surname"], rows["second_surname"] = surnames.first, surnames.second
    rows["surname_words"], rows["fused"] = surnames.counts, surnames.fused


def _names(kernel: Kernel) -> NDArray[np.void]:
    rows = _lines(len(kernel.names), _NAME, LINE // 2)
    _put_names(rows, kernel)
    return rows


def _records(columns: Columns) -> NDArray[np.void]:
    rows, kernel = _lines(len(columns), _RECORD, 2 * LINE), columns.kernel
    _put_names(rows, kernel)
    for bit, fact in enumerate(sorted(columns.spoken_of - set(HANDLED))):
        rows["odd"] |= columns.speaks(fact).astype(np.uint32) << np.uint32(bit)
    for same in ("born", "born_within", "sex", "ambiguous", "month", "day", "year"):
        rows[same] = getattr(columns, same)
    for same in ("agency", "department", "mother", "father"):
        rows[same] = getattr(columns, same)
    rows["country"], rows["town"], rows["number"] = columns.nationality, columns.municipality, columns.other_number
    rows["child"] = columns.children.padded[:, 0]
    rows["given_share"], rows["surname_share"] = kernel.given.shares.whole, kernel.surnames.shares.whole
    rows["given_rarest"], rows["surnames_rarest"] = _rarest(kernel.given), _rarest(kernel.surnames)
    longer = np.flatnonzero(kernel.given.longer)
    rows["given_rarest"][longer] = _rarest_of_all(kernel, longer)
    return rows


def _rarest(part: Part) -> Floats:
    first, second = part.shares.word[0, part.first], part.shares.word[1, part.second]
    return np.asarray(np.where(part.first > 0, first, 0.0) + np.where(part.second > 0, second, 0.0))


def _rarest_of_all(kernel: Kernel, which: Places) -> Floats:
    """The same of names with more given names than two."""
    words = kernel.names.given.taken(which)
    found = np.zeros(len(which))
    np.add.at(found, words.owners(), kernel.given.shares.word.min(axis=0)[words.flat])
    return found


def _rules(name: str, part: Part) -> Rules:
    rules = given_rules() if name == "given_names" else surname_rules()
    shares = part.shares
    return Rules(
        level=rules.level,
        answers=np.stack(rules.answers),
        agrees=~np.isnan(NAMES_AGREE[name]),
        word=np.ascontiguousarray(shares.word.T),
        alike=np.ascontiguousarray(shares.alike.T),
        beginning=np.ascontiguousarray(shares.beginning.T),
    )


def _lookup(words: Words) -> Lookup:
    keys, codes, _, size, shift, _, multiplier = words.table.parts
    cells = max(0, int(len(words.similar[0]) // _PAIRS_OF_A_CELL).bit_length())
    slots, cell = np.zeros(len(keys), np.uint64), np.uint64(64 - cells - 1)
    marked = np.zeros(2 << cells, np.uint64)
    fill(keys, codes, multiplier, cell, slots, marked)
    return Lookup(slots, marked, size, shift, cell, multiplier)


_PAIRS_OF_A_CELL = 8


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    """All letters of all texts, and where each text begins, and the last ends."""
    begin = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=begin[1:])
    return np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32), begin


def _scale(weights: Weights) -> Scale:
    table = np.zeros((3, len(FACTS), max(len(fact.levels) for fact in FACTS)))
    for kind, by_fact in enumerate((weights.matches, weights.kin, weights.strangers)):
        for fact, row in enumerate(by_fact):
            table[kind, fact, : len(row)] = row
    priors = np.array(weights.priors)
    namesakes = float(FACTS[GIVEN].namesakes or 0.0)
    best, agreeing = (table[0] - table).max(axis=2), np.zeros(len(FACTS))
    for fact, agrees in ((GIVEN, NAMES_AGREE["given_names"]), (SURNAMES, NAMES_AGREE["surnames"])):
        alike, apart = (np.flatnonzero(which) for which in (~np.isnan(agrees), np.isnan(agrees)))
        agreeing[fact] = table[0, fact, alike].max()
        best[2, fact] = (table[0] - table[2])[fact, apart].max()
    best[1, GIVEN] = max(best[1, GIVEN], agreeing[GIVEN] - np.log2(namesakes))
    return Scale(
        table, _hopes(table, best, priors), best, agreeing, priors, namesakes, float(np.log2(namesakes)), LEAST_RARE
    )


def _hopes(table: Floats, best: Floats, priors: Floats) -> Floats:
    """By fact, level and whom it is weighed against (kin, strangers): what is hoped for from the first look.

    Levels of relatives say only that both sources speak, those of numbers whether they are the same. The row of given
    names, of which nothing is known yet, holds the priors.
    """
    hopes = np.stack([table[0] - table[1], table[0] - table[2]], axis=-1)
    for relation in RELATIVES:
        hopes[relation, 1] = best[1:, relation]
    hopes[NUMBER, 2] = hopes[NUMBER, 2:].max(axis=0)
    hopes[GIVEN, 0] = priors[0] - priors[1:]
    return hopes
