"""Looks into a zip archive before any parser does: what it is, and whether it is a bomb.

The directory is judged first, without inflating anything; then each part is inflated once and thrown away, so that a
directory that lies about sizes is found out too.
"""

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.limits import MIB, Limits

SMALL_PART = 10 * MIB  # below it, how well a part is packed doesn't matter
MOST_PARTS = 10_000
CHUNK = MIB
RESAVE = "open it in the program that made it and save it again as XLSX or CSV"
SAVE_AS = "open it and save the table as XLSX or CSV"
OTHERS: tuple[tuple[str, str, str], ...] = (
    ("xl/workbook.bin", "a binary Excel workbook (XLSB)", SAVE_AS),
    ("word/document.xml", "a Word document", "copy its table into a sheet and save that as XLSX or CSV"),
    ("ppt/presentation.xml", "a presentation", "ask for the table itself, as XLSX or CSV"),
    ("META-INF/manifest.xml", "an OpenDocument file or an application", SAVE_AS),
    ("AndroidManifest.xml", "an Android app", "check where the file came from"),
)
WORKBOOK = "xl/workbook.xml"


def open_workbook_archive(source: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The archive of an XLSX workbook that is safe to inflate.

    Raises RosterRefusedError for archives that are damaged, encrypted, bombs, or no workbook.
    """
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RosterRefusedError("", "the workbook's zip archive is damaged", remedy=RESAVE) from error
    parts = archive.infolist()
    _check_directory(parts, limits)
    _check_kind({part.filename for part in parts})
    _check_parts(archive, parts, limits)
    return archive


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part inflated bit by bit; raises RosterRefusedError where it is damaged or not as large as it says."""
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError) as error:
        raise RosterRefusedError(
            "", "the workbook is damaged: a part of it can't be unpacked", remedy=RESAVE
        ) from error


def _check_directory(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(parts) > MOST_PARTS:
        raise _bomb(f"it has more than {MOST_PARTS:,} parts")
    if sum(part.file_size for part in parts) > limits.max_inflated_bytes:
        raise _bomb(f"unpacked it has more than {limits.max_inflated_bytes:,} bytes")
    if any(_is_overpacked(part, limits) for part in parts):
        raise _bomb(f"a part of it unpacks to more than {limits.max_inflation} times its size")
    if any(count > 1 for count in Counter(part.filename.lower() for part in parts).values()):
        raise RosterRefusedError("", "two parts of the archive have one name: which counts?", remedy=RESAVE)
    if any(part.flag_bits & 1 for part in parts):
        raise RosterRefusedError("", "the archive is protected by a password", remedy="save it without password")


def _is_overpacked(part: zipfile.ZipInfo, limits: Limits) -> bool:
    return part.file_size > max(SMALL_PART, part.compress_size * limits.max_inflation)


def _check_kind(names: Iterable[str]) -> None:
    if WORKBOOK in names:
        return
    for name, what, remedy in OTHERS:
        if name in names:
            raise RosterRefusedError("", f"the file is {what}, not an XLSX workbook", remedy=remedy)
    remedy = "unpack it and give the files inside"
    raise RosterRefusedError("", "the file is a zip archive without a workbook", remedy=remedy)


def _check_parts(archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo], limits: Limits) -> None:
    """Inflates what a parser will inflate; XML in it needs no document type, so that one that has it is hostile."""
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            first = True
            for chunk in chunks(archive, part.filename):
                if first and b"<!DOCTYPE" in chunk[:4096]:
                    raise RosterRefusedError(
                        "", "the workbook holds an XML document type, which none needs", remedy=RESAVE
                    )
                first = False


def _bomb(problem: str) -> RosterRefusedError:
    remedy = "delete unused sheets, pictures and formats, or save the table as CSV"
    return RosterRefusedError("", f"the archive is too large to unpack: {problem}", remedy=remedy)
