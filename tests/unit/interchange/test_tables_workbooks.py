"""XLSX and XLS: what a person sees in the sheet, as text; hostile archives are refused before they are unpacked."""

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables import Limits, RawRow, Table, read_table
from tests.unit.interchange.old_excel import old_workbook

Read = Callable[[bytes], tuple[Table, list[RawRow]]]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., tuple[Table, list[RawRow]]]:
    """Writes bytes under a spreadsheet's name and reads them as a table."""

    def read(content: bytes, **options: object) -> tuple[Table, list[RawRow]]:
        path = tmp_path / "roster.xlsx"
        path.write_bytes(content)
        with read_table(path, **options) as table:  # type: ignore[arg-type]  # each test names real options
            return table, list(table.rows())

    return read


def workbook(*sheets: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, fill in enumerate(sheets):
        fill(book.create_sheet(f"sheet {number}"))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sheet_of(*rows: Sequence[object]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return fill


ROSTER = sheet_of(["ID", "Name", "Sex"], ["1", "Peña", "F"])


def archive(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return content.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {part: source.read(part) for part in source.namelist()}
    return archive(parts | {name: change(parts[name])})


SHEET = "xl/worksheets/sheet1.xml"


def test_values_are_the_text_that_a_reader_sees(read: Read) -> None:
    moment = datetime(2012, 3, 4, 5, 6)  # noqa: DTZ001  # a sheet knows no zones
    values = [12.0, 1.5, 200123456, True, date(2012, 3, 4), moment, clock(5, 6), " x "]
    table, rows = read(workbook(sheet_of(list("abcdefgh"), values)))
    assert (table.format, table.encoding, table.header_line) == ("xlsx", "", 1)
    wanted = ("12", "1.5", "200123456", "TRUE", "2012-03-04", "2012-03-04 05:06:00", "05:06:00", " x ")
    assert rows == [RawRow(2, wanted)]


def test_rows_keep_their_number_below_blank_rows_and_columns(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["C4"], sheet["D4"] = "ID", "Name"
        sheet["C5"], sheet["D5"] = "1", "ANA"
        sheet["C9"] = "2"

    table, rows = read(workbook(fill))
    assert (table.header, table.header_line) == (("ID", "Name"), 4)
    assert rows == [RawRow(5, ("1", "ANA")), RawRow(9, ("2", ""))]


def test_cover_and_hidden_sheets_are_passed_over(read: Read) -> None:
    def hidden(sheet: Worksheet) -> None:
        sheet_of(["old", "older", "oldest"], ["1", "2", "3"])(sheet)
        sheet.sheet_state = "hidden"

    table, rows = read(workbook(sheet_of(["Weekly roster"], ["Confidential"]), hidden, sheet_of(), ROSTER))
    assert (table.header, len(rows)) == (("ID", "Name", "Sex"), 1)


def test_a_merged_cell_counts_for_each_row_that_it_spans(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet_of(["Weekly roster"], ["Family", "Name", "Sex"], ["F1", "ANA", "F"], ["", "EVA", "F"], ["", "SOL", "F"])(
            sheet
        )
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")

    table, rows = read(workbook(fill))
    assert table.preamble == ("Weekly roster",)
    assert [row.cells[0] for row in rows] == ["F1", "F1", ""]


def test_errors_and_formulas_without_value_are_problems(read: Read) -> None:
    rows_in: list[list[object]] = [["ID", "Name", "Age"], ["1", "ANA", "=1+1"], ["2", "#REF!", 3], ["3", "EVA", 4]]
    _, rows = read(workbook(sheet_of(*rows_in)))
    assert [(row.line, row.column, row.value) for row in rows if row.problem] == [(2, "Age", ""), (3, "Name", "#REF!")]
    assert rows[2] == RawRow(4, ("3", "EVA", "4"))


def test_a_formula_gives_the_value_last_calculated(read: Read) -> None:
    content = workbook(sheet_of(["ID", "Age"], ["1", "=5+2"]))
    calculated = with_part(
        content, SHEET, lambda text: text.replace(b"<v />", b"<v>7</v>").replace(b"<v/>", b"<v>7</v>")
    )
    _, rows = read(calculated)
    assert rows == [RawRow(2, ("1", "7"))]


def test_a_column_without_a_name_gets_one(read: Read) -> None:
    table, rows = read(workbook(sheet_of(["ID", None, "Name"], ["1", "x", "ANA", "late"])))
    assert table.header == ("ID", "column 2", "Name", "column 4")
    assert rows == [RawRow(2, ("1", "x", "ANA", "late"))]


def test_a_name_that_looks_like_a_formula_stays_text(read: Read) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet_of(["ID", "Name"], ["1", ""])(sheet)
        sheet["B2"].value = '=HYPERLINK("http://x")'
        sheet["B2"].data_type = "s"

    _, rows = read(workbook(fill))
    assert rows == [RawRow(2, ("1", '=HYPERLINK("http://x")'))]


def test_an_xls_is_read_like_an_xlsx(read: Read) -> None:
    table, rows = read(
        old_workbook([["ID", "Name", "Age"], ["1", "Peña", 12.0], ["2", "EVA", "#REF!"], ["3", "SOL", 1.5]])
    )
    assert (table.format, table.header) == ("xls", ("ID", "Name", "Age"))
    assert [row.cells[:2] for row in rows] == [("1", "Peña"), ("2", "EVA"), ("3", "SOL")]
    assert [(row.line, row.column, row.value) for row in rows if row.problem] == [(3, "Age", "#REF!")]
    assert rows[2] == RawRow(4, ("3", "SOL", "1.5"))


def test_an_xls_cut_short_is_refused(read: Read) -> None:
    with pytest.raises(RosterRefusedError, match="damaged"):
        read(old_workbook([["ID", "Name", "Age"]] * 3)[:1500])


REFUSED = [
    (workbook(sheet_of()), "no visible sheet"),
    (archive({"readme.txt": b"hello"}), "zip archive without a workbook"),
    (archive({"word/document.xml": b"<w/>"}), "Word document"),
    (archive({"xl/workbook.bin": b""}), "XLSB"),
    (archive({"META-INF/manifest.xml": b""}), "OpenDocument"),
    (workbook(ROSTER)[:-30], "damaged"),
    (b"PK\x03\x04" + b"\0" * 500, "damaged"),
    (with_part(workbook(ROSTER), SHEET, lambda text: text[:200]), "damaged"),
    (
        with_part(workbook(ROSTER), "xl/workbook.xml", lambda text: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + text),
        "document type",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
    (b"%PDF-1.7\n...", "PDF"),
    (b"<!DOCTYPE html><html><table></table></html>", "web page"),
    (b"\n <HTML><body>", "web page"),
    (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "Excel 2003"),
    (b"<?xml version='1.0'?><root/>", "not PFIF"),
    (b"{\\rtf1 x}", "rich-text"),
    (b"\x1f\x8b\x08" + b"\0" * 20, "gzip"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "picture"),
    (bytes(range(256)) * 20, "binary"),
    (b"", "empty"),
    (b"\xef\xbb\xbf \n\n", "empty"),
    (b"1,2012-03-04,M\n2,2013-04-05,F\n", "no header"),
    (b"200123456,12\n200123457,13\n", "no header"),
    (b'ID,"Name,Sex\n1,ANA,F\n', "broken"),
]


@pytest.mark.parametrize(("content", "what"), REFUSED, ids=[what for _, what in REFUSED])
def test_what_is_no_table_is_refused_by_its_true_name(read: Read, content: bytes, what: str) -> None:
    with pytest.raises(RosterRefusedError, match=what) as refused:
        read(content)
    assert refused.value.file == "roster.xlsx"
    assert refused.value.remedy


def inflating(size: int) -> bytes:
    """A workbook whose sheet is so many blanks."""
    return with_part(workbook(ROSTER), SHEET, lambda text: text + b" " * size)


@pytest.mark.parametrize("size", [40_000_000, 300_000_000])
def test_a_workbook_that_inflates_is_refused_at_once(read: Read, size: int) -> None:
    content = inflating(size)
    begin = time.monotonic()
    with pytest.raises(RosterRefusedError, match="too large to unpack"):
        read(content)
    assert time.monotonic() - begin < 1.0


def test_an_archive_that_lies_about_its_sizes_is_refused(read: Read) -> None:
    content = bytearray(inflating(40_000_000))
    true_size = len(zipfile.ZipFile(io.BytesIO(content)).read(SHEET)).to_bytes(4, "little")
    assert content.count(true_size) >= 1
    with pytest.raises(RosterRefusedError):
        read(bytes(content.replace(true_size, (1000).to_bytes(4, "little"))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_refused(read: Read) -> None:
    content = io.BytesIO(workbook(ROSTER))
    with zipfile.ZipFile(content, "a") as target:
        target.writestr(SHEET, b"<worksheet/>")
    with pytest.raises(RosterRefusedError, match="one name"):
        read(content.getvalue())


def test_one_cell_far_away_does_not_exhaust_the_machine(read: Callable[..., object]) -> None:
    def fill(sheet: Worksheet) -> None:
        ROSTER(sheet)
        sheet["XFD1048576"] = "far"

    with pytest.raises(RosterRefusedError):
        read(workbook(fill), limits=Limits(wall_seconds=20, cpu_seconds=20))


def test_one_long_text_shown_in_many_cells_stays_within_bounds(read: Callable[..., object]) -> None:
    content = workbook(sheet_of(["ID", "Name"], *([str(number), "x" * 3_000] for number in range(1000))))
    with pytest.raises(RosterRefusedError, match="more space than allowed"):
        read(content, limits=Limits(max_spool_bytes=1_000_000))
