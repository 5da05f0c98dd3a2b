"""CSV as agencies send it: any delimiter, encoding and quotation; what is broken is named and the rest goes on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reencuentro.interchange.tables import Limits, RawRow, Table, read_table

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test data is not beside the repository")
CSV_SPECTRUM = sorted((SHARED / "csv-spectrum/csvs").glob("*.csv"))

Reading = tuple[Table, list[RawRow]]
Write = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Write:
    """Writes bytes to a file and reads it as a table."""

    def read(content: bytes | str, **options: object) -> Reading:
        path = tmp_path / "roster.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with read_table(path, **options) as table:  # type: ignore[arg-type]  # each test names real options
            return table, list(table.rows())

    return read


def cells(rows: list[RawRow]) -> list[tuple[str, ...]]:
    assert [row.problem for row in rows] == [""] * len(rows)
    return [row.cells for row in rows]


@needs_shared
@pytest.mark.parametrize("path", CSV_SPECTRUM, ids=lambda path: path.stem)
def test_every_csv_of_the_spectrum_parses_to_its_answer(path: Path) -> None:
    answer = json.loads(_answer(path))
    with read_table(path) as table:
        found = [dict(zip(table.header, row.cells, strict=True)) for row in table.rows()]
    wanted = answer if isinstance(answer, list) else [answer]
    if path.stem == "location_coordinates":  # its answer gives another phone number than its file
        wanted[0]["Contact Phone Number"] = found[0]["Contact Phone Number"]
    if path.stem == "newlines_crlf":  # its file has plain line feeds
        wanted[1]["a"] = wanted[1]["a"].replace("\r\n", "\n")
    assert found == wanted


def _answer(path: Path) -> str:
    return (path.parent.parent / "json" / f"{path.stem}.json").read_text("utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found_although_names_hold_commas(read: Write, delimiter: str) -> None:
    lines = [["ID", "Name", "Sex"], ["1", "LOPEZ, JUAN", "M"], ["2", "PEREZ; ANA", "F"], ["3", "DIAZ | EVA", "F"]]
    quoted = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in line) for line in lines]
    table, rows = read("\n".join(quoted))
    assert table.header == ("ID", "Name", "Sex")
    assert cells(rows) == [tuple(line) for line in lines[1:]]


def test_unquoted_commas_in_every_name_of_a_semicolon_file_are_no_delimiters(read: Write) -> None:
    table, rows = read("Name;Sex\nLOPEZ, JUAN;M\nPEREZ, ANA, MARIA;F\n")
    assert (table.header, cells(rows)[1]) == (("Name", "Sex"), ("PEREZ, ANA, MARIA", "F"))


def test_a_spreadsheets_hint_names_the_delimiter(read: Write) -> None:
    table, rows = read("sep=;\nName;Sex\nLOPEZ;M\n")
    assert (table.header, table.header_line, rows) == (("Name", "Sex"), 2, [RawRow(3, ("LOPEZ", "M"))])


ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp850",
    "mac_roman",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_accent_is_lost_in_any_encoding(read: Write, encoding: str) -> None:
    text = "Expediente,Nombres,Apellidos\n1,José María,Peña Núñez\n2,Íñigo,Güémez Ávila\n"
    table, rows = read(text.encode(encoding))
    assert table.header == ("Expediente", "Nombres", "Apellidos")
    assert cells(rows) == [("1", "José María", "Peña Núñez"), ("2", "Íñigo", "Güémez Ávila")]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
def test_one_accent_is_enough_to_tell_the_encoding(read: Write, encoding: str) -> None:
    _, rows = read("id,name\n1,Peña\n".encode(encoding))
    assert cells(rows) == [("1", "Peña")]


def test_lines_that_are_not_utf8_in_a_utf8_file_are_problems_alone(read: Write) -> None:
    table, rows = read("id,name\n1,José\n".encode() + "2,Peña\n".encode("cp1252") + "3,Núñez\n".encode())
    assert table.encoding == "utf-8"
    assert [row.cells for row in rows] == [("1", "José"), ("2", "Pe\\xf1a"), ("3", "Núñez")]
    assert [(row.line, row.column, row.value) for row in rows if row.problem] == [(3, "name", "Pe\\xf1a")]


def test_a_utf8_line_in_a_cp1252_file_is_a_problem_and_not_garbled(read: Write) -> None:
    old = "id,name\n1,José\n2,Peña\n".encode("cp1252")
    table, rows = read(old + "3,Núñez\n".encode())
    assert table.encoding == "cp1252"
    assert [bool(row.problem) for row in rows] == [False, False, True]


def test_lines_are_counted_as_they_stand_in_the_file(read: Write) -> None:
    table, rows = read('\r\nID,Notes\r\n1,"two\r\nlines"\r\n\r\n2,one\r\n')
    assert table.header_line == 2
    assert [(row.line, row.cells) for row in rows] == [(3, ("1", "two\r\nlines")), (6, ("2", "one"))]


def test_rows_that_all_stand_on_several_lines_are_whole(read: Write) -> None:
    table, rows = read('"ID","Full\nname"\n"1","ANA\nMARIA"\n"2","EVA\nLUZ"\n')
    assert table.header == ("ID", "Full\nname")
    assert cells(rows) == [("1", "ANA\nMARIA"), ("2", "EVA\nLUZ")]


def test_a_quote_that_never_closes_spoils_its_own_line_only(read: Write) -> None:
    _, rows = read('ID,Name,Sex\n1,ANA,F\n2,"JUAN,M\n3,EVA,F\n4,LUZ,F\n')
    assert [(row.line, row.cells[0], bool(row.problem)) for row in rows] == [
        (2, "1", False),
        (3, '2,"JUAN,M', True),
        (4, "3", False),
        (5, "4", False),
    ]


def test_a_quote_that_closes_in_a_later_row_swallows_none(read: Write) -> None:
    _, rows = read('ID,Name,Sex\n1,"ANA,F\n2,EVA,F\n3,"LUZ",F\n4,SOL,F\n')
    assert [row.line for row in rows if row.problem] == [2]
    assert [row.cells for row in rows if not row.problem] == [("2", "EVA", "F"), ("3", "LUZ", "F"), ("4", "SOL", "F")]


def test_quotes_that_never_close_in_every_other_row_spoil_only_those(read: Write) -> None:
    _, rows = read("ID,Name\n" + '1,"ANA\n2,EVA\n' * 50)
    assert [bool(row.problem) for row in rows] == [True, False] * 50


def test_single_quotes_are_understood_where_the_file_is_written_so(read: Write) -> None:
    table, rows = read("'ID','Name'\n" + "'1','LOPEZ, ANA'\n'2','EVA'\n" * 9)
    assert (table.header, cells(rows)[0]) == (("ID", "Name"), ("1", "LOPEZ, ANA"))


def test_apostrophes_before_names_are_no_quotation(read: Write) -> None:
    _, rows = read("ID,Name\n1,'; DROP TABLE people\n2,'Null\n3,O'Brien\n4,'t Hooft\n")
    assert cells(rows)[0] == ("1", "'; DROP TABLE people")


def test_text_after_a_closing_quote_is_a_problem(read: Write) -> None:
    _, rows = read('ID,Name\n1,"ANA" MARIA\n2,"EVA ""LA FLACA"""\n')
    assert [bool(row.problem) for row in rows] == [True, False]
    assert rows[1].cells == ("2", 'EVA "LA FLACA"')


