"""The way of one person on the pages, and what officers note of it: only for those who may see where somebody is."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.actions.rosters import admit_roster
from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.stays import Stay, StayWithdrawal
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW
from tests.stored.readings import MONDAY, TUESDAY, reading, row
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.usefixtures("child")
CHILD, CARE = "p-child", "purpose=care"
NOTED = {"agency": "ORR", "began_day": "1", "began_month": "6", "began_year": "2018", "purpose": "care"}


@pytest.fixture
def child(pages: None) -> None:
    """A child in ORR's care, moved once, and named by DIF too."""
    first = row(2, "U1", full_name="Ana Paz", facility="Casa Alma", admitted_on=date(2018, 6, 8))
    moved = row(2, "U1", full_name="Ana Paz", facility="Casa Sol", admitted_on=date(2018, 6, 8))
    admit_roster(reading("ORR", first, as_of=date(2018, 6, 12)), by="tests", received_at=MONDAY)
    admit_roster(reading("ORR", moved, as_of=date(2018, 6, 19)), by="tests", received_at=TUESDAY)
    one = Person.objects.create(public_id=CHILD)
    Membership.objects.create(person=one, agency="ORR", record_id="U1", known_from=MONDAY)
    Minor.objects.create(person=one, known_from=MONDAY)


def worker(login: str = "ana", role: Role = Role.CASE_WORKER, *, assigned: bool = True, agency: str = "ORR") -> Officer:
    """An officer, who works for the child or doesn't."""
    officer = account(login, agency, role)
    if assigned:
        Assignment.objects.create(officer=officer, person=CHILD, begins_at=NOW, given_by="tests")
    return officer


def seen(client: Client, purpose: str = CARE) -> Any:
    """The page of the way."""
    return client.get(f"/people/{CHILD}/way/?{purpose}")


def test_the_way_is_told_as_a_list_and_as_a_picture() -> None:
    page = seen(browser_of(worker())).content.decode()

    for words in ("Casa Alma", "Casa Sol", "From 8 June 2018", "Not known where", "<svg", "<title"):
        assert words in page
    assert "style=" not in page
    assert "Ana Paz" not in page  # where somebody is doesn't say who they are


@pytest.mark.parametrize(
    ("role", "assigned"), [(Role.CASE_WORKER, False), (Role.INTAKE, True), (Role.TRACING_OFFICER, True)]
)
def test_where_a_child_is_only_those_see_who_work_for_it_and_need_it(role: Role, assigned: bool) -> None:
    page = browser_of(worker(role=role, assigned=assigned)).get(f"/people/{CHILD}/way/?purpose=tracing")

    assert page.status_code == 403
    assert "Casa" not in page.content.decode()


def test_whoever_is_not_there_gets_the_same_answer() -> None:
    client = browser_of(worker(assigned=False))

    assert seen(client).content == client.get(f"/people/nobody/way/?{CARE}").content


def test_what_an_officer_notes_joins_what_lists_say() -> None:
    client = browser_of(worker())
    told = client.post(
        f"/people/{CHILD}/stays/note/", {**NOTED, "place": "Hogar Luz", **until(2018, 6, 5)}, follow=True
    )

    assert "Hogar Luz" in told.content.decode()
    stay = Stay.objects.get()
    assert (stay.began_on, stay.ended_on, stay.place) == (date(2018, 6, 1), date(2018, 6, 5), "Hogar Luz")


def until(year: int, month: int, number: int) -> dict[str, str]:
    """The day of the end, as typed."""
    return {"ended_year": str(year), "ended_month": str(month), "ended_day": str(number)}


def test_a_form_that_is_sent_twice_notes_one_stay() -> None:
    client = browser_of(worker())
    for _ in range(2):
        assert client.post(f"/people/{CHILD}/stays/note/", NOTED).status_code == 302

    assert Stay.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"agency": "NONE"}, "Agency"),
        ({"began_month": "13"}, "From"),
        ({"began_year": "2099"}, "still to come"),
        (until(2018, 5, 1), "before it begins"),
        ({"place": "x" * 201}, "Place"),
        ({"began_day": "\0"}, "From"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(typed: dict[str, str], words: str) -> None:
    told = browser_of(worker()).post(f"/people/{CHILD}/stays/note/", {**NOTED, "place": "Hogar Luz", **typed})
    page = told.content.decode()

    assert (told.status_code, Stay.objects.count()) == (400, 0)
    assert "govuk-error-summary" in page
    assert words in page
    assert "2018" in page or "2099" in page


def test_two_places_at_once_are_refused_with_what_to_do() -> None:
    client = browser_of(worker())
    client.post(f"/people/{CHILD}/stays/note/", NOTED)
    told = client.post(f"/people/{CHILD}/stays/note/", {**NOTED, "agency": "DIF", "began_day": "4"})

    assert told.status_code == 409
    assert "another stay takes in one of these days" in told.content.decode()


def test_a_transfer_and_an_end() -> None:
    client = browser_of(worker())
    client.post(f"/people/{CHILD}/stays/note/", NOTED)
    moved = client.post(f"/people/{CHILD}/stays/move/", {**NOTED, "agency": "DIF", "began_day": "4"})
    left = client.post(f"/people/{CHILD}/stays/end/", {"purpose": "care", **until(2018, 6, 9)})

    assert (moved.status_code, left.status_code) == (302, 302)
    told = Stay.objects.order_by("pk").values_list("agency__code", "began_on", "ended_on")
    assert list(told) == [
        ("ORR", date(2018, 6, 1), date(2018, 6, 4)),
        ("DIF", date(2018, 6, 4), date(2018, 6, 9)),
    ]


def test_what_was_noted_wrongly_is_corrected_and_kept() -> None:
    client = browser_of(worker())
    client.post(f"/people/{CHILD}/stays/note/", NOTED)
    first = Stay.objects.get()
    client.post(f"/people/{CHILD}/stays/{first.pk}/correct/", {**NOTED, "began_day": "3"})

    assert [stay.began_on for stay in Stay.objects.standing()] == [date(2018, 6, 3)]
    assert (Stay.objects.count(), StayWithdrawal.objects.get().stay) == (2, first)
    again = client.post(f"/people/{CHILD}/stays/{first.pk}/withdraw/", {"purpose": "care"})
    assert again.status_code == 409


def test_nobody_notes_stays_of_whom_they_do_not_work_for() -> None:
    client = browser_of(worker(assigned=False))

    assert client.post(f"/people/{CHILD}/stays/note/", NOTED).status_code == 403
    assert client.post("/people/nobody/stays/note/", NOTED).status_code == 403
    assert Stay.objects.count() == 0


def test_a_note_says_who_and_when() -> None:
    officer = worker()
    browser_of(officer).post(f"/people/{CHILD}/stays/note/", NOTED)
    stay = Stay.objects.get()

    assert stay.noted_by == f"officer:{officer.public_id}"
    assert abs((timezone.now() - stay.noted_at).total_seconds()) < 60


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_page_has_every_word_in_the_readers_language(language: str) -> None:
    client = browser_of(worker())
    client.post(f"/people/{CHILD}/stays/note/", NOTED)
    page = client.get(f"/people/{CHILD}/way/?{CARE}", headers={"accept-language": language})

    assert page.status_code == 200
