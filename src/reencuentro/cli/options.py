"""Options that several commands share."""

import getpass
import logging
import os
import re
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from reencuentro.cli.output import notes, shown

REGISTRY_VARIABLE = "REENCUENTRO_REGISTRY"
PASSPHRASE_VARIABLE = "REENCUENTRO_PASSPHRASE_FILE"  # noqa: S105  # the name of a variable


def day(text: str) -> date:
    """A day as YYYY-MM-DD, of the years in which there have been and may be rosters."""
    if not re.fullmatch(r"[12]\d{3}-\d\d-\d\d", text, re.ASCII):
        raise typer.BadParameter(f"{text!r} is not a date: {_DAY}")
    try:
        read = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"there is no day {text}: {_DAY}") from None
    if read.year not in _YEARS:
        raise typer.BadParameter(f"{text} is not a day on which a roster can speak: {_DAY}")
    return read


def instant(text: str) -> datetime:
    """The end of a day YYYY-MM-DD here, or a moment as 2018-06-19T14:30, here too unless it tells an offset."""
    if "T" not in text:
        return datetime.combine(day(text), time.max).astimezone()
    day(text.partition("T")[0])
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a moment: write 2018-06-19 or 2018-06-19T14:30+00:00") from None


_DAY = "write YYYY-MM-DD, for example 2018-06-19"
_YEARS = range(1900, 2200)


def whoami() -> str:
    """Who runs the command, for the audit; REENCUENTRO_BY overrides the login name. At most 200 characters."""
    if named := os.environ.get("REENCUENTRO_BY", "").strip():
        return named.encode("utf-8", "backslashreplace").decode()[:_LONGEST_NAME]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


_LONGEST_NAME = 200  # what the audit has room for

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


def _named_for_this_run(file: Path | None) -> Path | None:
    """The file as the one that holds the passphrase, for whatever opens a registry in this run."""
    if file is not None:
        os.environ[PASSPHRASE_VARIABLE] = str(file)
    return file


PassphraseFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        callback=_named_for_this_run,
        dir_okay=False,
        help=f"A file that holds the registry's passphrase; or name it in {PASSPHRASE_VARIABLE}.",
        show_default=False,
    ),
]


class _Telling(logging.Handler):
    """One line on standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it."""
        notes.print(shown(record.getMessage()), markup=False)


_KEYS = logging.getLogger("reencuentro.records.sealing.passphrases")


def record_text(text: str) -> str:
    """AGENCY:RECORD as people.csv has them."""
    agency, colon, record = text.partition(":")
    if not (agency and colon and record):
        raise typer.BadParameter(f"{text!r} is not a record: write AGENCY:RECORD, for example border:1001")
    return text


def remedy_for_unknown(as_known: str) -> str:
    """What to do where a record or person isn't known, now or as known on a day."""
    later = "If they are known today, name a day after their list was reconciled. " if as_known else ""
    return f"{later}Write AGENCY:RECORD or a person_id as people.csv has them."


def registry_place(registry: str, out: Path) -> str:
    """Where the registry is: as asked, else beside the results. Whoever opens it is told where a new key is kept."""
    if not _KEYS.handlers:
        _KEYS.addHandler(_Telling())
        _KEYS.setLevel(logging.INFO)
    place = registry or str(out / "registry")
    _find_keys_of_demo(Path(place).parent)
    return place


DEMO_MARK = ".reencuentro-demo"
"""Says that the demo made the folder and what is in it."""
DEMO_KEYS = "keys"
"""In a demo's folder: its people are invented, so that its key may lie beside its registry."""


def _find_keys_of_demo(folder: Path) -> None:
    is_chosen = os.environ.get("REENCUENTRO_KEY_FOLDER")
    if not is_chosen and (folder / DEMO_MARK).exists() and (folder / DEMO_KEYS).is_dir():
        os.environ["REENCUENTRO_KEY_FOLDER"] = str(folder / DEMO_KEYS)
