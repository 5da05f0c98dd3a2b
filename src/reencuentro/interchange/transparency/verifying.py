"""Verifies a log: every entry there, each as it was written, and all of them what was signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from reencuentro.interchange.transparency.checkpoints import Checkpoint
from reencuentro.interchange.transparency.merkle import EMPTY_ROOT, RightEdge, leaf_hash


class FaultKind(StrEnum):
    """What can be wrong with a log."""

    UNREADABLE = "unreadable"  # a file, checkpoint or key that is none
    MISSING = "missing"  # an entry was taken out
    OUT_OF_PLACE = "out_of_place"  # an entry stands twice, or before its turn
    ALTERED = "altered"  # an entry isn't what was written
    STRAY = "stray"  # entries beyond the log's end
    HEAD = "head"  # the registry's own note of the log's end is wrong
    ROOT = "root"  # the entries aren't those that were signed
    SIGNATURE = "signature"  # nobody known has signed
    SHORTER = "shorter"  # the log ends before an earlier checkpoint: a copy of before was put back
    REWRITTEN = "rewritten"  # the log doesn't begin with what an earlier checkpoint saw


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. entry: at which, where it can be told."""

    kind: FaultKind
    told: str
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry as it stands in a log. data: None where it can't be read; kept: the hash that it was given."""

    sequence: int
    data: bytes | None
    kept: bytes


@dataclass(slots=True)
class Walk:
    """What was found on the way along a log. roots: of the tree at each size that was asked for."""

    edge: RightEdge = field(default_factory=RightEdge)
    roots: dict[int, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    expected: int = 0

    def step(self, leaf: Leaf) -> None:
        """Takes the next entry, whatever it is."""
        self._place(leaf.sequence)
        own = leaf.kept if leaf.data is None else leaf_hash(leaf.data)
        if leaf.data is None or own != leaf.kept:
            problem = "can't be read" if leaf.data is None else "isn't what was written: its hash differs"
            self.faults.append(Fault(FaultKind.ALTERED, f"entry {leaf.sequence} {problem}", leaf.sequence))
        self.edge = self.edge.appended(own)

    def _place(self, sequence: int) -> None:
        if sequence > self.expected:
            many = sequence - self.expected
            told = (
                f"entry {self.expected} is missing" if many == 1 else f"{many} entries from {self.expected} are missing"
            )
            self.faults.append(Fault(FaultKind.MISSING, told, self.expected))
        if sequence < self.expected:
            told = f"entry {sequence} stands where {self.expected} should"
            self.faults.append(Fault(FaultKind.OUT_OF_PLACE, told, sequence))
        self.expected = max(self.expected, sequence + 1)


def walked(leaves: Iterable[Leaf], sizes: Iterable[int] = ()) -> Walk:
    """Goes along all entries once, in bounded memory. sizes: at which the root is wanted."""
    wanted, walk = frozenset(sizes), Walk()
    if 0 in wanted:
        walk.roots[0] = EMPTY_ROOT
    for leaf in leaves:
        walk.step(leaf)
        if walk.edge.size in wanted:
            walk.roots[walk.edge.size] = walk.edge.root
    return walk


def faults_against(walk: Walk, checkpoint: Checkpoint, name: str = "the checkpoint") -> Iterator[Fault]:
    """Where the log that was walked isn't a continuation of what the checkpoint saw."""
    size, length = checkpoint.size, walk.edge.size
    if size > length:
        told = f"{name} saw {size} entries, the log has {length}: it was cut short, or a copy of before was put back"
        yield Fault(FaultKind.SHORTER, told, length)
    elif walk.roots[size] != checkpoint.root:
        yield Fault(FaultKind.REWRITTEN, f"the first {size} entries aren't those that {name} saw")
