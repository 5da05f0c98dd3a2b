"""Finds the header among the first rows of a table, and gives each column a name of its own."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.rows import Record

DATE = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}(?:[T ]\d{1,2}:\d{2}.*)?")
NUMBER = re.compile(r"[A-Za-z]{0,3}[-# ]?\+?\d[\d\-/., ()]*")
NO_HEADER_REMEDY = "add a first line that names the columns, or give a mapping"

Recogniser = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and what stands before the rows.

    line: where it stands, 0 where the format names the columns itself. skipped: records up to and with the header.
    """

    names: tuple[str, ...]
    line: int
    preamble: tuple[str, ...]
    skipped: int


def find_header(records: Sequence[Record], known: Recogniser | None, *, filled: int, aligned: bool) -> Header:
    """The header among the first LOOKED_AT records that aren't blank.

    It is the first row whose cells are mostly known; else the first that fills most of the usual width. filled: how
    many columns hold anything below those records. aligned: a cell beyond the
    header belongs to a column without a name. Raises RosterRefusedError where that row is plainly data or broken.
    """
    place = _known_row(records, known) if known else None
    if place is None:
        place = _first_full_row(records)
        _check(records, place)
    cells = list(records[place].cells)
    filled = max(filled, *(_filled(record) for record in records[place:]))
    while len(cells) > filled and not cells[-1].strip():
        cells.pop()
    titles = (" ".join(filter(None, (cell.strip() for cell in record.cells))) for record in records[:place])
    cells += [""] * (filled - len(cells) if aligned else 0)
    return Header(unique_names(cells), records[place].line, tuple(titles), place + 1)


def unique_names(cells: Sequence[str]) -> tuple[str, ...]:
    """A name for each column: "column 3" for one without, "Name (2)" for the second of a name."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = cell.strip() or f"column {number}"
        copies = (name if copy == 1 else f"{name} ({copy})" for copy in range(1, len(cells) + 1))
        names.append(next(copy for copy in copies if copy not in names))
    return tuple(names)


def _known_row(records: Sequence[Record], known: Recogniser) -> int | None:
    width = _usual_width(records)
    for place, record in enumerate(records):
        texts = _texts(record)
        if not record.problem and (len(texts) > 1 or width == 1) and sum(map(known, texts)) * 2 > len(texts):
            return place
    return None


def _first_full_row(records: Sequence[Record]) -> int:
    width = _usual_width(records)
    return next((place for place, record in enumerate(records) if _is_full(record, width)), 0)


def _is_full(record: Record, width: int) -> bool:
    """A title fills one cell, or few of many."""
    filled = len(_texts(record))
    return not record.problem and (filled * 2 > width or (filled > 1 and filled * 2 == width))


def _usual_width(records: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in records if not record.problem)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _filled(record: Record) -> int:
    return max((place for place, cell in enumerate(record.cells, 1) if cell.strip()), default=0)


def _texts(record: Record) -> list[str]:
    return [cell for cell in record.cells if cell.strip()]


def _check(records: Sequence[Record], place: int) -> None:
    """A row taken for the header by its shape alone must not be data, nor come after one that may be the real one."""
    broken = next((record for record in records[: place + 1] if record.problem), None)
    if broken:
        problem = f"no header can be found, for a row before it is broken ({broken.problem})"
        raise RosterRefusedError("", problem, remedy="correct that row", line=broken.line)
    if _is_plainly_data(_texts(records[place])):
        problem = "the file has no header: its first row is data already"
        raise RosterRefusedError("", problem, remedy=NO_HEADER_REMEDY, line=records[place].line)


def _is_plainly_data(texts: Sequence[str]) -> bool:
    dates = sum(DATE.fullmatch(text.strip()) is not None for text in texts)
    numbers = sum(NUMBER.fullmatch(text.strip()) is not None for text in texts)
    return dates > 0 or numbers * 2 > len(texts)
