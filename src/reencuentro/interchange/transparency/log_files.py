"""The exported log: a plain text that anybody can verify with what their machine brings along.

Line 1 names the format and the log's public key. Then each entry has a line, its hash in hexadecimal, a space and its
bytes. After an empty line stands the checkpoint that the log signed. Lines end with a newline. docs/audit.md
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reencuentro.interchange.transparency.checkpoints import Checkpoint, opened
from reencuentro.interchange.transparency.notes import NoteError, PublicKey, parse_key
from reencuentro.interchange.transparency.verifying import Fault, FaultKind, Leaf, Walk, faults_against, walked

FORMAT = "reencuentro audit log 1"
"""The first words of the file; the number changes with the format."""


def first_line(key: PublicKey) -> bytes:
    """Names the format and whose log it is."""
    return f"{FORMAT} {key}\n".encode()


def line(leaf: Leaf) -> bytes:
    """An entry's line; of an entry that can't be read the hash alone, so that a verifier finds it."""
    return f"{leaf.kept.hex() or UNKNOWN} ".encode() + (leaf.data or b"{}") + b"\n"


def last_lines(note: str) -> bytes:
    """The empty line, and the signed checkpoint; "" where the log couldn't be signed."""
    return f"\n{note}".encode()


UNKNOWN = "0" * 64


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying a file came to. key: whose log it says it is; checkpoint: what was signed."""

    faults: tuple[Fault, ...]
    size: int = 0
    key: PublicKey | None = None
    checkpoint: Checkpoint | None = None


def verify_log_file(path: Path, earlier: Iterable[Checkpoint] = (), key: PublicKey | None = None) -> Verified:
    """Verifies an exported log on its own, against the public key and against earlier checkpoints where they are given.

    Without `key` the log is only shown to be whole in itself: whoever rewrites it can sign with a key of their own.
    Raises OSError where the file can't be read.
    """
    witnessed = tuple(earlier)
    try:
        return _verified(path, witnessed, key)
    except (NoteError, UnicodeDecodeError) as error:
        return Verified((Fault(FaultKind.UNREADABLE, f"the file is no exported log, or was damaged: {_said(error)}"),))


def _said(error: ValueError) -> str:
    return str(error) if isinstance(error, NoteError) else "it isn't UTF-8"


def _verified(path: Path, earlier: tuple[Checkpoint, ...], key: PublicKey | None) -> Verified:
    with path.open("rb") as file:
        named = _key_of(file.readline().decode())
        walk = walked(_leaves(file), [one.size for one in earlier])
        note = file.read().decode()
    if key is not None and named != key:
        return Verified((Fault(FaultKind.SIGNATURE, "the log names another key than the one given"),), 0, named)
    signed, _ = opened(note, [named])
    faults = [*walk.faults, *_unlike(walk, signed, named), *(f for one in earlier for f in faults_against(walk, one))]
    return Verified(tuple(faults), walk.edge.size, named, signed)


def _unlike(walk: Walk, signed: Checkpoint, key: PublicKey) -> Iterator[Fault]:
    if signed.origin != key.name:
        yield Fault(FaultKind.SIGNATURE, "the checkpoint is of another log")
    if (walk.edge.size, walk.edge.root) != (signed.size, signed.root):
        yield Fault(FaultKind.ROOT, f"the log's {walk.edge.size} entries aren't the {signed.size} that were signed")


def key_named_in(path: Path) -> PublicKey | None:
    """The key that the log itself names, or None where it names none."""
    with path.open("rb") as file:
        try:
            return _key_of(file.readline().decode())
        except (NoteError, UnicodeDecodeError):
            return None


def _key_of(first: str) -> PublicKey:
    if not (first.startswith(f"{FORMAT} ") and first.endswith("\n")):
        raise NoteError("its first line doesn't name the format")
    return parse_key(first.removeprefix(f"{FORMAT} ").removesuffix("\n"))


def _leaves(lines: Iterable[bytes]) -> Iterator[Leaf]:
    for number, line in enumerate(lines):
        if line == b"\n":
            return
        found = _LINE.fullmatch(line)
        if found is None:
            raise NoteError(f"line {number + 2} is no entry")
        yield Leaf(_sequence(found["data"], number), found["data"], bytes.fromhex(found["kept"].decode()))
    raise NoteError("it ends before its checkpoint")


_LINE = re.compile(rb"(?P<kept>[0-9a-f]{64}) (?P<data>[ -~]+)\n")


def _sequence(data: bytes, number: int) -> int:
    """An entry says its place itself; one that can't even be read is where its line is, and its hash tells the rest."""
    try:
        told = json.loads(data)["sequence"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return number
    return told if type(told) is int else number
