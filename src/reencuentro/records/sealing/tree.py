"""A secret for each record, from one seed; and each can be destroyed alone, leaving all others as they are.

The secrets are the leaves of a binary tree in which every node makes its two children and can't be made of them.
Whoever has the seed has all; to destroy a leaf, every node above it is given up for the nodes beside its path. So what
is kept is 32 bytes at first and some 1.5 KB more for each record destroyed, however many there are.
Source: Goldreich, Goldwasser, Micali 1986, doi:10.1145/6490.6503; punctured as in Boneh and Waters 2013, ePrint
2013/352.
"""

import json
import secrets
from collections.abc import Mapping
from hashlib import blake2b
from threading import Lock

DEPTH = 48
"""Records are numbered below 2**48."""
_SIDES = (b"\0", b"\1")

Place = tuple[int, int]
"""A node: its depth below the root, and its number among the nodes of that depth."""


class RecordTree:
    """The nodes that are left, and from them the secret of every record that wasn't destroyed."""

    def __init__(self, nodes: Mapping[Place, bytes]) -> None:
        self._nodes = dict(nodes)
        self._lock = Lock()
        self._last = -1
        self._path: list[bytes | None] = []

    @classmethod
    def new(cls) -> "RecordTree":
        """A tree with a random seed."""
        return cls({(0, 0): secrets.token_bytes(32)})

    @classmethod
    def from_text(cls, text: str) -> "RecordTree":
        """The tree that was written so. Raises ValueError or TypeError for anything else."""
        return cls({(depth, number): bytes.fromhex(node) for depth, number, node in json.loads(text)})

    def as_text(self) -> str:
        """The nodes that are left, as JSON."""
        return json.dumps([[depth, number, node.hex()] for (depth, number), node in sorted(self._nodes.items())])

    def secret(self, record: int) -> bytes | None:
        """The record's secret, 32 bytes; None once it was destroyed."""
        if not 0 <= record < 1 << DEPTH:
            raise ValueError(f"record {record} lies outside 0 … 2**{DEPTH}")
        with self._lock:
            return self._walked(record)

    def destroy(self, record: int) -> None:
        """From now on the record's secret can't be had from this tree; a second time changes nothing."""
        with self._lock:
            self._last, self._path = -1, []
            top = self._above(record)
            if top is None:
                return
            node = self._nodes.pop((top, record >> (DEPTH - top)))
            for depth in range(top + 1, DEPTH + 1):
                number = record >> (DEPTH - depth)
                self._nodes[depth, number ^ 1] = _child(node, (number ^ 1) & 1)
                node = _child(node, number & 1)

    def _walked(self, record: int) -> bytes | None:
        """Down from where the path parts from that of the record asked for before: neighbours share most of it."""
        shared = DEPTH - (self._last ^ record).bit_length() if self._last >= 0 else -1
        if shared < 0 or self._path[shared] is None:
            top = self._above(record)
            if top is None:
                return None
            path: list[bytes | None] = [*[None] * top, self._nodes[top, record >> (DEPTH - top)]]
        else:
            path = self._path[: shared + 1]
        node = path[-1]
        for depth in range(len(path), DEPTH + 1):
            node = _child(node or b"", record >> (DEPTH - depth) & 1)
            path.append(node)
        self._last, self._path = record, path
        return node

    def _above(self, record: int) -> int | None:
        """The depth of the node from which the record's secret can be made."""
        return next((depth for depth in range(DEPTH + 1) if (depth, record >> (DEPTH - depth)) in self._nodes), None)


def _child(node: bytes, side: int) -> bytes:
    return blake2b(_SIDES[side], key=node, digest_size=32).digest()
