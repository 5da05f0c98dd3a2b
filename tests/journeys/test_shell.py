"""Every officer's first steps: sign in, home, the list, a person, out again; light, accessible, in both languages."""

import pytest
from playwright.sync_api import Page, expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import HEAVIEST, LANGUAGES, PASSWORD, Place, app_code, look, weight_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOME = {"es": "Su trabajo", "en": "Your work"}
PEOPLE = {"es": "Personas", "en": "People"}
LEAVE = {"es": "Salir", "en": "Sign out"}
LOGIN = {"es": "Entrar", "en": "Sign in"}


def _sign_in(page: Page, login: str, *, later: int = 0) -> None:
    page.locator("#id_login").fill(login)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form:has(#id_login) button").click()
    page.locator("#id_code").fill(app_code(later=later))
    page.locator("form:has(#id_code) button").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_leads_to_ones_work_to_the_list_to_a_person_and_out(
    served: Place, enter: Enter, language: str
) -> None:
    page = enter(language=language)
    page.goto("/people/?purpose=care")
    look(page)
    _sign_in(page, served.officers[f"case_worker:{language}"]["login"])
    expect(page.get_by_role("heading", name=PEOPLE[language], level=1)).to_be_visible()
    look(page)
    page.get_by_role("link", name="Reencuentro").click()
    expect(page.get_by_role("heading", name=HOME[language])).to_be_visible()
    look(page)
    page.goto("/people/?purpose=care")
    page.locator("main table a").first.click()
    expect(page.locator("main h1")).to_be_visible()
    look(page)
    page.get_by_role("link", name=LEAVE[language], exact=True).click()
    look(page)
    page.locator("main form button").click()
    expect(page.get_by_role("heading", name=LOGIN[language], exact=True)).to_be_visible()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.OPERATOR, Role.CLAIMANT)])
def test_each_role_finds_its_first_page_light_and_accessible(enter: Enter, role: Role) -> None:
    page = enter(role)
    assert weight_of(page, "/") <= HEAVIEST
    look(page)
