"""Whole columns of cells made comparable: what says nothing is null, codes are written one way, lists joined by "|".

Columns are dictionaries, so that each distinct text is looked at once, however many rows state it.
"""

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as kinds

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.people import letters_mean_mujer, read_sex
from reencuentro.interchange.values.text import UnreadableError, is_silent, is_silent_name

_LONGEST_CELL = Limits().max_cell_chars
_MOST_LOOKED_AT = 5000
_PHONE_DIGITS = 8
"""Of a phone number the last digits tell it, with or without the codes of country and area before them."""
_PLACE_CODE = "^[A-Z]{2}[0-9]{3,8}$"
_COUNTRY, _DEPARTMENT = 2, 4  # characters of such a code that tell them

Change = Callable[[pa.Array], pa.Array]
"""Distinct texts into others of the same number; null for those that say nothing."""


def as_texts(column: pa.ChunkedArray, file: str, header: str) -> pa.DictionaryArray:
    """Any column as texts, trimmed, null where they are empty. Raises RosterRefusedError where it holds no texts."""
    try:
        texts = _encoded(column)
    except MemoryError:
        raise
    except pa.ArrowException as error:
        problem = f"the column holds {column.type}, which can't be read as text"
        raise RosterRefusedError(file, problem, remedy="write it as text, or leave it out", column=header) from error
    _refuse_no_unicode(texts, file, header)
    lengths = pc.binary_length(texts.dictionary).to_numpy(zero_copy_only=False)
    if lengths.max(initial=0) > _LONGEST_CELL:
        row = pc.index(texts.indices, int(lengths.argmax())).as_py() + 1
        problem = f"row {row} has a cell of {lengths.max():,} bytes, more than {_LONGEST_CELL:,}"
        raise RosterRefusedError(file, problem, remedy="correct the row, or leave the column out", column=header)
    return over(_trimmed(texts), _not_empty)


def _refuse_no_unicode(texts: pa.DictionaryArray, file: str, header: str) -> None:
    """Parquet calls a column text without looking at its bytes."""
    try:
        texts.dictionary.validate(full=True)
    except pa.ArrowInvalid as error:
        problem, remedy = "the column holds bytes that are no UTF-8", "write it as text, or leave it out"
        raise RosterRefusedError(file, problem, remedy=remedy, column=header) from error


def all_differ(column: pa.DictionaryArray) -> bool:
    """Whether each row of a column `as_texts` has a text of its own."""
    return not column.null_count and len(column.dictionary) == len(column)


def _trimmed(texts: pa.DictionaryArray) -> pa.DictionaryArray:
    trimmed = pc.utf8_trim_whitespace(texts.dictionary)
    if trimmed.equals(texts.dictionary):
        return texts
    distinct = trimmed.dictionary_encode()
    return pa.DictionaryArray.from_arrays(distinct.indices.take(texts.indices), distinct.dictionary)


def _encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    if kinds.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return pa.concat_arrays([_NO_TEXT, *_cast(column).chunks]).dictionary_encode()


_NO_TEXT = pa.array([], pa.string())


def plain(column: pa.DictionaryArray) -> pa.Array:
    """The same with every text spelled out."""
    return column.dictionary.take(column.indices)


def over(column: pa.DictionaryArray, change: Change) -> pa.DictionaryArray:
    """The column with its distinct texts changed."""
    changed = change(column.dictionary)
    indices = column.indices
    if changed.null_count:
        indices = pc.if_else(changed.is_valid().take(indices), indices, None)
        changed = pc.fill_null(changed, "")
    return pa.DictionaryArray.from_arrays(indices, changed)


def _not_empty(values: pa.Array) -> pa.Array:
    return pc.if_else(pc.equal(values, ""), None, values)


