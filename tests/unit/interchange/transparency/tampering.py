"""A small log, and the ways in which somebody might change its file: each gives other bytes than it was given."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial, reduce

from reencuentro.interchange.transparency.checkpoints import Checkpoint
from reencuentro.interchange.transparency.entries import Entry
from reencuentro.interchange.transparency.log_files import first_line, last_lines, line
from reencuentro.interchange.transparency.merkle import RightEdge, leaf_hash
from reencuentro.interchange.transparency.notes import Signer
from reencuentro.interchange.transparency.verifying import Leaf

LOG = Signer("reencuentro/audit/sample", b"s" * 32)
FORGER = Signer("reencuentro/audit/sample", b"f" * 32)
NOON = datetime(2018, 6, 19, 12, tzinfo=UTC)
ACTIONS = ("see_person", "look_up", "judge_identity", "admit_roster")


def sample(size: int) -> list[Entry]:
    """The first entries of the same log, whatever the size."""
    return [
        Entry(
            sequence=number,
            at=NOON + timedelta(seconds=number),
            by=f"officer:{number % 7}",
            action=ACTIONS[number % 4],
            about=(f"ORR:{number}", "P-12"),
            outcome="refused" if number % 9 == 8 else "done",
            levels=(1, 2) if number % 2 else (),
            terms=(leaf_hash(b"term").hex(),) if number % 4 == 1 else (),
        )
        for number in range(size)
    ]


def head(entries: list[Entry]) -> Checkpoint:
    """What the log commits itself to with these entries."""
    edge = reduce(RightEdge.appended, (leaf_hash(entry.leaf) for entry in entries), RightEdge())
    return Checkpoint(LOG.name, edge.size, edge.root)


def exported(entries: list[Entry], signer: Signer = LOG) -> bytes:
    """The file of a log, signed as it is."""
    leaves = (Leaf(entry.sequence, entry.leaf, leaf_hash(entry.leaf)) for entry in entries)
    note = str(head(entries).signed(signer))
    return first_line(signer.public()) + b"".join(map(line, leaves)) + last_lines(note)


def flip(data: bytes, chance: random.Random) -> bytes:
    """One bit anywhere."""
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def cut_out(data: bytes, chance: random.Random) -> bytes:
    """Some bytes anywhere."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 40) :]


def put_in(data: bytes, chance: random.Random) -> bytes:
    """A byte anywhere."""
    at = chance.randint(0, len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at:]


def truncate(data: bytes, chance: random.Random) -> bytes:
    """The file breaks off."""
    return data[: chance.randrange(len(data))]


def drop_lines(data: bytes, chance: random.Random) -> bytes:
    """Some lines are gone."""
    lines = data.splitlines(keepends=True)
    start = chance.randrange(len(lines))
    return b"".join(lines[:start] + lines[start + chance.randint(1, 3) :])


def swap_lines(data: bytes, chance: random.Random) -> bytes:
    """Two lines change places."""
    lines = data.splitlines(keepends=True)
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def double_line(data: bytes, chance: random.Random) -> bytes:
    """A line stands twice."""
    lines = data.splitlines(keepends=True)
    taken = chance.choice(lines)
    lines.insert(chance.randint(0, len(lines)), taken)
    return b"".join(lines)


def _changed(entries: list[Entry], chance: random.Random, within: int) -> list[Entry]:
    at = chance.randrange(within)
    one = entries[at]
    changed = chance.choice(
        [
            replace(one, by="nobody"),
            replace(one, about=("ORR:0",)),
            replace(one, outcome="refused" if one.outcome == "done" else "done"),
            replace(one, at=one.at + timedelta(microseconds=1)),
            replace(one, why="x"),
        ]
    )
    return [*entries[:at], changed, *entries[at + 1 :]]


def rewrite(size: int, witnessed: int, chance: random.Random) -> bytes:
    """The whole log anew with other contents, every hash right, signed with the log's own stolen key."""
    return exported(_changed(sample(size), chance, witnessed))


def renumber(size: int, witnessed: int, chance: random.Random) -> bytes:
    """An entry taken out and those after it renumbered, every hash right, signed with the stolen key."""
    entries = sample(size)
    del entries[chance.randrange(witnessed)]
    return exported([replace(entry, sequence=number) for number, entry in enumerate(entries)])


def put_back(size: int, witnessed: int, chance: random.Random) -> bytes:
    """The log of an earlier day, whole and rightly signed."""
    return exported(sample(chance.randrange(witnessed)))


def sign_otherwise(size: int, witnessed: int, chance: random.Random) -> bytes:
    """A log of somebody's own under the same name."""
    return exported(_changed(sample(size), chance, size), FORGER)


CHANGES = (flip, cut_out, put_in, truncate, drop_lines, swap_lines, double_line)
FORGERIES = (rewrite, renumber, put_back, sign_otherwise)


def tampered(size: int, witnessed: int, chance: random.Random) -> tuple[str, bytes]:
    """What was done to a log of that size, and its file; it differs from what was exported."""
    whole = exported(sample(size))
    ways: dict[str, Callable[[random.Random], bytes]] = {one.__name__: partial(one, whole) for one in CHANGES}
    ways |= {one.__name__: partial(one, size, witnessed) for one in FORGERIES}
    names = [*ways, "flip", "flip"]
    while True:
        name = chance.choice(names)
        if (data := ways[name](chance)) != whole:
            return name, data
