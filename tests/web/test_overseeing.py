"""What oversees the others: looks at a person, emergencies under review, agreements, how much searching shows."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import reencuentro
from reencuentro.actions.searches import ALARM, MOST_A_DAY
from reencuentro.records.agreements import AgreementSignature, AgreementVersion
from reencuentro.records.audit import AuditEntry
from reencuentro.records.emergencies import BreakGlass, EmergencyNotice
from reencuentro.rules.alarms import Step
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.web.words import is_said
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of
from tests.web.test_people import become

REASON = "the ward needs to know whom to call"


@pytest.fixture
def listed(pages: None) -> None:
    """p-1 is on DIF's list alone."""
    list_people("DIF", {"p-1": {"full_name": "Ana Canaria", "phones": ("555",)}}, minors=frozenset({"p-1"}))


def break_glass(browser: Client) -> int:
    asked = {"levels": ["3", "4"], "reason": REASON, "minutes": "60", "purpose": "care"}
    return browser.post("/people/p-1/emergency/", asked).status_code


@pytest.mark.usefixtures("listed")
def test_broken_glass_shows_tells_the_owner_and_is_reviewed_by_another_agency() -> None:
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER), stepped_up=True)
    assert browser.get("/people/p-1/?purpose=care").status_code == 403
    assert break_glass(browser) == 302
    assert "555" in browser.get("/people/p-1/?purpose=care").content.decode()
    assert EmergencyNotice.objects.get().agency.code == "DIF"
    same = browser_of(account("berta", "ORR", Role.SUPERVISOR))
    other = browser_of(account("carla", "DIF", Role.SUPERVISOR))
    number = BreakGlass.objects.get().pk
    found = {"finding": "justified", "purpose": "oversight"}
    assert f"/emergencies/{number}/review/" in other.get("/emergencies/?purpose=oversight").content.decode()
    assert f"/emergencies/{number}/review/" not in same.get("/emergencies/?purpose=oversight").content.decode()
    assert same.post(f"/emergencies/{number}/review/", found).status_code == 403
    assert other.post(f"/emergencies/{number}/review/", found).status_code == 302
    assert other.post(f"/emergencies/{number}/review/", found).status_code == 403


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("wrong", [{"reason": "urgent"}, {"minutes": "600"}, {"levels": []}, {"topics": ["record"]}])
def test_glass_is_not_broken_for_less_or_longer(wrong: dict[str, object]) -> None:
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER), stepped_up=True)
    asked = {"levels": ["3"], "reason": REASON, "minutes": "60", "purpose": "care", **wrong}
    assert browser.post("/people/p-1/emergency/", asked).status_code in (400, 403, 409)
    assert not BreakGlass.objects.exists()


@pytest.mark.usefixtures("listed")
def test_glass_is_not_broken_without_a_fresh_confirmation() -> None:
    assert break_glass(browser_of(account("ana", "ORR", Role.CASE_WORKER))) == 302
    assert not BreakGlass.objects.exists()


@pytest.mark.usefixtures("listed")
def test_an_agency_reads_the_log_of_people_whom_it_lists_and_nobody_elses() -> None:
    browser_of(account("carla", "DIF", Role.SUPERVISOR)).get("/people/p-1/?purpose=care")
    own = browser_of(account("dora", "DIF", Role.AUDITOR)).get("/people/p-1/looks/")
    other = browser_of(account("eva", "ORR", Role.AUDITOR))
    assert "of-carla" in own.content.decode()
    assert other.get("/people/p-1/looks/").content == other.get("/people/p-9/looks/").content


@pytest.mark.usefixtures("listed")
def test_who_looked_is_named_to_their_own_agency_and_numbered_to_others() -> None:
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria"}})
    browser_of(account("carla", "DIF", Role.SUPERVISOR)).get("/people/p-1/?purpose=care")
    own, other = (browser_of(account(f"dora-{code}", code, Role.AUDITOR)) for code in ("DIF", "ORR"))
    mine, theirs = (one.get("/people/p-1/looks/").content.decode() for one in (own, other))
    assert "Officer carla" in mine
    assert "Officer carla" not in theirs
    assert "Another agency's officer" in theirs
    assert "of-carla" in theirs


@pytest.mark.usefixtures("listed")
@pytest.mark.both
def test_looks_from_before_a_number_changed_are_listed_too() -> None:
    browser_of(account("carla", "DIF", Role.SUPERVISOR)).get("/people/p-1/?purpose=care")
    become("p-1", "p-new")
    browser_of(account("late", "DIF", Role.SUPERVISOR)).get("/people/p-1/?purpose=tracing")
    page = browser_of(account("dora", "DIF", Role.AUDITOR)).get("/people/p-new/looks/").content.decode()
    assert "Officer carla" in page


