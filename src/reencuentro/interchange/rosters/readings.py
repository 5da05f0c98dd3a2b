"""What reading a roster gives: for each row a mention or its problems, for each column what it was taken for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from reencuentro.interchange.tables import RawRow
from reencuentro.linkage.mentions import Mention


class Table(Protocol):
    """What a roster is read from: text cells under a header, row by row, as often as asked for."""

    @property
    def file_name(self) -> str:
        """The file's name without its folder."""

    @property
    def content_hash(self) -> str:
        """SHA-256 of the file's bytes, in hex."""

    @property
    def header(self) -> tuple[str, ...]:
        """A name for each column, no two alike."""

    @property
    def preamble(self) -> tuple[str, ...]:
        """The title lines above the header."""

    def rows(self) -> Iterator[RawRow]:
        """The rows in the order of the file; those without a problem have as many cells as the header names."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row can't be understood whole: the column and value at fault, and the problem with its remedy in words."""

    column: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class RowReading:
    """One row: its mention, or, where it goes to quarantine, its problems; never both.

    line: 1-based line in the file. cells: header to text, exactly as it came.
    """

    line: int
    cells: Mapping[str, str]
    record_id: str
    mention: Mention | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """What a column was taken for.

    field: its name in the roster contract, "" where it wasn't recognised; why: by what it was recognised or why not.
    day_order: "day first", "month first", "both" where the column holds both, or "" where it has no such dates.
    """

    header: str
    field: str
    why: str
    day_order: str = ""
