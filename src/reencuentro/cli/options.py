"""Options that several commands share."""

import getpass
import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

REGISTRY_VARIABLE = "REENCUENTRO_REGISTRY"


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date: write YYYY-MM-DD, for example 2018-06-19") from None


def instant(text: str) -> datetime:
    """A moment as YYYY-MM-DD (its end, UTC) or YYYY-MM-DDTHH:MM with an offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a moment: write 2018-06-19 or 2018-06-19T14:30+00:00") from None
    if len(text) == len("YYYY-MM-DD"):
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999999)
    return moment if moment.tzinfo else moment.astimezone()


def whoami() -> str:
    """Who runs the command, for the audit; REENCUENTRO_BY overrides the login name."""
    if named := os.environ.get("REENCUENTRO_BY"):
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


RegistryOption = Annotated[
    str,
    typer.Option(
        "--registry",
        envvar=REGISTRY_VARIABLE,
        help="A folder, or postgresql://… . Without it, the folder `registry` in --out.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for machines instead of text.")]
OutOption = Annotated[Path, typer.Option("--out", help="Folder for the results.", file_okay=False)]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", help="A mapping file (TOML), as `rosters inspect --write` makes it.", dir_okay=False),
]
DEFAULT_OUT = Path("reencuentro")


def registry_place(registry: str, out: Path) -> str:
    """Where the registry is: as asked, else beside the results."""
    return registry or str(out / "registry")
