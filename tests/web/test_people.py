"""The pages about people: each shows what the decision leaves and nothing else, and is in the log before."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.linkage.mentions import Birth
from reencuentro.records.audit import AuditEntry
from reencuentro.records.people import Membership, Person
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.web.purposes import LASTS
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

FACTS = {
    "full_name": "Ana Canaria",
    "birth": Birth(year=2012, month=5, day=3),
    "phones": ("+50255512345",),
    "facility": "Casa Azul",
    "notes": "asks for her aunt",
    "nationality": "GT",
}


@pytest.fixture
def ana(pages: None) -> Client:
    """A case worker of ORR; p-1 of ORR is assigned to her, p-2 of ORR isn't, p-3 is on DIF's list alone."""
    list_people("ORR", {"p-1": FACTS, "p-2": FACTS | {"full_name": "Bea Canaria"}}, minors=frozenset({"p-1", "p-2"}))
    list_people("DIF", {"p-3": FACTS | {"full_name": "Carla Canaria"}}, minors=frozenset({"p-3"}))
    officer = account("ana", "ORR", Role.CASE_WORKER)
    assign(officer, "p-1", by="tests", at=NOW)
    return browser_of(officer)


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_list_shows_names_of_the_own_agency_and_no_more(ana: Client) -> None:
    page = body(ana, "/people/?purpose=care")
    assert "Ana Canaria" in page
    assert "Bea Canaria" in page
    assert "Carla" not in page
    assert "555" not in page
    assert "Casa Azul" not in page


def test_nobody_is_offered_to_change_what_only_a_list_says(ana: Client) -> None:
    page = body(ana, "/people/p-1/?purpose=tracing")
    assert "Ana Canaria" in page
    assert "/amend/" not in page


def test_what_for_is_asked_before_anything_is_shown(ana: Client) -> None:
    page = body(ana, "/people/p-1/")
    assert "What are you here for?" in page
    assert "Ana Canaria" not in page


def test_what_for_is_asked_once_a_visit_and_noted_with_each_look(ana: Client) -> None:
    body(ana, "/people/p-1/?purpose=care")
    assert "Ana Canaria" in body(ana, "/people/p-1/")
    entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.action, entry.purpose) == ("see_person", "care")


def test_the_purpose_of_a_visit_is_changed_by_two_clicks_and_leads_back(ana: Client) -> None:
    assert 'href="/purpose/"' in body(ana, "/people/p-1/?purpose=care")
    asked = {"purpose": "tracing", "back": "http://localhost/people/p-1/?purpose=care"}
    answer = ana.post("/purpose/", asked)
    assert answer.headers["Location"] == "http://localhost/people/p-1/?purpose=tracing"
    body(ana, "/people/p-1/")
    assert AuditEntry.objects.order_by("sequence").last().purpose == "tracing"  # type: ignore[union-attr]  # there is one
    assert ana.post("/purpose/", asked | {"back": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_the_purpose_is_asked_anew_after_half_an_hour_and_for_what_is_sent(ana: Client) -> None:
    body(ana, "/people/p-1/?purpose=care")
    assert ana.post("/people/p-1/consent/", {}).status_code == 400
    session = ana.session
    session["purpose"] = ("care", time.time() - LASTS)
    session.save()
    assert "What are you here for?" in body(ana, "/people/p-1/")


def test_no_other_site_changes_what_an_officer_is_here_for(ana: Client) -> None:
    ana.get("/people/p-1/?purpose=care", headers={"sec-fetch-site": "cross-site"})
    assert "What are you here for?" in body(ana, "/people/p-1/")


def test_who_is_assigned_sees_contact_and_location_each_on_its_page(ana: Client) -> None:
    assert "555" in body(ana, "/people/p-1/?purpose=care")
    assert "Casa Azul" not in body(ana, "/people/p-1/?purpose=care")
    assert "Casa Azul" in body(ana, "/people/p-1/location/?purpose=care")
    assert "555" not in body(ana, "/people/p-2/?purpose=care")
    assert ana.get("/people/p-2/location/?purpose=care").status_code == 403


@pytest.mark.parametrize("side", ["", "matches/", "location/", "protection/", "health/", "legal/", "notes/", "record/"])
def test_somebody_elses_and_nobody_are_answered_alike(ana: Client, side: str) -> None:
    elses, nobody = (ana.get(f"/people/{who}/{side}?purpose=care") for who in ("p-3", "p-9"))
    assert elses.status_code == nobody.status_code == 403
    assert elses.content == nobody.content
    assert {**elses.headers} == {**nobody.headers}


@pytest.mark.parametrize("odd", ["%00", "p-1%00", "%FF%FE", "%E2%80%AE", "%25s", "..", "9" * 2000])
def test_an_id_that_nobody_can_have_is_answered_as_nobody(ana: Client, odd: str) -> None:
    answers = [ana.get(f"/people/{who}/?purpose=care") for who in ("p-9", odd)]
    answers += [ana.post(f"/people/{who}/consent/", {"purpose": "care"}) for who in ("p-9", odd)]
    assert [answer.status_code for answer in answers] == [403] * 4
    assert len({_TOKEN.sub("", answer.content.decode()) for answer in answers}) == 1


_TOKEN = re.compile(r'value="\w{64}"')
"""What keeps forms of other sites out; another one on each page."""


def test_a_consent_offers_languages_by_name_and_takes_no_other(ana: Client) -> None:
    assert '<option value="kek">Q&#x27;eqchi&#x27;</option>' in body(ana, "/people/p-1/consent/?purpose=care")
    told = {"purpose": "care", "use": "care", "agency": "SRE", "levels": "1", "basis": "person", "language": "Canaria"}
    answer = ana.post("/people/p-1/consent/", told)
    assert (answer.status_code, 'id="id_language_error"' in answer.content.decode()) == (400, True)
    assert "Canaria" not in answer.content.decode()


def test_a_look_is_noted_with_officer_purpose_and_levels(ana: Client) -> None:
    body(ana, "/people/p-1/?purpose=care")
    entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.by, entry.officer, entry.agency) == ("officer:of-ana", "of-ana", "ORR")
    assert (entry.action, entry.purpose, entry.levels) == ("see_person", "care", [1, 2, 3, 4])
    assert (entry.about, entry.outcome) == (["person:p-1"], "done")


def test_a_refused_look_is_noted_too_without_the_words_of_the_address(ana: Client) -> None:
    ana.get("/people/Maria-Lopez/?purpose=care")
    entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    assert (entry.action, entry.outcome, entry.why) == ("see_person", "refused", "NotAllowedError")
    assert "Maria" not in str(vars(entry))


def become(former: str, *today: str) -> None:
    """The records of a person belong to these from now on, the n-th to the n-th, and its number is nobody's."""
    held, now = Membership.objects.standing().filter(person__public_id=former).order_by("pk"), timezone.now()
    for one, name in zip(list(held), today, strict=True):
        person, _ = Person.objects.get_or_create(public_id=name)
        Membership.objects.filter(pk=one.pk).update(known_until=now)
        Membership.objects.create(person=person, agency=one.agency, record_id=one.record_id, known_from=now)


