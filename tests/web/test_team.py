"""A team on its pages: who covers what, who is away, and who takes which child."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reencuentro.actions.officers import officer_of
from reencuentro.actions.team import CoverStated, begin_leave, set_cover
from reencuentro.records.assignments import Assignment
from reencuentro.records.team import Cover, Leave
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.shifts import Shift
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

CARE = "purpose=care"
WEEK = tuple(Shift(day, 480, 960) for day in range(5))
COVERED = {"purpose": "care", "state": "MX-CHP", "languages": ["spa", "mam"], "shift_0": "08:00-16:00"}
CHILDREN = {
    "p-1": {"full_name": "Ana Canaria", "language": "mam"},
    "p-2": {"full_name": "Berta Canaria", "language": "spa"},
    "p-3": {"full_name": "Carla Canaria"},
}


@pytest.fixture
def boss(pages: None) -> Client:
    """A supervisor of DIF, which lists three children; two officers in Chiapas, one of whom speaks Mam."""
    list_people("DIF", CHILDREN, minors=frozenset(CHILDREN))
    for login, languages in (("one", "spa"), ("two", "mam")):
        officer = account(login, "DIF", Role.PROTECTION_OFFICER)
        stated = CoverStated(state="MX-CHP", languages=frozenset({"spa", languages}), shifts=WEEK)
        set_cover(officer, stated, by="tests", at=NOW)
    return browser_of(account("boss", "DIF", Role.SUPERVISOR))


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def proposed(client: Client, **states: str) -> dict[str, str]:
    """Whom the page proposes, by child, as a browser would send it."""
    page = client.post(f"/team/giving/?{CARE}", {"purpose": "care", **states}).content.decode()
    boxes = re.findall(r'name="(officer-[^"]+)".*?</select>', page, re.DOTALL)
    chosen = [re.search(rf'name="{box}".*?value="([^"]*)" selected', page, re.DOTALL) for box in boxes]
    return {box: found.group(1) for box, found in zip(boxes, chosen, strict=True) if found}


def working() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in Assignment.objects.open().select_related("officer"):
        found.setdefault(one.officer.login, set()).add(one.person)
    return found


def test_the_team_is_told_state_by_state_with_what_each_has(boss: Client) -> None:
    Assignment.objects.create(officer=officer_of("two"), person="p-1", begins_at=NOW, given_by="tests")
    page = body(boss, f"/team/?{CARE}")
    for words in (
        "Chiapas",
        "Officer one",
        "Officer two",
        "Mam",
        "40 hours a week",
        "Monday to Friday 08:00-16:00",
        "1 child in this state",
        "Southern border",
    ):
        assert words in page, words
    assert "In 31 states nobody is on duty" in page
    assert "Without a state" in page  # the supervisor can look after children, too
    assert "Canaria" not in page


def test_whoever_manages_no_team_learns_nothing_of_one_and_changes_nothing(boss: Client) -> None:
    officer = officer_of("one").public_id
    worker, other = browser_of(account("worker", "DIF", Role.CASE_WORKER)), account("far", "ORR", Role.SUPERVISOR)
    assert worker.get(f"/team/?{CARE}").status_code == 403
    assert worker.post(f"/team/{officer}/", COVERED).status_code == 403
    foreign, nobody = (browser_of(other).get(f"/team/{one}/?{CARE}") for one in (officer, "of-nobody"))
    assert foreign.status_code == nobody.status_code == 403
    assert foreign.content == nobody.content


def test_what_an_officer_covers_is_said_anew_and_what_they_covered_stays(boss: Client) -> None:
    officer = officer_of("one")
    answer = boss.post(f"/team/{officer.public_id}/", COVERED)
    assert answer.status_code == 302
    before, now = Cover.objects.filter(officer=officer).order_by("pk")
    assert before.ended_at is not None
    assert (now.state, now.languages, now.shifts, now.minutes) == ("MX-CHP", "mam spa", "0 08:00-16:00", 480)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"shift_0": "8 to 4"}, "Write the shift as 08:00-16:00."),
        ({"shift_0": ""}, "One shift at least is missing."),
        ({"shift_0": "22:00-06:00", "shift_1": "05:00-09:00"}, "Two shifts are at the same time."),
        ({"state": "MX-ZZZ"}, "choose one"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(boss: Client, typed: dict[str, str], said: str) -> None:
    answer = boss.post(f"/team/{officer_of('one').public_id}/", {**COVERED, **typed})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said.lower() in page.lower()
    assert typed.get("shift_1", "") in page
    assert re.search(r'value="mam"[^>]* checked', page)


def test_the_rules_propose_whoever_speaks_the_language_and_nothing_is_done_before_it_is_sent(boss: Client) -> None:
    assert "Ana Canaria" in body(boss, f"/team/giving/?{CARE}")
    found = proposed(boss)
    assert found["officer-p-1"] == officer_of("two").public_id
    assert len(found) == len(CHILDREN)
    assert working() == {}


@pytest.mark.both
def test_everybody_who_was_proposed_is_given_and_nobody_waits_any_more(boss: Client) -> None:
    answer = boss.post("/team/giving/", {"purpose": "care", "give": "1", **proposed(boss)})
    assert answer.status_code == 302
    given = working()
    assert set().union(*given.values()) == set(CHILDREN)
    assert sorted(map(len, given.values())) == [1, 2]
    assert "Nobody is left" in body(boss, f"/team/giving/?{CARE}")


def test_an_officer_on_leave_is_not_proposed_and_a_choice_of_one_is_refused(boss: Client) -> None:
    chosen = proposed(boss)
    until = {"purpose": "care", "last_day_day": "1", "last_day_month": "6", "last_day_year": "2027"}
    assert boss.post(f"/team/{officer_of('two').public_id}/leave/", until).status_code == 302
    assert Leave.objects.count() == 1
    answer = boss.post("/team/giving/", {"purpose": "care", "give": "1", **chosen})
    assert answer.status_code == 400
    assert working() == {}
    assert set(proposed(boss).values()) == {officer_of("one").public_id}
    page = boss.post("/people/p-1/assign/", {"purpose": "care", "officer": "two"}).content.decode()
    assert "on leave" in page


def test_what_somebody_on_leave_has_goes_to_others(boss: Client) -> None:
    Assignment.objects.create(officer=officer_of("two"), person="p-1", begins_at=NOW, given_by="tests")
    begin_leave(officer_of("two"), NOW.replace(year=2030), by="tests", at=NOW)
    assert "To be handed over" in body(boss, f"/team/?{CARE}")
    address = f"/team/{officer_of('two').public_id}/giving/"
    assert "Ana Canaria" in body(boss, f"{address}?{CARE}")
    chosen = {"officer-p-1": officer_of("one").public_id, "state-p-1": "MX-CHP"}
    assert boss.post(address, {"purpose": "care", "give": "1", **chosen}).status_code == 302
    assert working() == {"one": {"p-1"}}


def test_the_team_costs_the_same_however_large_it_is(boss: Client) -> None:
    body(boss, f"/team/?{CARE}")
    with CaptureQueriesContext(connection) as few:
        body(boss, f"/team/?{CARE}")
    for number in range(5):
        officer = account(f"more{number}", "DIF", Role.PROTECTION_OFFICER)
        set_cover(officer, CoverStated(state="MX-OAX", languages=frozenset(), shifts=WEEK), by="tests", at=NOW)
    with CaptureQueriesContext(connection) as many:
        body(boss, f"/team/?{CARE}")
    assert len(many) == len(few)
