"""The board of children unaccounted for: whom each officer sees of it, where, and what two of them do with an alarm."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reencuentro.actions.alarms import Raised, keep_alarms
from reencuentro.actions.rosters import admit_roster
from reencuentro.records.alarms import Alarm
from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.rules.alarms import Kind
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW
from tests.stored.readings import MONDAY, reading, row
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.usefixtures("pages")
FOR = {"purpose": "care"}


def children(count: int, agency: str = "ORR") -> list[str]:
    """So many children of an agency's list, each of whom nobody can account for."""
    rows = [row(line, f"{agency}{line}", agency, full_name=f"Niña {agency}{line}") for line in range(count)]
    admit_roster(reading(agency, *rows, as_of=date(2018, 6, 19)), by="tests", received_at=MONDAY)
    names = [f"p-{agency}{line:04}" for line in range(count)]
    people = Person.objects.bulk_create(Person(public_id=name) for name in names)
    Membership.objects.bulk_create(
        Membership(person=one, agency=agency, record_id=f"{agency}{line}", known_from=MONDAY)
        for line, one in enumerate(people)
    )
    Minor.objects.bulk_create(Minor(person=one, known_from=MONDAY) for one in people)
    raised = [lost(name, agency) for name in names]
    keep_alarms(raised, frozenset(names), by="tests", at=NOW)
    return names


def lost(person: str, agency: str = "ORR", **facts: Any) -> Raised:
    """The alarm about a child."""
    return Raised(
        person=person,
        kind=Kind.UNACCOUNTED,
        reason="dropped_without_discharge",
        agency=agency,
        **{"place": "Casa Alma", "weight": 1, "seen_on": date(2018, 6, 12), **facts},
    )


def officer(login: str, role: Role, *people: str, agency: str = "ORR") -> Officer:
    """An officer who works for these people."""
    one = account(login, agency, role)
    for person in people:
        Assignment.objects.create(officer=one, person=person, begins_at=NOW, given_by="tests")
    return one


def board(client: Client, beside: str = "") -> str:
    """What the board says."""
    told = client.get(f"/alarms/?purpose=care{beside}")
    assert told.status_code == 200
    return str(told.content.decode())


def test_a_board_without_alarms_says_what_will_appear_there() -> None:
    assert "One whom no list places will appear here" in board(browser_of(officer("ana", Role.CASE_WORKER)))


def test_the_board_tells_who_why_since_when_and_by_whom() -> None:
    (child,) = children(1)
    told = board(browser_of(officer("ana", Role.CASE_WORKER, child)))

    for words in ("Niña ORR0", "Gone from the list", "Casa Alma", "12 June 2018", "Open", "Agency ORR"):
        assert words in told


def test_where_a_child_was_is_shown_to_those_alone_who_may_see_places() -> None:
    children(1)
    told = board(browser_of(officer("ana", Role.CASE_WORKER)))

    assert "Niña ORR0" in told
    assert "Casa Alma" not in told


def test_nobody_sees_alarms_about_children_of_other_agencies() -> None:
    children(1, "DIF")
    client = browser_of(officer("ana", Role.CASE_WORKER))

    assert "Niña" not in board(client)
    number = Alarm.objects.get().pk
    answers = {client.get(f"/alarms/{one}/?purpose=care").content for one in (number, number + 1)}
    assert len(answers) == 1
    for step in ("work", "hand", "settle"):
        assert client.post(f"/alarms/{number}/{step}/", {**FOR, "step": "taken"}).status_code in (302, 403)
    assert Alarm.objects.get().state == "open"


def test_what_matters_most_comes_first() -> None:
    names = children(3)
    told = [lost(names[1], weight=9), lost(names[2], weight=1), lost(names[0], weight=1)]
    keep_alarms(told, frozenset(names), by="tests", at=NOW + timedelta(days=1))
    page = board(browser_of(officer("ana", Role.CASE_WORKER)))

    assert page.index("ORR1<") < page.index("ORR0<") < page.index("ORR2<")


