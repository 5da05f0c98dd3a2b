"""Which format bytes are in, judged by what they hold: a name's ending proves nothing."""

import re
from enum import StrEnum
from typing import BinaryIO, NamedTuple

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.encodings import find_encoding, sample_text

SAMPLE_BYTES = 64 * 1024
SAVE_AS = "open it in the program that made it and save the table as XLSX or CSV"


class Format(StrEnum):
    """The formats that are read."""

    CSV = "csv"
    XLSX = "xlsx"
    XLS = "xls"
    JSON = "json"
    PFIF = "pfif"


class Kind(NamedTuple):
    """A format and, for text, its encoding; "" where the format has its own."""

    format: Format
    encoding: str = ""


IMPOSTORS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "ask for the table itself, as XLSX or CSV; a PDF is a picture of it"),
    (b"{\\rtf", "a rich-text document", SAVE_AS),
    (b"\x1f\x8b", "a gzip archive", "unpack it and give the file inside"),
    (b"BZh", "a bzip2 archive", "unpack it and give the file inside"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it and give the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and give the file inside"),
    (b"Rar!\x1a\x07", "a RAR archive", "unpack it and give the file inside"),
    (b"\x89PNG\r\n", "a picture", "ask for the table itself, as XLSX or CSV"),
    (b"\xff\xd8\xff", "a picture", "ask for the table itself, as XLSX or CSV"),
    (b"GIF8", "a picture", "ask for the table itself, as XLSX or CSV"),
    (b"SQLite format 3\x00", "a database", "export the table as CSV"),
    (b"\x00\x01\x00\x00Standard ", "an Access database", "export the table as CSV"),
    (b"PAR1", "a Parquet file", "export the table as CSV"),
    (b"\x7fELF", "a program", "check where the file came from"),
    (b"MZ\x90\x00", "a program", "check where the file came from"),
)
HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|script|style|div|title)\b", re.IGNORECASE)
XML = re.compile(r"<(?:\?|!--|!DOCTYPE\b|[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=|/?>\s*[<\n]))")
JSON = re.compile(r"\{\s*[\"}]|\[\s*(?:[\[\]{\"\d-]|(?:null|true|false|NaN|-?Infinity)\s*[,\]]|$)")
CONTROL_BYTES = bytes(set(range(32)) - set(b"\t\n\r\f\x1b")) + b"\x7f"
BINARY_SHARE, BINARY_KINDS = 0.05, 8  # of control bytes in a file that is no text: how many, and how many different


def find_kind(source: BinaryIO) -> Kind:
    """What an open file holds; it is left at its start.

    Raises RosterRefusedError, saying what the file really is, where no table can be in it.
    """
    sample = source.read(SAMPLE_BYTES)
    source.seek(0)
    if sample.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind(Format.XLSX)
    if sample.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Kind(Format.XLS)
    for magic, what, remedy in IMPOSTORS:
        if sample.startswith(magic):
            raise RosterRefusedError("", f"the file is {what}, not a table", remedy=remedy)
    encoding = find_encoding(source)
    return Kind(_text_format(sample, encoding), encoding)


def _text_format(sample: bytes, encoding: str) -> Format:
    text = sample_text(sample, encoding).lstrip()
    if not text:
        raise RosterRefusedError("", "the file is empty", remedy="ask the agency to send it again")
    if not encoding.startswith(("utf-16", "utf-32")) and _is_binary(sample):
        raise RosterRefusedError("", "the file holds binary data, not a table", remedy=SAVE_AS)
    if HTML.match(text):
        raise RosterRefusedError("", "the file is a web page (HTML), not a table", remedy=SAVE_AS)
    if XML.match(text):
        return _xml_format(text)
    return Format.JSON if JSON.match(text) else Format.CSV


def _is_binary(sample: bytes) -> bool:
    """A roster may hold a stray NUL or two; a picture or a program holds control bytes of all kinds."""
    controls = sample.translate(None, bytes(set(range(256)) - set(CONTROL_BYTES)))
    return len(controls) > BINARY_SHARE * len(sample) and len(set(controls)) >= BINARY_KINDS


def _xml_format(text: str) -> Format:
    if "urn:schemas-microsoft-com:office:spreadsheet" in text:
        raise RosterRefusedError("", "the file is an Excel 2003 XML sheet", remedy=SAVE_AS)
    if re.search(r"<html\b", text, re.IGNORECASE):
        raise RosterRefusedError("", "the file is a web page (HTML), not a table", remedy=SAVE_AS)
    return Format.PFIF
