"""Opens a table of people: Parquet as it is, CSV in any usual delimiter and encoding, all cells as text.

A sound CSV is read at once by Arrow. One that is odd in any way (title lines, broken rows, rows over several lines,
JSON or a workbook) is read row by row by the reader of rosters, which says where it is broken.
"""

import csv
import io
import mmap
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.people.headers import knows
from reencuentro.interchange.tables.dialects import SAMPLE_CHARS, find_dialect
from reencuentro.interchange.tables.encodings import open_text
from reencuentro.interchange.tables.formats import Format, find_kind
from reencuentro.interchange.tables.header import unique_names
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.reading import read_table
from reencuentro.interchange.tables.sandbox import refuse_no_file

_PARQUET = b"PAR1"
_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Opened:
    """A file's columns, by header; cells are null where they are empty."""

    name: str
    table: pa.Table


def open_people(path: Path) -> Opened:
    """Read a file whole. Raises RosterRefusedError where it can't be, OSError where it isn't there."""
    refuse_no_file(path)
    with path.open("rb") as source:
        if source.read(len(_PARQUET)) == _PARQUET:
            table = _parquet(path)
        else:
            source.seek(0)
            table = _delimited(path, source)
            if table is None:
                table = _row_by_row(path)
    if len(table.column_names) > _LIMITS.max_columns:
        problem = f"the table has more than {_LIMITS.max_columns} columns"
        raise RosterRefusedError(path.name, problem, remedy="remove those without use")
    return Opened(path.name, table)


def _parquet(path: Path) -> pa.Table:
    # Arrow's reader of Parquet costs a tenth of a second to load: a small CSV shall not wait for it.
    import pyarrow.parquet as parquet  # noqa: PLC0415

    try:
        # One file and nothing else: what its folders are called tells nothing, and two columns may bear one name.
        table = parquet.ParquetFile(path).read()
    except MemoryError:
        raise
    except (pa.ArrowException, OSError) as error:
        problem = "the Parquet file can't be read: it is damaged or cut off"
        raise RosterRefusedError(path.name, problem, remedy="write it again, or export it as CSV") from error
    return table.rename_columns(unique_names(table.column_names))


def _delimited(path: Path, source: BinaryIO) -> pa.Table | None:
    """The whole of a sound CSV; None where only a careful reading can tell."""
    try:
        kind = find_kind(source)
    except RosterRefusedError as error:
        raise RosterRefusedError(path.name, error.problem, remedy=error.remedy) from error
    if kind.format is not Format.CSV or kind.encoding.startswith(("utf-16", "utf-32")) or _has_nul(source):
        return None
    opened = open_text(source, kind.encoding)
    sample = opened.read(SAMPLE_CHARS)
    opened.detach()  # or else the sample's reader would close the file
    dialect = find_dialect(sample)
    if dialect.hinted or set(dialect.options) != {"delimiter"}:
        return None
    headers = next(csv.reader(io.StringIO(sample, newline=""), **dialect.options), [])
    if not any(map(knows, headers)) or any("\n" in header for header in headers):
        return None
    try:
        return _sound(source, unique_names(headers), dialect.options["delimiter"], kind.encoding)
    except pa.ArrowException:
        return None  # its message may quote a row, so the reader of rosters shall say what is wrong


def _has_nul(source: BinaryIO) -> bool:
    with closing(mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)) as content:
        return content.find(b"\0") >= 0


def _sound(source: BinaryIO, names: Sequence[str], delimiter: str, encoding: str) -> pa.Table | None:
    source.seek(0)
    table = arrow_csv.read_csv(
        source,
        read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1, encoding=encoding),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
        ),
    )
    # A quotation mark that is never closed swallows the rows after it: then a cell runs over several lines.
    return None if any(map(_runs_on, table.columns)) else table


def _runs_on(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.match_substring(column, "\n")).as_py())


def _row_by_row(path: Path) -> pa.Table:
    with read_table(path, known_header=knows) as opened:
        rows = []
        for row in opened.rows():
            if row.problem:
                problem, _, remedy = row.problem.partition(": ")
                raise RosterRefusedError(
                    path.name, problem, remedy=remedy or "correct the row", line=row.line, column=row.column or None
                )
            rows.append(row.cells)
        columns = list(zip(*rows, strict=True)) or [()] * len(opened.header)
        return pa.table(
            {
                name: pa.array([cell or None for cell in cells], pa.string())
                for name, cells in zip(opened.header, columns, strict=True)
            }
        )
