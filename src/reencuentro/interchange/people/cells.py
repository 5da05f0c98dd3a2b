"""Whole columns of cells made comparable: what says nothing is null, codes are written one way, lists joined by "|"."""

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
_WITHIN_COUNTRY = 4  # characters of such a code: the country's two letters and two digits of the department


def as_texts(column: pa.ChunkedArray, file: str, header: str) -> pa.Array:
    """Any column as texts, trimmed, null where they are empty. Raises RosterRefusedError where it holds no texts."""
    try:
        texts = _plain(_cast(column))
    except pa.ArrowException as error:
        problem = f"the column holds {column.type}, which can't be read as text"
        raise RosterRefusedError(file, problem, remedy="write it as text, or leave it out", column=header) from error
    longest = pc.max(pc.binary_length(texts)).as_py() or 0
    if longest > _LONGEST_CELL:
        row = int(np.argmax(pc.fill_null(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False)))
        problem = f"row {row + 1} has a cell of {longest:,} bytes, more than {_LONGEST_CELL:,}"
        raise RosterRefusedError(file, problem, remedy="correct the row, or leave the column out", column=header)
    texts = pc.utf8_trim_whitespace(texts)
    return pc.if_else(pc.equal(texts, ""), None, texts)


def _cast(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if kinds.is_list(kind) or kinds.is_large_list(kind):
        return pc.binary_join(column.cast(pa.list_(pa.string())), "|")
    texts = column.cast(pa.string())
    return pc.replace_substring_regex(texts, r"\.0+$", "") if kinds.is_floating(kind) else texts


def _plain(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays([_NOTHING, *column.chunks])


_NOTHING = pa.array([], pa.string())


def each(column: pa.Array, read: Callable[[str], str | None]) -> pa.Array:
    """The column with each distinct text read once."""
    texts = column.dictionary_encode()
    values = pa.array([read(text) for text in texts.dictionary.to_pylist()], pa.string())
    return values.take(texts.indices)


def facts(column: pa.Array) -> pa.Array:
    """Without placeholders: N/A, 9999, sin dato. Of the texts that occur more than once the commonest are looked at."""
    return _without(column, is_silent)


def names(column: pa.Array) -> pa.Array:
    """Names without placeholders; Null and None are surnames."""
    return _without(column, is_silent_name)


def _without(column: pa.Array, silent: Callable[[str], bool]) -> pa.Array:
    counted = column.value_counts()
    repeated = counted.filter(pc.greater(counted.field("counts"), 1))
    order = pc.sort_indices(repeated.field("counts"), [("", "descending")])[:_MOST_LOOKED_AT]
    said = [text for text in repeated.field("values").take(order).to_pylist() if text is not None and silent(text)]
    return pc.if_else(pc.is_in(column, pa.array(said, pa.string())), None, column) if said else column


def sexes(column: pa.Array) -> pa.Array:
    """F and M."""
    texts = column.drop_null().unique().to_pylist()
    mujer = letters_mean_mujer(texts)

    def read(text: str) -> str | None:
        return _or_nothing(lambda: read_sex(text, m_is_mujer=mujer))

    return each(column, read)


def countries(column: pa.Array) -> pa.Array:
    """ISO codes where the country is known, else as written."""
    return each(facts(column), lambda text: _or_nothing(lambda: read_country(text)) or text)


def _or_nothing(read: Callable[[], str | None]) -> str | None:
    try:
        return read() or None
    except UnreadableError:
        return None


def numbers(column: pa.Array) -> pa.Array:
    """Numbers and codes without punctuation and case; a row of noughts or nines is none."""
    bare = pc.utf8_upper(pc.replace_substring_regex(pc.replace_substring_regex(column, r"\.0+$", ""), r"[\W_]+", ""))
    return pc.if_else(pc.match_substring_regex(bare, "^(?:0*|9{7,}|X+)$"), None, bare)


def a_numbers(column: pa.Array) -> pa.Array:
    """The digits of A-numbers, nine of them where there are seven or more, as `values.documents` reads them."""
    digits = pc.replace_substring_regex(column, "[^0-9]", "")
    padded = pc.if_else(pc.greater_equal(pc.binary_length(digits), 7), pc.utf8_lpad(digits, 9, "0"), digits)
    return pc.if_else(pc.match_substring_regex(digits, "^0*$"), None, padded)


def phones(column: pa.Array) -> pa.Array:
    """The telling digits of each number in a cell, joined by "|"."""
    parts = pc.replace_substring_regex(column, r"[;/\n,]+", "|")
    digits = pc.replace_substring_regex(parts, r"[^0-9|]", "")
    last = pc.replace_substring_regex(digits, rf"[0-9]+?([0-9]{{{_PHONE_DIGITS}}})(\||$)", r"\1\2")
    return pc.if_else(pc.match_substring_regex(last, "[0-9]{6}"), last, None)


def joined(columns: Sequence[pa.Array], between: str) -> pa.Array:
    """Several columns as one, what is null left out; null where all are."""
    if len(columns) == 1:
        return columns[0]
    text = pc.binary_join_element_wise(*(pc.fill_null(column, "") for column in columns), between)
    text = pc.utf8_trim(pc.replace_substring_regex(text, rf"[{between}]{{2,}}", between), between)
    return pc.if_else(pc.equal(text, ""), None, text)


def first_told(columns: Sequence[pa.Array]) -> pa.Array:
    """Of several columns the first that isn't null, row by row."""
    return reduce(lambda one, other: pc.coalesce(one, other), columns)


def listed(column: pa.Array) -> pa.Array:
    """Names parted by ";" or "|", joined by "|"."""
    return pc.replace_substring_regex(column, r"\s*[;|\n]+\s*", "|")


def regions_of(places: pa.Array) -> tuple[pa.Array, pa.Array] | None:
    """Country and department out of place codes such as GT0117; None where not all places are such codes."""
    distinct = places.drop_null().unique()
    if not len(distinct) or not pc.all(pc.match_substring_regex(distinct, _PLACE_CODE)).as_py():
        return None
    return pc.utf8_slice_codeunits(places, 0, 2), pc.utf8_slice_codeunits(places, 0, _WITHIN_COUNTRY)
