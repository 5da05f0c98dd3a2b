"""`reencuentro audit`: is the log of who did and saw what whole, and how do others get to check it?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, REGISTRY_VARIABLE, JsonOption, registry_place
from reencuentro.cli.output import Exit, console, counted, print_json, shown
from reencuentro.errors import ReencuentroError
from reencuentro.interchange.results import naming, write_tables
from reencuentro.rules.disclosure.vocabulary import Action

if TYPE_CHECKING:
    from reencuentro.interchange.transparency.checkpoints import Checkpoint
    from reencuentro.interchange.transparency.log_files import Verified
    from reencuentro.interchange.transparency.notes import PublicKey

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode="rich", help="Check the log of who did and saw what, and give it away."
)

CheckpointOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--checkpoint",
        metavar="FILE",
        help="An earlier checkpoint that the log must go on from; may be repeated.",
        show_default=False,
    ),
]
RegistryOption = Annotated[
    str,
    typer.Option(
        "--registry",
        envvar=REGISTRY_VARIABLE,
        help="A folder, or postgresql://… . Without it, reencuentro/registry.",
        show_default=False,
    ),
]
KeyOption = Annotated[
    str, typer.Option("--key", metavar="NAME+ID+BASE64", help="The log's public key, known from elsewhere.")
]


@app.command("verify")
def verify(
    log: Annotated[Path | None, typer.Argument(metavar="LOG", help="An exported log instead.", dir_okay=False)] = None,
    checkpoint: CheckpointOption = None,
    key: KeyOption = "",
    registry: RegistryOption = "",
    as_json: JsonOption = False,
) -> None:
    """Verify that no entry was changed, taken out, moved or added, and that all goes on from what was signed.

    Exits with 1 where something is wrong, and says at which entry.

    [bold]Example[/bold]   reencuentro audit verify --checkpoint witnessed.txt
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.interchange.transparency.log_files import verify_log_file  # noqa: PLC0415
    from reencuentro.records.verification import own_key, verify_registry  # noqa: PLC0415 - likewise

    known = _key(key)
    if log:
        verified = verify_log_file(log, _checkpoints(checkpoint, known or _named_in(log)), known)
    else:
        with registry_for(Action.VERIFY_AUDIT, _place(registry)):
            verified = verify_registry(_checkpoints(checkpoint, known or own_key()), known)
    if as_json:
        print_json(_as_plain(verified))
    else:
        _print(verified)
    sys.exit(Exit.FAILED if verified.faults else Exit.DONE)


@app.command("checkpoint")
def checkpoint(
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it there.", dir_okay=False)] = None,
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep one that witnesses have signed as well.", dir_okay=False)
    ] = None,
    registry: RegistryOption = "",
) -> None:
    """Sign the log as it stands: whoever keeps the checkpoint can prove any later change to what came before.

    [bold]Example[/bold]   reencuentro audit checkpoint --out checkpoint.txt
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.auditing import keep_checkpoint, sign_checkpoint  # noqa: PLC0415

    with registry_for(Action.VERIFY_AUDIT, _place(registry)) as by:
        if keep:
            keep_checkpoint(_read(keep), by=by)
            return
        note = sign_checkpoint(by=by)
    if out:
        write_tables(out.parent, {out.name: note})
    else:
        print(note, end="")


@app.command("export")
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Write it there.", dir_okay=False)],
    registry: RegistryOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the whole log as a plain text that others can verify without this program.

    Exits with 1 where the log isn't whole; it is written all the same, as evidence.

    [bold]Example[/bold]   reencuentro audit export --out log.txt
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.auditing import export_log  # noqa: PLC0415
    from reencuentro.records.reading import reading  # noqa: PLC0415 - likewise

    with registry_for(Action.SEE_AUDIT, _place(registry)) as by, reading("see_audit", by=by), naming(out):
        verified = export_log(out)
    if as_json:
        print_json({**_as_plain(verified), "file": str(out)})
    else:
        _print(verified)
    sys.exit(Exit.FAILED if verified.faults else Exit.DONE)


@app.command("key")
def key(registry: RegistryOption = "") -> None:
    """Show the log's public key: give it to whoever shall verify the log, by another way than the log itself."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.audit import signing_key  # noqa: PLC0415

    with registry_for(Action.SEE_AUDIT, _place(registry)):
        print(signing_key().public())


def _place(registry: str) -> str:
    return registry_place(registry, DEFAULT_OUT)


def _key(text: str) -> "PublicKey | None":
    # Cryptography takes a while to load: --help shall not wait for it.
    from reencuentro.interchange.transparency.notes import NoteError, parse_key  # noqa: PLC0415

    try:
        return parse_key(text) if text else None
    except NoteError as error:
        raise typer.BadParameter(str(error), param_hint="--key") from None


def _named_in(log: Path) -> "PublicKey | None":
    # Cryptography takes a while to load: --help shall not wait for it.
    from reencuentro.interchange.transparency.log_files import key_named_in  # noqa: PLC0415

    return key_named_in(log)


def _checkpoints(files: list[Path] | None, key: "PublicKey | None") -> list["Checkpoint"]:
    # Cryptography takes a while to load: --help shall not wait for it.
    from reencuentro.interchange.transparency.checkpoints import opened  # noqa: PLC0415
    from reencuentro.interchange.transparency.notes import NoteError  # noqa: PLC0415 - likewise

    try:
        return [opened(_read(file), [key] if key else [])[0] for file in files or ()]
    except NoteError as error:
        raise ReencuentroError(
            f"a checkpoint given can't be relied upon: {error}",
            remedy="Give the file as `reencuentro audit checkpoint` wrote it, and the key of that log.",
        ) from error


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        raise ReencuentroError(f"{file} is no checkpoint", remedy="Give a file that the log has signed.") from None


def _as_plain(verified: "Verified") -> dict[str, Any]:
    checkpoint = verified.checkpoint
    return {
        "whole": not verified.faults,
        "entries": verified.size,
        "origin": checkpoint.origin if checkpoint else "",
        "root": checkpoint.root.hex() if checkpoint else "",
        "key": str(verified.key or ""),
        "faults": [{"kind": one.kind.value, "entry": one.entry, "told": one.told} for one in verified.faults],
    }


def _print(verified: "Verified") -> None:
    for fault in verified.faults[:_MOST]:
        console.print(shown(f"Wrong: {fault.told}"), style="bold red", markup=False)
    if (more := len(verified.faults) - _MOST) > 0:
        console.print(f"… and {more:,} more; --json lists them all", markup=False)
    if verified.faults:
        return
    console.print(f"The log is whole: {counted(verified.size, 'entry', 'entries')}.", markup=False)
    console.print(shown(f"Key: {verified.key}"), markup=False)


_MOST = 20  # faults that a reader takes in
