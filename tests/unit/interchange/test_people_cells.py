"""Whole columns made comparable: dates, names, numbers, places."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.people import cells
from reencuentro.interchange.people.births import Births, of_parts, read_births
from reencuentro.interchange.people.names import without_titles


def column(*texts: str | None) -> pa.DictionaryArray:
    return pa.array(texts, pa.string()).dictionary_encode()


def told(column: pa.DictionaryArray) -> list[str | None]:
    texts: list[str | None] = cells.plain(column).to_pylist()
    return texts


def dates(births: Births) -> list[tuple[int, int, int]]:
    return list(zip(births.year.tolist(), births.month.tolist(), births.day.tolist(), strict=True))


def test_dates_in_any_usual_form_are_read() -> None:
    births = read_births(column("19081209", "1999-02-19", "2001-05-06 00:00:00", "1987", None), "dob", None)

    assert dates(births) == [(1908, 12, 9), (1999, 2, 19), (2001, 5, 6), (1987, 0, 0), (0, 0, 0)]
    assert not births.unread


def test_a_date_that_cannot_be_tells_what_of_it_can() -> None:
    births = read_births(column("19831399", "1983-04-31"), "dob", None)

    assert dates(births) == [(1983, 0, 0), (1983, 4, 0)]


def test_one_date_decides_the_order_of_day_and_month_for_the_column() -> None:
    births = read_births(column("03/04/2001", "25/12/2000"), "dob", None)

    assert dates(births) == [(2001, 4, 3), (2000, 12, 25)]
    assert not births.ambiguous.any()


def test_without_such_a_date_the_order_stays_open() -> None:
    births = read_births(column("03/04/2001", "05/05/2001"), "dob", None)

    assert births.ambiguous.tolist() == [True, False]


@pytest.mark.parametrize(("text", "read"), [("29/02/1704", (1704, 2, 29)), ("25 March 1651", (1651, 3, 25))])
def test_people_of_other_centuries_have_birthdays_too(text: str, read: tuple[int, int, int]) -> None:
    assert dates(read_births(column(text), "dob", None)) == [read]


def test_what_is_no_date_is_counted() -> None:
    assert read_births(column("soon", "N/A", "2001-01-02"), "dob", None).unread == 1


def test_a_two_digit_year_is_the_last_that_is_not_to_come() -> None:
    assert dates(read_births(column("31/12/19"), "dob", date(2018, 6, 1))) == [(1919, 12, 31)]


def test_year_month_and_day_may_have_columns_of_their_own() -> None:
    births = of_parts(pa.array(["1990", None, "x"]), pa.array(["2", "3", "4"]), pa.array(["30", "1", "1"]))

    assert dates(births) == [(1990, 2, 0), (0, 0, 0), (0, 0, 0)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("sir thomas clifford, 1st baron clifford of chudleigh", "thomas clifford clifford chudleigh"),
        ("tom 2nd earl ashton", "tom ashton"),
        ("thomas of chudleigh", "thomas chudleigh"),
        ("Dr. Ana López", "Ana López"),
        ("john smith, esq.", "john smith"),
        ("LOPEZ PEREZ, ANA", "LOPEZ PEREZ, ANA"),
        ("stephen king", "stephen king"),
        ("Baron", "Baron"),
        ("sir", None),
    ],
)
def test_titles_are_no_names(written: str, name: str | None) -> None:
    assert without_titles(pa.array([written, None, "Ana"])).to_pylist() == [name, None, "Ana"]


def test_placeholders_say_nothing_but_null_is_a_surname() -> None:
    assert told(cells.names(column("UNKNOWN", "Null", "UNKNOWN", "Null"))) == [None, "Null", None, "Null"]
    assert told(cells.facts(column("N/A", "N/A", "León", "9999", "9999"))) == [None, None, "León", None, None]


def test_numbers_are_written_one_way() -> None:
    values = pa.array(["ab 12-3", "0000", "1234.0", "999999999"])

    assert cells.numbers(values).to_pylist() == ["AB123", None, "1234", None]


def test_a_numbers_have_nine_digits() -> None:
    assert cells.a_numbers(pa.array(["A 20-123-456", "A209999999", "n/a"])).to_pylist() == [
        "020123456", "209999999", None,
    ]  # fmt: skip


def test_a_phone_is_told_by_its_last_digits() -> None:
    values = pa.array(["+502 5555-1234; 5555 9999", "0050255551234", "12"])

    assert cells.phones(values).to_pylist() == ["55551234|55559999", "55551234", None]


def test_several_columns_make_one_without_gaps() -> None:
    columns = [column("7", None, None), column(None, "High Street", None), column("Ely", "x", None)]

    assert told(cells.joined(columns, " ")) == ["7 Ely", "High Street x", None]


def test_place_codes_tell_country_and_department() -> None:
    regions = cells.regions_of(column("GT0117", "ME07113", None))

    assert regions is not None
    assert [told(region) for region in regions] == [["GT", "ME", None], ["GT01", "ME07", None]]
    assert cells.regions_of(column("GT0117", "Quetzaltenango")) is None


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (pa.array([1, None]), ["1", None]),
        (pa.array([5.0, 2.5]), ["5", "2.5"]),
        (pa.array([date(2001, 2, 3)]), ["2001-02-03"]),
        (pa.array([datetime(2001, 2, 3)]), ["2001-02-03 00:00:00.000000"]),  # noqa: DTZ001 - Parquet often has no zone
        (pa.array([["Ana", "Luz"], []]), ["Ana|Luz", None]),
        (pa.array([" Ana ", ""], pa.large_string()), ["Ana", None]),
        (pa.array(["Ana", None]).dictionary_encode(), ["Ana", None]),
        (pa.nulls(2), [None, None]),
    ],
)
def test_columns_of_any_usual_type_become_texts(values: pa.Array, texts: list[str | None]) -> None:
    assert told(cells.as_texts(pa.chunked_array([values]), "people.parquet", "x")) == texts


def test_a_column_of_another_type_is_refused_by_name() -> None:
    with pytest.raises(RosterRefusedError) as refused:
        cells.as_texts(pa.chunked_array([pa.array([{"a": 1}])]), "people.parquet", "name")

    assert (refused.value.file, refused.value.column) == ("people.parquet", "name")


def test_a_huge_cell_is_refused_by_its_row() -> None:
    with pytest.raises(RosterRefusedError, match="row 2"):
        cells.as_texts(pa.chunked_array([["a", "b" * 200_000]]), "people.csv", "name")


@pytest.mark.parametrize(("ids", "differ"), [(["1", "2"], True), (["1", " 1"], False), (["1", None], False)])
def test_cells_that_differ_in_blanks_alone_are_the_same(ids: list[str | None], differ: bool) -> None:
    assert cells.all_differ(cells.as_texts(pa.chunked_array([ids], pa.string()), "a.csv", "id")) == differ
