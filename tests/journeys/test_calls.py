"""A day at the call desk: a pair speaks, and a mother's message reaches her child though the desk knows of neither."""

import json
import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import COMMAND, EITHER, LANGUAGES, Place
from tests.journeys.walking import Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TODAY = timezone.now().date()
YESTERDAY, SOON = ((TODAY + timedelta(days=days)).isoformat() for days in (-1, 2))
AGREED = {
    "call_child_agrees": "yes",
    "call_channel": "video",
    "call_standard": "daily",
    "call_zone": "us_central",
    "call_their_zone": "guatemala",
    "call_language": "K'iche'",
    "call_basis": "Her consulate knows her",
}
ARRANGED = {"call_on": SOON, "call_began": "10:00", "call_ended": "10:30", "call_channel": "video"}
SPOKE = {"call_on": YESTERDAY, "call_began": "09:00", "call_channel": "video", "call_outcome": "spoke"}
MESSAGE = "Her grandmother is well and waits for her"
TAKEN = {
    "desk_caller": "Her mother",
    "desk_relation": "mother",
    "desk_phone": "+502 2222 2222",
    "desk_asked": "The name of her school",
    "desk_answered": "She knew it",
    "desk_verified": "yes",
    "desk_message": MESSAGE,
    "desk_zone": "guatemala",
    "desk_back_on": SOON,
    "desk_back_at": "10:00",
}


@pytest.mark.parametrize("language", EITHER)
def test_a_day_at_the_call_desk(served: Place, enter: Enter, language: str) -> None:
    team = Team(enter, language)
    officer = served.officers[f"case_worker:{language}"]
    told = served.run("tests.journeys.calling", str(LANGUAGES.index(language)), officer["agency"], officer["login"])
    who = json.loads(told)
    worker, agent = team[Role.CASE_WORKER], team[Role.HOTLINE_AGENT]

    worker.opens(f"/people/{who['child']}/duties/calls/?purpose=care")
    worker.page.get_by_role("link", name=worker.says("duty_step_agree_calls")).click()
    worker.fills({**AGREED, "call_relative": who["relative"], "call_relative_agrees": "no"})
    worker.presses("duty_keep")
    expect(worker.page.locator(".govuk-error-summary")).to_contain_text(worker.says("duty_broken_call_not_agreed"))
    worker.fills({"call_relative_agrees": "yes"})  # all else stays as it was typed
    worker.presses("duty_keep")
    worker.follows("calls_history")
    worker.follows("calls_arrange")
    worker.fills(ARRANGED)
    worker.presses("duty_keep")
    worker.follows("calls_log")
    worker.fills({**SPOKE, "call_ended": "08:50"})
    worker.presses("duty_keep")
    expect(worker.page.locator(".govuk-error-summary")).to_contain_text(worker.says("duty_broken_call_ends_first"))
    worker.fills({"call_ended": "09:12"})
    worker.presses("duty_keep")
    worker.reads("duty_call_outcome_spoke", "calls_outcome_arranged")

    agent.starts("desk", "tracing")
    agent.reads("desk_rule")
    agent.page.get_by_role("button", name=agent.says("duty_step_take_call")).click()
    agent.fills({**TAKEN, "desk_child_given": who["given"], "desk_child_surnames": who["surnames"]})
    agent.presses("duty_keep")
    expect(agent.page.locator("main")).not_to_contain_text(who["child"])
    passing = [str(COMMAND), "calls", "alarms", "--registry", served.registry]
    subprocess.run(passing, env=served.environment, check=True, capture_output=True, timeout=60)

    worker.opens(f"/people/{who['child']}/duties/calls/?purpose=care")
    worker.page.get_by_role("link", name=worker.says("duty_kind_passed_message")).first.click()
    expect(worker.page.locator("main")).to_contain_text(MESSAGE)
    worker.follows("duty_step_give_message")
    worker.fills({"message_reply": "That she wants to call"})
    worker.presses("duty_keep")
    worker.reads("duty_state_message_given")
    worker.starts("calls", "care")
    agent.starts("desk", "tracing")
    agent.follows("duty_kind_desk_call")
    agent.follows("duty_step_call_back")
    agent.fills({"desk_end": "told", "desk_said": "That the message was passed on to whoever it concerns"})
    agent.presses("duty_keep")
    agent.reads("duty_state_desk_done")
