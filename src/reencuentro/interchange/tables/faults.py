"""Finds the cells of an XLSX sheet that show no value: errors, and formulas that nobody has calculated yet.

The parser gives both as blanks, and a blank would be taken for silence.
"""

import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from reencuentro.interchange.tables.archives import WORKBOOK, chunks

RELATIONS = "xl/_rels/workbook.xml.rels"
RELATION_ID = re.compile(r"\{[^}]*/relationships\}id")
NAME = rb"(?:\w+:)?"
ERROR = re.compile(
    rb"<" + NAME + rb'c\s([^>]*\bt="e"[^>]*)>(?:(?!</' + NAME + rb"c>).)*?<" + NAME + rb"v>([^<]*)", re.DOTALL
)
UNCALCULATED = re.compile(
    rb"<" + NAME + rb"c\s([^>]*[^/>])>\s*<" + NAME + rb"f(?:\s[^>]*)?(?:/>|>[^<]*</" + NAME + rb"f>)"
    rb"\s*(?:<" + NAME + rb"v\s*/>|<" + NAME + rb"v>\s*</" + NAME + rb"v>)?\s*</" + NAME + rb"c>"
)
ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
SHOWS_ERROR = "the cell shows an error instead of a value: correct it in the sheet"
NO_VALUE = "the cell holds a formula that was never calculated: open the file in a spreadsheet and save it again"

Fault = tuple[int, str, str]
"""Column from 0, problem, and what the cell shows."""


def find_faults(archive: zipfile.ZipFile, sheet_name: str) -> dict[int, list[Fault]]:
    """The faults of a sheet by row, from 1, in the order of the sheet."""
    faults: dict[int, list[Fault]] = {}
    part = _sheet_part(archive, sheet_name)
    for text in _whole_rows(archive, part) if part else ():
        for cell in ERROR.finditer(text) if b't="e"' in text else ():
            _note(faults, cell[1], SHOWS_ERROR, cell[2].decode("utf-8", "replace"))
        for cell in UNCALCULATED.finditer(text) if b"f>" in text or b"<f" in text else ():
            if b't="str"' not in cell[1]:  # a text formula may well have calculated ""
                _note(faults, cell[1], NO_VALUE, "")
    return faults


def _note(faults: dict[int, list[Fault]], attributes: bytes, problem: str, value: str) -> None:
    address = ADDRESS.search(attributes)
    if address:
        faults.setdefault(int(address[2]), []).append((_column_number(address[1]), problem, value))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _whole_rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks(archive, part):
        rest += chunk
        end = rest.rfind(b"row>")
        if end >= 0:
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _sheet_part(archive: zipfile.ZipFile, sheet_name: str) -> str:
    """Where the archive keeps a sheet, "" where it doesn't say."""
    if RELATIONS not in archive.namelist():
        return ""
    sheets = _elements(archive, WORKBOOK, "sheet")
    relation = next((_relation_id(sheet) for sheet in sheets if sheet.get("name") == sheet_name), "")
    targets = (element for element in _elements(archive, RELATIONS, "Relationship") if element.get("Id") == relation)
    target = next((element.get("Target", "") for element in targets), "")
    path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    return path if path in archive.namelist() else ""


def _relation_id(sheet: Element) -> str:
    return next((value for name, value in sheet.attrib.items() if RELATION_ID.fullmatch(name)), "")


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[Element]:
    root = fromstring(b"".join(chunks(archive, part)))
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == name]
