"""A child's whole way on the pages: written down, recognised, and home, as officers of two agencies click it."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.states import State
from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, Place
from tests.journeys.walking import Boxes, Officer, Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]

K, S = FormKind, State
DAY = "2018-06-25"


@dataclass(frozen=True)
class Family:
    """Who is separated, and the mother's telephone."""

    child: str
    mother: str
    phone: str


FAMILIES = {
    "es": Family("Marisol Tzoc Chub", "Juana Chub Caal", "+502 5512 3456"),
    "en": Family("Elvira Quiej Batz", "Petrona Batz Sohom", "+502 5598 7654"),
}
_TOLD = {
    "on": DAY,
    "interviewer": "A case worker",
    "alone": "yes",
    "language": "quc",
    "interpreter": "an interpreter of the agency",
    "mother_name": "Juana Chub",
    "siblings": "Pedro, Ana",
    "home": "Santa Cruz",
}
_HEARD = {"on": DAY, "heard_by": "A case worker", "language": "quc", "wants": "yes"}


def _forms(mother: str) -> dict[State, dict[FormKind, Boxes]]:
    """What is filled in before each step. mother: her number."""
    return {
        S.DOCUMENTED: {K.REGISTRATION: {"languages": "K'iche'", "separated_on": "2018-06", "mother_alive": "yes"}},
        S.TRACING: {K.TRACING_REQUEST: {"inquirer": "the mother", "relation": "mother"}},
        S.LOCATED: {K.TRACING_ACTION: {"way": "individual", "outcome": "successful", "adult": mother}},
        S.VERIFIED: {
            K.INTERVIEW_CHILD: _TOLD,
            K.INTERVIEW_ADULT: {**_TOLD, "siblings": "Ana y Pedro"},
            K.DOCUMENT: {"what": "birth_certificate", "original": "yes", "shows_relation": "yes"},
            K.VERIFICATION: {"adult": mother, "relation": "mother", "conclusion": "yes"},
        },
        S.BEST_INTERESTS: {
            K.WISHES_CHILD: _HEARD,
            K.WISHES_ADULT: _HEARD,
            K.BEST_INTERESTS: {"members": "three", "options": "home", "reasons": "love", "recommends": "reunify"},
        },
        S.DECISION: {
            K.DECISION: {"outcome": "reunify", "adult": mother, "authority": "the panel", "reasons": "she is loved"}
        },
        S.PREPARED: {
            K.PREPARATION: {
                "plan": "by bus",
                "safety_check": "passed",
                "home_check": "not_needed",
                "identity_check": "concern_resolved",
            }
        },
        S.HANDED_OVER: {
            K.HAND_OVER: {
                "adult": mother,
                "child_identity_seen": "yes",
                "adult_identity_seen": "yes",
                "authority": "order 5",
                "official": "an officer",
                "place": "the shelter",
                "on": DAY,
            }
        },
        S.CLOSED: {K.FOLLOW_UP: {"on": DAY, "safe": "yes", "same_caregiver": "yes", "may_close": "yes"}},
    }


SECOND = {
    S.VERIFIED: Role.VERIFIER,
    S.BEST_INTERESTS: Role.BEST_INTERESTS,
    S.DECISION: Role.SUPERVISOR,
    S.CLOSED: Role.SUPERVISOR,
}
"""Who settles a step that another proposed; the hand-over has a page of its own."""


@pytest.mark.parametrize("language", EITHER)
def test_a_child_is_written_down_recognised_and_brought_home(served: Place, enter: Enter, language: str) -> None:
    team, family = Team(enter, language), FAMILIES[language]
    mother = _asks_for(team[Role.TRACING_OFFICER], family)
    child = _writes_down(team[Role.TRACING_OFFICER], family)
    _recognise(team, family)
    _give_work(served, team, child, mother)
    case = _open_case(team[Role.CASE_WORKER], child, served.officers[f"supervisor:{language}"]["login"])
    for state, forms in _forms(mother).items():
        if state is S.CLOSED:
            _step(team, case, S.FOLLOW_UP)
        team[Role.CASE_WORKER].opens(f"{case}?purpose=reunification")  # another has settled the step meanwhile
        for kind, boxes in forms.items():
            _fill_in(team[Role.CASE_WORKER], case, kind, boxes)
        _step(team, case, state)
    worker = team[Role.CASE_WORKER]
    worker.opens(f"{case}?purpose=reunification")
    worker.reads("case_state_closed")