def test_a_former_number_leads_to_who_holds_its_records_today(ana: Client) -> None:
    become("p-2", "p-new")
    answer = ana.get("/people/p-2/?purpose=care")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/people/p-new/?purpose=care")
    assert "Bea Canaria" in body(ana, answer.headers["Location"])
    entry = AuditEntry.objects.filter(action="follow_number").get()
    assert (entry.officer, entry.about) == ("of-ana", ["person:p-new"])
    assert "/people/p-new/family/" in ana.get("/people/p-2/family/?purpose=care").headers["Location"]


@pytest.mark.both
def test_a_former_number_tells_of_strangers_no_more_than_one_that_nobody_had(ana: Client) -> None:
    become("p-3", "p-theirs")
    former, elses, nobody = (ana.get(f"/people/{who}/?purpose=care") for who in ("p-3", "p-theirs", "p-9"))
    assert former.status_code == elses.status_code == nobody.status_code == 403
    assert former.content == elses.content == nobody.content
    assert not AuditEntry.objects.filter(action="follow_number").exists()


def test_the_side_of_somebody_that_is_closed_stays_closed_under_a_former_number(ana: Client) -> None:
    become("p-2", "p-new")
    assert ana.get("/people/p-2/location/?purpose=care").status_code == 403


@pytest.mark.both
def test_of_several_who_hold_the_records_today_the_officer_is_asked_which_and_told_of_none_whom_they_may_not_see(
    ana: Client,
) -> None:
    p_2 = Person.objects.get(public_id="p-2")
    for key in ("p-1", "p-3"):
        Membership.objects.standing().filter(record_id=key).update(person=p_2)
    become("p-2", "p-a", "p-b", "p-c")
    answer = ana.get("/people/p-2/?purpose=care")
    page = answer.content.decode()
    assert answer.status_code == 300
    assert page.count('href="/people/p-') == 2
    assert "Ana Canaria" in page
    assert "Bea Canaria" in page
    assert "Carla" not in page


def test_a_list_asks_as_much_of_the_database_for_two_as_for_a_hundred(pages: None) -> None:
    list_people("ORR", {"p-001": FACTS, "p-002": FACTS})
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER))
    body(browser, "/people/?purpose=care")
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            browser.get("/people/?purpose=care")
        counted.append(len(queries))
        if len(counted) == 1:
            list_people("ORR", {f"p-1{n:02}": FACTS for n in range(98)})
    assert counted[0] == counted[1]


def test_the_next_page_goes_on_after_the_last_and_a_forged_place_is_refused(pages: None) -> None:
    list_people("ORR", {f"p-{n:03}": {"full_name": f"Somebody {n:03}"} for n in range(150)})
    browser = browser_of(account("ana", "ORR", Role.CASE_WORKER))
    first = body(browser, "/people/?purpose=care")
    assert "Somebody 099" in first
    assert "Somebody 100" not in first
    following = first.split("after=")[1].split('"')[0]
    second = body(browser, f"/people/?purpose=care&after={following}")
    assert "Somebody 100" in second
    assert "Somebody 099" not in second
    for forged in ("p-100", following[:-2], "!"):
        assert browser.get("/people/", {"purpose": "care", "after": forged}).status_code == 403


def test_without_sign_in_nothing_is_shown(pages: None) -> None:
    answer = Client(HTTP_HOST="localhost").get("/people/p-1/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in/")


def test_an_assignment_that_ended_shows_no_more(ana: Client) -> None:
    officer = account("berta", "ORR", Role.CASE_WORKER)
    assign(officer, "p-2", by="tests", at=NOW, until=timezone.now() + timedelta(hours=1))
    browser = browser_of(officer)
    assert "555" in body(browser, "/people/p-2/?purpose=care")
    officer.assignments.get().end(by="tests", at=timezone.now())
    assert "555" not in body(browser, "/people/p-2/?purpose=care")
