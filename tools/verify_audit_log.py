"""Verifies an exported audit log with nothing but Python: no package, no part of this project, no network.

Written apart from the project's own verifier, from docs/audit.md and the standards it names, so that a mistake in the
one is not a mistake in the other. Use: python3 verify_audit_log.py LOG [--key NAME+ID+BASE64] [--checkpoint FILE]...

Exit code 0: the log is whole; 1: it is not, and what is wrong was printed; 2: used wrongly.
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

FORMAT = b"reencuentro audit log 1 "
SIGNATURE_OF_A_NOTE = 1


class WrongError(Exception):
    """The log, a checkpoint or a key is not what it should be; says how."""


# --- Ed25519, RFC 8032 section 5.1: verification only, on public data, so it need not be constant in time -----------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]  # extended coordinates X, Y, Z, T
NEUTRAL: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """The sum of two points."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def multiply(scalar: int, point: Point) -> Point:
    """The point added to itself that many times."""
    total = NEUTRAL
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def is_same(a: Point, b: Point) -> bool:
    """Whether two sets of coordinates are one point."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(data: bytes) -> Point:
    """A point from its 32 bytes. Raises WrongError where there is none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if len(data) != 32 or y >= P:
        raise WrongError("a signature or key isn't a point of the curve")
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        raise WrongError("a signature or key isn't a point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message was made with the private half of the key."""
    if len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + key + message).digest()
    expected = multiply(int.from_bytes(challenge, "little") % ORDER, point_of(key))
    return is_same(multiply(scalar, BASE), add(point_of(signature[:32]), expected))


# --- Signed notes and checkpoints, C2SP signed-note and tlog-checkpoint ---------------------------------------------


def decoded(text: str) -> bytes:
    """Base64 in its one spelling."""
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError:
        raise WrongError("a part that should be base64 isn't") from None
    if base64.b64encode(value).decode() != text:
        raise WrongError("a part that should be base64 isn't spelled as it should be")
    return value


def parsed_key(text: str) -> tuple[str, bytes, bytes]:
    """NAME+ID+BASE64 as name, id and key."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not parts[0] or any(one.isspace() for one in parts[0]):
        raise WrongError("the public key isn't NAME+ID+BASE64")
    name, told, value = parts[0], parts[1], decoded(parts[2])
    identity = hashlib.sha256(name.encode() + b"\n" + value).digest()[:4]
    if len(value) != 33 or value[0] != SIGNATURE_OF_A_NOTE or identity.hex() != told:
        raise WrongError("the public key is damaged, or isn't for Ed25519")
    return name, identity, value[1:]


def checkpoint_of(note: str, key: tuple[str, bytes, bytes], what: str) -> tuple[int, bytes]:
    """Size and root of a checkpoint that the key has signed. Raises WrongError for anything else."""
    text, blank, under = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or not under.endswith("\n") or len(lines) < 3 or not all(lines):
        raise WrongError(f"{what} isn't a signed checkpoint, or is cut short")
    if any(one < " " and one != "\n" for one in note):
        raise WrongError(f"{what} holds a control character")
    if lines[0] != key[0]:
        raise WrongError(f"{what} is of another log")
    check_signatures(text + "\n", under[:-1].split("\n"), key, what)
    size, root = lines[1], decoded(lines[2])
    if not (size.isascii() and size.isdecimal() and len(size) < 20 and str(int(size)) == size and len(root) == 32):
        raise WrongError(f"{what} has no size and root")
    return int(size), root


def check_signatures(text: str, lines: list[str], key: tuple[str, bytes, bytes], what: str) -> None:
    """The log's own signature must be there and right; those of others are passed over."""
    found = 0
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "—" or not parts[1] or "+" in parts[1]:
            raise WrongError(f"{what} has a line that is no signature")
        value = decoded(parts[2])
        if (parts[1], value[:4]) != key[:2]:
            continue
        if not is_signed(key[2], text.encode(), value[4:]):
            raise WrongError(f"{what} has a wrong signature")
        found += 1
    if not found:
        raise WrongError(f"{what} isn't signed by the log")
    if found > 1:
        raise WrongError(f"{what} is signed twice by the log")


# --- The tree, RFC 6962 section 2.1, and the log itself -------------------------------------------------------------


