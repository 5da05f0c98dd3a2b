"""Plain tables as columns."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.tabular import columns_of_table


def columns(**cells: list[Any]) -> Columns:
    return columns_of_table(pa.table(cells))


def name(table: Columns, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return table.names[row].given, table.names[row].surnames


def test_a_whole_name_adds_what_its_parts_leave_out() -> None:
    table = columns(
        given_names=["thomas", "john", "william", "mary"],
        surnames=["chudleigh", "clifford", "ashton", "cliford"],
        full_name=["thomas clifford chudleigh", "john clifford", "john william ashton", "mary xavier cliford"],
    )

    assert name(table, 0) == (("thomas",), ("chudleigh", "clifford"))
    assert name(table, 1) == (("john",), ("clifford",))
    assert name(table, 2) == (("william", "john"), ("ashton",))
    assert name(table, 3) == (("mary", "xavier"), ("cliford",))


def test_a_whole_name_stands_in_where_the_parts_are_silent() -> None:
    table = columns(given_names=["Ana", None], surnames=["Cruz", None], full_name=["Ana Cruz", "Ana Cruz"])

    assert name(table, 0) == name(table, 1) == (("ana",), ("cruz",))


def test_a_misspelt_place_is_the_one_that_was_meant() -> None:
    table = columns(full_name=["Ana"] * 4, municipality=["Smithfield", "Smithfield", "Smithifeld", None])

    assert table.municipality[0] == table.municipality[1] == table.municipality[2] != 0
    assert table.municipality[3] == 0


@pytest.mark.parametrize(("one", "other"), [("GT0117", "GT0118"), ("León", "Leona")])
def test_codes_and_short_names_of_places_are_taken_as_they_are(one: str, other: str) -> None:
    table = columns(full_name=["Ana"] * 3, municipality=[one, one, other])

    assert table.municipality[0] != table.municipality[2]


def test_an_age_tells_when_somebody_was_born_unless_a_date_does() -> None:
    table = columns(
        full_name=["Ana"] * 4,
        year=[2001, None, None, None],
        age=[17.0, 17.0, None, 17.0],
        stated=[2018.5, 2018.5, 2018.5, None],
    )

    assert table.born[0] == pytest.approx(2001.5)
    assert table.born[1] == pytest.approx(2001.0)
    assert table.born_within[1] == 0.5
    assert np.isnan(table.born[2:]).all()


def test_several_phones_of_a_cell_are_all_compared() -> None:
    table = columns(full_name=["Ana", "Luz"], phone=["55551234|55559999", "55559999"])

    assert set(table.phones.at(1).tolist()) < set(table.phones.at(0).tolist())


def test_values_are_folded_alike_in_plain_letters_and_others() -> None:
    table = columns(full_name=["Ana"] * 4, department=["San  José", "SAN JOSE", "san-jose", "O'Higgins"])

    assert len(set(table.department[:3].tolist())) == 1
    assert table.department[3] != table.department[0]


def test_an_ambiguous_birthday_stays_ambiguous() -> None:
    table = columns(full_name=["Ana"] * 2, year=[2001] * 2, month=[3] * 2, day=[4] * 2, ambiguous=[True, None])

    assert table.ambiguous.tolist() == [True, False]


def test_dictionaries_and_texts_make_the_same_columns() -> None:
    texts = ["Ana Cruz", None, "Luz Paz"]
    plain = columns(full_name=texts, municipality=texts)
    table = pa.table({"full_name": pa.array(texts).dictionary_encode(), "municipality": pa.array(texts)})

    assert list(columns_of_table(table).names) == list(plain.names)
