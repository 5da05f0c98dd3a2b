"""CSV of any dialect, streamed: rows with the line they begin on, and a broken quote never swallows the rest."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from reencuentro.interchange.tables.dialects import SAMPLE_CHARS, Dialect, find_dialect
from reencuentro.interchange.tables.encodings import is_garbled_utf8, open_text
from reencuentro.interchange.tables.limits import MIB, Limits
from reencuentro.interchange.tables.rows import Parsed, Record

LONGEST_LINE = 64 * MIB
LONGEST_RECORD = 16 * MIB
REREAD_BUDGET = 64 * MIB
UNCLOSED = "a quotation mark opens a cell and never closes it, or closes it too early: correct the quotation marks"
OVERRUN = "the row runs over several lines and has the wrong number of cells: correct the quotation marks"
GARBLED = "the row is in UTF-8 and the file is not: save the whole file as UTF-8"


def parse(source: BinaryIO, encoding: str, limits: Limits) -> Parsed:
    """Reads delimited text; cells stand where they stand, so a short row is a doubtful one."""
    csv.field_size_limit(LONGEST_LINE)
    text = open_text(source, encoding)
    dialect = find_dialect(text.read(SAMPLE_CHARS))
    text.detach()  # or else the sample's reader would close the file
    lines = _Lines(open_text(source, encoding))
    if dialect.hinted:
        next(lines)
    records = _records(lines, dialect)
    if not encoding.startswith("utf"):
        records = _flag_garbled(records, encoding)
    return Parsed(encoding=encoding, records=records, aligned=False)


class _Lines:
    """The physical lines of a file, which remembers those of the row being read and can offer them again."""

    def __init__(self, text: TextIO) -> None:
        self.number = 0
        self.row: list[str] = []
        self._text = text
        self._again: deque[str] = deque()
        self._size = 0
        self._budget = REREAD_BUDGET

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._size > LONGEST_RECORD or (self._budget < 0 and self.row):
            raise csv.Error("the row doesn't end")
        line = self._again.popleft() if self._again else self._text.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self.row.append(line)
        self._size += len(line)
        return line

    def start_row(self) -> int:
        """Forgets the row before; gives the number of the line that comes next."""
        self.row.clear()
        self._size = 0
        return self.number + 1

    def give_back(self) -> str:
        """All lines of the row but its first will be read again, each as a row of its own; gives the first.

        What may be read again is limited, or else a file made for it would be read a thousand times over.
        """
        first, *others = self.row
        self._again.extendleft(reversed(others))
        self.number -= len(others)
        self._budget -= sum(map(len, others))
        return first


def _records(lines: _Lines, dialect: Dialect) -> Iterator[Record]:
    reader = csv.reader(lines, strict=True, **dialect.options)
    while True:
        start = lines.start_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _broken(start, lines, UNCLOSED)
            continue
        if len(lines.row) > 1 and len(cells) not in dialect.widths:
            yield _broken(start, lines, OVERRUN)
        else:
            yield Record(start, cells)


def _broken(start: int, lines: _Lines, problem: str) -> Record:
    line = lines.give_back().rstrip("\r\n")
    return Record(start, [line], problem, -1, line)


def _flag_garbled(records: Iterator[Record], encoding: str) -> Iterator[Record]:
    for record in records:
        garbled = not record.problem and is_garbled_utf8("".join(record.cells), encoding)
        yield record._replace(problem=GARBLED) if garbled else record
