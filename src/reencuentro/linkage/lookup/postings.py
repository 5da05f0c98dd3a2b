"""Which records are filed under a key, found by looking the key up."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.words import Hashes, distinct


@dataclass(frozen=True, slots=True)
class Postings:
    """keys: the upper bits of each, distinct, sorted; key i is shared by records[start[i]:start[i + 1]]."""

    bits: np.uint64
    keys: Hashes
    start: Places
    records: Ints

    @classmethod
    def of(cls, filed: Iterable[tuple[Hashes, Ints]], count: int) -> "Postings":
        """From keys and the records filed under them, of `count` records."""
        bits = np.uint64(max(1, count.bit_length()))
        packed = [key >> bits << bits | record.astype(np.uint64) for key, record in filed]
        both = distinct(np.concatenate([np.empty(0, np.uint64), *packed]))
        key = both >> bits
        start = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else np.empty(0, np.int64)
        records = (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int32)
        return cls(bits, key[start], np.append(start, len(key)), records)

    def found(self, asked: Hashes) -> tuple[Places, Places, Places]:
        """Which of the asked keys somebody is filed under, each once; where their records begin; how many they are."""
        which, start, counts = self.each(asked)
        _, once = np.unique(start, return_index=True)
        return which[once], start[once], counts[once]

    def each(self, asked: Hashes) -> tuple[Places, Places, Places]:
        """The same, a key as often as it was asked."""
        wanted = asked >> self.bits
        place = np.searchsorted(self.keys, wanted)
        held = (
            np.flatnonzero(self.keys[np.minimum(place, len(self.keys) - 1)] == wanted) if len(self.keys) else place[:0]
        )
        start = self.start[place[held]]
        return held, start, self.start[place[held] + 1] - start

    def gathered(self, start: Places, counts: Places) -> NDArray[np.int32]:
        """The records of several keys, key after key."""
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.asarray(self.records[np.repeat(start, counts) + within], np.int32)
