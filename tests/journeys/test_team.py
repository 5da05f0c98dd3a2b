"""A busy week of a team: who works where, who takes whom, and who takes the children of somebody who goes away."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, Place
from tests.journeys.walking import Officer

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BACK = (timezone.now() + timedelta(days=6)).date().isoformat()


@pytest.mark.parametrize("language", EITHER)
def test_nobody_is_left_alone_in_a_busy_week(served: Place, enter: Enter, language: str) -> None:
    made = json.loads(served.run("tests.journeys.arriving", language, "begin"))
    chief = _chief(enter, served, made["session"], language)
    served.run("tests.journeys.arriving", language, "0", "6")
    chief.starts("team", "care")
    chief.reads("team_unplaced")
    for officer, spoken in zip(made["officers"], ("spa", "mam", "quc"), strict=True):
        _covers(chief, officer, spoken)

    chief.follows("team_giving")
    _gives(chief, waiting=6)
    assert _loads(chief) == [2, 2, 2]  # and each the two who speak as they do

    chief.opens(f"/team/{made['officers'][0]}/leave/?purpose=care")
    chief.fills({"last_day": BACK})
    chief.presses("duty_keep")
    chief.reads("team_left_alone")
    served.run("tests.journeys.arriving", language, "6", "12")
    chief.opens("/team/giving/?purpose=care")
    _gives(chief, waiting=6)
    chief.page.locator("main a", has_text=chief.says("team_hand_over")).first.click()
    chief.looks()
    _gives(chief, waiting=2)
    assert _loads(chief) == [0, 6, 6]

    chief.opens("/team/giving/?purpose=care")
    chief.reads("team_giving_none")


def _chief(enter: Enter, served: Place, session: str, language: str) -> Officer:
    page = enter(None, language)
    page.context.add_cookies([{"name": "session", "value": session, "url": served.address}])
    return Officer(page, language, Role.SUPERVISOR, set())


def _covers(chief: Officer, officer: str, spoken: str) -> None:
    chief.opens(f"/team/{officer}/?purpose=care")
    chief.fills({"state": "MX-CHP", "languages": spoken})
    chief.presses("duty_keep")
    expect(chief.page.locator(".govuk-error-summary")).to_contain_text(chief.says("team_shift_missing"))
    chief.fills({f"shift_{day}": "08:00-16:00" for day in range(5)})  # all else stays as it was typed
    chief.presses("duty_keep")


def _gives(chief: Officer, waiting: int) -> None:
    """Takes what the rules propose."""
    states = chief.page.locator("main [name^='state-']")
    expect(states).to_have_count(waiting)
    chief.presses("team_propose")
    chief.reads("team_why_state")
    chief.presses("team_give")


def _loads(chief: Officer) -> Sequence[int]:
    cells = chief.page.locator(f"main td[data-label='{chief.says('team_load')}']").all_inner_texts()
    return [int(one.split()[0]) for one in cells][:3]
