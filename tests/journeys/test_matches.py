"""In the browser: decided, verified by a second officer, by keyboard alone, and rivals who freeze each other."""

import pytest
from playwright.sync_api import Page, expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, HEAVIEST, PHONE, Place, look, weight_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RIVALLED = {"es": "Más de un reclamo", "en": "More than one claim"}
ALARM = {"es": "más de un reclamo", "en": "more than one claim"}


def _open_first(page: Page, address: str, language: str) -> str:
    """Opens the first question that no rival freezes; its address, without what follows it."""
    page.goto(address)
    look(page)
    row = page.locator("main tbody tr").filter(has_not_text=RIVALLED[language]).first
    row.locator("a").click()
    look(page)
    return page.url.partition("?")[0]


def _say(page: Page, verdict: str) -> None:
    page.locator("input[name=why]").first.check()
    page.locator(f"button[value={verdict}]").click()
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()


@pytest.mark.parametrize("language", EITHER)
def test_one_officer_decides_and_another_verifies_in_two_actions_each(enter: Enter, language: str) -> None:
    page = enter(Role.TRACING_OFFICER, language)
    assert weight_of(page, "/matches/?purpose=tracing") <= HEAVIEST
    asked = _open_first(page, "/matches/?purpose=tracing", language)
    page.locator("button[value=confirmed]").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page)
    _say(page, "confirmed")
    assert page.url.partition("?")[0] != asked
    page = enter(Role.VERIFIER, language, viewport=PHONE)
    page.goto("/")
    page.locator("main a[href='/matches/verify/']").click()
    look(page)
    page.locator(f"main a[href^='{asked[asked.index('/matches') :]}']").click()
    look(page)
    _say(page, "confirmed")


@pytest.mark.parametrize("language", EITHER)
def test_whether_two_are_one_person_is_asked_side_by_side(served: Place, enter: Enter, language: str) -> None:
    served.run("tests.journeys.doubting", "doubt", served.officers[f"tracing_officer:{language}"]["agency"])
    page = enter(Role.TRACING_OFFICER, language, viewport=PHONE)
    page.goto("/matches/same/?purpose=tracing")
    look(page)
    page.locator("main tbody a").first.click()
    assert weight_of(page, page.url) <= HEAVIEST
    look(page)
    _say(page, "rejected")


def _tab_to(page: Page, wanted: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} isn't reached by keyboard")


def test_a_match_is_decided_by_keyboard_alone(enter: Enter) -> None:
    page = enter(Role.TRACING_OFFICER, "en")
    page.goto("/matches/?purpose=tracing")
    page.locator("main tbody tr").filter(has_not_text=RIVALLED["en"]).first.locator("a").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    _tab_to(page, "input[name=why]")
    page.keyboard.press("Space")
    _tab_to(page, "button[value=rejected]")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()


@pytest.mark.parametrize("language", EITHER)
def test_rivals_freeze_each_other_until_one_is_rejected(served: Place, enter: Enter, language: str) -> None:
    officer = served.officers[f"tracing_officer:{language}"]
    child = served.run("tests.journeys.doubting", "rival", officer["agency"])
    boss = enter(Role.SUPERVISOR, language)
    boss.goto("/")
    expect(boss.locator(".govuk-error-summary", has_text=ALARM[language])).to_be_visible()
    look(boss)
    page = enter(Role.TRACING_OFFICER, language)
    page.goto("/matches/rivals/?purpose=tracing")
    look(page)
    page.locator(f"main tbody a[href*='{child}']").first.click()
    expect(page.locator("button[value=rejected]")).to_be_visible()
    expect(page.locator("button[value=confirmed]")).to_have_count(0)
    look(page)
    page.locator(".govuk-warning-text a").first.click()
    _say(page, "rejected")
    page.goto("/matches/rivals/?purpose=tracing")
    expect(page.locator(f"main tbody a[href*='{child}']")).to_have_count(0)
