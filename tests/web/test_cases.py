"""Cases on the pages: the whole way by the proper officers, two persons, two tabs, and everybody else kept out."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.records.cases import NEVER, Case, CaseForm, CaseTask
from reencuentro.records.officers import Officer
from reencuentro.records.releases import Release
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.cases.machine import TABLE
from reencuentro.rules.cases.states import WAY, State
from tests.stored.case_work import NEEDED
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.unit.rules.cases.filled import CHILD, MOTHER
from tests.web.case_pages import FOR, Crew, beside, crew, keep, opened, the_case, the_step, typed
from tests.web.entered import undone
from tests.web.test_matches import tie

K = FormKind
ASK = {"purpose": FOR}


@pytest.fixture
def team(pages: None) -> Crew:
    """The officers."""
    return crew()


def step(browser: Client, address: str, to: State, reason: str = "because it is so") -> int:
    """A step, sent from its page."""
    sent = {**ASK, "reason": reason, "version": the_case().version}
    return browser.post(f"{address}steps/{to.value}/take/", sent).status_code


def settle(browser: Client, address: str, verdict: str, purpose: str = FOR, reason: str = "no") -> int:
    """The second person's word."""
    sent = {"purpose": purpose, "verdict": verdict, "reason": reason}
    return browser.post(f"{address}settle/{the_step()}/", sent).status_code


def bring_to(team: Crew, address: str, goal: State) -> None:
    """Along the way, by the proper officers."""
    for to in WAY[1 : WAY.index(goal) + 1]:
        for kind in NEEDED.get(to, ()):
            assert keep(team.ana, address, kind) == 302, kind
        assert step(team.ana, address, to) == 302, to
        if to is State.HANDED_OVER:
            hand_over(team, address)
        elif TABLE[to].second:
            assert settle(team.eva, address, "settled") == 302, to


def hand_over(team: Crew, address: str) -> None:
    """Both agencies approve, and the chief confirms."""
    for browser, role in ((team.eva, "supervisor"), (team.luz, "protection_officer")):
        assert browser.post(f"{address}hand-over/approve/", {**ASK, "role": role}).status_code == 302
    assert team.eva.post(f"{address}hand-over/{the_step()}/release/", ASK).status_code == 302


def page(browser: Client, address: str, purpose: str = FOR) -> str:
    """What a page says."""
    told = browser.get(f"{address}?purpose={purpose}")
    assert told.status_code == 200, address
    return told.content.decode()


@pytest.mark.both
def test_a_child_goes_home_from_registration_to_the_closed_case(team: Crew) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.CLOSED)
        assert the_case().state == State.CLOSED
        with beside():
            assert Release.objects.get().adult.public_id == MOTHER
        told = page(team.ana, address)
        assert all(f"Officer {name}" in told for name in ("ana", "eva"))
        assert step(team.ana, address, State.REOPENED, "she is back at the shelter") == 302
        assert the_case().state == State.REOPENED


def test_the_box_for_an_adult_offers_the_known_relatives_by_name(team: Crew) -> None:
    with undone():
        address = opened(team)
        with beside():
            tie(CHILD, MOTHER, 0.95)
        form = page(team.ana, f"{address}forms/{K.DECISION.value}/0/")
        assert f"Juana Canaria (mother) {MOTHER}" in form
        assert f'value="{MOTHER}"' in form
        assert 'name="adult_number"' in form
        assert "Juana Canaria" not in page(team.ana, f"{address}forms/{K.REGISTRATION.value}/0/")


_UNSETTLED = {
    "Identity of both": (K.HAND_OVER, {"child_identity_seen": "unknown"}),
    "Relationship": (K.VERIFICATION, {"conclusion": "unknown"}),
    "Checks": (K.PREPARATION, {"home_check": "pending"}),
    "Wishes": (K.WISHES_CHILD, {"wants": "no"}),
    "Authority": (K.HAND_OVER, {"authority": ""}),
}
"""For each of the five conditions a form by which it is open again, though all others are settled."""


