"""`reencuentro check`: whether this installation is sound; each line says what, how it is, and what to do."""

import os
import sys
from typing import Annotated, Any

import typer

from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import Exit, console, print_json, shown
from reencuentro.errors import ReencuentroError


def check_installation(
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    pages: Annotated[
        bool | None,
        typer.Option("--pages/--no-pages", help="Whether it serves others. Without it: if REENCUENTRO_HOSTS is set."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check the database, keys, clock, permissions and settings. Exit code 1 if anything is wrong."""
    serves = "REENCUENTRO_HOSTS" in os.environ if pages is None else pages
    lines = _findings(registry_place(registry, out), pages=serves)
    sound = all(line["sound"] for line in lines)
    if as_json:
        print_json({"sound": sound, "checks": lines})
    else:
        for line in lines:
            mark = _MARKS[line["sound"], bool(line["remedy"])]
            console.print(shown(f"{mark}  {line['what']}: {line['told']}"), markup=False)
            if line["remedy"]:
                console.print(shown(f"       What to do: {line['remedy']}"), markup=False)
    if not sound:
        sys.exit(Exit.FAILED)


_MARKS = {(True, False): "ok   ", (True, True): "note ", (False, True): "WRONG"}


def _findings(place: str, *, pages: bool) -> list[dict[str, Any]]:
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.registry import open_existing  # noqa: PLC0415
    from reencuentro.web.soundness import Finding, soundness  # noqa: PLC0415 - likewise

    try:
        with open_existing(place):
            found = list(soundness(place, os.environ, pages=pages))
    except ReencuentroError as error:
        found = [Finding("registry", str(error), error.remedy or "See docs/installing.md.")]
    return [{"what": one.what, "sound": one.sound, "told": one.told, "remedy": one.remedy} for one in found]
