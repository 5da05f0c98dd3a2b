"""Laws of reading: no text breaks it, no order of rows or columns changes it, what is written is read back."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.interchange.headers import Field, recognise, target_named, target_names
from reencuentro.interchange.inspection import inspect_reading, mapping_text
from reencuentro.interchange.mapping import load_mapping
from reencuentro.interchange.rosters import understand
from reencuentro.interchange.values.ages import OLDEST, read_age
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.dates import DayOrder, in_century, in_order, read_date
from reencuentro.interchange.values.documents import read_identifiers
from reencuentro.interchange.values.languages import read_language
from reencuentro.interchange.values.people import read_kinship, read_sex, read_yes_or_no
from reencuentro.interchange.values.phones import read_phones
from reencuentro.interchange.values.relatives import Reading, read_relatives, read_seeks
from reencuentro.interchange.values.text import UnreadableError, clean, fold
from reencuentro.linkage.mentions import Mention
from tests.unit.interchange.roster_tables import TableInMemory

NAUGHTY = Path(__file__).resolve().parents[2] / "../shared/data/naughty-strings/blns.json"
HEADERS = (
    *target_names(),
    "Child 1 Name",
    "Child 1 DOB",
    "Hijo 2",
    "Caller",
    "Sponsor",
    "Parentesco",
    "Date",
    "Nombre",
)
READERS: tuple[Callable[[str], object], ...] = (
    read_date,
    read_age,
    read_country,
    read_language,
    read_sex,
    read_yes_or_no,
    read_kinship,
    read_phones,
    lambda text: read_identifiers("a_number", text),
    lambda text: read_relatives(text, Reading()),
    lambda text: read_seeks(text, Reading()),
)

days = st.dates(date(1920, 1, 1), date(2017, 12, 31))
texts = st.text(max_size=60) | st.from_regex(r"[0-9a-zA-Zñ/().,;:#\-~<> ]{0,30}", fullmatch=True)
cells = texts | st.sampled_from(
    [
        "",
        "N/A",
        "03/04/2011",
        "14/05/2011",
        "7",
        "430",
        "F",
        "H",
        "M",
        "HONDU",
        "A201234567",
        "ANA LOPEZ (hija, 7)",
        "Y",
    ]
)


def naughty_strings() -> list[str]:
    """Every string of the big list; none where the folder isn't there."""
    if not NAUGHTY.exists():
        pytest.skip("the shared test data is not here")
    found: list[str] = json.loads(NAUGHTY.read_text("utf-8"))
    return found


@pytest.mark.parametrize("read", READERS)
@given(text=texts)
@settings(max_examples=150, deadline=None)
def test_reading_a_cell_gives_a_value_or_says_that_it_cannot_be_read(read: Callable[[str], object], text: str) -> None:
    with suppress(UnreadableError):
        read(text)


@given(header=texts)
@settings(deadline=None)
def test_any_header_is_recognised_or_not(header: str) -> None:
    found = recognise(header)
    assert found is None or target_named(str(found.target)) == found.target


def test_naughty_string_in_any_cell_breaks_nothing() -> None:
    strings = naughty_strings()
    header = tuple(dict.fromkeys(HEADERS))
    for text in strings:
        recognise(text)
    rows = tuple(tuple(text for _ in header) for text in strings)
    found = understand(TableInMemory(header, rows), agency="a")
    for row in found.rows():
        assert (row.mention is None) == bool(row.problems)


def test_naughty_string_as_a_name_is_kept_unharmed() -> None:
    strings = [text for text in naughty_strings() if text.strip()]
    found = understand(TableInMemory(("Record ID", "First Name"), tuple(("1", text) for text in strings)), agency="a")
    for text, row in zip(strings, found.rows(), strict=True):
        assert row.cells["First Name"] == text
        assert row.mention is not None
        assert row.mention.given_names in ("", clean(text))


FORMATS: dict[str, DayOrder | None] = {
    "%Y-%m-%d": None,
    "%Y%m%d": None,
    "%Y-%m-%dT%H:%M:%S": None,
    "%d-%b-%Y": None,
    "%B %d, %Y": None,
    "%d/%m/%Y": DayOrder.DAY_FIRST,
    "%d.%m.%Y": DayOrder.DAY_FIRST,
    "%m/%d/%Y": DayOrder.MONTH_FIRST,
    "%m-%d-%y": DayOrder.MONTH_FIRST,
}


@pytest.mark.parametrize("form", FORMATS)
@given(day=days)
@settings(max_examples=100, deadline=None)
def test_formatted_date_is_read_back(form: str, day: date) -> None:
    read = in_order(read_date(day.strftime(form)), FORMATS[form] or DayOrder.MONTH_FIRST)
    read = in_century(read, day + timedelta(days=40))
    assert (read.year, read.month, read.day) == (day.year, day.month, day.day)


SPANISH_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()


@given(day=days)
def test_date_in_spanish_words_is_read_back(day: date) -> None:
    read = read_date(f"{day.day} de {SPANISH_MONTHS[day.month - 1].upper()} de {day.year}")
    assert (read.year, read.month, read.day) == (day.year, day.month, day.day)


@given(day=days)
def test_excel_serial_is_read_back(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    if serial < 10_000:
        return
    read = read_date(str(serial))
    assert (read.year, read.month, read.day) == (day.year, day.month, day.day)


@given(years=st.integers(0, OLDEST))
def test_age_is_read_back(years: int) -> None:
    assert read_age(f"{years} años").years == years


@given(text=texts)
def test_cleaning_and_folding_twice_is_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@st.composite
def rosters(draw: st.DrawFn) -> TableInMemory:
    """A roster of some known columns with likely and unlikely cells; keys make rows known again."""
    header = ("Record ID", *draw(st.lists(st.sampled_from(HEADERS), unique=True, max_size=8)))
    header = tuple(dict.fromkeys(header))
    rows = draw(st.lists(st.tuples(*(cells for _ in header[1:])), max_size=8))
    return TableInMemory(header, tuple((f"R{number}", *row) for number, row in enumerate(rows)))


def by_key(table: TableInMemory) -> dict[str, Mention | None]:
    """What each row says, by the key that only it has."""
    key = table.header.index("Record ID")
    rows = understand(table, agency="a").rows()
    return {row.cells[table.header[key]]: row.mention for row in rows}


@given(table=rosters(), seed=st.integers(0, 1000))
@settings(max_examples=80, deadline=None)
def test_neither_order_of_rows_nor_of_columns_changes_any_mention(table: TableInMemory, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  # shuffles test data
    places = chance.sample(range(len(table.header)), len(table.header))
    rows = chance.sample(table.cells, len(table.cells))
    shuffled = TableInMemory(
        tuple(table.header[place] for place in places), tuple(tuple(row[place] for place in places) for row in rows)
    )
    assert by_key(shuffled) == by_key(table)


@given(table=rosters())
@settings(max_examples=40, deadline=None)
def test_mapping_written_from_an_inspection_changes_nothing(
    table: TableInMemory, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found = understand(table, agency="a")
    path = tmp_path_factory.mktemp("mapping") / "a.toml"
    path.write_text(mapping_text(inspect_reading(found)), "utf-8")
    mapped = understand(table, agency="a", mapping=load_mapping(path))
    assert list(mapped.rows()) == list(found.rows())


def test_every_field_can_be_told_by_a_column() -> None:
    for field in Field:
        assert recognise(str(field)) is not None
