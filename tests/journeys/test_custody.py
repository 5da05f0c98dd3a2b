"""Dropped lists, children unaccounted for and one person's way in the browser, with a real worker beside the pages."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, HEAVIEST, LANGUAGES, Place, look, weight_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAKE = {"es": "Guardar la lista", "en": "Keep the list"}
KEPT = {"es": "Filas tomadas", "en": "Rows taken"}
MEND = {"es": "Corregirlas", "en": "Put them right"}
ROW = {"es": "Tomar la fila así", "en": "Take the row so"}
NOTED = {"es": "La estancia está anotada.", "en": "The stay is noted."}
HEADER = "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date,Zimmer\n"


def _list(folder: Path, language: str) -> Path:
    """A list with a row that can't be taken, of another day in each language."""
    path = folder / f"{language}_2019-01-1{len(language) + LANGUAGES.index(language)}.csv"
    rows = f"J{language}1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2019-01-08,12\n"
    rows += f"J{language}2,Eva,Cruz,30/02/2011,F,Casa Sol,2019-01-09,14\n"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", EITHER)
def test_a_list_is_dropped_looked_at_taken_in_and_put_right(enter: Enter, tmp_path: Path, language: str) -> None:
    page = enter(Role.INTAKE, language)
    assert weight_of(page, "/rosters/?purpose=care") <= HEAVIEST
    look(page)
    page.locator("input[type=file]").set_input_files(_list(tmp_path, language))
    page.locator("form:has(input[type=file]) button.govuk-button").last.click()
    expect(page.get_by_role("button", name=TAKE[language])).to_be_visible()
    look(page)
    page.locator("[name=extent][value=part]").check()
    page.get_by_role("button", name=TAKE[language]).click()
    expect(page.get_by_text(KEPT[language])).to_be_visible(timeout=90_000)  # the page loads itself when it is done
    look(page)
    page.get_by_role("link", name=MEND[language]).click()
    look(page)
    box = page.get_by_label("DOB")
    box.fill("31/02/2011")
    page.get_by_role("button", name=ROW[language]).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page)
    page.get_by_label("DOB").fill("28/02/2011")
    page.get_by_role("button", name=ROW[language]).click()
    expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    look(page)


def test_a_list_is_taken_in_without_script(enter: Enter, tmp_path: Path) -> None:
    page = enter(Role.ROSTER_SUPPLIER, java_script_enabled=False)
    page.goto("/rosters/?purpose=care")
    path = tmp_path / "plain_2019-02-01.csv"
    path.write_text(HEADER + "P1,Luz,Rojas,2012-05-17,F,Casa Alma,2019-01-08,1\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) button.govuk-button").click()
    page.locator("[name=extent][value=part]").check()
    page.get_by_role("button", name=TAKE["es"]).click()
    expect(page.get_by_text(KEPT["es"])).to_be_visible(timeout=90_000)  # the page asks for itself every few seconds


@pytest.mark.parametrize("language", EITHER)
def test_from_the_board_to_a_childs_way_and_a_stay_noted(served: Place, enter: Enter, language: str) -> None:
    page = enter(Role.SUPERVISOR, language)
    assert weight_of(page, "/alarms/?purpose=care") <= HEAVIEST
    look(page)
    page.locator("main table a").nth(LANGUAGES.index(language)).click()
    look(page)
    _hand_to(page, served.officers[f"supervisor:{language}"]["login"])
    page.locator("main a[href*='/way/']").click()
    expect(page.locator("main h1")).to_be_visible()
    look(page)
    page.locator("details:has(#note_agency) summary").click()
    page.locator("#note_agency").select_option(index=1)
    for part, text in (("day", "2"), ("month", "3"), ("year", "2017")):
        page.locator(f"#note_began_{part}").fill(text)
        page.locator(f"#note_ended_{part}").fill(text)
    look(page)
    page.locator("form:has(#note_agency) button").click()
    expect(page.get_by_text(NOTED[language])).to_be_visible()
    look(page)


def _hand_to(page: Page, login: str) -> None:
    """The officer hands the alarm to themselves, which assigns the child to them."""
    alarm = page.url
    page.locator("details:has(#hand_officer) summary").click()
    page.locator("#hand_officer").select_option(login)
    page.locator("form:has(#hand_officer) button").click()
    page.goto(alarm)