def test_nobody_is_handed_over_while_one_of_the_five_is_open(team: Crew) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.PREPARED)
        assert keep(team.ana, address, K.HAND_OVER) == 302
        versions = Counter([K.HAND_OVER])
        for condition, (kind, boxes) in _UNSETTLED.items():
            for changed in (boxes, {}):
                version = versions[kind] or 1
                assert keep(team.ana, address, kind, version=version, number=1, **changed) == 302, condition
                versions[kind] = version + 1
                told = page(team.ana, f"{address}hand-over/")
                missing = re.findall(r"__key\">([^<]+)</dt>\s*<dd[^>]*>\s*<strong class=\"[^\"]*--red", told)
                assert (condition in missing) is bool(missing) is bool(changed), missing
                if changed:
                    assert step(team.ana, address, State.HANDED_OVER) == 409, condition
        assert step(team.ana, address, State.HANDED_OVER) == 302


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_page_of_a_case_can_be_read_in_both_languages(team: Crew, language: str) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.PREPARED)
        keep(team.ana, address, K.EVENT)
        assert step(team.ana, address, State.CLAIM_DISPUTED) == 302
        keep(team.ana, address, K.WAIVER)
        with beside():
            Officer.objects.filter(login="ana").update(language=language)
        pages = ("", "dossier/", "hand-over/", "settle/", "work/", "steps/located/")
        told = [page(team.ana, f"{address}{one}") for one in pages]
        told += [page(team.ana, f"{address}forms/{kind.value}/0/") for kind in FormKind]
        told += [page(team.ana, "/cases/"), page(team.ana, f"/people/{CHILD}/cases/")]
        words = (
            ("Reclamo en disputa", "Claim disputed") if language == "es" else ("Claim disputed", "Reclamo en disputa")
        )
        assert words[0] in told[0]
        assert not any(words[1] in one for one in told)


def test_who_works_on_cases_and_is_not_assigned_is_told_whom_to_ask(team: Crew) -> None:
    with undone():
        for browser, said in ((team.zoe, True), (team.ana, False)):
            told = page(browser, f"/people/{CHILD}/")
            assert ("Ask: Officer eva." in told) is said
        assert "Ask:" not in page(team.zoe, f"/people/{MOTHER}/")


def test_a_case_is_opened_on_a_page_that_says_whose_and_offers_who_would_hear_of_it(team: Crew) -> None:
    with undone():
        told = page(team.ana, f"/people/{CHILD}/cases/")
        assert "Cases of Ana Canaria" in told
        assert f'href="/people/{CHILD}/?purpose={FOR}"' in told
        assert '<option value="eva">Officer eva</option>' in told
        for browser, other in ((team.ana, "eva"), (team.eva, "ana")):
            assert f'value="{other}"' in page(browser, f"/people/{CHILD}/cases/")
        for nobody in ("ana", "zoe", "luz"):  # who works on it; whom nobody assigned; of another agency
            assert f'<option value="{nobody}"' not in told
        opened(team)
        told = page(team.ana, f"/people/{CHILD}/cases/")
        assert "escalates_to" not in told
        assert the_case().public_id in told
        asked = {"country": "US", "escalates_to": "eva", "why": "again", **ASK}
        again = team.ana.post(f"/people/{CHILD}/cases/open/", asked)  # in another tab
        assert again.status_code == 400
        assert "again" in again.content.decode()


def test_who_is_not_assigned_sees_no_case_and_a_strange_id_gets_the_same_answer(team: Crew) -> None:
    with undone():
        address = opened(team)
        there, nowhere = (team.zoe.get(f"{one}?purpose={FOR}") for one in (address, "/cases/c-000000000000/"))
        assert (there.status_code, nowhere.status_code) == (403, 403)
        assert there.content == nowhere.content
        assert keep(team.zoe, address, K.REGISTRATION) == 403
        assert step(team.zoe, address, State.DUPLICATE) == 403
        assert "Canaria" not in page(team.zoe, "/cases/")
        with beside():
            assert not CaseForm.objects.exists()


def test_another_agency_works_on_the_case_as_far_as_the_agreement_goes(team: Crew) -> None:
    with undone():
        address = opened(team)
        assert "her mother asks" in page(team.luz, address)
        assert keep(team.luz, address, K.REGISTRATION) == 302
        assert team.luz.get(f"{address}?purpose=care").status_code == 403
        told = page(team.ana, f"{address}forms/registration/1/")
        assert "K&#x27;iche&#x27;" in told


def test_a_verifier_reads_the_dossier_and_no_notes(team: Crew) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.LOCATED)
        for kind in NEEDED[State.VERIFIED]:
            keep(team.ana, address, kind)
        step(team.ana, address, State.VERIFIED, "CANARYREASON")
        told = page(team.vera, f"{address}settle/", "verification")
        assert "Conclusion of the verification" in told
        assert "CANARYREASON" not in told
        assert "her mother asks" not in page(team.vera, address, "verification")
        assert team.vera.get(f"{address}forms/tracing_request/1/?purpose=verification").status_code == 403
        assert settle(team.vera, address, "settled", "verification") == 302
        assert the_case().state == State.VERIFIED


