"""`reencuentro keys`: what seals the registry."""

import os
import sys
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import console, counted, print_json
from reencuentro.rules.disclosure.vocabulary import Action

NEW_VARIABLE = "REENCUENTRO_NEW_PASSPHRASE_FILE"

app = typer.Typer(no_args_is_help=True, help="Change the passphrase, renew the keys that seal the records.")

AgencyArgument = Annotated[str, typer.Argument(metavar="[AGENCY]", help="Whose key; without it, every agency's.")]
NewFileOption = Annotated[
    Path | None,
    typer.Option("--new-passphrase-file", envvar=NEW_VARIABLE, help="A file that holds the new one.", dir_okay=False),
]
RandomOption = Annotated[
    bool, typer.Option("--random", help="A random one, kept in your own key folder: nothing to remember.")
]


@app.command("rotate")
def rotate(
    agency: AgencyArgument = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Give agencies a new key and wrap their records' keys by it, while others go on working.

    Stopped at any moment, everything stays readable; run it again to go on.
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.keys import rotate_keys  # noqa: PLC0415

    with registry_for(Action.ROTATE_KEYS, registry_place(registry, out)) as by:
        done = rotate_keys(agency, by=by, at=datetime.now(UTC))
    if as_json:
        print_json({"agencies": list(done.agencies), "records": done.records})
    else:
        agencies = counted(len(done.agencies), "agency", "agencies")
        console.print(f"New keys for {agencies}, {counted(done.records, 'record', 'records')}.", markup=False)


@app.command("passphrase")
def passphrase(
    new_file: NewFileOption = None,
    random: RandomOption = False,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Change what opens the registry. Copies made earlier stay under the old one.

    Without an option the new one is asked for on the terminal.
    """
    from reencuentro.actions.perform import performing  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import change_passphrase  # noqa: PLC0415 - likewise
    from reencuentro.records.sealing.passphrases import Secret  # noqa: PLC0415 - likewise

    new = None if random else Secret(_new_text(new_file))
    place = registry_place(registry, out)
    with registry_for(Action.ROTATE_KEYS, place) as by, performing("change_passphrase", by=by, at=datetime.now(UTC)):
        pass  # noted before: afterwards the old one opens nothing
    change_passphrase(place, new)
    console.print("The registry opens with the new one from now on.", markup=False)


@app.command("apart")
def apart(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Keep the secrets of the records outside the registry, so that what is deleted can't be read in older copies.

    From then on the registry opens only with that file in the key folder: copy it to a safe place, replacing the copy
    after each deletion.
    """
    from django.db import transaction  # noqa: PLC0415 - likewise

    from reencuentro.actions.perform import performing  # noqa: PLC0415 - likewise
    from reencuentro.records.sealing.ring import ring  # noqa: PLC0415 - likewise

    with (
        registry_for(Action.ROTATE_KEYS, registry_place(registry, out)) as by,
        performing("keep_keys_apart", by=by),
        transaction.atomic(),
    ):
        place = ring().keep_tree_apart()
    console.print(f"The secrets of the records lie in {place}", markup=False)


def _new_text(file: Path | None) -> str:
    if file is not None:
        text = _in_file(file)
    elif given := os.environ.get("REENCUENTRO_NEW_PASSPHRASE"):
        text = given
    elif sys.stdin.isatty():
        text = getpass("New passphrase: ")
        if text != getpass("The same again: "):
            raise typer.BadParameter("the two differ", param_hint="passphrase")
    else:
        raise typer.BadParameter(
            f"no terminal to ask for it: name a file that holds it, by --new-passphrase-file or {NEW_VARIABLE}, "
            "or take --random",
            param_hint="passphrase",
        )
    if len(text) < _SHORTEST:
        raise typer.BadParameter(
            f"give at least {_SHORTEST} characters, for example five random words", param_hint="passphrase"
        )
    return text


def _in_file(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip("\r\n")
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{file} holds bytes that are no text", param_hint="passphrase") from None


_SHORTEST = 12