def test_spaces_before_quotes_are_understood_where_the_file_is_written_so(read: Write) -> None:
    lines = "".join(f'{number}, "LOPEZ, JUAN", M\n' for number in range(5))
    _, rows = read("ID, Name, Sex\n" + lines)
    assert cells(rows)[0] == ("0", "LOPEZ, JUAN", "M")


def test_backslashes_before_quotes_are_understood_where_the_file_is_written_so(read: Write) -> None:
    lines = "".join(f'{number},"JUAN \\"EL CHEPE\\", alias","M"\n' for number in range(5))
    _, rows = read("ID,Name,Sex\n" + lines)
    assert cells(rows)[0] == ("0", 'JUAN "EL CHEPE", alias', "M")


def test_ragged_rows_are_problems(read: Write) -> None:
    _, rows = read("ID,Name,Sex\n1,LOPEZ,JUAN,M\n2,ANA\n3,EVA,\n4,LUZ,F,,\n")
    assert [(row.line, bool(row.problem)) for row in rows] == [(2, True), (3, True), (4, False), (5, False)]
    assert (rows[0].value, rows[1].column) == ("M", "Sex")
    assert rows[3].cells == ("4", "LUZ", "F")


def test_blanks_left_out_at_the_end_of_rows_are_blanks(read: Write) -> None:
    lines = "".join(f"{number},ANA\n{number},EVA,seen\n" for number in range(10))
    _, rows = read("ID,Name,Notes\n" + lines)
    assert cells(rows)[:2] == [("0", "ANA", ""), ("0", "EVA", "seen")]


def test_title_lines_are_kept_apart(read: Write) -> None:
    table, rows = read("Oficina de Prueba,,\nRoster as of 06/19/2018,,\n\nID,Name,Sex\n1,ANA,F\n")
    assert table.preamble == ("Oficina de Prueba", "Roster as of 06/19/2018")
    assert (table.header, table.header_line) == (("ID", "Name", "Sex"), 4)
    assert rows == [RawRow(5, ("1", "ANA", "F"))]


