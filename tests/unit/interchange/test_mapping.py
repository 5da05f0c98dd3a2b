"""Mapping files: what they may say, and how their mistakes are told."""

import re
from pathlib import Path

import pytest

from reencuentro.errors import MappingError
from reencuentro.interchange.headers import Field, Owner, Target
from reencuentro.interchange.mapping import Mapping, load_mapping
from tests.unit.interchange.roster_tables import mention, reading


def load(tmp_path: Path, text: str) -> Mapping:
    """A mapping file with this text, loaded."""
    path = tmp_path / "agency.toml"
    path.write_text(text, "utf-8")
    return load_mapping(path)


def test_mapping_names_columns_options_and_values(tmp_path: Path) -> None:
    text = """
    [columns]
    "Nombre del asegurado" = "full_name"
    "Hijo" = "child.full_name"
    "Interno" = "ignore"
    "Vacía" = ""
    [options]
    day_first = true
    country = "GT"
    [values.separated]
    "C" = true
    "D" = false
    """
    found = load(tmp_path, text)
    assert found.columns["Nombre del asegurado"] == Target(Field.FULL_NAME)
    assert found.columns["Hijo"] == Target(Field.FULL_NAME, Owner.CHILD)
    assert found.columns["Interno"] is found.columns["Vacía"] is None
    assert (found.day_first, found.country) == (True, "GT")
    assert found.values["separated"] == {"c": "yes", "d": "no"}


def test_mapping_overrides_what_a_header_says(tmp_path: Path) -> None:
    mapping = load(tmp_path, '[columns]\n"Name" = "mother"\n"Bed" = "full_name"\n"Phone" = "ignore"\n')
    found = reading("Name | Bed | Phone | Age", "ROSA XOL | ANA XOL | 5555 1234 | 7", mapping=mapping)
    assert [column.field for column in found.columns] == ["mother", "full_name", "", "age"]
    assert found.unrecognised == ()
    told = mention("Name | Bed | Phone | Age", "ROSA XOL | ANA XOL | 5555 1234 | 7", mapping=mapping)
    assert (told.full_name, told.relatives[0].name, told.phones) == ("ANA XOL", "ROSA XOL", ())


def test_mapping_wins_over_a_column_that_says_it_plainly(tmp_path: Path) -> None:
    mapping = load(tmp_path, '[columns]\n"Bed" = "nationality"\n')
    found = reading("Name | Citizenship | Bed", "ANA | HN | GT", mapping=mapping)
    assert [column.field for column in found.columns] == ["full_name", "", "nationality"]


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ('[columns]\n"A" = "natinality"', "natinality", "nationality"),
        ('[columns]\n"A" = "chlid.age"', "chlid.age", "child.age"),
        ('[columns]\n"A" = 7', "'A'", "notes"),
        ("[options]\nday_frist = true", "day_frist", "day_first"),
        ('[options]\nday_first = "yes"', "true or false", "day_first"),
        ('[options]\ncountry = "Guatemala"', "two letters", "GT"),
        ('[colums]\n"A" = "age"', "colums", "columns"),
        ('columns = "age"', "section", "[columns]"),
        ('[values.sex]\n"1" = "male"', "'1' can't mean 'male'", "F, M"),
        ('[values.nationality]\n"HO" = "Wakanda"', "Wakanda", "country"),
        ('[values.relation]\n"x" = "uncle"', "uncle", "aunt_uncle"),
        ('[values.sexo]\n"1" = "M"', "sexo", "sex"),
        ('[values]\nsex = "M"', "section", "[values.sex]"),
        ("[columns", "not a TOML file", "UTF-8"),
        ('[columns]\n"A" = "age"\n"A" = "sex"', "not a TOML file", "quote"),
    ],
)
def test_mistake_is_told_with_its_remedy(tmp_path: Path, text: str, problem: str, remedy: str) -> None:
    with pytest.raises(MappingError) as refused:
        load(tmp_path, text)
    assert problem in refused.value.problem
    assert remedy in refused.value.remedy
    assert str(refused.value).startswith("agency.toml: ")


def test_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="can't be read"):
        load_mapping(tmp_path / "absent.toml")
    with pytest.raises(MappingError, match="can't be read"):
        load_mapping(tmp_path)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00[")
    with pytest.raises(MappingError, match="not a TOML file"):
        load_mapping(tmp_path / "binary.toml")


def test_nesting_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="not a TOML file"):
        load(tmp_path, "a = " + "[" * 50_000)


def test_example_of_the_guide_is_a_mapping(tmp_path: Path) -> None:
    guide = Path(__file__).resolve().parents[3] / "docs/rosters.md"
    (example,) = re.findall(r"```toml\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert load(tmp_path, example).columns["Interno"] is None
