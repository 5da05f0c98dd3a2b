"""What a page says, whether it is HTML, a picture or a PDF."""

import io
from typing import Any

from pypdf import PdfReader


def text_of(answer: Any) -> str:
    """All of its text; of a PDF what anybody can select in it, and its title."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return pdf_text(content) if answer.headers.get("Content-Type") == "application/pdf" else content.decode()


def pdf_text(content: bytes) -> str:
    """The text of every page, and the title."""
    read = PdfReader(io.BytesIO(content))
    told = read.metadata.title if read.metadata else ""
    return "\n".join((told or "", *(page.extract_text() for page in read.pages)))
