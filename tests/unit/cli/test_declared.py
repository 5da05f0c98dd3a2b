"""Every command says for which action it is, or none runs."""

import pytest
import typer

from reencuentro.cli.app import app
from reencuentro.cli.declared import commands_of, refuse_undeclared
from reencuentro.errors import SettingsError


def test_every_command_there_is_is_declared() -> None:
    command = typer.main.get_command(app)
    assert len(list(commands_of(command))) > 20
    refuse_undeclared(command)


def test_undeclared_command_stops_every_command() -> None:
    tree, branch = typer.Typer(), typer.Typer()
    branch.command("everything")(lambda: None)
    branch.command("verify")(lambda: None)
    tree.add_typer(branch, name="audit")
    tree.command("check")(lambda: None)
    with pytest.raises(SettingsError, match=r"undeclared commands: audit everything$"):
        refuse_undeclared(typer.main.get_command(tree))