def _asks_for(officer: Officer, family: Family) -> str:
    """The mother's request; her number."""
    officer.starts("request", "tracing")
    officer.fills({"child1": family.child, "child1_kin": "child", "child1_age": "7", "full_name": family.mother})
    officer.fills({"sex": "F", "phone": family.phone, "nationality": "Guatemala"})
    officer.presses("request_save")
    return _number(officer)


def _number(officer: Officer) -> str:
    found = re.search(r"/people/([^/?]+)/", officer.page.url)
    assert found, officer.page.url
    return found[1]


def _writes_down(officer: Officer, family: Family) -> str:
    """Searched for first, then written down; her mother is proposed unasked."""
    officer.opens("/people/register/?purpose=tracing")
    officer.fills({"name": family.child})
    officer.presses("search")
    officer.reads("people_nobody_found")
    officer.presses("people_register_anew")
    expect(officer.page.locator("[name=full_name]")).to_have_value(family.child)
    officer.fills({"sex": "F", "age": "7", "mother": family.mother, "nationality": "Guatemala", "separated": "yes"})
    officer.presses("register_save")
    expect(officer.page.locator("main")).to_contain_text(family.mother)
    officer.reads("registered_may_be_mother")
    return _number(officer)


def _recognise(team: Team, family: Family) -> None:
    """One officer says that she is the mother, another one verifies it."""
    for role, work, purpose in ((Role.TRACING_OFFICER, "matches", "tracing"), (Role.VERIFIER, "", "verification")):
        officer = team[role]
        address = "/matches/" if work else "/matches/verify/"
        officer.opens(f"{address}?purpose={purpose}")
        officer.page.locator("main table a", has_text=family.child).first.click()
        officer.looks()
        officer.fills({"why": "stories"})
        officer.presses("match_yes")


def _give_work(served: Place, team: Team, child: str, mother: str) -> None:
    """The supervisor gives each of them to who works for them; the other agency does so for itself."""
    chief = team[Role.SUPERVISOR]
    for person in (child, mother):
        for role in (Role.CASE_WORKER, Role.BEST_INTERESTS, Role.SUPERVISOR):
            chief.opens(f"/people/{person}/?purpose=reunification")
            chief.follows("do_assign")
            chief.fills({"officer": served.officers[f"{role.value}:{team.language}"]["login"]})
            chief.page.locator("main form button").last.click()
            expect(chief.page.locator(".govuk-notification-banner--success")).to_be_visible()
    other = served.officers[f"{Role.PROTECTION_OFFICER.value}:{team.language}"]["login"]
    served.run("tests.journeys.assigning", other, child, mother)


def _open_case(worker: Officer, child: str, chief: str) -> str:
    worker.opens(f"/people/{child}/?purpose=reunification")
    worker.follows("case_side")
    worker.fills({"country": "US", "escalates_to": chief, "why": "her mother asks for her"})
    worker.presses("case_open_title")
    worker.reads("case_state_registered", "case_way_home")
    return worker.page.url.split("?")[0]


def _fill_in(worker: Officer, case: str, kind: FormKind, boxes: Boxes) -> None:
    worker.returns(f"{case}?purpose=reunification")
    worker.follows(f"case_form_{kind.value}")
    worker.fills(boxes)
    worker.presses("case_form_send")
    expect(worker.page.locator(".govuk-notification-banner--success")).to_contain_text(worker.says("case_form_kept"))


def _step(team: Team, case: str, to: State) -> None:
    worker = team[Role.CASE_WORKER]
    worker.opens(f"{case}?purpose=reunification")
    worker.follows(f"case_state_{to.value}")
    worker.fills({"reason": "because it is so"})
    needs_second = to in SECOND or to is S.HANDED_OVER
    worker.presses("case_step_propose" if needs_second else "case_step_send")
    if to in SECOND:
        second = team[SECOND[to]]
        purpose = "verification" if second.role is Role.VERIFIER else "reunification"
        second.opens(f"{case}?purpose={purpose}")
        second.page.locator(".govuk-notification-banner__link").click()
        second.looks()
        second.presses("case_settle_yes")
    elif to is S.HANDED_OVER:
        _hand_over(team, case)


def _hand_over(team: Team, case: str) -> None:
    for role in (Role.SUPERVISOR, Role.PROTECTION_OFFICER):
        officer = team[role]
        officer.opens(f"{case}hand-over/?purpose=reunification")
        officer.presses("case_hand_over_approve")
    chief = team[Role.SUPERVISOR]
    chief.opens(f"{case}hand-over/?purpose=reunification")
    chief.presses("case_hand_over_release")
    chief.reads("case_state_handed_over")