def test_known_headers_are_found_below_a_wider_title(read: Write) -> None:
    table, _ = read("Prepared,by,the,shelter,desk\nID,Name,,,\n1,ANA,,,\n", known_header={"ID", "Name"}.__contains__)
    assert (table.header, table.header_line) == (("ID", "Name"), 2)


def test_each_column_has_a_name_of_its_own(read: Write) -> None:
    table, _ = read("Name,Name,,Name (2),Name\na,b,c,d,e\n")
    assert table.header == ("Name", "Name (2)", "column 3", "Name (2) (2)", "Name (3)")


def test_a_header_alone_is_an_empty_table(read: Write) -> None:
    table, rows = read("ID,Name\n")
    assert (table.header, rows, table.row_count) == (("ID", "Name"), [], 0)


def test_a_nul_is_a_problem_of_its_row(read: Write) -> None:
    _, rows = read("ID,Name\n1,A\0NA\n2,EVA\n3,\\u0000\n")
    assert [(row.column, bool(row.problem)) for row in rows] == [("Name", True), ("", False), ("", False)]
    assert rows[2].cells == ("3", "\\u0000")


def test_a_cell_of_ten_megabytes_is_a_problem_and_shortened(read: Write) -> None:
    _, rows = read("ID,Name\n1," + "x" * 10_000_000 + '\n2,"' + "y\n" * 5_000_000 + '"\n3,EVA\n')
    assert [(row.line, row.column) for row in rows if row.problem] == [(2, "Name"), (3, "Name")]
    assert all(len(row.value) < 1000 and len(row.cells[1]) < 1000 for row in rows)
    assert rows[2].cells == ("3", "EVA")


def test_invisible_marks_stay_as_they_came(read: Write) -> None:
    name = "\u202eANA\u200b\u2066 MAR\u00cdA\ufeff "
    _, rows = read(f"ID,Name\n1,{name}\n")
    assert cells(rows) == [("1", name)]


@needs_shared
def test_naughty_strings_come_back_unharmed(read: Write) -> None:
    naughty = [
        text for text in json.loads((SHARED / "naughty-strings/blns.json").read_text()) if text and "\0" not in text
    ]
    lines = (f'{number},"{text.replace(chr(34), chr(34) * 2)}"' for number, text in enumerate(naughty))
    _, rows = read("ID,Name\n" + "\n".join(lines))
    assert [row.cells[1] for row in rows] == naughty
    assert not any(row.problem for row in rows)


@needs_shared
@pytest.mark.parametrize("path", sorted((SHARED / "fuzzdb").rglob("*.txt")), ids=lambda path: path.name)
def test_fuzz_lists_are_read_row_by_row(read: Write, path: Path) -> None:
    lines = [line for line in path.read_bytes().splitlines() if line.strip()]
    _, rows = read(b"ID;Name;Sex\n" + b"".join(b"%d;%s;F\n" % (number, line) for number, line in enumerate(lines)))
    starts = {row.cells[0].split(";")[0] for row in rows}
    assert {str(number) for number in range(len(lines))} <= starts


@needs_shared
def test_invalid_utf8_is_never_turned_into_letters(read: Write) -> None:
    lines = (SHARED / "utf8tests/utf8tests.bin").read_bytes().split(b"\n")
    good = [line for line in lines if b":valid" in line and b"\r" not in line and b"\0" not in line]
    bad = [line for line in lines if b":invalid" in line and b"\r" not in line and b"\0" not in line]
    content = b"id;text;end\n" + b"".join(b"1;%s;x\n" % line.replace(b'"', b"") for line in [*good, *good, *bad])
    table, rows = read(content)
    assert table.encoding == "utf-8"
    assert sum(not row.problem for row in rows) == 2 * len(good)
    assert sum(bool(row.problem) for row in rows) == len(bad)


def test_progress_tells_the_rows_so_far(read: Write) -> None:
    told: list[int] = []
    read("ID,Name\n" + "1,ANA\n" * 25_000, progress=told.append)
    assert told == [10_000, 20_000]


def test_rows_can_be_read_again_and_at_once(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("ID,Name\n" + "".join(f"{number},ANA\n" for number in range(5000)))
    with read_table(path) as table:
        pairs = list(zip(table.rows(), table.rows(), strict=True))
        assert len(pairs) == 5000
        assert all(first == second for first, second in pairs)


def test_more_columns_than_allowed_are_a_problem_of_the_row(read: Write) -> None:
    _, rows = read("ID,Name\n1,ANA\n2" + ",x" * 50 + "\n", limits=Limits(max_columns=20))
    assert [bool(row.problem) for row in rows] == [False, True]