def _cast(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if kinds.is_list(kind) or kinds.is_large_list(kind):
        return pc.binary_join(column.cast(pa.list_(pa.string())), "|")
    texts = column.cast(pa.string())
    may_be_whole = kinds.is_floating(kind) or kinds.is_decimal(kind)
    return pc.replace_substring_regex(texts, r"\.0+$", "") if may_be_whole else texts


def each(column: pa.DictionaryArray, read: Callable[[str], str | None]) -> pa.DictionaryArray:
    """The column with each distinct text read."""
    return over(column, lambda values: pa.array(map(read, values.to_pylist()), pa.string()))


def facts(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """Without placeholders: N/A, 9999, sin dato. Of the texts that occur more than once the commonest are looked at."""
    return _without(column, is_silent)


def names(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """Names without placeholders; Null and None are surnames."""
    return _without(column, is_silent_name)


def _without(column: pa.DictionaryArray, silent: Callable[[str], bool]) -> pa.DictionaryArray:
    said = pc.fill_null(column.indices, len(column.dictionary)).to_numpy(zero_copy_only=False)
    counts = np.bincount(said, minlength=len(column.dictionary) + 1)[:-1]
    commonest = np.argsort(-counts, kind="stable")[:_MOST_LOOKED_AT]
    commonest = commonest[counts[commonest] > 1]
    texts = column.dictionary.take(pa.array(commonest)).to_pylist()
    nothing = np.zeros(len(counts), np.bool_)
    nothing[commonest[[silent(text) for text in texts]] if texts else commonest] = True
    return over(column, lambda values: pc.if_else(pa.array(nothing), None, values)) if nothing.any() else column


def sexes(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """F and M."""
    mujer = letters_mean_mujer(column.dictionary.to_pylist())
    return each(column, lambda text: _or_nothing(lambda: read_sex(text, m_is_mujer=mujer)))


def countries(column: pa.DictionaryArray) -> pa.DictionaryArray:
    """ISO codes where the country is known, else as written."""
    return each(facts(column), lambda text: _or_nothing(lambda: read_country(text)) or text)


def _or_nothing(read: Callable[[], str | None]) -> str | None:
    try:
        return read() or None
    except UnreadableError:
        return None


def numbers(values: pa.Array) -> pa.Array:
    """Numbers and codes without punctuation and case; a row of noughts or nines is none."""
    bare = pc.utf8_upper(pc.replace_substring_regex(pc.replace_substring_regex(values, r"\.0+$", ""), r"[\W_]+", ""))
    return pc.if_else(pc.match_substring_regex(bare, "^(?:0*|9{7,}|X+)$"), None, bare)


def a_numbers(values: pa.Array) -> pa.Array:
    """The digits of A-numbers, nine of them where there are seven or more, as `values.documents` reads them."""
    digits = pc.replace_substring_regex(values, "[^0-9]", "")
    padded = pc.if_else(pc.greater_equal(pc.binary_length(digits), 7), pc.utf8_lpad(digits, 9, "0"), digits)
    return pc.if_else(pc.match_substring_regex(digits, "^0*$"), None, padded)


def phones(values: pa.Array) -> pa.Array:
    """The telling digits of each number in a cell, joined by "|"."""
    parts = pc.replace_substring_regex(values, r"[;/\n,]+", "|")
    digits = pc.replace_substring_regex(parts, r"[^0-9|]", "")
    last = pc.replace_substring_regex(digits, rf"[0-9]+?([0-9]{{{_PHONE_DIGITS}}})(\||$)", r"\1\2")
    return pc.if_else(pc.match_substring_regex(last, "[0-9]{6}"), last, None)


def listed(values: pa.Array) -> pa.Array:
    """Names parted by ";" or "|", joined by "|"."""
    return pc.replace_substring_regex(values, r"\s*[;|\n]+\s*", "|")


def joined(columns: Sequence[pa.DictionaryArray], between: str) -> pa.DictionaryArray:
    """Several columns as one, what is null left out; null where all are."""
    if len(columns) == 1:
        return columns[0]
    text = pc.binary_join_element_wise(*(pc.fill_null(plain(column), "") for column in columns), between)
    text = pc.utf8_trim(pc.replace_substring_regex(text, rf"[{between}]{{2,}}", between), between)
    return _not_empty(text).dictionary_encode()


def first_told(columns: Sequence[pa.DictionaryArray]) -> pa.DictionaryArray:
    """Of several columns the first that isn't null, row by row."""
    if len(columns) == 1:
        return columns[0]
    return reduce(pc.coalesce, map(plain, columns)).dictionary_encode()


def regions_of(places: pa.DictionaryArray) -> tuple[pa.DictionaryArray, pa.DictionaryArray] | None:
    """Country and department out of place codes such as GT0117; None where not all places are such codes."""
    values = places.dictionary
    if not len(values) or not pc.all(pc.match_substring_regex(values, _PLACE_CODE)).as_py():
        return None

    def beginning(letters: int) -> pa.DictionaryArray:
        return over(places, lambda values: pc.utf8_slice_codeunits(values, 0, letters))

    return beginning(_COUNTRY), beginning(_DEPARTMENT)
