"""Plain tables of people as columns: what is compared when there are no rosters, only records by the million."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reencuentro.linkage.columns import Coded, Columns, Floats, Lists
from reencuentro.linkage.naming import Names, Numbering, Written, split_texts, take_apart
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.spelling import fold
from reencuentro.linkage.words import Words


def columns_of_table(table: pa.Table) -> Columns:
    """Columns of a table in which each row is a record, each cell null where the source is silent.

    Texts: given_names, first_surname, second_surname, surnames, full_name, mother, father, children (names separated
    by "|"), agency, sex (F, M), nationality, department, municipality, language, a_number, other_number, family_unit,
    phone. Numbers: year, month, day of birth. A column that isn't there is silent.
    """
    numbering = Numbering()
    count = len(table)
    written = Written(
        **{
            name: _texts(table, name)
            for name in ("given_names", "first_surname", "second_surname", "surnames", "full_name")
            if name in table.column_names
        }
    )
    given, surnames, leanings = take_apart(written, count, numbering)
    mother, father, children, relatives = _relatives(table)
    relative_given, relative_surnames = split_texts(relatives, leanings, numbering)
    texts = numbering.texts
    year, month, day = (_numbers(table, part) for part in ("year", "month", "day"))
    born, within = _born(year, month, day)
    a_number, a_numbers = _coded(table, "a_number")
    other_number, other_numbers = _coded(table, "other_number")
    nationality, nationalities = _coded(table, "nationality")
    municipality, municipalities = _coded(table, "municipality")
    family_unit, family_units = _coded(table, "family_unit")
    phone, phones = _coded(table, "phone")
    silent = np.zeros(count, np.int32)
    return Columns(
        names=Names(texts, given, surnames),
        words=Words(texts),
        agency=_coded(table, "agency")[0],
        sex=_sex(table),
        year=year,
        month=month,
        day=day,
        ambiguous=np.zeros(count, np.bool_),
        born=born,
        born_within=within,
        nationality=nationality,
        nationalities=nationalities,
        department=_coded(table, "department")[0],
        municipality=municipality,
        municipalities=municipalities,
        language=_coded(table, "language")[0],
        identifiers=_identifiers(a_number, other_number, len(a_numbers)),
        identifier_values=[*a_numbers, *other_numbers],
        a_number=a_number,
        a_numbers=a_numbers,
        other_number=other_number,
        other_numbers=other_numbers,
        mother=mother,
        father=father,
        children=children,
        relative_names=Names(texts, relative_given, relative_surnames),
        family_unit=family_unit,
        family_units=family_units,
        apprehended_on=silent,
        apprehended_at=silent,
        admitted_on=silent,
        phones=Lists(phone[:, None]),
        phone_numbers=phones,
        **{
            name: Coded(*_coded(table, name))
            for name in ("postcode", "address", "occupation")
            if name in table.column_names
        },
    )


def _texts(table: pa.Table, name: str) -> pa.Array:
    if name not in table.column_names:
        return pa.nulls(len(table), pa.string())
    column = table[name].cast(pa.string())
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())


def _numbers(table: pa.Table, name: str) -> Ints:
    if name not in table.column_names:
        return np.zeros(len(table), np.int32)
    return np.asarray(pc.fill_null(table[name].cast(pa.int32()), 0).to_numpy(), np.int32)


def _coded(table: pa.Table, name: str) -> tuple[Ints, list[str]]:
    """Numbers of folded values, 0 where silent, and the values by number."""
    if name not in table.column_names:
        return np.zeros(len(table), np.int32), [""]
    texts = _texts(table, name).dictionary_encode()
    numbers: dict[str, int] = {"": 0}
    by_text = [numbers.setdefault(fold(text), len(numbers)) for text in texts.dictionary.to_pylist()]
    codes = np.array([*by_text, 0], np.int32)
    place = texts.indices.fill_null(len(by_text)).to_numpy(zero_copy_only=False)
    return codes[place], list(numbers)


def _sex(table: pa.Table) -> Ints:
    codes, values = _coded(table, "sex")
    return np.array([{"f": 1, "m": 2}.get(value, 0) for value in values], np.int32)[codes]


def _relatives(table: pa.Table) -> tuple[Ints, Ints, Lists, pa.Array]:
    """Mother, father and children by the number of their name as written, and those names."""
    each = pc.split_pattern(_texts(table, "children"), "|")
    counts = np.asarray(pc.fill_null(pc.list_value_length(each), 0).to_numpy(), np.int64)
    flat = pa.concat_arrays([_texts(table, "mother"), _texts(table, "father"), each.flatten()]).dictionary_encode()
    count = len(table)
    codes = np.asarray(pc.fill_null(flat.indices, -1).to_numpy(), np.int32) + 1
    children = np.zeros((count, max(1, min(_MOST_CHILDREN, int(counts.max(initial=0))))), np.int32)
    start = np.cumsum(counts) - counts
    for place in range(children.shape[1]):
        has = np.flatnonzero(counts > place)
        children[has, place] = codes[2 * count + start[has] + place]
    names = pa.concat_arrays([pa.array([""], pa.string()), flat.dictionary])
    return codes[:count], codes[count : 2 * count], Lists(children), names


_MOST_CHILDREN = 8


def _identifiers(a_number: Ints, other_number: Ints, a_numbers: int) -> Lists:
    return Lists(np.column_stack([a_number, np.where(other_number > 0, other_number + a_numbers, 0)]).astype(np.int32))


def _born(year: Ints, month: Ints, day: Ints) -> tuple[Floats, Floats]:
    """As `columns._born`: the middle of the interval in which each was born and half its width, in years."""
    new_year = (month == 1) & (day <= 1)
    full = (day > 0) & (month > 0) & ~new_year
    middle = np.where(month > 1, (month - 0.5) / 12, 0.5) + np.where(full, (day - 15) / 365, 0.0)
    middle = np.where(full & (month == 1), 0.5 / 12 + (day - 15) / 365, middle)
    within = np.where(full, 0.0, np.where(month > 1, 0.05, 0.5))
    return np.where(year > 0, year + middle, np.nan), np.where(year > 0, within, 0.0)
