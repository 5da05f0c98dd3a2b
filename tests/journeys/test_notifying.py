"""A consulate isn't told while a child is afraid; once the child isn't, the right one is told, and answers."""

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
HELD, ASKED, ANSWERED = ((TODAY - timedelta(days=days)).isoformat() for days in (4, 2, 1))
SCREENING = {
    "on": ASKED,
    "gate_asked_by": "A case worker",
    "alone": "yes",
    "language": "quc",
    "interpreter": "An interpreter of the agency",
    "gate_asylum": "no",
    "gate_trafficking": "no",
}
MADE = {"on": ASKED, "told_by": "A case worker", "notice_way": "telephone"}


@pytest.mark.parametrize("language", EITHER)
def test_a_notice_is_withheld_and_then_made(served: Place, enter: Enter, language: str) -> None:
    team = Team(enter, language)
    officers = [served.officers[f"{role}:{language}"] for role in ("case_worker", "protection_officer")]
    told = served.run(
        "tests.journeys.notifying",
        str(LANGUAGES.index(language)),
        officers[0]["agency"],
        *(one["login"] for one in officers),
    )
    child = told.strip()
    worker, protector = team[Role.CASE_WORKER], team[Role.PROTECTION_OFFICER]
    worker.opens(f"/people/{child}/duties/consular/?purpose=care")
    worker.follows("duty_step_notice_owe")
    worker.fills({"notice_ground": "minor", "held_since": HELD, "held_in": "US", "consular_need": "very_young"})
    worker.presses("duty_keep")
    notice = worker.page.url
    _takes(worker, notice, "notice_screen", {**SCREENING, "gate_fear": "yes"})
    _sets_gate(protector, child, "closed")
    withheld = {"withheld_for": "fears_authorities", "reasons": "Afraid of the police at home"}
    review = (TODAY + timedelta(days=20)).isoformat()
    _takes(worker, notice, "notice_withhold", {**withheld, "review_on": review})
    worker.reads("duty_state_notice_withheld")

    _takes(worker, notice, "notice_screen", {**SCREENING, "gate_fear": "no"})
    _sets_gate(protector, child, "open")
    _takes(worker, notice, "notice_make", {**MADE, "consular_post": "MX McAllen"})
    expect(worker.page.locator(".govuk-error-summary")).to_contain_text(worker.says("duty_broken_notice_other_nation"))
    worker.fills({"consular_post": "McAllen"})  # all else stays as it was typed
    worker.presses("duty_keep")
    worker.reads("duty_state_notice_made")
    worker.starts("notices", "care")
    worker.reads("notices_late")
    worker.follows("consulates")
    worker.reads("consulates_known")
    _takes(worker, notice, "notice_acknowledge", {"on": ANSWERED, "answered_by": "The consul on duty"})
    worker.reads("duty_state_notice_acknowledged")


def _takes(worker: Officer, duty: str, step: str, boxes: dict[str, str]) -> None:
    worker.opens(duty)
    worker.follows(f"duty_step_{step}")
    worker.fills(boxes)
    worker.presses("duty_keep")


def _sets_gate(protector: Officer, child: str, state: str) -> None:
    protector.opens(f"/people/{child}/gate/?purpose=care")
    protector.fills({"state": state, "reason": "The child was asked, alone and in their language"})
    protector.presses("do_set_gate")
