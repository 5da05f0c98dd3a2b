"""The situation report in a real browser: accessible, narrow, printed, in both languages and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from reencuentro.reports.page import report_html
from reencuentro.reports.situation import situation
from reencuentro.reports.words import LANGUAGES, Language
from tests.unit.reports.cohort import findings

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
_OTHER: dict[Language, Language] = {"es": "en", "en": "es"}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    told = situation(findings())
    for language in LANGUAGES:
        (folder / f"{language}.html").write_text(report_html(told, language=language), encoding="utf-8")
    return folder


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, java_script_enabled=True)
    yield context.new_page()
    context.close()


def _open(page: Page, reports: Path, language: Language) -> Page:
    page.goto((reports / f"{language}.html").as_uri())
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_accessible(page: Page, reports: Path, language: Language) -> None:
    # Axe writes its script into the page, which the report's own policy rightly forbids; so it looks at a copy without.
    html = (reports / f"{language}.html").read_text(encoding="utf-8")
    page.set_content(html.replace("default-src 'none'", "default-src 'unsafe-inline' 'unsafe-eval'"))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_never_scrolls_sideways(page: Page, reports: Path, language: Language) -> None:
    _open(page, reports, language)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= (page.viewport_size or DESK)["width"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_other_language_is_one_press_away(page: Page, reports: Path, language: Language) -> None:
    _open(page, reports, language)
    other = _OTHER[language]
    assert page.locator(f"main#{language}-content").is_visible()
    assert not page.locator(f"main#{other}-content").is_visible()
    page.focus(f"#show-{language}")
    page.keyboard.press("ArrowRight")
    assert page.locator(f"main#{other}-content").is_visible()
    assert not page.locator(f"main#{language}-content").is_visible()


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, reports: Path) -> None:
    _open(page, reports, "en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#en-content"


def test_nothing_is_asked_from_the_network(page: Page, reports: Path) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _open(page, reports, "es")
    assert [url for url in asked if not url.endswith("/es.html")] == []


def test_everything_works_without_script(browser: Browser, reports: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = _open(context.new_page(), reports, "es")
    page.locator("label[for=show-en]").click(force=True)
    assert page.locator("main#en-content").is_visible()
    assert page.locator("main#en-content svg[role=img]").count() == 2
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_prints(browser: Browser, reports: Path, tmp_path: Path, language: Language) -> None:
    page = _open(browser.new_page(), reports, language)
    printed = tmp_path / "report.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True)
    assert printed.read_bytes().startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert not page.locator("fieldset.switch").is_visible()
    assert page.locator(f"main#{language}-content").is_visible()
    assert not page.locator(f"main#{_OTHER[language]}-content").is_visible()
    page.close()
