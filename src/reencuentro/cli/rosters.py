"""`reencuentro rosters`: how a file would be understood, before anything is kept."""

from pathlib import Path
from typing import Annotated

import typer

from reencuentro.cli.options import JsonOption, MappingOption

app = typer.Typer(no_args_is_help=True, help="Look at roster files without keeping them.")


@app.callback()
def _rosters() -> None:
    """Keeps `inspect` a command of its own beside those to come."""


@app.command("inspect")
def inspect_file(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    mapping: MappingOption = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write a mapping file to edit.", dir_okay=False)] = None,
    values: Annotated[bool, typer.Option("--values", help="Show real examples instead of their shapes.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show how each column would be understood, and write a mapping to edit.

    [bold]Example[/bold]   reencuentro rosters inspect list.xlsx --write list.toml
    """
    raise NotImplementedError(file, mapping, write, values, as_json)
