"""The spool that the child leaves: one record a line, read as often as wanted, each time from its start."""

import io
import json
import os
from collections.abc import Iterator
from typing import IO

from reencuentro.interchange.tables.rows import Record

BUFFER = 1024 * 1024


def read_records(spool: IO[bytes]) -> Iterator[Record]:
    """The records in order; several readers may be under way at once, each with a place of its own."""
    with io.BufferedReader(_Reader(spool.fileno()), BUFFER) as lines:
        for line in lines:
            yield Record(*json.loads(line))


class _Reader(io.RawIOBase):
    """Reads an open file without moving the place that others share."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._at = descriptor, 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]  # narrower than any buffer
        chunk = os.pread(self._descriptor, len(target), self._at)
        target[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)