def root_of(stack: list[tuple[int, bytes]]) -> bytes:
    """The root over the complete subtrees at hand, given as (leaves, hash) from left to right."""
    if not stack:
        return hashlib.sha256(b"").digest()
    root = stack[-1][1]
    for _, left in reversed(stack[:-1]):
        root = hashlib.sha256(b"\x01" + left + root).digest()
    return root


def push(stack: list[tuple[int, bytes]], leaf: bytes) -> None:
    """Adds a leaf's hash, joining subtrees of equal size."""
    stack.append((1, leaf))
    while len(stack) > 1 and stack[-2][0] == stack[-1][0]:
        (count, left), (_, right) = stack[-2:]
        stack[-2:] = [(2 * count, hashlib.sha256(b"\x01" + left + right).digest())]


def place_of(data: bytes) -> object:
    """The place that an entry gives itself."""
    try:
        entry = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return entry.get("sequence") if isinstance(entry, dict) else None


def read_log(data: bytes, sizes: set[int], problems: list[str]) -> tuple[int, dict[int, bytes], str]:
    """The number of entries, the root at each size asked for and at the end (-1), and the note below them."""
    body, blank, note = data.partition(b"\n\n")
    if not blank:
        raise WrongError("the log ends before its checkpoint")
    stack: list[tuple[int, bytes]] = []
    roots = {0: root_of([])}
    lines = body.split(b"\n")[1:]
    for number, line in enumerate(lines):
        kept, space, entry = line.partition(b" ")
        leaf = hashlib.sha256(b"\x00" + entry).digest()
        if not space or leaf.hex().encode() != kept:
            problems.append(f"entry {number} isn't what was written: its hash differs")
        elif place_of(entry) != number:
            problems.append(f"entry {number} isn't in its place: an entry is missing, moved or there twice")
        push(stack, leaf)
        if number + 1 in sizes:
            roots[number + 1] = root_of(stack)
    roots[-1] = root_of(stack)
    return len(lines), roots, note.decode()


def problems_of(data: bytes, known: str = "", notes: tuple[str, ...] = ()) -> list[str]:
    """Everything that is wrong with the log; nothing where it is whole. known: its public key; notes: checkpoints."""
    problems: list[str] = []
    try:
        first = data.partition(b"\n")[0]
        if not first.startswith(FORMAT):
            raise WrongError("the first line doesn't name the format")
        named = first[len(FORMAT) :].decode()
        key = parsed_key(named)
        if known and named != known:
            raise WrongError("the log names another key than the one given")
        earlier = [checkpoint_of(note, key, f"earlier checkpoint {number}") for number, note in enumerate(notes, 1)]
        count, roots, note = read_log(data, {size for size, _ in earlier}, problems)
        if checkpoint_of(note, key, "the log's checkpoint") != (count, roots[-1]):
            problems.append(f"the {count} entries aren't those that the log's checkpoint signed")
        problems += [told for one in earlier for told in against(one, count, roots)]
    except WrongError as error:
        problems.append(str(error))
    except UnicodeDecodeError:
        problems.append("the log isn't UTF-8 where it must be")
    return problems


def against(checkpoint: tuple[int, bytes], count: int, roots: dict[int, bytes]) -> list[str]:
    """Where the log doesn't go on from an earlier checkpoint."""
    size, root = checkpoint
    if size > count:
        return [f"the log has {count} entries, an earlier checkpoint saw {size}: it was cut short or put back"]
    return [] if roots[size] == root else [f"the first {size} entries aren't those that an earlier checkpoint saw"]


def main(arguments: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Verify an exported audit log.")
    parser.add_argument("log", type=Path, metavar="LOG")
    parser.add_argument("--key", default="", metavar="NAME+ID+BASE64", help="the log's public key")
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], metavar="FILE", help="an earlier one")
    asked = parser.parse_args(arguments)
    try:
        notes = tuple(path.read_bytes().decode() for path in asked.checkpoint)
        problems = problems_of(asked.log.read_bytes(), asked.key, notes)
    except (OSError, UnicodeDecodeError) as error:
        parser.error(f"a file can't be read: {error}")
    print("\n".join(f"WRONG: {problem}" for problem in problems) or "The log is whole.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
