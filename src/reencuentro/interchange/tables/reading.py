"""Opens a table: a private copy, parsed in a limited child, its header found, its rows judged one by one."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.header import Header, Recogniser, find_header, unique_names
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.rows import LOOKED_AT, RawRow, Record
from reencuentro.interchange.tables.sandbox import copied, parse_limited
from reencuentro.interchange.tables.spool import read_records

ENOUGH_SHORT_ROWS = 3
SHORT_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file as a header and rows, all text.

    content_hash: SHA-256 of the file's bytes, in hex. format: csv, xlsx, xls, json or pfif. encoding: a Python codec,
    "" where the format has its own. header_line: 1-based, 0 where the format names its columns. preamble: title lines
    before the header. row_count: rows, problems included.
    """

    file_name: str
    content_hash: str
    format: str
    encoding: str
    header: tuple[str, ...]
    header_line: int
    preamble: tuple[str, ...]
    row_count: int
    _spool: IO[bytes]
    _skipped: int
    _pads: bool

    def rows(self) -> Iterator[RawRow]:
        """The rows in the order of the file, as often as asked for while the table is open."""
        for record in islice(read_records(self._spool), self._skipped, None):
            yield self._row(record)

    def _row(self, record: Record) -> RawRow:
        cells, width = tuple(record.cells), len(self.header)
        if record.problem:
            column = self.header[record.column] if 0 <= record.column < width else ""
            return RawRow(record.line, cells, record.problem, column, record.value)
        if len(cells) == width:
            return RawRow(record.line, cells)
        return self._longer(record.line, cells) if len(cells) > width else self._shorter(record.line, cells)

    def _longer(self, line: int, cells: tuple[str, ...]) -> RawRow:
        width, extra = len(self.header), cells[len(self.header) :]
        if not any(extra):
            return RawRow(line, cells[:width])
        problem = f"the row has {len(cells)} cells, the header {width}: quote cells that hold the delimiter"
        return RawRow(line, cells, problem, "", " | ".join(extra))

    def _shorter(self, line: int, cells: tuple[str, ...]) -> RawRow:
        missing = len(self.header) - len(cells)
        if self._pads:
            return RawRow(line, cells + ("",) * missing)
        problem = f"the row has {len(cells)} of the header's {len(self.header)} cells: add the {missing} missing, "
        problem += "or take the row out if it is no record but a total or a note"
        return RawRow(line, cells, problem, self.header[len(cells)], "")


@contextmanager
def read_table(
    path: Path,
    *,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    progress: Callable[[int], None] | None = None,
    known_header: Recogniser | None = None,
) -> Iterator[Table]:
    """Opens a CSV, XLSX, XLS, JSON or PFIF file, whatever its name ends in.

    progress is told the number of rows read so far, now and then. known_header tells whether a text is a header that
    the caller knows: it finds the header below any title lines. Raises RosterRefusedError where the file can't be
    read at all.
    """
    path = Path(path)
    with tempfile.TemporaryFile() as spool:
        with copied(path, limits) as (copy, content_hash):
            found = parse_limited(path.name, copy, spool, limits, progress)
        header = _header(path.name, spool, found, known_header)
        if len(header.names) > limits.max_columns:
            problem = f"the table has more than {limits.max_columns} columns"
            raise RosterRefusedError(path.name, problem, remedy="remove those without use", line=header.line)
        yield Table(
            file_name=path.name,
            content_hash=content_hash,
            format=found["format"],
            encoding=found["encoding"],
            header=header.names,
            header_line=header.line,
            preamble=header.preamble,
            row_count=found["shape"]["rows"] - header.skipped,
            _spool=spool,
            _skipped=header.skipped,
            _pads=found["aligned"] or _drops_blanks(found["shape"], len(header.names), header.skipped),
        )


def _header(file_name: str, spool: IO[bytes], found: dict[str, Any], known: Recogniser | None) -> Header:
    if found["columns"] == [] and found["shape"]["rows"]:
        raise RosterRefusedError(file_name, "no record names its fields", remedy="give each record as {…} with names")
    if found["columns"] is not None:
        return Header(unique_names(found["columns"]), 0, tuple(found["preamble"]), 0)
    records = list(islice(read_records(spool), LOOKED_AT))
    if not records:
        raise RosterRefusedError(file_name, "the file holds no text", remedy="ask the agency to send it again")
    try:
        return find_header(records, known, filled=found["shape"]["filled"], aligned=found["aligned"])
    except RosterRefusedError as error:
        raise RosterRefusedError(file_name, error.problem, remedy=error.remedy, line=error.line) from error


def _drops_blanks(shape: dict[str, Any], width: int, skipped: int) -> bool:
    """Whether the program that wrote the file leaves out blank cells at the end of a row, as some spreadsheets do.

    Then no full row ends in a blank and short rows are common; a lone short row is one that lost a cell somewhere.
    """
    widths, blank_ends = dict(shape["widths"]), dict(shape["blank_ends"])
    short = sum(rows for cells, rows in widths.items() if cells < width) - (skipped - 1)
    return not blank_ends.get(width) and short >= max(ENOUGH_SHORT_ROWS, SHORT_SHARE * shape["rows"])
