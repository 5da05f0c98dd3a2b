"""`consulates` answers from the directory, and says what can't be asked."""

import json

import pytest
from typer.testing import CliRunner

from reencuentro.cli.app import app


def test_the_posts_that_serve_a_state_are_told_with_their_sources() -> None:
    told = CliRunner().invoke(app, ["consulates", "--country", "mx", "--state", "GA"])
    assert told.exit_code == 0
    assert "MX Atlanta, GA: AL, GA; counties of TN" in told.output
    assert "known from others' accounts" in told.output


def test_a_post_that_had_not_opened_yet_is_not_told() -> None:
    asked = ["consulates", "--country", "MX", "--state", "OK", "--json"]
    today, then = (CliRunner().invoke(app, [*asked, "--on", on]).output for on in ("2026-01-01", "2018-06-19"))
    assert [one["code"] for one in json.loads(today)["posts"]] == ["MX Oklahoma City"]
    assert json.loads(then) == {"posts": []}


@pytest.mark.parametrize("asked", [["--country", "XX"], ["--state", "Texas"], ["--on", "yesterday"]])
def test_what_can_not_be_asked_is_said(asked: list[str]) -> None:
    assert CliRunner().invoke(app, ["consulates", *asked]).exit_code == 2