def test_nobody_settles_their_own_step_and_a_refusal_needs_words(team: Crew) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.LOCATED)
        for kind in NEEDED[State.VERIFIED]:
            keep(team.ana, address, kind)
        assert step(team.eva, address, State.VERIFIED) == 302
        assert settle(team.eva, address, "settled") == 403
        assert settle(team.luz, address, "refused", reason="  ") == 409
        assert settle(team.luz, address, "refused", reason="another child's certificate") == 302
        assert settle(team.luz, address, "settled") == 409
        assert the_case().state == State.LOCATED


def test_a_hand_over_is_confirmed_by_its_own_page_alone(team: Crew) -> None:
    with undone():
        address = opened(team)
        bring_to(team, address, State.PREPARED)
        keep(team.ana, address, K.HAND_OVER)
        assert step(team.ana, address, State.HANDED_OVER) == 302
        assert settle(team.eva, address, "settled") == 302
        assert team.eva.post(f"{address}hand-over/approve/", {**ASK, "role": "supervisor"}).status_code == 302
        assert "Officer eva (Agency ORR)" in page(team.ana, f"{address}hand-over/")
        assert "of-eva (Agency ORR)" in page(team.luz, f"{address}hand-over/")
        assert team.eva.post(f"{address}hand-over/{the_step()}/release/", ASK).status_code in (403, 409)
        with beside():
            assert not Release.objects.exists()


def test_what_is_missing_is_said_and_what_was_typed_stays(team: Crew) -> None:
    with undone():
        address = opened(team)
        sent = {**ASK, "reason": "TYPEDREASON", "version": the_case().version}
        told = team.ana.post(f"{address}steps/documented/take/", sent)
        assert told.status_code == 409
        assert "The registration form is missing" in told.content.decode()
        assert "TYPEDREASON" in told.content.decode()
        wrong = {**typed(K.HAND_OVER), "on_day": "31", "on_month": "2", "place": "TYPEDPLACE", "version": "0"}
        told = team.ana.post(f"{address}forms/hand_over/0/keep/", wrong)
        assert told.status_code == 400
        assert "TYPEDPLACE" in told.content.decode()
        assert 'id="id_on_error"' in told.content.decode()


def test_two_tabs_lose_nothing(team: Crew) -> None:
    with undone():
        address = opened(team)
        assert keep(team.ana, address, K.WISHES_CHILD, own_words="FIRSTWORDS") == 302
        sent = {**typed(K.WISHES_CHILD, own_words="SECONDWORDS"), "version": "0"}
        late = team.ana.post(f"{address}forms/wishes_child/0/keep/", sent)
        told = late.content.decode()
        assert late.status_code == 409
        assert "FIRSTWORDS" in told
        assert "SECONDWORDS" in told
        assert 'name="version" value="1"' in told
        assert keep(team.ana, address, K.WISHES_CHILD, version=1, own_words="SECONDWORDS") == 302
        with beside():
            assert CaseForm.objects.count() == 2


def test_a_form_that_is_sent_twice_is_added_once(team: Crew) -> None:
    with undone():
        address = opened(team)
        sent = {**typed(K.DOCUMENT), "version": "0", "next": "1"}
        answers = [team.ana.post(f"{address}forms/document/0/keep/", sent) for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 409]
        assert 'name="next" value="2"' in answers[1].content.decode()
        assert team.ana.post(f"{address}forms/document/0/keep/", {**sent, "next": "2"}).status_code == 302
        assert team.ana.post(f"{address}forms/document/0/keep/", {**sent, "next": "9"}).status_code == 409
        with beside():
            assert CaseForm.objects.count() == 2


