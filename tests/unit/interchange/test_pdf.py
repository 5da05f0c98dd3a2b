"""PDF/UA-1: what goes in comes out, letter by letter; nothing in it is run, and what can't be set is said."""

from datetime import UTC, datetime
from pathlib import Path

import page
import pytest

from reencuentro.errors import SettingsError
from reencuentro.interchange.pdf import pdf, qr_code
from tests.web.reading import pdf_text

AT = datetime(2018, 6, 26, 12, tzinfo=UTC)
LAYOUT = """#let values = json(bytes(sys.inputs.values))
#set document(title: "A title")
#set text(lang: "es", font: ("Libertinus Serif", "DejaVu Sans Mono"), hyphenate: false)
#values.said
"""


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    """A layout that says one value."""
    file = tmp_path / "layout.typ"
    file.write_text(LAYOUT, "utf-8")
    return file


@pytest.mark.parametrize(
    "said",
    [
        "Ixchoy B'atz', Q'anil Tz'unun K’iche’ Kaqchikelꞌ Mamʼ äëïöü",
        "María Ángeles Núñez Güemes, Łukasz Şükrü Đặng, Ёлка, Ωmega",
        "#eval(1) $x$ *strong* _quiet_ \\u{41} <label> @ref // /* [x] https://example.org",
    ],
)
def test_every_letter_comes_out_as_it_went_in(layout: Path, said: str) -> None:
    made = pdf(layout, {"said": said}, made_at=AT)

    assert said in pdf_text(made).replace("\n", " ")
    assert page.validate_pdf_bytes(made).is_compliant


def test_a_letter_that_no_font_has_is_called_by_its_number(layout: Path) -> None:
    made = pdf(layout, {"said": "Wang 王 \x07 ꜫ"}, made_at=AT)

    assert "Wang [U+738B] [U+0007] [U+A72B]" in pdf_text(made)


def test_every_letter_that_counts_as_settable_is(layout: Path) -> None:
    letters = " ".join(chr(one) for one in [*range(0x20, 0x500), *range(0x1E00, 0x2300), *range(0xA700, 0xA800)])

    assert pdf(layout, {"said": letters}, made_at=AT)


def test_the_same_values_give_the_same_bytes(layout: Path) -> None:
    assert pdf(layout, {"said": "Ana"}, made_at=AT) == pdf(layout, {"said": "Ana"}, made_at=AT)


def test_a_layout_that_nobody_could_read_aloud_is_refused_without_a_word_of_the_values(layout: Path) -> None:
    layout.write_text(LAYOUT.replace('#set document(title: "A title")\n', "") + "#panic(values.said)", "utf-8")

    with pytest.raises(SettingsError) as refused:
        pdf(layout, {"said": "Zutana"}, made_at=AT)
    assert "Zutana" not in f"{refused.value} {refused.value.remedy}"


def test_the_validator_finds_what_is_wrong(layout: Path) -> None:
    broken = pdf(layout, {"said": "Ana"}, made_at=AT).replace(b"/Marked true", b"/Marked null")

    assert [one.message for one in page.validate_pdf_bytes(broken).failures]


def test_a_code_holds_its_text_and_nothing_else() -> None:
    assert qr_code("ABC") == qr_code("ABC") != qr_code("ABD")
    assert "ABC" not in qr_code("ABC")
