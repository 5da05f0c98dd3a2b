"""XLSX and XLS sheets as text: the first visible sheet that holds a table.

A merged cell counts for every row it spans, since that is what a reader sees (a family unit merged over its members);
columns that it spans beyond its first stay blank. A date is ISO text, a whole number has no decimals, a truth value
is TRUE or FALSE. Formulas give the value last calculated; a formula without one, and an error such as #REF!, make
the row a problem.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.archives import RESAVE, open_workbook_archive
from reencuentro.interchange.tables.faults import Fault, find_faults
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.old_faults import find_old_faults
from reencuentro.interchange.tables.rows import Parsed, Record

ZIP = b"PK"
OLE_KINDS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "a workbook protected by a password", "save it without password"),
    ("WordDocument", "a Word document", "copy its table into a sheet and save that as XLSX or CSV"),
    ("PowerPoint Document", "a presentation", "ask for the table itself, as XLSX or CSV"),
    ("__properties_version1.0", "an e-mail message", "save the file attached to it and give that"),
)
DIRECTORY_BYTES = 16 * 1024 * 1024
LOOKED_AT = 100  # rows in which a sheet must show that it holds a table
WIDE, NARROW = 3, 2  # cells in a row that make a table, at best and at least

Value = object  # what calamine gives: text, float, int, bool, date, datetime, time or timedelta


def parse(source: BinaryIO, encoding: str, limits: Limits) -> Parsed:
    """Reads a workbook; raises RosterRefusedError where there is none or no sheet of it holds anything."""
    zipped = source.read(2) == ZIP
    source.seek(0)
    archive = open_workbook_archive(source, limits) if zipped else None
    if archive is None:
        _check_ole(source)
    source.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(source)
        sheet = _table_sheet(workbook)
    except PasswordError as error:
        raise RosterRefusedError("", "the workbook is protected", remedy="save it without password") from error
    except CalamineError as error:
        raise RosterRefusedError("", "the workbook is damaged", remedy=RESAVE) from error
    if archive:
        faults = find_faults(archive, sheet.name)
    else:
        faults = find_old_faults(source, workbook.sheet_names.index(sheet.name))
    return Parsed(encoding=encoding, records=_records(sheet, faults))


def as_text(value: Value) -> str:
    """A cell's value as text, as unlike a spreadsheet's own view as a reader of dates needs it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    return _duration(value) if isinstance(value, timedelta) else str(value)


def _duration(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def _check_ole(source: BinaryIO) -> None:
    start = source.read(DIRECTORY_BYTES)
    for stream, what, remedy in OLE_KINDS:
        if stream.encode("utf-16-le") in start:
            raise RosterRefusedError("", f"the file is {what}", remedy=remedy)


def _table_sheet(workbook: CalamineWorkbook) -> CalamineSheet:
    """The first visible sheet with a row of several cells: a cover sheet has only lines of text."""
    fullest: list[tuple[CalamineSheet, int]] = []
    for place, about in enumerate(workbook.sheets_metadata):
        if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet:
            sheet = workbook.get_sheet_by_index(place)
            fullest.append((sheet, _fullest_row(sheet)))
            if fullest[-1][1] >= WIDE:
                return sheet
    for least in (NARROW, 1):
        for sheet, cells in fullest:
            if cells >= least:
                return sheet
    raise RosterRefusedError("", "no visible sheet of the workbook holds anything", remedy="unhide the sheet you mean")


def _fullest_row(sheet: CalamineSheet) -> int:
    if sheet.start is None:
        return 0
    rows = sheet.to_python(skip_empty_area=True, nrows=sheet.start[0] + LOOKED_AT)
    return max((sum(cell != "" for cell in row) for row in rows), default=0)


class _Merged(NamedTuple):
    """A merged cell under way: the last row that it spans, and its text."""

    last: int
    text: str


def _records(sheet: CalamineSheet, faults: Mapping[int, list[Fault]]) -> Iterator[Record]:
    left = sheet.start[1] if sheet.start else 0
    begins = _merged_downwards(sheet, left)
    under_way: dict[int, _Merged] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = [value if type(value) is str else as_text(value) for value in values]
        if under_way:
            _fill(cells, row, under_way)
        for column, last in begins.get(row, ()):
            under_way[column] = _Merged(last, cells[column])
        found = faults.get(row + 1)
        while cells and not cells[-1] and not found:
            cells.pop()
        if found:
            column, problem, value = found[0]
            yield Record(row + 1, cells, problem, column - left, value)
        elif cells:
            yield Record(row + 1, cells)


def _merged_downwards(sheet: CalamineSheet, left: int) -> dict[int, list[tuple[int, int]]]:
    """By first row: the column and last row of each merged cell that is one column wide."""
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if first == last and bottom > top and left <= first < left + sheet.width:
            begins.setdefault(top, []).append((first - left, bottom))
    return begins


def _fill(cells: list[str], row: int, under_way: dict[int, _Merged]) -> None:
    for column, merged in list(under_way.items()):
        if row > merged.last:
            del under_way[column]
        elif not cells[column]:
            cells[column] = merged.text
