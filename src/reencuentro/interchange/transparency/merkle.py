"""The Merkle tree over a log's entries: one hash that stands for all of them, and proofs that it still does.

Source: RFC 6962 §2.1 (the tree), RFC 9162 §2.1.3 and §2.1.4 (proofs and how they are verified).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """An entry's hash; the prefix keeps it from ever passing for an inner node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class RightEdge:
    """All that is needed of a tree to append to it: the roots of its complete subtrees, the largest first.

    There are as many as `size` has binary ones, so a tree of a million leaves needs at most twenty.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def appended(self, leaf: bytes) -> "RightEdge":
        """The edge with one leaf more; leaf: its hash."""
        kept, node, size = list(self.hashes), leaf, self.size
        while size & 1:  # the new leaf completes a subtree at every trailing one
            node = node_hash(kept.pop(), node)
            size >>= 1
        return RightEdge(self.size + 1, (*kept, node))

    @property
    def root(self) -> bytes:
        """The hash that stands for the whole tree."""
        if not self.hashes:
            return EMPTY_ROOT
        return reduce(lambda right, left: node_hash(left, right), reversed(self.hashes))

    @property
    def is_whole(self) -> bool:
        """Whether it can be the edge of a tree of that size at all."""
        return (
            self.size >= 0 and len(self.hashes) == self.size.bit_count() and all(len(one) == 32 for one in self.hashes)
        )


class Tree:
    """A whole tree, for making proofs. Every complete subtree is hashed once."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        """Takes the leaves' hashes, in their order."""
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            self._levels.append([node_hash(*below[at : at + 2]) for at in range(0, len(below) - 1, 2)])

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` leaves, or of all."""
        wanted = self.size if size is None else size
        return self._hash(0, wanted) if wanted else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """That leaf `index` is among the first `size` leaves. Raises IndexError where it isn't."""
        wanted = self.size if size is None else size
        if not 0 <= index < wanted <= self.size:
            raise IndexError(f"no leaf {index} among {wanted} of {self.size}")
        return tuple(self._path(index, 0, wanted))

    def consistency_proof(self, earlier: int, size: int | None = None) -> tuple[bytes, ...]:
        """That the first `size` leaves begin with the first `earlier`. Raises IndexError where they can't."""
        wanted = self.size if size is None else size
        if not 0 <= earlier <= wanted <= self.size:
            raise IndexError(f"no tree of {earlier} within {wanted} of {self.size}")
        return tuple(self._bridge(earlier, 0, wanted, known=True)) if earlier else ()

    def _hash(self, start: int, end: int) -> bytes:
        """The root over leaves start…end-1; start must be where a subtree of that size begins."""
        length = end - start
        level = length.bit_length() - 1
        if length == 1 << level:
            return self._levels[level][start >> level]
        middle = start + (1 << level)
        return node_hash(self._hash(start, middle), self._hash(middle, end))

    def _path(self, index: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _left(end - start)
        if index < middle:
            return [*self._path(index, start, middle), self._hash(middle, end)]
        return [*self._path(index, middle, end), self._hash(start, middle)]

    def _bridge(self, earlier: int, start: int, end: int, *, known: bool) -> list[bytes]:
        """known: whether the verifier has the root of this very subtree already."""
        if earlier == end:
            return [] if known else [self._hash(start, end)]
        middle = start + _left(end - start)
        if earlier <= middle:
            return [*self._bridge(earlier, start, middle, known=known), self._hash(middle, end)]
        return [*self._bridge(earlier, middle, end, known=False), self._hash(start, middle)]


def _left(length: int) -> int:
    """How many leaves go left: the largest power of two below their number."""
    return 1 << (length - 1).bit_length() - 1


def inclusion_holds(leaf: bytes, index: int, edge: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that `leaf` (a hash) is entry `index` of the tree with that size and root."""
    size, root = edge
    if not 0 <= index < size:
        return False
    at, last, reached = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            reached = node_hash(sibling, reached)
            at, last = _climbed(at, last)
        else:
            reached = node_hash(reached, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and reached == root


def consistency_holds(earlier: tuple[int, bytes], later: tuple[int, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the later tree (size, root) begins with the whole of the earlier one."""
    (first, first_root), (second, second_root) = earlier, later
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not proof and first_root == (second_root if first else EMPTY_ROOT)
    return _bridges(first, first_root, second - 1, second_root, proof)


def _bridges(first: int, first_root: bytes, last: int, last_root: bytes, proof: Sequence[bytes]) -> bool:
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps or not proof:
        return False
    at = first - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            at, last = _climbed(at, last)
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == last_root


def _climbed(at: int, last: int) -> tuple[int, int]:
    """Skips the levels on which a right-most node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last
