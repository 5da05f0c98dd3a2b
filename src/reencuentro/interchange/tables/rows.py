"""The values that travel from a foreign file to whoever understands it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

LOOKED_AT = 30
"""Records, from the first, among which the header is looked for."""


class Record(NamedTuple):
    """One row as the parser saw it, before anyone knew which row is the header.

    line: 1-based line, sheet row or item. column: 0-based place of the problem, -1 where it is the row as a whole.
    """

    line: int
    cells: list[str]
    problem: str = ""
    column: int = -1
    value: str = ""


@dataclass(slots=True)
class Parsed:
    """A file being parsed: records are read lazily.

    columns: names that the format itself gives (JSON, PFIF), complete once all records are read; None where a header
    row must be found among the records. aligned: a cell's place is certain, so a short row only lacks blanks.
    """

    encoding: str
    records: Iterator[Record]
    columns: list[str] | None = None
    preamble: list[str] = field(default_factory=list)
    aligned: bool = True


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a table, its cells exactly as they came.

    line: 1-based line in the file, row in the sheet, item in JSON. problem: why the row can't be read whole, with the
    remedy; "" where it can, and then there are as many cells as the header has names. column and value: where the
    problem is and what stands there; "" where it is the row as a whole.
    """

    line: int
    cells: tuple[str, ...]
    problem: str = ""
    column: str = ""
    value: str = ""
