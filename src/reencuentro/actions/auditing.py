"""Gives the audit away, so that others can hold us to it: signed checkpoints, and the whole log as a file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reencuentro.actions.perform import performing
from reencuentro.errors import RegistryError
from reencuentro.interchange.transparency.checkpoints import opened
from reencuentro.interchange.transparency.log_files import Verified, first_line, last_lines, line
from reencuentro.interchange.transparency.notes import NoteError, parse_note
from reencuentro.records.audit import AuditCheckpoint, AuditHead, signing_key
from reencuentro.records.verification import verify_registry


def sign_checkpoint(*, by: str) -> str:
    """A signed checkpoint of the log as it is, kept and given back.

    Raises RegistryError where the log isn't whole: a log signs nothing that contradicts what it signed before.
    """
    verified = verify_registry()
    if verified.faults:
        raise RegistryError(
            "the audit isn't whole, so nothing is signed", remedy="See what is wrong with it: reencuentro audit verify"
        )
    note = _signed(verified)
    with performing("sign_checkpoint", by=by, about=[f"size:{verified.size}"]):
        if not AuditCheckpoint.objects.filter(note=note).exists():
            AuditCheckpoint.objects.create(size=verified.size, note=note)
    return note


def keep_checkpoint(text: str, *, by: str) -> None:
    """Keeps a checkpoint that came back from witnesses, with all signatures on it, known here or not.

    Raises RegistryError where this log never signed it, or has been rewritten since.
    """
    try:
        checkpoint, _ = opened(text, [signing_key().public()])
    except NoteError as error:
        raise RegistryError(f"the checkpoint isn't one of this registry: {error}", remedy=_OURS) from error
    if verify_registry([checkpoint]).faults:
        raise RegistryError("the log doesn't go on from that checkpoint", remedy="Run: reencuentro audit verify")
    with performing("keep_checkpoint", by=by, about=[f"size:{checkpoint.size}"]):
        if not AuditCheckpoint.objects.filter(note=text).exists():
            AuditCheckpoint.objects.create(size=checkpoint.size, note=text)


_OURS = "Give the file as `reencuentro audit checkpoint` wrote it, with the witnesses' lines below."


def export_log(path: Path) -> Verified:
    """Writes the whole log, for its owner's eyes, with a signed checkpoint; what is at `path` stays until it is done.

    A log that isn't whole is written too, as evidence: with the newest checkpoint that was signed before, if any.
    """
    with _drafted(path) as file:
        file.write(first_line(signing_key().public()))
        verified = verify_registry(taken=lambda leaf: file.write(line(leaf)))
        file.write(last_lines(_newest() if verified.faults else _signed(verified)))
    return verified


def _signed(verified: Verified) -> str:
    if verified.checkpoint is None or not AuditHead.objects.exists():
        raise RegistryError("the registry has no log", remedy="Run: reencuentro audit verify")
    return str(verified.checkpoint.signed(signing_key()))


def _newest() -> str:
    kept = AuditCheckpoint.objects.order_by("-size", "-pk").first()
    return str(parse_note(kept.note)) if kept else ""


@contextmanager
def _drafted(path: Path) -> Iterator[BinaryIO]:
    descriptor, draft = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")  # mode 0600
    try:
        with open(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()
