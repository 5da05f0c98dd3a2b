"""Results that other programs and people's spreadsheets read: safe, exact, whole or not there."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from reencuentro.interchange.results import ResultTable, guarded, naming, read_cell, write_table, write_tables

SHARED = Path(__file__).resolve().parents[3] / "../shared/data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared test data is not beside the repository")


def read_back(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [[read_cell(cell) for cell in row] for row in csv.reader(file, strict=True)]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+50212345678",
        "-",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        " =1",
        "\n-1",
        "\uff1d1",
        "\uff0b1",
        "\ufeff=1",
        "\u200b@x",
    ],
)
def test_what_a_spreadsheet_would_calculate_is_guarded(cell: str) -> None:
    assert guarded(cell) == "'" + cell
    assert read_cell(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["", "ANA", "12", "'Null", "a=b", "O'Brien", "'", "2018-06-19", "Peña -", "´=1"])
def test_ordinary_text_is_left_alone(cell: str) -> None:
    assert guarded(cell) == cell
    assert read_cell(cell) == cell


@pytest.mark.parametrize("cell", ["'=1", "''=1", "'-", "' -x"])
def test_a_text_that_looks_guarded_comes_back_as_it_was(cell: str) -> None:
    assert read_cell(guarded(cell)) == cell
    assert guarded(cell) == "'" + cell


@needs_shared
@pytest.mark.parametrize("name", ["csv-injection/csv-payload.txt", "naughty-strings/blns.txt"])
def test_payloads_come_back_exactly_and_never_as_formulas(tmp_path: Path, name: str) -> None:
    cells = [line for line in (SHARED / name).read_text("utf-8").split("\n") if "\0" not in line]
    write_table(tmp_path / "out.csv", ["cell"], ([cell] for cell in cells))
    assert read_back(tmp_path / "out.csv") == [["cell"], *([cell] for cell in cells)]
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert not any(row[0].lstrip()[:1] in set("=+-@") for row in csv.reader(file) if row[0].strip())


def test_line_ends_and_quotes_inside_cells_survive(tmp_path: Path) -> None:
    rows = [["a\rb", 'say "hola"', "x,y"], ["a\r\nb", "a\nb", ""]]
    write_table(tmp_path / "out.csv", ["1", "2", "3"], rows)
    assert read_back(tmp_path / "out.csv")[1:] == rows


def test_what_no_csv_can_hold_is_shown_as_a_sign(tmp_path: Path) -> None:
    write_table(tmp_path / "out.csv", ["a", "b"], [["x\0y", "\ud800"]])
    assert read_back(tmp_path / "out.csv")[1] == ["x\u2400y", "\\ud800"]


def test_a_single_blank_cell_is_a_row(tmp_path: Path) -> None:
    write_table(tmp_path / "out.csv", ["a"], [[""], ["1"]])
    assert (tmp_path / "out.csv").read_bytes() == b'a\n""\n1\n'


def broken_off() -> Iterator[Sequence[str]]:
    yield ["1"]
    raise KeyboardInterrupt


def test_an_interrupted_write_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_table(path, ["id"], [["old"]])
    with pytest.raises(KeyboardInterrupt):
        write_table(path, ["id"], broken_off())
    assert read_back(path) == [["id"], ["old"]]
    assert list(tmp_path.iterdir()) == [path]


def test_one_broken_table_keeps_all_from_being_placed(tmp_path: Path) -> None:
    tables = {"a.csv": ResultTable(["id"], [["1"]]), "b.csv": ResultTable(["id"], broken_off())}
    with pytest.raises(KeyboardInterrupt):
        write_tables(tmp_path / "out", tables)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_in_the_way_keeps_all_from_being_placed(tmp_path: Path) -> None:
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(IsADirectoryError):
        write_tables(tmp_path, {"a.csv": ResultTable(["id"], []), "b.csv": ResultTable(["id"], [])})
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv"]


def test_a_row_that_does_not_fit_the_header_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="row 2 has 1 cells, the header 2"):
        write_table(tmp_path / "out.csv", ["a", "b"], [["1", "2"], ["3"]])


def test_results_are_for_their_owner_only(tmp_path: Path) -> None:
    write_table(tmp_path / "out.csv", ["a"], [])
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_a_full_disk_is_named_by_the_place_that_is_full(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match=str(tmp_path)):
        naming(tmp_path)(full.write)(b"x")
