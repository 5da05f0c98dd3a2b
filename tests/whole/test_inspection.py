"""`rosters inspect` shows how a file would be understood, keeps nothing, and writes a mapping that works."""

import tomllib
from pathlib import Path

import pytest

from tests.whole.commands import run
from tests.whole.lists import CHILD, MOTHER, NAMES, OTHER, roster

HEADER = ("Clave", "Persona", "Nació", "Sx", "Apodo interno", "Nombre completo")


def test_columns_are_shown_without_anyones_name() -> None:
    said = run("rosters", "inspect", roster("a_2018-06-19.csv", MOTHER, CHILD, OTHER))
    assert said.code == 0
    assert "full_name" in said.out
    assert "19 June 2018" in said.out
    assert not any(name in said.out for name in NAMES)
    assert "Diego" in run("rosters", "inspect", "a_2018-06-19.csv", "--values").out
    assert not Path("reencuentro").exists()


def test_json_says_the_same_for_machines() -> None:
    told = run("rosters", "inspect", roster("a_2018-06-19.csv", MOTHER, CHILD), "--json").json
    assert (told["rows"], told["quarantined"], told["as_of"]) == (2, 0, "2018-06-19")
    assert [column["field"] for column in told["columns"]][:3] == ["record_id", "full_name", "date_of_birth"]


def test_mapping_written_is_read_back_and_changes_nothing() -> None:
    rows = [("1", "x", "17/05/2011", "M", "Chepe", "Diego Chávez Tun")]
    roster("a_2018-06-19.csv", *rows, header=HEADER)
    before = run("rosters", "inspect", "a_2018-06-19.csv", "--json", "--write", "a.toml").json
    assert "columns" in tomllib.loads(Path("a.toml").read_text())
    after = run("rosters", "inspect", "a_2018-06-19.csv", "--json", "--mapping", "a.toml").json
    assert [each["field"] for each in before["columns"]] == [each["field"] for each in after["columns"]]


def test_mapping_edited_is_obeyed() -> None:
    rows = [("1", "Diego Chávez Tun", "17/05/2011", "M", "Chepe", "")]
    roster("a_2018-06-19.csv", *rows, header=(*HEADER[:5], "Otro"))
    Path("a.toml").write_text('[columns]\n"Persona" = "full_name"\n"Nació" = "date_of_birth"\n"Otro" = "ignore"\n')
    said = run("reconcile", "a=a_2018-06-19.csv", "--mapping", "a.toml", "--json")
    assert said.code == 0
    fields = run("show", "a:1", "--json").json["fields"]
    assert fields["full_name"][0]["value"] == "Diego Chávez Tun"
    assert fields["birth"][0]["value"]["year"] == 2011
    assert "Otro" not in said.json["rosters"][0]["unused_columns"]


def test_mapping_is_not_written_over_another_without_a_word() -> None:
    Path("a.toml").write_text("mine")
    said = run("rosters", "inspect", roster("a.csv", CHILD), "--write", "a.toml")
    assert said.code == 1
    assert Path("a.toml").read_text() == "mine"


@pytest.mark.parametrize("place", ["no/such/folder/a.toml", "."])
def test_mapping_that_cannot_be_written_is_told(place: str) -> None:
    assert run("rosters", "inspect", roster("a.csv", CHILD), "--write", place).code in (1, 2)


@pytest.mark.parametrize("name", ["none.csv", ".", "empty.csv", "/dev/null"])
def test_file_that_cannot_be_read_is_refused(name: str) -> None:
    Path("empty.csv").touch()
    said = run("rosters", "inspect", name)
    assert (said.code, said.out) == (1, "")
    assert "What to do: " in said.err
