"""A child of whom no list tells where they are: from the board to the word of a second officer that they are found."""

import pytest
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, LANGUAGES, Place
from tests.journeys.walking import Officer, Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("language", EITHER)
def test_a_child_is_looked_for_found_and_closed_by_a_second_officer(served: Place, enter: Enter, language: str) -> None:
    team = Team(enter, language)
    chief, worker = team[Role.SUPERVISOR], team[Role.CASE_WORKER]
    chief.opens("/")
    chief.follows("alarms", within="main")
    _says_what_for(chief)
    chief.follows("alarm_everything")  # beside those that wait for the chief's own agency
    chief.page.locator("main table a").nth(-1 - LANGUAGES.index(language)).click()
    chief.looks()
    alarm = chief.page.url
    chief.page.locator("main summary", has_text=chief.says("alarm_hand")).click()
    chief.page.locator("#hand_officer").select_option(served.officers[f"case_worker:{language}"]["login"])
    chief.presses("alarm_hand")
    _works(worker, alarm, "taken", "")
    worker.reads("alarm_state_looking")
    _works(worker, alarm, "found", "")
    expect(worker.page.locator(".govuk-error-summary")).to_contain_text(worker.says("alarm_note_missing"))
    _works(worker, alarm, "found", "Seen at the shelter by the case worker, list of today.")
    worker.opens(alarm)
    worker.reads("alarm_state_found")
    expect(worker.page.locator("main [value=closed]")).to_have_count(0)  # not who found the child
    _works(chief, alarm, "closed", "")
    chief.opens(alarm)
    chief.reads("alarm_state_closed")


def _says_what_for(officer: Officer) -> None:
    if officer.page.locator("main h1").inner_text() == officer.says("what_for"):
        officer.follows("purpose_care")


def _works(officer: Officer, alarm: str, step: str, note: str) -> None:
    officer.opens(alarm)
    officer.fills({"step": step, "note": note})
    officer.presses("alarm_save")
