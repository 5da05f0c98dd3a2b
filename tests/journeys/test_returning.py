"""No child is returned who is afraid, nor by night, nor to a stranger; one of a third country is followed home."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, LANGUAGES, Place
from tests.journeys.walking import Officer, Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TODAY = timezone.now().date()
SCREENED, DECIDED, CROSSED, PLANNED = ((TODAY + timedelta(days=days)).isoformat() for days in (-4, -3, -1, 2))
SCREENING = {
    "sends": "US",
    "takes": "MX",
    "on": SCREENED,
    "screened_by": "Officer 7",
    "language": "spa",
    "speaks_it": "yes",
    "trafficked": "no",
    "at_risk": "no",
    "able": "yes",
    "overcomes_age": "A guardian was with her",
    "screening_basis": "Asked alone, with the form of the agency",
}
DECISION = {
    "ground": "removal_order",
    "authority": "The chief of the sector",
    "on": DECIDED,
    "child_heard": "yes",
    "reasons": "She wants to go home to her grandmother",
}
CROSSING = {
    "border_port": "nogales",
    "on": PLANNED,
    "border_receiver": "opi",
    "receiving_office": "INM Nogales",
    "escort": "Officer 9",
}
READY = dict.fromkeys(("child_told", "family_told", "receiver_told", "documents_ready", "belongings_ready"), "yes")
HANDED_OVER = {
    "border_port": "nogales",
    "on": CROSSED,
    "at": "12:00",
    "border_receiver": "opi",
    "receiving_officer": "OPI 31",
    "credential": "INM-31",
    "credential_seen": "yes",
    "child_identity_seen": "yes",
    "handed_over_by": "Officer 9",
    "record_signed": "yes",
    "belongings_handed_over": "yes",
    "arrival_expected": PLANNED,
}
ONWARD = {
    "takes": "GT",
    "on": CROSSED,
    "handed_over_by": "INM",
    "receiving_office": "SBS, Tecún Umán",
    "receiving_officer": "SBS 4",
    "credential_seen": "yes",
    "record_signed": "yes",
    "arrival_expected": PLANNED,
}
ARRIVED = {
    "comes_to": "institution",
    "on": CROSSED,
    "arrival_confirmed_by": "SBS",
    "child_seen": "yes",
    "safe": "yes",
    "next_visit": PLANNED,
}


@pytest.mark.parametrize("language", EITHER)
def test_a_child_goes_from_the_gate_to_the_arrival(served: Place, enter: Enter, language: str) -> None:
    team = Team(enter, language)
    officers = [served.officers[f"{role}:{language}"] for role in ("case_worker", "supervisor")]
    place, agency = str(2 + LANGUAGES.index(language)), officers[0]["agency"]  # nobody's of another journey
    child = served.run("tests.journeys.notifying", place, agency, *(one["login"] for one in officers)).strip()
    worker, chief = team[Role.CASE_WORKER], team[Role.SUPERVISOR]
    worker.opens(f"/people/{child}/duties/return/?purpose=repatriation")
    worker.follows("duty_step_return_screened")
    worker.fills({**SCREENING, "fears": "yes"})
    worker.presses("duty_keep")
    going = worker.page.url
    _takes(chief, going, "return_decided", DECISION)
    _is_refused(chief, "return_fears")
    _takes(worker, going, "return_screened_again", {**SCREENING, "fears": "no"})
    _takes(chief, going, "return_decided", DECISION)

    _takes(worker, going, "return_planned", {**CROSSING, "at": "21:30"})
    _is_refused(worker, "return_after_dark")
    worker.fills({"at": "11:00"})  # all else stays as it was typed
    worker.presses("duty_keep")
    _takes(worker, going, "return_prepared", READY)
    _takes(chief, going, "return_handed_over", {**HANDED_OVER, "office_confirms": "no"})
    _is_refused(chief, "return_receiver_unverified")
    chief.fills({"office_confirms": "yes"})
    chief.presses("duty_keep")
    _takes(worker, going, "return_arrived", {**ARRIVED, "country": "MX"})
    _is_refused(worker, "return_not_followed_across")
    _takes(worker, going, "return_sent_onward", ONWARD)
    _takes(worker, going, "return_arrived", {**ARRIVED, "country": "GT"})
    worker.reads("duty_state_return_arrived")
    worker.starts("returns", "repatriation")
    worker.follows("ports")
    worker.reads("ports_help")


def _takes(officer: Officer, duty: str, step: str, boxes: dict[str, str]) -> None:
    officer.opens(duty)
    officer.follows(f"duty_step_{step}")
    officer.fills(boxes)
    officer.presses("duty_keep")


def _is_refused(officer: Officer, rule: str) -> None:
    expect(officer.page.locator(".govuk-error-summary")).to_contain_text(officer.says(f"duty_broken_{rule}"))
