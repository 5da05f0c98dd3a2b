"""Lists of an agency: a column explained, each looked at before it is taken in, one said to be a part after all."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.walking import Officer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEADER = "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date,Zimmer\n"
MARCH_1 = (
    HEADER
    + "Q1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2019-02-08,tos\nQ2,Eva,Cruz Mol,2011-02-03,F,Casa Sol,2019-02-09,\n"
)
MARCH_8 = (
    HEADER + "Q1,Ana,Paz Luna,2013-05-17,F,Casa Luz,2019-02-08,tos\nQ3,Luz,Rey Ixil,2012-01-02,F,Casa Sol,2019-03-02,\n"
)
PATIENCE = 90_000  # milliseconds in which a list is taken in and matched


def test_a_column_is_explained_and_the_next_list_tells_what_changed(enter: Enter, tmp_path: Path) -> None:
    officer = Officer(enter(Role.INTAKE, "es"), "es", Role.INTAKE, set())
    _drop(officer, tmp_path / "orr_2019-03-01.csv", MARCH_1)
    officer.reads("rosters_nothing_yet", "rosters_not_recognised")
    officer.page.locator("main summary", has_text=officer.says("rosters_say_column")).click()
    officer.fills({"column": "7", "field": "notes"})
    officer.presses("rosters_say_column")
    expect(officer.page.locator("main")).not_to_contain_text(officer.says("rosters_not_recognised"))
    _take(officer)
    officer.page.locator("header").get_by_role("link", name="English").click()
    officer.language = "en"
    _drop(officer, tmp_path / "orr_2019-03-08.csv", MARCH_8)
    _take(officer)
    officer.reads("rosters_changes", "rosters_change_added", "rosters_change_missing")
    expect(officer.page.locator("main table")).to_contain_text("Casa Luz")
    _restate(officer, "part")
    officer.page.locator("header").get_by_role("link", name="Español").click()


def _drop(officer: Officer, path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    officer.starts("rosters", "care")
    officer.page.locator("input[type=file]").set_input_files(path)
    officer.presses("rosters_look")


def _take(officer: Officer) -> None:
    """As the whole list, though most of those listed before aren't on it: asked, and their number confirmed."""
    button = officer.page.get_by_role("button", name=officer.says("rosters_take"))
    expect(button).to_be_visible(timeout=PATIENCE)
    officer.looks()
    button.click()
    officer.reads("rosters_extent_needed")
    officer.page.get_by_label(officer.says("rosters_extent_whole")).check()
    officer.page.locator("[name=confirmed]").check()
    officer.presses("rosters_take")
    expect(officer.page.get_by_text(officer.says("rosters_understood"))).to_be_visible(timeout=PATIENCE)
    officer.looks()


def _restate(officer: Officer, extent: str) -> None:
    """It was no whole list: said on its page, and followed beside the pages."""
    officer.page.locator("main summary", has_text=officer.says("rosters_mistake")).click()
    officer.page.get_by_label(officer.says(f"rosters_restate_{extent}")).check()
    officer.presses("rosters_restate_do")
    officer.reads("rosters_restate_waits")
    for _ in range(60):
        if officer.page.get_by_text(officer.says("rosters_restate_waits")).count() == 0:
            break
        officer.page.wait_for_timeout(1_000)
        officer.page.reload()
    officer.reads(f"rosters_restate_{extent}")
    officer.looks()
