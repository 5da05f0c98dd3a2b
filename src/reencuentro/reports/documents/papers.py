"""What a document says, in words already, in the order in which it is read; and how that is set as PDF/UA-1."""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.resources import as_file, files
from typing import Any

from reencuentro.interchange.pdf import pdf, qr_code
from reencuentro.reports.words import Language


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known, line by line: what it is, and what is said of it."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs, parted by line breaks. strong: nobody may overlook it."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Things of one kind, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading over each column; every row has as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs. header: over the columns: in which capacity, name, signature and day."""

    header: tuple[str, str, str]
    signers: tuple[str, ...]


Block = Facts | Words | Points | Grid | Signatures


@dataclass(frozen=True, slots=True)
class Part:
    """A part under its heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of pages. about: the line under its title. facts_header: over the two columns of each Facts.

    made: by whom, for what, when and under which number, as its first lines say. page: "Page {page} of {pages}".
    handling: how it is to be treated; below its first lines, since what stands at the foot of a page is not read aloud.
    """

    title: str
    about: str
    language: Language
    made: tuple[tuple[str, str], ...]
    facts_header: tuple[str, str]
    page: str
    handling: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card of the size of an identity card (ISO/IEC 7810 ID-1). code: all that its QR code carries.

    code_text, photo_text: what stands for the pictures where they are read aloud. photo: a JPEG; b"" for none.
    """

    title: str
    name: str
    language: Language
    lines: tuple[tuple[str, str], ...]
    code: str
    code_text: str
    finder: str
    photo: bytes = field(default=b"", repr=False)
    photo_text: str = ""


def paper_pdf(paper: Paper, *, made_at: datetime) -> bytes:
    """The document as PDF/UA-1. Raises SettingsError as `pdf` does."""
    parts = [{"heading": part.heading, "blocks": [_block(one) for one in part.blocks]} for part in paper.parts]
    return _set("paper.typ", asdict(paper) | {"parts": parts}, made_at)


def card_pdf(card: Card, *, made_at: datetime) -> bytes:
    """The card as PDF/UA-1. Raises SettingsError as `pdf` does."""
    pictures = {"code": qr_code(card.code), "photo": _framed(card.photo) if card.photo else ""}
    return _set("card.typ", asdict(card) | pictures, made_at)


def _set(layout: str, values: Mapping[str, Any], made_at: datetime) -> bytes:
    with as_file(files(__package__).joinpath("layouts", layout)) as file:
        return pdf(file, values, made_at=made_at)


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _framed(jpeg: bytes) -> str:
    """The photo cut to a portrait of 3 by 4, as SVG: values are text, and Typst reads no base64 but in pictures."""
    held = base64.b64encode(jpeg).decode()
    size = 'width="300" height="400"'
    picture = f'<image {size} preserveAspectRatio="xMidYMid slice" href="data:image/jpeg;base64,{held}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 400" {size}>{picture}</svg>'