def test_a_hundred_alarms_cost_as_many_queries_as_one_and_go_on_on_the_next_page() -> None:
    client = browser_of(officer("ana", Role.CASE_WORKER))

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as made:
            board(client)
        return len(made)

    board(client)
    children(1)
    of_one = queries()
    Alarm.objects.update(state="closed")
    children(100, "DIF")
    Membership.objects.filter(agency="DIF").update(agency="ORR")
    of_hundred = queries()
    assert of_hundred <= of_one + 2, (of_one, of_hundred)


def test_the_next_page_goes_on_where_the_first_ended() -> None:
    children(60)
    client = browser_of(officer("ana", Role.CASE_WORKER))
    first = board(client)
    following = first.split("after=")[1].split('"')[0]
    second = board(client, f"&after={following}")

    assert first.count("/alarms/") > 50
    assert "ORR0<" in first
    assert "ORR0<" not in second
    assert client.get("/alarms/?purpose=care&after=forged").status_code == 403


def step(client: Client, what: str, where: str = "work", **typed: str) -> Any:
    """An officer takes a step on the alarm as it stands."""
    alarm = Alarm.objects.get()
    return client.post(f"/alarms/{alarm.pk}/{where}/", {**FOR, "step": what, "version": str(alarm.version), **typed})


def test_an_alarm_is_handed_over_looked_into_found_and_closed_by_a_second_person() -> None:
    (child,) = children(1)
    boss = browser_of(officer("jefa", Role.SUPERVISOR, child))
    worker = browser_of(officer("ana", Role.CASE_WORKER))
    assert step(boss, "handed_over", "hand", officer="ana").status_code == 302
    assert Assignment.objects.filter(person=child, officer__login="ana").exists()
    assert step(worker, "taken").status_code == 302
    assert step(worker, "found", note="her teacher answered").status_code == 302
    assert Alarm.objects.get().state == "found"
    assert step(worker, "closed").status_code == 403  # nobody is their own second person
    page = worker.get(f"/alarms/{Alarm.objects.get().pk}/?purpose=care").content.decode()
    assert "her teacher answered" in page
    assert step(boss, "closed", "settle").status_code == 302

    assert Alarm.objects.get().state == "closed"
    assert "Niña" not in board(boss)


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays() -> None:
    (child,) = children(1)
    client = browser_of(officer("ana", Role.CASE_WORKER, child))
    told = step(client, "found", note="")

    assert told.status_code == 400
    assert "Say what it rests on" in told.content.decode()
    assert step(client, "fly").status_code == 400


def test_of_two_tabs_the_second_is_told_of_the_first() -> None:
    (child,) = children(1)
    client = browser_of(officer("ana", Role.CASE_WORKER, child))
    number = Alarm.objects.get().pk
    for expected in (302, 409):
        told = client.post(f"/alarms/{number}/work/", {**FOR, "step": "taken", "version": "1"})
        assert told.status_code == expected
    assert "meanwhile" in told.content.decode()


def test_home_counts_what_waits_for_the_officer() -> None:
    children(3)
    home = browser_of(officer("ana", Role.CASE_WORKER)).get("/").content.decode()

    assert "/alarms/" in home
    assert 'app-tile__count">3<' in home


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_word_of_the_board_is_there_in_both_languages(language: str) -> None:
    (child,) = children(1)
    leaves = Raised(
        person=child, kind=Kind.DEPARTURE, about="p-mother", reason="planned", agency="ORR", on=date(2018, 6, 30)
    )
    urgent = ("tender_age", "past_72_hours", "separated", "nobody_named")
    keep_alarms([lost(child, urgencies=urgent), leaves], frozenset([child]), by="tests", at=NOW)
    one = officer("ana", Role.SUPERVISOR, child)
    one.language = language
    one.save()
    client = browser_of(one)

    assert ("Espera" if language == "es" else "Waiting") in board(client)
    for alarm in Alarm.objects.all():
        assert client.get(f"/alarms/{alarm.pk}/?purpose=care").status_code == 200
