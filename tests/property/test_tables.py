"""Laws of reading and writing tables: what is written in any dialect is read back equal."""

import csv
import io
import json
import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.results import guarded, read_cell, write_table
from reencuentro.interchange.tables import read_table
from reencuentro.interchange.tables.formats import CONTROL_BYTES

SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Blank-only cells are left out of the first column, as a row of blanks is no record.
TEXT = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r"), max_size=12)
# A file full of control characters is refused as binary, which has a test of its own.
REFUSED = CONTROL_BYTES.decode("ascii")
LATIN = st.text("aeiouáéíóúñüÑÁ bcdLOPEZ,;|\t\"'\n.-12", max_size=12)
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8)


def tables(cells: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    def rows(header: list[str]) -> st.SearchStrategy[list[list[str]]]:
        row = st.tuples(WORDS, *[cells] * (len(header) - 1)).map(list)
        return st.lists(row, min_size=1, max_size=8).map(lambda rows: [header, *rows])

    return st.lists(WORDS, min_size=2, max_size=6, unique=True).flatmap(rows)


def read_back(content: bytes) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster"
        path.write_bytes(content)
        with read_table(path) as table:
            rows = list(table.rows())
        assert not any(row.problem for row in rows)
        return [list(table.header), *(list(row.cells) for row in rows)]


def as_csv(table: list[list[str]], delimiter: str, end: str = "\r\n") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    return target.getvalue()


@SLOWLY
@given(tables(TEXT), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_in_any_delimiter_and_unicode_encoding_is_read_back(
    table: list[list[str]], delimiter: str, encoding: str
) -> None:
    assert read_back(as_csv(table, delimiter).encode(encoding)) == table


@SLOWLY
@given(tables(LATIN), st.sampled_from(",;\t|"), st.sampled_from(["cp1252", "latin-1"]), st.sampled_from(["\n", "\r\n"]))
def test_spanish_text_in_older_encodings_is_read_back(
    table: list[list[str]], delimiter: str, encoding: str, end: str
) -> None:
    assert read_back(as_csv(table, delimiter, end).encode(encoding)) == table


@SLOWLY
@given(tables(TEXT))
def test_records_of_json_are_read_back(table: list[list[str]]) -> None:
    header, *rows = table
    records = [dict(zip(header, row, strict=True)) for row in rows]
    assert read_back(json.dumps(records).encode()) == table


@SLOWLY
@given(tables(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters=REFUSED), max_size=12)))
def test_results_are_read_back_through_our_own_door(table: list[list[str]]) -> None:
    header, *rows = table
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.csv"
        write_table(path, header, rows)
        with read_table(path) as found:
            assert [[read_cell(cell) for cell in row.cells] for row in found.rows()] == rows


@given(st.text())
def test_the_guard_is_undone_exactly(cell: str) -> None:
    assert read_cell(guarded(cell)) == cell


@given(st.text("'=+-@ \t\r\n\uff1da1"), st.text("'=+-@ \t\r\n\uff1da1"))
def test_no_two_cells_are_guarded_alike(one: str, other: str) -> None:
    assume(one != other)
    assert guarded(one) != guarded(other)


@SLOWLY
@given(st.binary(max_size=400), st.sampled_from([b"", b"[", b'{"a":', b"PK\x03\x04", b"<pfif>", b"a,b\n", b"\xff\xfe"]))
def test_any_bytes_are_rows_or_one_clear_refusal(content: bytes, start: bytes) -> None:
    """Nothing but a RosterRefusedError comes out, and rows that are no problem fit the header."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster"
        path.write_bytes(start + content)
        with suppress(RosterRefusedError), read_table(path) as table:
            assert all(row.problem or len(row.cells) == len(table.header) for row in table.rows())
