"""The child process that parses one file which may be hostile: little memory, little time, nothing but plain text out.

It reads the file from standard input, writes the rows to a spool and reports on standard output, one JSON object a
line: {"rows": …} as it goes, at last {"table": …} or {"refused": …}. It imports only what the format needs, so that
it starts at once, and nothing of the registry.
"""

import errno
import importlib
import json
import os
import resource
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TextIO

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.encodings import legible
from reencuentro.interchange.tables.formats import Format, find_kind
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.rows import LOOKED_AT, Parsed, Record

PARSERS = {
    Format.CSV: "reencuentro.interchange.tables.delimited",
    Format.XLSX: "reencuentro.interchange.tables.workbooks",
    Format.XLS: "reencuentro.interchange.tables.workbooks",
    Format.JSON: "reencuentro.interchange.tables.objects",
    Format.PFIF: "reencuentro.interchange.tables.pfif",
}
REPORT_EVERY = 10_000
SHOWN_CHARS = 200
NUL = "the cell holds a NUL character: remove it"
UNDECODABLE = "the cell holds bytes that are not valid in the file's encoding: save the file as UTF-8"


@dataclass(slots=True)
class Shape:
    """What must be known of all rows before any can be judged: how many there are of each width.

    widths, blank_ends: number of rows by number of cells; of those, the ones whose last cell is blank.
    filled: the most cells up to a row's last one that isn't blank, in the rows that are surely below the header.
    """

    rows: int = 0
    filled: int = 0
    widths: Counter[int] = field(default_factory=Counter)
    blank_ends: Counter[int] = field(default_factory=Counter)

    def note(self, cells: list[str]) -> None:
        """Takes one row into account."""
        width = filled = len(cells)
        self.rows += 1
        self.widths[width] += 1
        if not cells[-1]:
            self.blank_ends[width] += 1
            filled = next(place for place in range(width, 0, -1) if place == 1 or cells[place - 1])
        if filled > self.filled and self.rows > LOOKED_AT:
            self.filled = filled


def main(order: str) -> None:
    """Does one order, the JSON object that `sandbox` sends: limits and the spool's file descriptor."""
    wishes = json.loads(order)
    limits = Limits(**wishes["limits"])
    _confine(limits)
    _report(_answer(wishes["spool"], limits))
    os._exit(0)  # what a parser left behind needs no tidying


def _answer(spool_descriptor: int, limits: Limits) -> dict[str, Any]:
    try:
        with os.fdopen(0, "rb") as source, os.fdopen(spool_descriptor, "w", encoding="utf-8") as spool:
            return {"table": _convert(source, spool, limits)}
    except RosterRefusedError as error:
        return {"refused": {"problem": error.problem, "remedy": error.remedy, "line": error.line}}
    except MemoryError:
        return {"limit": "memory"}
    except OSError as error:
        return {"limit": {errno.EFBIG: "spool", errno.ENOSPC: "disk"}.get(error.errno or 0, "damaged")}
    except BaseException:  # a parser written in Rust panics with an exception of its own
        return {"limit": "damaged"}


def _confine(limits: Limits) -> None:
    """Sets the limits that the operating system enforces; none can be lifted again."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.max_spool_bytes, limits.max_spool_bytes))


def _convert(source: BinaryIO, spool: TextIO, limits: Limits) -> dict[str, Any]:
    kind = find_kind(source)
    parse = importlib.import_module(PARSERS[kind.format]).parse
    parsed: Parsed = parse(source, kind.encoding, limits)
    shape = _write(parsed, spool, limits)
    return {
        "format": kind.format,
        "encoding": parsed.encoding,
        "columns": parsed.columns,
        "preamble": parsed.preamble,
        "aligned": parsed.aligned,
        "shape": {
            "rows": shape.rows,
            "filled": shape.filled,
            "widths": list(shape.widths.items()),
            "blank_ends": list(shape.blank_ends.items()),
        },
    }


def _write(parsed: Parsed, spool: TextIO, limits: Limits) -> Shape:
    shape = Shape()
    for record in parsed.records:
        if not any(record.cells) and not record.problem:
            continue
        spool.write(_as_line(record, limits))
        shape.note(record.cells)
        if shape.rows % REPORT_EVERY == 0:
            _report({"rows": shape.rows})
        if shape.rows > limits.max_rows + 1:
            raise RosterRefusedError("", f"the file has more than {limits.max_rows:,} rows", remedy="split the file")
    spool.flush()
    return shape


def _as_line(record: Record, limits: Limits) -> str:
    """The record as one line of JSON; doubtful cells make it a problem, so that no text that can't be kept leaves."""
    line = encode(record)
    sound = len(line) <= limits.max_cell_chars and "\\u0000" not in line and len(record.cells) <= limits.max_columns
    if sound and (line.isascii() or _is_sound(line)):
        return line
    return encode(_judged(record, limits))


encode_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


def encode(record: Record) -> str:
    """One line of the spool: line number and cells, then the problem where there is one."""
    return encode_json(record if record.problem else record[:2]) + "\n"


def _is_sound(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _judged(record: Record, limits: Limits) -> Record:
    cells = [_shortened(legible(cell), limits.max_cell_chars) for cell in record.cells[: limits.max_columns]]
    kept = record._replace(cells=cells, value=_shortened(legible(record.value), SHOWN_CHARS))
    if kept.problem:
        return kept
    if len(record.cells) > limits.max_columns:
        return kept._replace(problem=f"the row has more than {limits.max_columns} cells: check the delimiter")
    for column, cell in enumerate(record.cells):
        problem = cell_problem(cell, limits)
        if problem:
            return kept._replace(problem=problem, column=column, value=_shortened(legible(cell), SHOWN_CHARS))
    return kept


def cell_problem(cell: str, limits: Limits) -> str:
    """Why no list may hold such a cell; "" where it may."""
    if len(cell) > limits.max_cell_chars:
        return f"the cell has {len(cell):,} characters, more than the {limits.max_cell_chars:,} allowed: shorten it"
    if "\0" in cell:
        return NUL
    return "" if _is_sound(cell) else UNDECODABLE


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[:SHOWN_CHARS] + "…"


def _report(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()
