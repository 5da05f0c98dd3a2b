"""Files that only their recipient can read: age, a format with programs for every system.

Source: age-encryption.org/v1. Keys begin with age1, or are SSH keys (ssh-ed25519, ssh-rsa).
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pyrage  # type: ignore[import-untyped]  # ships no hints

from reencuentro.errors import ReencuentroError

Recipient: TypeAlias = Any  # of age or of SSH: the library ships no types
ENDING = ".age"


def recipient(text: str) -> Recipient:
    """Whoever holds the other half of this public key. Raises ReencuentroError for anything else."""
    key = text.strip()
    kind = pyrage.ssh.Recipient if key.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(key)
    except pyrage.RecipientError as error:
        # The text may be a secret key, given by mistake: it isn't repeated.
        raise ReencuentroError(
            "this is no public key to which a file can be sealed",
            remedy="Give the recipient's own: it begins with age1, ssh-ed25519 or ssh-rsa.",
        ) from error


def write_sealed(path: Path, content: bytes, recipients: Sequence[Recipient]) -> None:
    """Write the content so that each of the recipients can read it, and nobody else; whole or not at all."""
    if not recipients:
        raise ValueError("a sealed file needs a recipient")
    draft = path.with_name(f".{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(pyrage.encrypt(content, list(recipients)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def seal_files(paths: Sequence[Path], recipients: Sequence[Recipient]) -> list[Path]:
    """Put each file's sealed twin beside it (its name and .age) and remove the open one; the twins."""
    sealed = []
    for path in paths:
        twin = path.with_name(path.name + ENDING)
        write_sealed(twin, path.read_bytes(), recipients)
        sealed.append(twin)
    for path in paths:
        path.unlink()
    return sealed
