"""Finds the cells of an XLS sheet that show an error, which the parser gives as blanks.

Only the records of errors and of formulas are looked at, in the workbook's stream inside its OLE2 container.
Source: MS-CFB and MS-XLS, open specifications.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.faults import SHOWS_ERROR, Fault

STREAMS = {"Workbook", "Book"}
CHAIN_ENDS = 0xFFFFFFFA  # this and all above mark ends and free sectors
SHEET, FORMULA, ERROR_CELL, END = 0x0085, 0x0006, 0x0205, 0x000A
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def find_old_faults(source: BinaryIO, sheet_number: int) -> dict[int, list[Fault]]:
    """The errors of a sheet, counted from 0, by row from 1; raises RosterRefusedError for a damaged file."""
    source.seek(0)
    try:
        stream = _workbook_stream(source.read())
        starts = [struct.unpack_from("<I", data)[0] for kind, data in _records(stream, 0) if kind == SHEET]
        return _errors(stream, starts[sheet_number]) if stream else {}
    except (struct.error, IndexError) as error:
        remedy = "open it in a spreadsheet and save it again as XLSX"
        raise RosterRefusedError("", "the workbook is damaged", remedy=remedy) from error


def _errors(stream: bytes, start: int) -> dict[int, list[Fault]]:
    faults: dict[int, list[Fault]] = {}
    for kind, data in _records(stream, start):
        code = _error_code(kind, data)
        if code is not None:
            row, column = struct.unpack_from("<HH", data)
            faults.setdefault(row + 1, []).append((column, SHOWS_ERROR, ERRORS.get(code, "#ERROR")))
    return faults


def _error_code(kind: int, data: bytes) -> int | None:
    if kind == ERROR_CELL and data[7] == 1:
        return data[6]
    if kind == FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        return data[8]
    return None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream: the globals at 0, or a sheet where the globals say."""
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        if kind == END:
            return
        at += 4 + size


def _workbook_stream(content: bytes) -> bytes:
    """The stream that holds the sheets; b"" where it is kept among the small ones, as no spreadsheet does."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    fat = _sector_table(content, size)
    directory = _chain(content, size, fat, struct.unpack_from("<I", content, 48)[0])
    cutoff = struct.unpack_from("<I", content, 56)[0]
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        start, stream_size = struct.unpack_from("<II", directory, at + 116)
        if name in STREAMS and stream_size >= cutoff:
            return _chain(content, size, fat, start)[:stream_size]
    return b""


def _sector_table(content: bytes, size: int) -> tuple[int, ...]:
    """For each sector the one that follows it; the table's own sectors are listed in the header and beyond it."""
    listed = list(struct.unpack_from("<109I", content, 76))
    beyond, per_sector = struct.unpack_from("<I", content, 68)[0], size // 4
    while beyond < CHAIN_ENDS and len(listed) * size <= len(content) * 2:
        *more, beyond = struct.unpack_from(f"<{per_sector}I", content, (beyond + 1) * size)
        listed += more
    table = b"".join(_sector(content, size, number) for number in listed if number < CHAIN_ENDS)
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _chain(content: bytes, size: int, fat: tuple[int, ...], start: int) -> bytes:
    sectors: list[bytes] = []
    while start < CHAIN_ENDS and len(sectors) <= len(fat):
        sectors.append(_sector(content, size, start))
        start = fat[start]
    return b"".join(sectors)


def _sector(content: bytes, size: int, number: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]
