"""Care on the pages: which need of health it is, health staff alone read; that there is one, whoever finds a place."""

import pytest
from django.test import Client

from reencuentro.records.assignments import Assignment
from reencuentro.records.duties import Duty
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

CARE, HEALTH = "care", "health"
DEAF = {"purpose": HEALTH, "need_health_code": "ds_df", "need_remarks": "signs at home"}
FIND = "/people/p-1/duties/care/begin/health_need/need_find/"


@pytest.fixture
def worker(pages: None) -> Client:
    """A case worker of a child's, whose agency has health staff, too."""
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria"}}, minors=frozenset({"p-1"}))
    officer = account("worker", "ORR", Role.CASE_WORKER)
    Assignment.objects.create(officer=officer, person="p-1", begins_at=NOW, given_by="tests")
    return browser_of(officer)


@pytest.fixture
def nurse(worker: Client) -> Client:
    """Health staff of that agency, to whom nobody is assigned."""
    return browser_of(account("nurse", "ORR", Role.HEALTH_STAFF))


def body(client: Client, address: str, purpose: str = CARE) -> str:
    return client.get(f"{address}?purpose={purpose}").content.decode()


def test_a_place_is_found_by_somebody_who_is_not_told_what_ails_the_child(worker: Client, nurse: Client) -> None:
    assert nurse.post(FIND, DEAF).status_code == 302
    duty = Duty.objects.get()
    address = f"/duties/care/{duty.public_id}/"
    assert "Hearing, deafness" in body(nurse, address, HEALTH)
    for page in (body(worker, address), body(worker, "/people/p-1/duties/care/"), body(worker, "/duties/care/")):
        assert "Waits for an answer" in page
        assert "deaf" not in page.lower()
        assert "signs at home" not in page
    assert "One child has a need" in worker.get("/").content.decode()

    offers = {"purpose": CARE, "version": "1", "need_offers": "one who signs"}
    assert worker.post(f"{address}need_arrange/", offers).status_code == 302
    assert "One child has a need" not in worker.get("/").content.decode()
    assert "one who signs" in body(worker, address)


def test_health_is_neither_offered_to_others_nor_taken_from_them(worker: Client) -> None:
    page = body(worker, "/people/p-1/duties/care/")
    assert "begin/service/care_plan/" in page
    assert "begin/health_service/" not in page
    answer = worker.post(FIND, {**DEAF, "purpose": CARE})
    assert answer.status_code in (403, 409)
    assert not Duty.objects.exists()


def test_a_health_service_is_not_known_of_by_others(worker: Client, nurse: Client) -> None:
    given = {"care_given_on_day": "18", "care_given_on_month": "6", "care_given_on_year": "2026"}
    begin = "/people/p-1/duties/care/begin/health_service/care_give_now/"
    assert nurse.post(begin, {"purpose": HEALTH, "care_health": "vaccination", **given}).status_code == 302
    address = f"/duties/care/{Duty.objects.get().public_id}/"
    assert "Vaccination" in body(nurse, address, HEALTH)
    assert worker.get(f"{address}?purpose={CARE}").status_code == 403
    assert "Health service" not in body(worker, "/people/p-1/duties/care/").partition("What can be begun")[0]


def test_a_refusal_that_the_child_did_not_understand_says_its_source_and_keeps_what_was_typed(worker: Client) -> None:
    refused = {
        "purpose": CARE,
        "care_service": "psychosocial",
        "care_refusal": "child_declined",
        "care_understood": "no",
        "care_remarks": "asked in Spanish",
        "care_refused_on_day": "18",
        "care_refused_on_month": "6",
        "care_refused_on_year": "2026",
    }
    answer = worker.post("/people/p-1/duties/care/begin/service/care_refuse_now/", refused)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Convention on the Rights of the Child, art. 12" in page
    assert "asked in Spanish" in page
    assert not Duty.objects.exists()