def test_all_that_the_log_calls_what_was_done_is_in_words() -> None:
    named = {one.value for one in Action} | {f"alarm_{one.value}" for one in Step}
    for file in Path(reencuentro.__file__).parent.rglob("*.py"):
        for one in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(one, ast.Call) and ast.unparse(one.func).lstrip("_") in ("performing", "reading", "working"):
                first = one.args[0] if one.args else None
                named |= {str(first.value)} if isinstance(first, ast.Constant) else set()
    assert len(named) > 100
    assert not [one for one in sorted(named) if not is_said(f"act_{one}")]


def test_whom_one_looks_for_by_name_is_led_to_where_they_began_and_a_number_leads_there_at_once(pages: None) -> None:
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria Torres"}})
    worker = browser_of(account("ana", "ORR", Role.CASE_WORKER), stepped_up=True)
    assert "/people/search/?then=emergency" in worker.get("/emergencies/begin/").content.decode()
    asked = {"name": "Ana Canaria Torres", "purpose": "care", "then": "emergency"}
    assert 'href="/people/p-1/emergency/"' in worker.post("/people/search/", asked).content.decode()
    number = {"name": " paaaabbbbcccc", "purpose": "care"}
    assert worker.post("/people/search/", number).headers["Location"] == "/people/PAAAABBBBCCCC/?purpose=care"
    auditor = browser_of(account("eva", "ORR", Role.AUDITOR))
    assert "/people/search/" not in auditor.get("/looks/").content.decode()


def test_searching_shows_so_many_people_a_day_and_then_raises_the_alarm_once(pages: None) -> None:
    list_people("ORR", {f"p-{n:03}": {"full_name": f"Ana Canaria {word}"} for n, word in enumerate(WORDS)})
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER))
    seen = set()
    for word in WORDS:
        page = browser.post("/people/search/", {"name": f"Ana Canaria {word}", "purpose": "tracing"}).content.decode()
        seen |= {name for name in (f"p-{n:03}" for n in range(len(WORDS))) if name in page}
    assert len(seen) == MOST_A_DAY
    assert AuditEntry.objects.filter(action=ALARM).count() == 1
    assert not any(word.lower() in str(vars(one)).lower() for one in AuditEntry.objects.all() for word in WORDS[:5])


WORDS = [f"{one}{two}" for one in ("Mal", "Tor", "Ver", "Pas", "Gom") for two in ("abar", "ez", "illo", "ondo", "uelo")]
WORDS += [f"{one}{two}" for one in ("Cid", "Ruf", "Zel", "Bon") for two in ("aque", "enta", "igo", "ovia", "urri")]


def in_boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def test_an_agreement_is_drafted_and_signed_on_the_pages_by_both_sides_and_by_nobody_else(pages: None) -> None:
    orr, dif, sre = (
        browser_of(account(code.lower(), code, Role.DATA_PROTECTION_OFFICER), stepped_up=True)
        for code in ("ORR", "DIF", "SRE")
    )
    terms = {
        "agreement": "a-1",
        "giver": "ORR",
        "taker": "DIF",
        "purposes": ["tracing"],
        "roles": ["tracing_officer"],
        "levels": ["1", "2", "3"],
        **in_boxes("begins", timezone.now().date()),
        **in_boxes("until", date(timezone.now().year + 1, 1, 1)),
        "purpose": "data_protection",
    }
    assert sre.post("/agreements/draft/", terms).status_code == 403
    assert orr.post("/agreements/draft/", terms).status_code == 302
    sign = {"purpose": "data_protection"}
    assert sre.post("/agreements/a-1/1/sign/", sign).status_code == 403
    assert [one.post("/agreements/a-1/1/sign/", sign).status_code for one in (orr, dif)] == [302, 302]
    assert AgreementSignature.objects.count() == 2
    page = dif.get("/agreements/?purpose=data_protection").content.decode()
    assert [word in page for word in ("a-1", "Tracing</dd>", "Tracing officer", "Who it is")] == [True] * 4
    assert "/agreements/a-1/1/sign/" not in page
    assert "a-1" not in sre.get("/agreements/?purpose=data_protection").content.decode()
    gone = {"purpose": "data_protection", "why": "no longer needed"}
    assert dif.post("/agreements/a-1/1/withdraw/", gone).status_code == 302
    assert AgreementVersion.objects.get().withdrawal
    assert "Withdrawn" in orr.get("/agreements/?purpose=data_protection").content.decode()
