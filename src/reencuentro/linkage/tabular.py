"""Plain tables of people as columns: what is compared when there are no rosters, only records by the million."""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reencuentro.linkage.columns import Coded, Columns, Floats, Lists
from reencuentro.linkage.naming import Leanings, Names, Numbering, Texts, Written, split_texts, take_apart
from reencuentro.linkage.rows import Ints, Rows
from reencuentro.linkage.spelling import fold
from reencuentro.linkage.words import Words


def columns_of_table(table: pa.Table) -> Columns:
    """Columns of a table in which each row is a record, each cell null where the source is silent.

    Texts: given_names, first_surname, second_surname, surnames, full_name, mother, father, children (names separated
    by "|"), agency, sex (F, M), nationality, department, municipality, language, a_number, other_number, family_unit,
    phone, postcode, address, occupation; several children or phones in a cell are parted by "|". Numbers: year, month,
    day of birth; age in years, and `stated`, the moment at which it was stated, in years. Flags: ambiguous, where day
    and month of birth may be exchanged. A column that isn't there is silent. Where names are told in parts as well as
    whole, the whole adds what the parts leave out.
    """
    table = _of_these_rows(table)
    with ThreadPoolExecutor(1) as worker:  # names take most of the time
        naming = worker.submit(_people, table)
        return _columns(table, naming)


def _of_these_rows(table: pa.Table) -> pa.Table:
    """Some rows of a larger table bring all its texts along: those that have more texts than rows are read anew."""
    for place, name in enumerate(table.column_names):
        column = table[name]
        if pa.types.is_dictionary(column.type) and any(len(part.dictionary) > len(table) for part in column.chunks):
            table = table.set_column(place, name, column.cast(column.type.value_type))
    return table


def _columns(table: pa.Table, naming: "Future[_People]") -> Columns:
    year, month, day = (_numbers(table, part) for part in ("year", "month", "day"))
    born, within = _born_by_age(table, *_born(year, month, day))
    codes = {name: _coded(table, name) for name in _CODED} | {"municipality": _towns(table, "municipality")}
    (a_number, a_numbers), (other_number, other_numbers) = codes["a_number"], codes["other_number"]
    identifiers, identifier_values = _identifiers(a_number, a_numbers, other_number, other_numbers)
    phones, phone_numbers = _listed(table, "phone")
    silent = np.zeros(len(table), np.int32)
    people = naming.result()
    return Columns(
        names=people.names,
        words=people.words,
        agency=codes["agency"][0],
        sex=_sex(table),
        year=year,
        month=month,
        day=day,
        ambiguous=_flags(table, "ambiguous"),
        born=born,
        born_within=within,
        nationality=codes["nationality"][0],
        nationalities=codes["nationality"][1],
        department=codes["department"][0],
        municipality=codes["municipality"][0],
        municipalities=codes["municipality"][1],
        language=codes["language"][0],
        identifiers=identifiers,
        identifier_values=identifier_values,
        a_number=a_number,
        a_numbers=a_numbers,
        other_number=other_number,
        other_numbers=other_numbers,
        mother=people.mother,
        father=people.father,
        children=people.children,
        relative_names=people.relatives,
        family_unit=codes["family_unit"][0],
        family_units=codes["family_unit"][1],
        apprehended_on=silent,
        apprehended_at=silent,
        admitted_on=silent,
        phones=phones,
        phone_numbers=phone_numbers,
        postcode=_if_told(table, "postcode"),
        address=_if_told(table, "address"),
        occupation=_if_told(table, "occupation"),
    )


_CODED = ("agency", "nationality", "department", "language", "a_number", "other_number", "family_unit")


class _People(NamedTuple):
    """Names of the subjects and of their relatives; mother, father and children by the row of their name."""

    names: Names
    relatives: Names
    words: Words
    mother: Ints
    father: Ints
    children: Lists


def _people(table: pa.Table) -> _People:
    numbering = Numbering()
    with ThreadPoolExecutor(1) as worker:  # the names of relatives are read while those of the subjects are taken apart
        reading = worker.submit(_relatives, table)
        given, surnames, leanings = _own_names(table, numbering)
        mother, father, children, written = reading.result()
    relatives = split_texts(written, leanings, numbering)
    texts = numbering.texts
    return _People(Names(texts, given, surnames), Names(texts, *relatives), Words(texts), mother, father, children)


def _own_names(table: pa.Table, numbering: Numbering) -> tuple[Rows, Rows, Leanings]:
    told = {name: _encoded(table, name) for name in _OWN_NAMES if name in table.column_names}
    if list(told) == ["full_name"]:
        told |= _two_words(told["full_name"])
    given, surnames, leanings = take_apart(Written(**told), len(table), numbering)
    if "full_name" in told and len(told) > 1:
        given, surnames = completed(given, surnames, numbering.rows(told["full_name"]), leanings)
    return given, surnames, leanings


