"""The family around one person on the pages."""

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.records.matches import Tie
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of
from tests.web.test_matches import ADULT, CHILD, tie

pytestmark = pytest.mark.usefixtures("pages")


@pytest.fixture
def worker() -> Client:
    """An intake worker of ORR, whose list holds a child, her sister, their mother; and DIF's an aunt."""
    people = {"c-1": CHILD, "c-2": CHILD | {"full_name": "Bea Canaria"}, "m-1": ADULT}
    list_people("ORR", people, minors=frozenset({"c-1", "c-2"}))
    list_people("DIF", {"t-1": ADULT | {"full_name": "Tia Secreta"}})
    tie("c-1", "m-1", 0.95)
    tie("c-2", "m-1", 0.9)
    tie("c-1", "t-1", 0.8, "aunt_uncle")
    return browser_of(account("intake", "ORR", Role.INTAKE))


def family_of(client: Client, person: str) -> str:
    return client.get(f"/people/{person}/family/?purpose=care").content.decode()


def test_the_mother_and_the_sister_through_her_are_shown(worker: Client) -> None:
    page = family_of(worker, "c-1")
    assert "<svg" in page
    assert "Eva Canaria" in page
    assert "Bea Canaria" in page


def test_whom_the_reader_may_not_know_of_is_not_even_a_box(worker: Client) -> None:
    page = family_of(worker, "c-1")
    assert "t-1" not in page
    assert "Secreta" not in page


MORE = "There may be relatives whom you aren"


def test_that_there_may_be_more_is_said_whoever_there_is(worker: Client) -> None:
    assert MORE in family_of(worker, "c-1")
    assert MORE in worker.get("/people/c-1/?purpose=care").content.decode()
    for secret in ("t-1", "Secreta"):
        assert secret not in worker.get("/people/c-1/?purpose=care").content.decode()
    Tie.objects.all().update(known_until=timezone.now())
    assert MORE in family_of(worker, "c-1")
    assert MORE in worker.get("/people/c-1/?purpose=care").content.decode()


def test_who_sees_only_whom_they_are_assigned_to_is_told_so_and_others_are_told_of_agreements(worker: Client) -> None:
    tracer = browser_of(account("tracer", "ORR", Role.TRACING_OFFICER))
    assert "assigned" in family_of(worker, "c-1").partition(MORE)[2]
    assert "an agreement allows" in tracer.get("/people/c-1/family/?purpose=tracing").content.decode()


def test_a_rejected_tie_is_no_family(worker: Client) -> None:
    Tie.objects.update(status="rejected")
    page = family_of(worker, "c-1")
    assert "known yet" in page
    assert "<svg" not in page


def test_somebody_elses_and_nobodys_family_are_answered_alike(worker: Client) -> None:
    theirs, absent = (worker.get(f"/people/{who}/family/?purpose=care") for who in ("t-1", "t-9"))
    assert theirs.status_code == absent.status_code == 403
    assert theirs.content == absent.content
