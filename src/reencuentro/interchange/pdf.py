"""PDF/UA-1 (ISO 14289-1) by Typst, and QR codes: what is written here can be read aloud, searched and copied."""

import io
import json
from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import segno
import typst

from reencuentro.errors import SettingsError

_LETTERS = (
    *(("\n", "\n"), (" ", "~"), ("\u00a0", "\u0377"), ("\u0384", "\u038a"), ("\u038e", "\u03a1"), ("\u03a3", "\u04ff")),
    *(("\u1e00", "\u1eff"), ("\u2010", "\u2027"), ("\u2030", "\u2040"), ("\u20a0", "\u20bf"), ("\u2190", "\u219f")),
    *(("\u2200", "\u2213"), ("\u25a0", "\u25cf"), ("\ua78b", "\ua78c")),
)
"""From which to which letter the fonts have every one: all of Latin, with the marks and glottal stops of Maya names."""
_BOUNDS = tuple(chain.from_iterable((ord(first), ord(last) + 1) for first, last in _LETTERS))


def pdf(layout: Path, values: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """The layout, a Typst file, with these values in it, which it finds as JSON under `sys.inputs.values`.

    Values are text, whatever they look like: nothing in them is run. Only the fonts that Typst brings along are used,
    so that the same values give the same bytes on every machine. made_at: has its time zone.
    Raises SettingsError where the layout can't be set as PDF/UA-1: without a title, a language, or a picture's text.
    """
    try:
        # A compiler keeps what it was given last, and requests are answered by several threads: one for each.
        return typst.compile(
            layout,
            root=layout.parent,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            sys_inputs={"values": json.dumps(_settable(values), ensure_ascii=False)},
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as wrong:
        # Not a word of what it says is handed on: it quotes the values.
        raise SettingsError(
            f"the document {layout.stem} can't be set as PDF/UA-1",
            remedy="Report which document it was; what it should have said was not written anywhere.",
        ) from wrong


def qr_code(text: str) -> str:
    """The QR code of a text as SVG, in black on white with its quiet zone; a quarter of it may be lost."""
    drawn = io.BytesIO()
    segno.make_qr(text, error="q").save(drawn, kind="svg", border=4, light="white", xmldecl=False, nl=False)
    return drawn.getvalue().decode()


def _settable(value: Any) -> Any:
    """The same, where a letter that no font has is called by its number, [U+65E5], so that nothing goes unseen."""
    if isinstance(value, str):
        return "".join(one if _has(one) else f"[U+{ord(one):04X}]" for one in value)
    if isinstance(value, Mapping):
        return {name: _settable(one) for name, one in value.items()}
    return [_settable(one) for one in value] if isinstance(value, list | tuple) else value


def _has(letter: str) -> bool:
    return bisect_right(_BOUNDS, ord(letter)) % 2 == 1