def _two_words(whole: pa.DictionaryArray) -> dict[str, pa.Array]:
    """Given name and surname of those who write one of each: they teach which words of longer names are which."""
    texts = whole.dictionary
    two = pc.match_substring_regex(texts, r"^[^\s,]+\s+[^\s,]+$")
    parts = {
        "given_names": pc.replace_substring_regex(texts, r"\s.*$", ""),
        "surnames": pc.replace_substring_regex(texts, r"^\S+\s+", ""),
    }
    return {name: pc.if_else(two, part, None).take(whole.indices).dictionary_encode() for name, part in parts.items()}


_OWN_NAMES = ("given_names", "first_surname", "second_surname", "surnames", "full_name")


def _encoded(table: pa.Table, name: str) -> pa.DictionaryArray:
    """A column's texts, each distinct one once."""
    column = table[name] if name in table.column_names else pa.chunked_array([pa.nulls(len(table), pa.string())])
    if not pa.types.is_dictionary(column.type):
        column = pa.chunked_array([column.cast(pa.string()).combine_chunks().dictionary_encode()])
    if column.num_chunks == 1:
        return column.chunk(0)
    whole = pa.chunked_array([_NOTHING, *column.chunks]).unify_dictionaries()
    indices = pa.concat_arrays([chunk.indices for chunk in whole.chunks])
    return pa.DictionaryArray.from_arrays(indices, whole.chunk(0).dictionary)


_NOTHING = pa.array([], pa.string()).dictionary_encode()


def _places(texts: pa.DictionaryArray) -> Ints:
    """Which of its different texts each row has; one more than the last where it has none."""
    return np.asarray(texts.indices.fill_null(len(texts.dictionary)).to_numpy(zero_copy_only=False), np.int32)


def _numbers(table: pa.Table, name: str) -> Ints:
    if name not in table.column_names:
        return np.zeros(len(table), np.int32)
    return np.asarray(pc.fill_null(table[name].cast(pa.int32()), 0).to_numpy(), np.int32)


def _flags(table: pa.Table, name: str) -> NDArray[np.bool_]:
    if name not in table.column_names:
        return np.zeros(len(table), np.bool_)
    return np.asarray(pc.fill_null(table[name], False).to_numpy(), np.bool_)


def _coded(table: pa.Table, name: str) -> tuple[Ints, list[str]]:
    """Numbers of folded values, 0 where silent, and the values by number."""
    if name not in table.column_names:
        return np.zeros(len(table), np.int32), [""]
    return _numbered(_encoded(table, name))


def _numbered(texts: pa.DictionaryArray) -> tuple[Ints, list[str]]:
    folded = pa.concat_arrays([pa.array([""], pa.string()), _folded(texts.dictionary)]).dictionary_encode()
    codes = np.append(folded.indices.to_numpy()[1:], 0).astype(np.int32)
    return codes[_places(texts)], folded.dictionary.to_pylist()


def _folded(texts: pa.Array) -> pa.Array:
    """`spelling.fold` of distinct texts; those in plain letters, which are most, all at once."""
    plain = pc.string_is_ascii(texts)
    bare = pc.replace_substring_regex(pc.ascii_lower(pc.if_else(plain, texts, "")), "['`]", "")
    bare = pc.ascii_trim_whitespace(pc.replace_substring_regex(bare, "[^a-z0-9]+", " "))
    if pc.all(plain).as_py():
        return bare
    others = pc.invert(plain)
    return pc.replace_with_mask(bare, others, pa.array(map(fold, texts.filter(others).to_pylist()), pa.string()))


def _if_told(table: pa.Table, name: str) -> Coded:
    return Coded(*_coded(table, name)) if name in table.column_names else Coded()


def _towns(table: pa.Table, name: str) -> tuple[Ints, list[str]]:
    """As `_coded`; a misspelt place is taken for the commonest that is a slip away. Codes (GT0117) are no names."""
    codes, values = _coded(table, name)
    if any(letter.isdecimal() for value in values for letter in value):
        return codes, values
    counts = np.bincount(codes, minlength=len(values))
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    left, right = Words(values).near
    one, other = np.concatenate([left, right]), np.concatenate([right, left])
    better = (counts[other] > counts[one]) | ((counts[other] == counts[one]) & (other < one))
    better &= np.minimum(lengths[one], lengths[other]) >= _SHORTEST_PLACE
    one, other = one[better], other[better]
    order = np.lexsort((-other, counts[other], one))
    meant = np.arange(len(values), dtype=np.int32)
    meant[one[order]] = other[order]  # of equals the last one written stays: the commonest
    return meant[codes], values


_SHORTEST_PLACE = 6  # letters; among shorter names of towns many are a letter apart


def _listed(table: pa.Table, name: str) -> tuple[Lists, list[str]]:
    """Several values a cell, parted by "|"."""
    cells = _Cells.of(table, name)
    codes, values = _numbered(cells.parts.dictionary_encode())
    return cells.lists(codes, _MOST_PHONES), values