def test_tasks_and_the_work_go_to_other_hands(team: Crew) -> None:
    with undone():
        address = opened(team)
        due = {"task-due_day": "3", "task-due_month": "3", "task-due_year": "2030"}
        task = {**ASK, "task-what": "find a bed", "task-agency": "DIF", **due}
        assert team.ana.post(f"{address}work/tasks/", task).status_code == 302
        assert team.ana.post(f"{address}work/tasks/", {**task, "task-agency": "XX"}).status_code == 400
        assert team.ana.post(f"{address}work/tasks/", {**task, "task-owner": "luz"}).status_code == 400
        with beside():
            number = CaseTask.objects.get().pk
        assert "find a bed" in page(team.luz, "/cases/")
        assert "find a bed" not in page(team.zoe, "/cases/")
        assert team.ana.post(f"{address}work/tasks/{number}/done/", ASK).status_code == 409
        assert team.luz.post(f"{address}work/tasks/{number}/done/", ASK).status_code == 302
        assert "find a bed" not in page(team.luz, "/cases/")
        hand = {**ASK, "hand-elsewhere": "of-luz", "hand-escalates_to": "eva"}
        for wrong in ({"hand-elsewhere": "luz"}, {"hand-owner": "luz", "hand-elsewhere": ""}, {"hand-owner": "ana"}):
            assert team.ana.post(f"{address}work/hand/", {**hand, **wrong}).status_code == 400
        assert team.ana.post(f"{address}work/hand/", hand).status_code == 302
        assert "Canaria" in page(team.luz, "/cases/")
        assert "Canaria" not in page(team.ana, "/cases/")


def test_a_form_that_nobody_touched_is_refused_beside_its_first_box(team: Crew) -> None:
    with undone():
        address = opened(team)
        sent = {**ASK, "version": "0", "next": "1", "mother_alive": "unknown", "separation_cause": "unknown"}
        told = team.ana.post(f"{address}forms/registration/0/keep/", sent)
        assert told.status_code == 400
        assert re.search(r'id="id_other_names_error"[^>]*>.{0,80}The form is empty', told.content.decode(), re.DOTALL)
        with beside():
            assert not CaseForm.objects.exists()
        assert step(team.ana, address, State.DOCUMENTED) == 409


def test_what_is_late_comes_first_and_to_whom_it_escalates(team: Crew) -> None:
    with undone():
        address = opened(team)
        assert "Canaria" not in page(team.eva, "/cases/")
        assert "Canaria" not in page(team.eva, "/")
        assert keep(team.ana, address, K.EVENT) == 302
        for of_eva in (page(team.eva, "/cases/"), page(team.eva, "/")):
            assert "Canaria" in of_eva
            assert "days late" in of_eva
            assert "Came to you because it is late" in of_eva
        home = page(team.ana, "/")
        assert '<span class="app-tile__count">1</span>' in home
        assert "days late" in home
        assert "Came to you" not in home


def test_home_names_the_cases_with_least_time_left_first_and_leaves_out_what_is_not_due(team: Crew) -> None:
    first = opened(team)
    names = {f"p-{number}": {"full_name": f"Nino{number} Canaria"} for number in range(3)}
    list_people("ORR", names, minors=frozenset(names))
    ana = Officer.objects.get(login="ana")
    due = {"p-0": timezone.now() + timedelta(days=9), "p-1": timezone.now() - timedelta(days=5), "p-2": NEVER}
    for number, name in enumerate(names):
        assign(ana, name, by="tests", at=NOW)
        facts = {"agency": ana.agency, "owner": ana, "escalates_to": ana, "jurisdiction": "US", "state": "tracing"}
        facts |= {"public_id": f"c-{number}", "person": name, "why": "", "next_due": due[name]}
        Case.objects.create(opened_at=NOW, opened_by="tests", **facts)
    home = page(team.ana, "/").split("<main")[1]

    assert home.index("/cases/c-1/") < home.index("/cases/c-0/")
    assert "/cases/c-2/" not in home
    assert first not in home


def queries(browser: Client) -> int:
    """How many it takes to draw the list once the visit has begun."""
    browser.get(f"/cases/?purpose={FOR}")
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert browser.get(f"/cases/?purpose={FOR}").status_code == 200
    return len(made)


def test_a_list_of_fifty_cases_takes_as_many_queries_as_one_of_one(team: Crew) -> None:
    opened(team)
    page(team.ana, "/cases/")
    one = queries(team.ana)
    first = Case.objects.get()
    names = {f"p-{number:03}": {"full_name": f"Nino{number} Canaria"} for number in range(60)}
    list_people("ORR", names, minors=frozenset(names))
    ana = Officer.objects.get(login="ana")
    for number, name in enumerate(names):
        assign(ana, name, by="tests", at=NOW)
        Case.objects.create(
            public_id=f"c-{number}",
            person=name,
            agency=first.agency,
            owner=ana,
            escalates_to=first.escalates_to,
            jurisdiction="US",
            state="tracing",
            opened_at=first.opened_at,
            opened_by="tests",
            why="",
        )
    many = queries(team.ana)
    told = page(team.ana, "/cases/")
    assert told.count("Canaria") >= 50
    assert 'rel="next"' in told
    assert many == one
