"""`calls kept` says which weeks can't be counted, before it opens anything."""

import pytest
from typer.testing import CliRunner

from reencuentro.cli.app import app


@pytest.mark.parametrize("week", ["9999-12-31", "0001-01-01", "2019-02-29", "next"])
def test_a_week_in_which_there_can_not_have_been_contact_is_not_counted(week: str) -> None:
    assert CliRunner().invoke(app, ["calls", "kept", "--week", week]).exit_code == 2
