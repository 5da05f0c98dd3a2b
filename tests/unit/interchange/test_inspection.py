"""What a roster would be understood as, shown without showing anyone's name."""

from pathlib import Path

from reencuentro.interchange.inspection import inspect_reading, inspect_roster, mapping_text, shape
from reencuentro.interchange.mapping import load_mapping
from reencuentro.interchange.rosters import read_roster
from tests.unit.interchange.roster_tables import reading

ROSTER = (
    'UAC ID,"Child\'s ""Name""",DOB,Sexo,Bed,Mother,Admission Date\n'
    "1,ANA LOPEZ,05/14/2011,F,7,ROSA XOL,06/13/2018\n"
    "2,LUIS RUIZ,02/30/2011,,8,,06/05/2018\n"
)


def roster(tmp_path: Path) -> Path:
    """A small roster of children."""
    path = tmp_path / "orr.csv"
    path.write_text(ROSTER, "utf-8")
    return path


def test_each_column_is_shown_with_field_shares_and_problems(tmp_path: Path) -> None:
    found = inspect_roster(roster(tmp_path))
    columns = {column.header: column for column in found.columns}
    assert (found.rows, found.quarantined) == (2, 1)
    assert columns["DOB"].field == "date_of_birth"
    assert (columns["DOB"].filled, columns["DOB"].understood, columns["DOB"].day_order) == (1.0, 0.5, "month first")
    assert columns["DOB"].problems[0][1] == 1
    assert (columns["Sexo"].filled, columns["Sexo"].understood) == (0.5, 1.0)
    assert (columns["Bed"].field, columns["Bed"].understood) == ("", 0.0)


def test_examples_are_shapes_unless_values_are_asked_for(tmp_path: Path) -> None:
    names = [column.examples for column in inspect_roster(roster(tmp_path)).columns][1]
    assert names == ("AAA AAAAA", "AAAA AAAA")
    names = [column.examples for column in inspect_roster(roster(tmp_path), show_values=True).columns][1]
    assert names == ("ANA LOPEZ", "LUIS RUIZ")


def test_shape_hides_letters_and_digits_of_every_script() -> None:
    assert shape("Ñandú-7 Ωμ ٣ 村") == "Aaaaa-9 Aa 9 a"


def test_problem_of_the_row_as_a_whole_is_shown_apart() -> None:
    found = inspect_reading(reading("Name | Facility", "| Casa X", "ANA | Casa X"))
    assert [count for _, count in found.problems] == [1]


def test_roster_without_rows_is_shown_too() -> None:
    found = inspect_reading(reading("Name | DOB"))
    assert (found.rows, [column.filled for column in found.columns]) == (0, [0.0, 0.0])


def test_mapping_written_from_an_inspection_reads_the_roster_alike(tmp_path: Path) -> None:
    path = roster(tmp_path)
    written = tmp_path / "orr.toml"
    written.write_text(mapping_text(inspect_roster(path)), "utf-8")
    with read_roster(path, agency="a") as plain, read_roster(path, agency="a", mapping=load_mapping(written)) as mapped:
        assert list(plain.rows()) == list(mapped.rows())
        assert [column.field for column in plain.columns] == [column.field for column in mapped.columns]


def test_header_of_any_characters_is_quoted_safely(tmp_path: Path) -> None:
    headers = '"] = x | Na\\me | DOB\x7f\u2028 | a\tb # c'
    written = tmp_path / "odd.toml"
    written.write_text(mapping_text(inspect_reading(reading(headers, "1 | 2 | 3 | 4"))), "utf-8")
    assert list(load_mapping(written).columns) == ["DOB\x7f"]
