"""Postcodes, addresses and occupations, as plain tables have them."""

import numpy as np
import pyarrow as pa
import pytest

from reencuentro.linkage.columns import Coded
from reencuentro.linkage.dwellings import (
    Address,
    Occupation,
    Postcode,
    area_of,
    compare_addresses,
    compare_occupations,
    compare_postcodes,
    region_of,
)
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.tabular import columns_of_table


def coded(*values: str) -> Coded:
    """One record a value, "" for silence."""
    distinct = list(dict.fromkeys(("", *values)))
    return Coded(np.array([distinct.index(value) for value in values], np.int32), distinct)


FIRST, SECOND = np.array([0], np.int32), np.array([1], np.int32)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("dh75ju", "dh75ju", Postcode.SAME),
        ("dh75ju", "dh75jv", Postcode.SLIP),
        ("dh75ju", "dh78rs", Postcode.SAME_AREA),
        ("dh75ju", "dh201ab", Postcode.SAME_REGION),
        ("dh75ju", "m12dp", Postcode.DIFFERENT),
        ("94110", "94101", Postcode.SLIP),
        ("94110", "94199", Postcode.SAME_AREA),
        ("94110", "90210", Postcode.SAME_REGION),
        ("94110", "10001", Postcode.DIFFERENT),
        ("94110", "", Postcode.UNKNOWN),
    ],
)
def test_postcodes_agree_by_degrees(one: str, other: str, level: Postcode) -> None:
    column = coded(one, other)

    assert compare_postcodes(column, FIRST, SECOND).levels.tolist() == [level]
    assert compare_postcodes(column, SECOND, FIRST).levels.tolist() == [level]


def test_a_rare_postcode_says_more_than_a_common_one() -> None:
    column = coded("94110", "94110", *["10001"] * 50)
    rare, common = (compare_postcodes(column, FIRST + place, SECOND + place).share[0] for place in (0, 10))

    assert rare < common < 0


def test_a_slip_or_difference_has_no_chance_of_its_own() -> None:
    for other in ("94101", "10001", ""):
        assert np.isnan(compare_postcodes(coded("94110", other), FIRST, SECOND).share).all()


def test_areas_and_regions_are_what_a_post_office_makes_of_them() -> None:
    assert [area_of(code) for code in ("sw1a1aa", "m12dp", "4223", "94110", "7")] == ["sw1a", "m1", "42", "941", "7"]
    assert [region_of(code) for code in ("sw1a1aa", "m12dp", "4223")] == ["sw", "m", "4"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("7 jerrabomberra avenue yaraan", "7 jerrabomberra avenue yaraan", Address.SAME),
        ("7 jerrabomberra avenue yaraan", "7 jerrabombera avenue yaraan", Address.NEARLY),
        ("23 bath place eventide home", "23 bath place", Address.PARTLY),
        ("23 bath place eventide home", "107 kriewaldt circuit", Address.DIFFERENT),
        ("23 bath place", "", Address.UNKNOWN),
    ],
)
def test_addresses_agree_by_degrees(one: str, other: str, level: Address) -> None:
    assert compare_addresses(coded(one, other), FIRST, SECOND).levels.tolist() == [level]


def test_occupations_agree_or_not() -> None:
    column = coded("writer", "writer", "judge", "")

    assert compare_occupations(column, np.array([0, 0, 0]), np.array([1, 2, 3])).levels.tolist() == [
        Occupation.SAME, Occupation.DIFFERENT, Occupation.UNKNOWN,
    ]  # fmt: skip


def test_a_table_without_dwellings_is_silent_on_them() -> None:
    columns = columns_of_table(pa.table({"full_name": ["Ana Cruz", "Ana Cruz"]}))
    levels = compare_records(columns, FIRST, SECOND).levels

    silent = [fact.name for fact, row in zip(FACTS, levels, strict=True) if not row.any()]
    assert {"postcode", "address", "occupation"} <= set(silent)
