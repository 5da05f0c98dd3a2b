"""In an emergency an officer sees somebody out of their reach: they confirm, say why, and another agency reviews it."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, LANGUAGES, Place
from tests.journeys.walking import Officer, Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _out_of_reach(served: Place, place: int) -> str:
    """Somebody whom the hotline alone has: ORR's case workers see nobody of it whom they aren't assigned to."""
    people = (Path(served.registry).parent / "out" / "people.csv").read_text("utf-8").splitlines()
    agencies: dict[str, set[str]] = {}
    for row in csv.DictReader(people):
        agencies.setdefault(row["person_id"], set()).add(row["agency"])
    return sorted(person for person, listed in agencies.items() if listed == {"hotline"})[place]


@pytest.mark.parametrize("language", EITHER)
def test_a_stranger_is_seen_in_an_emergency_and_another_agency_reviews_it(
    served: Place, enter: Enter, language: str
) -> None:
    team, person = Team(enter, language), _out_of_reach(served, LANGUAGES.index(language))
    worker = Officer(enter(None, language), language, Role.CASE_WORKER, set())
    worker.comes_in(served.officers[f"case_worker:{language}"]["login"])
    worker.opens(f"/people/{person}/?purpose=care")
    expect(worker.page.locator("main dl")).to_have_count(0)
    _break(worker, person)
    expect(worker.page.locator(".govuk-notification-banner--success")).to_be_visible()
    expect(worker.page.locator("main dl").first).to_contain_text(worker.says("fact_full_name"))
    _review(team[Role.PROTECTION_OFFICER])


def _break(worker: Officer, person: str) -> None:
    """From the first page, by the number alone; whoever has just signed in confirms once more."""
    worker.opens("/")
    worker.follows("begin_emergency")
    worker.fills({"person": person})
    worker.presses("go_on")
    worker.presses("do_break_glass")
    expect(worker.page.locator(".govuk-error-summary")).to_be_visible()
    worker.fills({"reason": "a fever, and nobody knows about allergies", "levels": "3", "minutes": "15"})
    worker.presses("do_break_glass")
    assert len(worker.app.used) == len(("to sign in", "to confirm"))


def _review(reviewer: Officer) -> None:
    reviewer.starts("emergencies", "oversight")
    waiting = reviewer.page.locator("main section.app-box")
    before = waiting.count()
    reviewer.page.locator("main textarea").last.fill("the ward had to know whom to call")
    reviewer.page.get_by_role("button", name=reviewer.says("emergency_justified"), exact=True).last.click()
    reviewer.looks()
    reviewer.starts("emergencies", "oversight")
    expect(waiting).to_have_count(before - 1)
