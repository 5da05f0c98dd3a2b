"""Every officer's first steps: sign in, home, the list, a person, out again; light, accessible, in both languages."""

import pytest
from playwright.sync_api import Page, expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, HEAVIEST, LANGUAGES, PASSWORD, ZOOMED, App, Place, Watch, look, weight_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOME = {"es": "Su trabajo", "en": "Your work"}
PEOPLE = {"es": "Personas", "en": "People"}
LEAVE = {"es": "Salir", "en": "Sign out"}
LOGIN = {"es": "Entrar", "en": "Sign in"}


def _sign_in(page: Page, login: str, app: App) -> None:
    page.locator("#id_login").fill(login)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form:has(#id_login) button").click()
    page.locator("#id_code").fill(app.code())
    page.locator("form:has(#id_code) button").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_leads_to_ones_work_to_the_list_to_a_person_and_out(
    served: Place, enter: Enter, language: str
) -> None:
    page = enter(language=language)
    page.goto("/people/?purpose=care")
    look(page)
    _sign_in(page, served.officers[f"case_worker:{language}"]["login"], App())
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


WITH_WORK = (Role.SUPERVISOR, Role.CONSULAR_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR)


@pytest.mark.parametrize("role", WITH_WORK)
def test_each_role_finds_its_first_page_light_and_accessible(enter: Enter, role: Role) -> None:
    page = enter(role)
    assert weight_of(page, "/") <= HEAVIEST
    look(page)


PAGES = ("/people/?purpose=care", "/people/search/?purpose=tracing", "/help/", "/emergencies/", "/account/security/")


@pytest.mark.parametrize("language", EITHER)
def test_pages_are_light_and_accessible_in_the_readers_language(enter: Enter, language: str) -> None:
    page = enter(Role.SUPERVISOR, language)
    for address in PAGES:
        assert weight_of(page, address) <= HEAVIEST, address
        assert page.locator("html").get_attribute("lang") == language
        look(page)


def test_each_deed_about_a_person_is_asked_by_an_accessible_form_that_says_what_is_wrong(enter: Enter) -> None:
    page = enter(Role.SUPERVISOR)
    _open_somebody(page)
    for deed in ("assign", "consent", "withhold"):
        somebody = page.url
        page.locator(f"main a[href*='/{deed}/']").first.click()
        look(page)
        page.locator("main form button").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        look(page)
        page.goto(somebody)


def _open_somebody(page: Page) -> None:
    page.goto("/people/?purpose=care")
    page.locator("main table a").first.click()


@pytest.mark.parametrize("language", EITHER)
def test_a_session_that_ends_while_typing_loses_nothing(served: Place, enter: Enter, language: str) -> None:
    page, app = enter(Role.SHELTER_STAFF, language), App()  # whose session no other test needs
    _open_somebody(page)
    page.goto(page.url.replace("/?", "/emergency/?"))
    _confirm(page, app)
    page.locator("#id_reason").fill("a fever, and nobody knows about allergies")
    page.locator("#id_levels_3").check()
    page.locator("#id_minutes_0").check()
    served.run("tests.journeys.ending", served.officers[f"shelter_staff:{language}"]["login"])
    page.locator("main form button").click()
    expect(page.locator(".govuk-inset-text")).to_be_visible()
    look(page)
    _sign_in(page, served.officers[f"shelter_staff:{language}"]["login"], app)
    expect(page.locator("input[name=reason]")).to_have_value("a fever, and nobody knows about allergies")
    look(page)
    page.locator("main form button").click()
    _confirm(page, app)
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    look(page)


def _confirm(page: Page, app: App) -> None:
    """Where the session was made too long ago, the officer confirms that it is they."""
    if "/confirm/" in page.url:
        page.locator("#id_code").fill(app.code())
        page.locator("main form button").click()


def test_everything_works_without_script(enter: Enter) -> None:
    page = enter(Role.SUPERVISOR, java_script_enabled=False)
    _open_somebody(page)
    page.locator("main a[href*='/withhold/']").click()
    page.locator("main form button").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_contain_text("Withhold")
    page.get_by_role("link", name="Español").click()


def test_leaving_in_haste_leads_elsewhere_and_signs_out(enter: Enter, watch: Watch) -> None:
    page = enter(Role.PUBLISHER)
    page.route("https://es.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto("/")
    page.locator(".govuk-exit-this-page__button").click()
    expect(page.locator("body")).to_have_text("elsewhere")
    assert set(watch.foreign) == {"https://es.wikipedia.org/"}
    watch.foreign.clear()
    page.goto("/")
    expect(page.locator("#id_password")).to_be_visible()


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"device_scale_factor": 2, "viewport": ZOOMED}])
def test_nothing_is_cut_in_forced_colours_or_at_200_percent(enter: Enter, media: dict[str, object]) -> None:
    page = enter(Role.SUPERVISOR, **media)
    _open_somebody(page)
    look(page)
    wide, seen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen


def test_paper_shows_the_facts_and_nothing_to_press(enter: Enter) -> None:
    page = enter(Role.SUPERVISOR)
    _open_somebody(page)
    page.emulate_media(media="print")
    expect(page.locator("main dl").first).to_be_visible()
    for pressed in (".govuk-exit-this-page", ".govuk-service-navigation", ".app-footer", ".app-sides"):
        expect(page.locator(pressed)).to_be_hidden()