class _Cells(NamedTuple):
    """Cells of several values each. parts: those of all different cells. start: where each cell's begin in them, and
    the last cell's end. cell: which is in each row; one more, which has none, where nothing is.
    """

    parts: pa.Array
    start: NDArray[np.int64]
    cell: Ints

    @classmethod
    def of(cls, table: pa.Table, name: str) -> "_Cells":
        cells = _encoded(table, name)
        parts = pc.split_pattern(cells.dictionary, "|")
        start = np.asarray(parts.offsets.to_numpy(), np.int64)
        return cls(parts.flatten(), np.append(start, start[-1]), _places(cells))

    def lists(self, codes: Ints, most: int) -> Lists:
        """Each row's codes, up to `most`, from those of the parts."""
        rows = Rows(codes, self.start).taken(self.cell)
        return Lists(rows.first(max(1, min(most, int(rows.counts.max(initial=0))))))


def completed(given: Rows, surnames: Rows, whole: Rows, leanings: Leanings) -> tuple[Rows, Rows]:
    """Given names and surnames with the words that only the whole name has.

    Each goes where its like stands elsewhere; a word never seen elsewhere goes by its place, before the first surname
    or after it.
    """
    row = whole.owners()
    key = row << 32 | whole.flat
    in_surnames = np.isin(key, surnames.owners() << 32 | surnames.flat)
    first = np.zeros(len(key), np.bool_)
    first[np.unique(key, return_index=True)[1]] = True
    new = first & ~in_surnames & ~np.isin(key, given.owners() << 32 | given.flat)
    before = np.cumsum(in_surnames) - np.append(0, np.cumsum(in_surnames))[whole.start[:-1]][row] == 0
    leaning = leanings.of(whole.flat)
    as_given = (leaning > 0) | ((leaning == 0) & before)
    return given.beside(whole.kept(new & as_given)), surnames.beside(whole.kept(new & ~as_given))


def _sex(table: pa.Table) -> Ints:
    codes, values = _coded(table, "sex")
    return np.array([{"f": 1, "m": 2}.get(value, 0) for value in values], np.int32)[codes]


def _relatives(table: pa.Table) -> tuple[Ints, Ints, Lists, Texts]:
    """Mother, father and children by the number of their name as written, and those names."""
    told, children = [_encoded(table, "mother"), _encoded(table, "father")], _Cells.of(table, "children")
    every = pa.concat_arrays([*(column.dictionary for column in told), children.parts]).dictionary_encode()
    codes = every.indices.fill_null(-1).to_numpy().astype(np.int32) + np.int32(1)
    each = np.split(codes, np.cumsum([len(column.dictionary) for column in told]))
    mother, father = (np.append(code, np.int32(0))[_places(column)] for column, code in zip(told, each, strict=False))
    names = Texts(pa.concat_arrays([pa.array([""], pa.string()), every.dictionary]))
    if not names.comma:
        _ = names.tokens
    return mother, father, children.lists(each[-1], _MOST_CHILDREN), names


_MOST_CHILDREN, _MOST_PHONES = 8, 4


def _identifiers(
    a_number: Ints, a_numbers: list[str], other_number: Ints, other_numbers: list[str]
) -> tuple[Lists, list[str]]:
    """Both numbers of each record: the same figures are the same number, whatever their source calls it."""
    if len(a_numbers) == 1:
        return Lists(np.column_stack([other_number, np.zeros_like(other_number)])), other_numbers
    numbers = {text: number for number, text in enumerate(a_numbers)}
    other = np.array([numbers.setdefault(text, len(numbers)) for text in other_numbers], np.int32)[other_number]
    both = [np.where(a_number > 0, a_number, other), np.where((a_number > 0) & (a_number != other), other, 0)]
    return Lists(np.column_stack(both).astype(np.int32)), list(numbers)


def _born(year: Ints, month: Ints, day: Ints) -> tuple[Floats, Floats]:
    """As `columns._born`: the middle of the interval in which each was born and half its width, in years."""
    new_year = (month == 1) & (day <= 1)
    full = (day > 0) & (month > 0) & ~new_year
    middle = np.where(month > 1, (month - 0.5) / 12, 0.5) + np.where(full, (day - 15) / 365, 0.0)
    middle = np.where(full & (month == 1), 0.5 / 12 + (day - 15) / 365, middle)
    within = np.where(full, 0.0, np.where(month > 1, 0.05, 0.5))
    return np.where(year > 0, year + middle, np.nan), np.where(year > 0, within, 0.0)


def _born_by_age(table: pa.Table, born: Floats, within: Floats) -> tuple[Floats, Floats]:
    """The same where no date is told, but an age."""
    if not {"age", "stated"} <= set(table.column_names):
        return born, within
    age, stated = (np.asarray(table[name].to_numpy(), np.float64) for name in ("age", "stated"))
    by_age = np.isnan(born) & ~np.isnan(age + stated)
    return np.where(by_age, stated - age - 0.5, born), np.where(by_age, 0.5, within)
