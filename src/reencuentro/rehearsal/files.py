"""Rosters on disk, the same bytes each time: CSV, workbook or JSON in the encoding of their agency."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from reencuentro.rehearsal.entries import Facts
from reencuentro.rehearsal.rendering import DATES, Cell, render, render_object
from reencuentro.rehearsal.styles import Style

EXTENSIONS = {"csv": "csv", "xlsx": "xlsx", "json": "json"}
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def write_roster(path: Path, rows: Iterable[Facts], style: Style, as_of: date) -> None:
    """Write one roster in its agency's style."""
    WRITERS[style.format](path, rows, style, as_of)


def _write_csv(path: Path, rows: Iterable[Facts], style: Style, as_of: date) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=style.delimiter, lineterminator="\r\n")
    writer.writerow(style.columns)
    writer.writerows(["" if cell is None else cell for cell in render(facts, style)] for facts in rows)
    path.write_bytes(text.getvalue().encode(style.encoding, errors="replace"))


def _write_json(path: Path, rows: Iterable[Facts], style: Style, as_of: date) -> None:
    objects = [render_object(facts, style) for facts in rows]
    path.write_text(json.dumps(objects, ensure_ascii=False, indent=1) + "\n", encoding=style.encoding)


def _write_workbook(path: Path, rows: Iterable[Facts], style: Style, as_of: date) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Roster")
    for line in style.title:
        sheet.append([line.format(as_of=DATES[style.dates](as_of))])
    sheet.append(list(style.columns))
    for facts in rows:
        sheet.append(_sheet_row(render(facts, style)))
    packed = io.BytesIO()
    book.save(packed)
    path.write_bytes(_without_clock(packed))


def _sheet_row(cells: Sequence[Cell]) -> list[Cell]:
    return [cell if cell != "" else None for cell in cells]


def _without_clock(packed: io.BytesIO) -> bytes:
    """The same workbook without the time of its making, which openpyxl writes in two places."""
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            content = (
                STAMPS.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)) if "core.xml" in name else old.read(name)
            )
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


WRITERS: dict[str, Callable[[Path, Iterable[Facts], Style, date], None]] = {
    "csv": _write_csv,
    "xlsx": _write_workbook,
    "json": _write_json,
}
