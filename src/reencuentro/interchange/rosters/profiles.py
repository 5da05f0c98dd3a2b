"""The first pass over a roster: what each column holds, in bounded memory and whatever the order of rows."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from zlib import crc32

from reencuentro.interchange.rosters.readings import Table

SAMPLE = 4096
"""Distinct values kept of a column: those with the smallest checksums, so that no order of rows matters."""

_CHUNK = 4096
_TIME_OF_DAY = re.compile(r"[T ,]+\d{1,2}:\d{2}.*$", re.IGNORECASE | re.DOTALL)


class ColumnProfile:
    """A sample of a column's distinct texts with how often each occurs, and how many cells are filled."""

    def __init__(self) -> None:
        self.filled = 0
        self.counts: dict[str, int] = {}
        self._largest = 0xFFFFFFFF

    def add(self, cells: Iterable[str]) -> None:
        """Takes more cells of the column."""
        found = Counter(cells)
        del found[""]
        self.filled += found.total()
        for text, count in found.items():
            if self._largest == 0xFFFFFFFF or _checksum(text) <= self._largest:
                self.counts[text] = self.counts.get(text, 0) + count
        if len(self.counts) > 2 * SAMPLE:
            self.prune()

    def prune(self) -> None:
        """Keeps the SAMPLE texts with the smallest checksums; the counts of those are complete."""
        if len(self.counts) > SAMPLE:
            kept = sorted(self.counts, key=lambda text: (_checksum(text), text))[:SAMPLE]
            self.counts = {text: self.counts[text] for text in kept}
            self._largest = _checksum(kept[-1])

    @property
    def distinct_share(self) -> float:
        """How many of the filled cells hold a text of their own, from 0 to 1, judged by the sample."""
        total = sum(self.counts.values())
        return len(self.counts) / total if total else 0.0


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))


def profile_columns(table: Table, dates: Collection[int]) -> tuple[ColumnProfile, ...]:
    """A profile of every column. dates: places of columns whose time of day is of no matter."""
    profiles = tuple(ColumnProfile() for _ in table.header)
    for chunk in _chunks(row.cells for row in table.rows() if not row.problem):
        for place, cells in enumerate(zip(*chunk, strict=True)):
            profiles[place].add(map(_without_time, cells) if place in dates else cells)
    for profile in profiles:
        profile.prune()
    return profiles


def _chunks(rows: Iterable[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    remaining = iter(rows)
    return iter(lambda: list(islice(remaining, _CHUNK)), [])


def _without_time(cell: str) -> str:
    return _TIME_OF_DAY.sub("", cell) if ":" in cell else cell
