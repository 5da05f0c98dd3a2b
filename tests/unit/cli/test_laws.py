"""`ports` and `last-day` answer from their tables, and say what can't be asked."""

import json

import pytest
from typer.testing import CliRunner

from reencuentro.cli.app import app


def test_the_windows_of_a_day_are_told_for_people_and_for_machines() -> None:
    told = CliRunner().invoke(app, ["ports", "--on", "2018-12-21"])
    assert told.exit_code == 0, told.output
    assert "el_paso, El Paso – Ciudad Juárez: 07:0" in told.output
    machine = CliRunner().invoke(app, ["ports", "--on", "2018-12-21", "--json"])
    (nogales,) = [one for one in json.loads(machine.output)["ports"] if one["port"] == "nogales"]
    assert (nogales["until"][:4], nogales["zone"], nogales["read"]) == ("17:2", "America/Phoenix", False)
    assert "No arrangement" in CliRunner().invoke(app, ["ports", "--on", "2005-01-01"]).output


def test_the_last_day_of_a_time_is_told_with_its_law() -> None:
    told = CliRunner().invoke(app, ["last-day", "board_appeal", "us", "2018-06-01"])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("2018-07-02")
    assert "8 CFR 1003.38(b)" in told.output
    machine = CliRunner().invoke(app, ["last-day", "refuge_review", "MX", "2018-12-14", "--json"])
    assert json.loads(machine.output)["last_day"] == "2019-01-08"


@pytest.mark.parametrize("asked", [["MX", "2018-06-01"], ["US", "2018-13-01"], ["US", "1990-01-01"]])
def test_what_no_law_says_cannot_be_asked(asked: list[str]) -> None:
    assert CliRunner().invoke(app, ["last-day", "board_appeal", *asked]).exit_code == 2
