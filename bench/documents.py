"""Documents: how long each takes to be set, how large it is, and whether it validates as PDF/UA-1.

    python -m bench.documents

Each is set anew twenty times in this process, in both languages, of as much as a long case has: a case that went on for
two years, with three hundred steps and forms. The validator is page (MIT), written apart from Typst and tried by its
authors against veraPDF's corpus; beside it stands whether every word that went in can be taken out as text.
"""

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import page
from PIL import Image
from pypdf import PdfReader

from reencuentro.reports.documents.papers import (
    Card,
    Facts,
    Grid,
    Paper,
    Part,
    Signatures,
    Words,
    card_pdf,
    paper_pdf,
)
from reencuentro.reports.words import LANGUAGES, Language

AT = datetime(2018, 6, 26, tzinfo=UTC)
TIMES = 20
DEEP = page.SafetyLimits(max_reference_depth=5_000)
"""A long document has as long a chain of headings."""
NAMES = ("Ixchoy B'atz' Tz'unun", "K’iche’ Q’anil Ajpop", "María Ángeles Núñez Güemes", "Mamʼ Kaqchikelꞌ Xiloj")
"""Names as agencies write them: straight and curly apostrophes, saltillo, accents."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of one document in one language: seconds of each setting, its size, pages, and what is wrong with it."""

    name: str
    took: tuple[float, ...]
    size: int
    pages: int
    wrong: tuple[str, ...]
    silent: tuple[str, ...]


def documents(language: Language) -> Iterator[tuple[str, Callable[[], bytes], tuple[str, ...]]]:
    """Each document by name, how it is made, and the words that must stand in it."""
    short, long = _paper(language, 3), _paper(language, 300)
    yield "a page", lambda: paper_pdf(short, made_at=AT), (*NAMES, "step-2")
    yield "a long case", lambda: paper_pdf(long, made_at=AT), (*NAMES, "step-299")
    card = _card(language)
    yield "a card", lambda: card_pdf(card, made_at=AT), (NAMES[0],)
    yield "a card with a photo", lambda: card_pdf(replace(card, photo=_photo()), made_at=AT), (NAMES[0],)


def _paper(language: Language, steps: int) -> Paper:
    grid = Grid(("when", "what", "who"), tuple((f"day {one}", f"step-{one}", NAMES[one % 4]) for one in range(steps)))
    forms = tuple(Part(f"form {one}", (Facts(tuple((f"box {n}", "said") for n in range(8))),)) for one in range(steps))
    return Paper(
        title="A document",
        about=NAMES[0],
        language=language,
        made=(("number", "ABCDE-12345"), ("by", "of-1")),
        facts_header=("what", "known"),
        page="{page}/{pages}",
        handling="Keep it locked away.",
        parts=(
            Part("who", (Facts(tuple(("name", one) for one in NAMES)),)),
            Part("steps", (grid, Words("One.\nTwo."))),
            *forms,
            Part("signed", (Signatures(("as", "name", "signature"), ("gives", "takes")),)),
        ),
    )


def _card(language: Language) -> Card:
    lines = (("birth", "2011"), ("number", "PABCDEFGHIJK2"))
    return Card(
        title="A card",
        name=NAMES[0],
        language=language,
        lines=lines,
        code="A7" * 26,
        code_text="a number",
        finder="Hand it in.",
        photo_text="photo",
    )


def _photo() -> bytes:
    drawn = io.BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(drawn, "JPEG", quality=82)
    return drawn.getvalue()


def measured(name: str, make: Callable[[], bytes], words: tuple[str, ...]) -> Told:
    """That document, set again and again, and looked at."""
    took, made = [], b""
    for _ in range(TIMES):
        began = time.perf_counter()
        made = make()
        took.append(time.perf_counter() - began)
    read = PdfReader(io.BytesIO(made))
    said = " ".join(" ".join(one.extract_text().split()) for one in read.pages)
    wrong = tuple(one.message for one in page.validate_pdf_bytes(made, limits=DEEP).failures)
    return Told(name, tuple(took), len(made), len(read.pages), wrong, tuple(one for one in words if one not in said))


def main() -> None:
    """Measures each and prints a table."""
    print("| document | language | pages | KiB | longest, ms | PDF/UA-1 | text |\n|---|---|---|---|---|---|---|")
    for language in LANGUAGES:
        for one in (measured(*document) for document in documents(language)):
            valid = "valid" if not one.wrong else "; ".join(one.wrong)
            text = "all of it" if not one.silent else f"lacks {', '.join(one.silent)}"
            cells = (one.name, language, one.pages, one.size // 1024, f"{max(one.took) * 1000:.0f}", valid, text)
            print(f"| {' | '.join(map(str, cells))} |")


if __name__ == "__main__":
    main()
