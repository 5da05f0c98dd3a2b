"""The waterfall in a real browser: on a phone's width nothing is cut off, and a screen reader finds one image."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reencuentro.linkage.explanations import Explanation, explain_identity, explain_tie
from reencuentro.linkage.identity import FACTS as IDENTITY_FACTS
from reencuentro.linkage.kinship import PARENT_FACTS, RELATIVE_FACTS, SIBLING_FACTS
from reencuentro.linkage.results import Evidence, Identity, Outcome, Status, Tie
from reencuentro.linkage.scoring import Facts
from reencuentro.reports.waterfall import WIDTH, waterfall
from reencuentro.reports.words import LANGUAGES, Language

pytestmark = pytest.mark.browser

OUTSIDE = f"""[...document.querySelectorAll('svg text')].filter(text => {{
    const box = text.getBBox();
    return box.x < 0 || box.x + box.width > {WIDTH};
}}).map(text => text.textContent)"""
COLLIDING = """(() => {
    const boxes = [...document.querySelectorAll('svg text')].map(text => [text.getBBox(), text.textContent]);
    const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + 12 <= b.y || b.y + 12 <= a.y;
    const meeting = ([a, one], others) => others.filter(([b]) => !apart(a, b)).map(([, other]) => [one, other]);
    return boxes.flatMap((box, i) => meeting(box, boxes.slice(i + 1)));
})()"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_page(viewport={"width": WIDTH, "height": 740})


def all_levels(facts: Facts) -> tuple[Evidence, ...]:
    """Every level of every fact, as if each were a fact of its own: the longest words among them."""
    return tuple(
        Evidence(fact.name, Outcome.AGREES, level.name.lower(), (-1.5) ** (1 + level % 4))
        for fact in facts
        for level in fact.levels
        if level
    )


def tie(facts: Facts) -> Explanation:
    about = Tie(
        child="P22IKZIAJHCWO", relative="P45YKEXSLMCVV", relation="grandparent", probability=0.97,
        status=Status.PROPOSED, evidence=all_levels(facts), would_decide="parent_number",
    )  # fmt: skip
    return explain_tie(about, rarity=0.001)


def identity(left: str, right: str) -> Explanation:
    about = Identity(
        left=("consulado_gt", left), right=("MMMMMMMM", right), probability=1.0, evidence=all_levels(IDENTITY_FACTS),
        would_decide="birth",
    )  # fmt: skip
    return explain_identity(about, rarity=0.0001)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "one",
    [
        tie(PARENT_FACTS),
        tie(RELATIVE_FACTS),
        tie(SIBLING_FACTS),
        identity("101195452", "40016129"),
        identity("W" * 90, "@" * 90),
        identity("漢字" * 40, "ÑÜß" * 40),
    ],
    ids=["parent", "relative", "sibling", "identity", "wide", "scripts"],
)
def test_no_text_is_cut_off_or_covers_another_on_a_phone(page: Page, one: Explanation, language: Language) -> None:
    page.set_content(f'<body style="margin:0">{waterfall(one, language)}</body>')

    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(COLLIDING) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH


def test_it_is_accessible(page: Page) -> None:
    page.set_content(
        f'<html lang="en"><title>Why</title><main><h1>Why</h1>{waterfall(tie(PARENT_FACTS), "en")}</main></html>'
    )
    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.get_by_role("img").count() == 1
