"""The waterfall: one picture that says the same to the eye, to a screen reader and without colour."""

import itertools
import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from reencuentro.linkage.explanations import Explanation, explain_identity, explain_tie
from reencuentro.linkage.results import Evidence, Identity, Outcome
from reencuentro.reports.waterfall import WIDTH, bars_of, lines_of, waterfall
from reencuentro.reports.words import LANGUAGES, Language
from tests.unit.reports.proposals import AGES, NAME, PHONE_SILENT, SEX, tie

SVG = "{http://www.w3.org/2000/svg}"
PROPOSAL = explain_tie(tie(0.6, NAME, AGES, SEX, PHONE_SILENT), rarity=0.01)


def drawn(one: Explanation = PROPOSAL, language: Language = "en") -> Element:
    root: Element = fromstring(waterfall(one, language))
    return root


def words_of(root: Element) -> str:
    return " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


def test_bars_lead_from_even_odds_to_the_probability_without_a_gap() -> None:
    bars = bars_of(PROPOSAL, "en")

    assert bars[0].before == 0.0
    assert all(one.after == other.before for one, other in itertools.pairwise(bars))
    assert bars[-1].after == pytest.approx(PROPOSAL.end)


def test_it_is_one_image_with_a_title_and_the_rows_as_its_description() -> None:
    root = drawn()
    title, about = (root.findtext(f"{SVG}{name}") or "" for name in ("title", "desc"))

    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert title == "PMOTHER is the mother of PCHILD: 60%, more likely than not; proposed"
    assert "the name the child gives: the same (+8.0). sex: different (−5.6). ages" in about
    assert about.endswith("What would decide: phone")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fact_is_there_in_words_with_its_signed_bits(language: Language) -> None:
    said = words_of(drawn(language=language))

    assert all(bits in said for bits in ("+8.0", "+1.0", "−5.6"))
    assert {"en": "Together: 60%", "es": "En conjunto: 60 %"}[language] in said


def test_what_speaks_against_is_hollow_so_that_no_colour_is_needed() -> None:
    fills = [shape.get("fill") for shape in drawn().iter(f"{SVG}rect")][1:]
    signs = [bar.bits > 0 for bar in bars_of(PROPOSAL, "en")]

    assert [fill != "#ffffff" for fill in fills] == signs
    assert False in signs
    assert True in signs


def test_a_fact_that_says_nothing_has_no_bar() -> None:
    idle = Evidence("nationality", Outcome.AGREES, "same", 0.0)

    assert "nationality" not in words_of(drawn(explain_tie(tie(0.6, NAME, idle), rarity=0.01)))


def test_nothing_is_fetched_and_no_id_can_clash_on_a_page() -> None:
    svg = waterfall(PROPOSAL, "es")

    assert not re.search(r"href|url\(|@import|<style|<script|\sid=", svg)
    assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_the_same_explanation_gives_the_same_bytes() -> None:
    again = explain_tie(tie(0.6, NAME, AGES, SEX, PHONE_SILENT), rarity=0.01)

    assert waterfall(PROPOSAL, "en") == waterfall(again, "en")


def test_a_record_id_is_text_and_never_markup_and_may_be_any_text() -> None:
    about = Identity(
        left=("<b>&", '"]]>\x00\ud800'), right=("W" * 200, "\U0001f9d2"), probability=0.5, evidence=(), would_decide=""
    )
    root = drawn(explain_identity(about, rarity=0.01))

    assert root.findtext(f"{SVG}title", "").startswith('<b>&:"]]>\ufffd\ufffd and WWWW')
    assert not list(root.iter(f"{SVG}b"))


def test_all_is_inside_the_picture() -> None:
    root = drawn()
    height = float(root.get("height", "0"))

    assert root.get("viewBox") == f"0 0 {WIDTH} {height:g}"
    assert all(0 < float(text.get("y", "-1")) < height for text in root.iter(f"{SVG}text"))
    for bar in root.iter(f"{SVG}rect"):
        assert 0 <= float(bar.get("x", "0")) <= float(bar.get("x", "0")) + float(bar.get("width", "0")) <= WIDTH


@pytest.mark.parametrize("bits", [0.06, 40.0, -40.0, 300.0])
def test_any_weight_fits_on_the_scale(bits: float) -> None:
    one = explain_tie(tie(0.5, Evidence("child_says", Outcome.AGREES, "same", bits)), rarity=1e-9)

    assert all(0 <= float(bar.get("x", "0")) <= WIDTH for bar in drawn(one).iter(f"{SVG}rect"))


def test_long_words_are_cut_and_none_is_lost() -> None:
    lines = list(lines_of("one " + "W" * 30 + " two", 10.0))

    assert len(lines) > 3
    assert "".join("".join(lines).split()) == "one" + "W" * 30 + "two"
    assert list(lines_of("", 10.0)) == [""]
