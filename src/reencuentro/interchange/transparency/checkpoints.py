"""Checkpoints: what a log commits itself to, signed by the log and, later, by witnesses.

Source: C2SP tlog-checkpoint, https://c2sp.org/tlog-checkpoint.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass

from reencuentro.interchange.transparency.notes import (
    Note,
    NoteError,
    PublicKey,
    Signer,
    decoded,
    parse_note,
    signers,
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log's tree. origin: which log; extensions: lines that others may have added, kept as they are."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(
            f"{line}\n" for line in (self.origin, self.size, b64encode(self.root).decode(), *self.extensions)
        )

    def signed(self, signer: Signer) -> Note:
        """The checkpoint as the log gives it away."""
        return Note(self.text).signed(signer.sign(self.text))


def parse_checkpoint(text: str) -> Checkpoint:
    """Reads the text of a note as a checkpoint, to the byte. Raises NoteError."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < _FEWEST or not all(lines) or not text.endswith("\n"):
        raise NoteError("a checkpoint has an origin, a size and a root, each on a line")
    origin, size, root, *extensions = lines
    if not _SIZE.fullmatch(size):
        raise NoteError("a checkpoint's second line is the number of entries")
    if len(value := decoded(root)) != _ROOT:
        raise NoteError("a checkpoint's third line is a hash of 32 bytes")
    return Checkpoint(origin, int(size), value, tuple(extensions))


_FEWEST, _ROOT = 3, 32
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


def opened(text: str, keys: Iterable[PublicKey]) -> tuple[Checkpoint, frozenset[str]]:
    """A signed checkpoint, and which of the known keys signed it. Raises NoteError where none did."""
    note = parse_note(text)
    checkpoint = parse_checkpoint(note.text)
    return checkpoint, signers(note, keys)
