"""Finds the number of a value among a million, without a dictionary of them all."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from reencuentro.linkage.keys import stable
from reencuentro.linkage.rows import Ints, Places


@dataclass(frozen=True)
class Values:
    """Values of a column by number, the first of them silence."""

    texts: Sequence[str]

    def number(self, text: str) -> int:
        """The value's number; 0 for silence, one past the last for a value that isn't there."""
        if not text:
            return 0
        hashes, order = self._sorted
        asked = zlib.crc32(text.encode("utf-8", "surrogatepass")) + 1
        first, last = np.searchsorted(hashes, (asked, asked + 1))
        return next((number for number in order[first:last].tolist() if self.texts[number] == text), len(self.texts))

    @cached_property
    def _sorted(self) -> tuple[Places, Ints]:
        hashes = stable(self.texts)
        order = np.argsort(hashes, kind="stable").astype(np.int32)
        return hashes[order], order
