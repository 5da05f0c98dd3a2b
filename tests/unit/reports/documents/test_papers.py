"""Documents of every kind of block validate as PDF/UA-1, say all that they were given, and are set in a moment."""

import io
import time
from dataclasses import replace
from datetime import UTC, datetime

import page
import pytest
from PIL import Image

from reencuentro.reports.documents.papers import (
    Card,
    Facts,
    Grid,
    Paper,
    Part,
    Points,
    Signatures,
    Words,
    card_pdf,
    paper_pdf,
)
from reencuentro.reports.words import LANGUAGES, Language
from tests.web.reading import pdf_text

AT = datetime(2018, 6, 26, 12, tzinfo=UTC)
PAPER = Paper(
    title="Case summary",
    about="Ixchoy B'atz' · c-1",
    language="en",
    made=(("Number", "ABCDE-12345"),),
    facts_header=("What", "What is known"),
    page="Page {page} of {pages}",
    handling="Keep it locked away.",
    parts=(
        Part("Who", (Facts((("Name", "Ixchoy B'atz'"), ("Language", "quiché"))), Words("One.\n\nTwo.", strong=True))),
        Part("Steps", (Grid(("When", "What"), tuple((f"day {day}", f"step-{day}") for day in range(80))),)),
        Part("Signed", (Points(("a paper", "a photo")), Signatures(("As", "Name", "Signature"), ("Giver", "Taker")))),
    ),
)
CARD = Card(
    title="Identity card",
    name="Ixchoy B'atz'",
    language="en",
    lines=(("Birth", "May 2011"), ("Number", "PABC")),
    code="A7" * 26,
    code_text="A number that says nothing",
    finder="Hand it to DIF.",
)


def photo() -> bytes:
    """A picture as a camera makes it."""
    drawn = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_of_every_block_validates_and_says_it_all(language: Language) -> None:
    began = time.perf_counter()
    made = paper_pdf(replace(PAPER, language=language), made_at=AT)
    took = time.perf_counter() - began

    said = pdf_text(made)
    assert page.validate_pdf_bytes(made).is_compliant
    assert all(f"step-{day}" in said for day in range(80))
    assert all(one in said for one in ("ABCDE-12345", "Ixchoy B'atz'", "One.", "Two.", "a photo", "Giver", "Page 3 of"))
    assert took < 1


@pytest.mark.parametrize("picture", [b"", photo()], ids=["no photo", "a photo"])
def test_a_card_validates_with_and_without_a_photo(picture: bytes) -> None:
    made = card_pdf(replace(CARD, photo=picture, photo_text="Photo"), made_at=AT)

    assert page.validate_pdf_bytes(made).is_compliant
    assert "Ixchoy B'atz'" in pdf_text(made)
    assert CARD.code not in pdf_text(made)


def test_the_bytes_of_a_photo_stand_in_no_message() -> None:
    assert "photo=" not in repr(replace(CARD, photo=b"secret"))
