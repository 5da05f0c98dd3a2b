"""The board of children unaccounted for: whom each officer sees of it, where, and what two of them do with an alarm."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reencuentro.actions.alarms import Raised, keep_alarms
from reencuentro.actions.rosters import admit_roster
from reencuentro.records.alarms import Alarm
from reencuentro.records.assignments import Assignment
from reencuentro.records.matches import Tie
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

    board(client)

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


def page_of(client: Client, purpose: str = "care") -> str:
    """What the page of the one alarm says between its menu and its foot."""
    told = client.get(f"/alarms/{Alarm.objects.get().pk}/?purpose={purpose}")
    assert told.status_code == 200
    return str(told.content.decode()).split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("assigned", [True, False])
@pytest.mark.parametrize(
    ("role", "purpose"),
    [
        (Role.CASE_WORKER, "care"),
        (Role.SUPERVISOR, "care"),
        (Role.TRACING_OFFICER, "tracing"),
        (Role.VERIFIER, "verification"),
        (Role.SHELTER_STAFF, "care"),
    ],
)
def test_nothing_that_an_alarm_offers_is_refused_to_whom_it_is_offered(
    role: Role, purpose: str, assigned: bool
) -> None:
    (child,) = children(1)
    tied(child)
    client = browser_of(officer("ana", role, *([child] if assigned else [])))
    told = page_of(client, purpose)

    links = {one for one in re.findall(r'href="(/[^"]+)"', told.replace("&amp;", "&"))}
    assert links
    assert {one: client.get(one).status_code for one in links} == dict.fromkeys(links, 200)
    sent = {"purpose": purpose, "version": "0"}
    forms = {one for one in re.findall(r'<form[^>]* action="([^"]+)"', told)}
    answers = {one: client.post(one, sent).status_code for one in forms}
    assert set(answers.values()) <= {400}  # the form wants more, and doesn't say that it isn't for them
    assert bool(forms) == (assigned and role is not Role.SHELTER_STAFF and role is not Role.VERIFIER) or (
        role is Role.SUPERVISOR and forms == {f"/alarms/{Alarm.objects.get().pk}/hand/"}
    )


def test_who_is_not_assigned_is_told_whom_to_ask() -> None:
    (child,) = children(1)
    officer("jefa", Role.SUPERVISOR)
    officer("otra", Role.SUPERVISOR, agency="DIF")
    worker = officer("ana", Role.CASE_WORKER)
    client = browser_of(worker)
    told = page_of(client)

    assert "assigned to you first. Ask: Officer jefa." in told
    assert "Officer otra" not in told
    assert "/way/" not in told
    Assignment.objects.create(officer=worker, person=child, begins_at=NOW, given_by="tests")
    told = page_of(client)
    assert "Ask:" not in told
    assert "/way/" in told


def test_who_can_assign_is_told_to_do_so_first() -> None:
    (child,) = children(1)
    told = page_of(browser_of(officer("jefa", Role.SUPERVISOR)))

    assert "The child must be assigned first" in told
    assert f"/people/{child}/assign/" in told


def test_what_was_done_is_shown_to_those_alone_who_work_for_the_child() -> None:
    (child,) = children(1)
    step(browser_of(officer("ana", Role.CASE_WORKER, child)), "noted", note="her teacher answered")

    told = page_of(browser_of(officer("eva", Role.CASE_WORKER)))
    assert "app-timeline" not in told
    assert "shown to those to whom the child is assigned" in told
    assert "her teacher answered" in page_of(browser_of(officer("luz", Role.CASE_WORKER, child)))


def test_the_day_of_a_relatives_removal_is_shown_to_who_may_know_of_it() -> None:
    (child,) = children(1)
    Alarm.objects.update(state="closed")
    leaves = Raised(
        person=child, kind=Kind.DEPARTURE, about="p-mother", reason="planned", agency="ORR", on=date(2018, 6, 30)
    )
    keep_alarms([leaves], frozenset([child]), by="tests", at=NOW)

    assert "30 June 2018" in board(browser_of(officer("ana", Role.CASE_WORKER, child)))
    assert "30 June 2018" not in board(browser_of(officer("eva", Role.CASE_WORKER)))


def tied(child: str, status: str = "proposed") -> None:
    """A mother, listed by the same agency, is proposed, or decided on."""
    told = row(100, "M1", "ORR", full_name="Juana Madre")
    admit_roster(reading("ORR", told, as_of=date(2018, 6, 19), file_name="more.csv"), by="tests", received_at=MONDAY)
    mother = Person.objects.create(public_id="p-mother")
    Membership.objects.create(person=mother, agency="ORR", record_id="M1", known_from=MONDAY)
    facts = {"relation": "mother", "probability": 0.8, "evidence": [], "alternatives": [], "place": 1}
    Tie.objects.create(
        child=Person.objects.get(public_id=child), relative=mother, status=status, known_from=MONDAY, **facts
    )


def test_a_proposed_mother_is_the_next_step_and_no_longer_nobody() -> None:
    (child,) = children(1)
    keep_alarms([lost(child, urgencies=("nobody_named",))], frozenset([child]), by="tests", at=NOW)
    client = browser_of(officer("ana", Role.CASE_WORKER, child))
    assert "No source names a relative" in board(client)
    tied(child)

    assert "No source names a relative" not in board(client)
    assert "A relative is proposed" in board(client)
    told = page_of(client)
    assert "Juana Madre" in told
    assert reverse("match", args=[child, "p-mother", "mother"]) in told


def test_a_rejected_mother_is_no_next_step() -> None:
    (child,) = children(1)
    tied(child, status="rejected")

    assert "Juana Madre" not in page_of(browser_of(officer("ana", Role.CASE_WORKER, child)))


def test_the_board_says_how_many_there_are_and_home_the_same_of_those_that_wait() -> None:
    names = children(3)
    ana, eva = officer("ana", Role.CASE_WORKER), officer("eva", Role.CASE_WORKER)
    Alarm.objects.filter(person=names[0]).update(owner=ana)
    Alarm.objects.filter(person=names[1]).update(owner=eva)
    client = browser_of(ana)

    assert "3 alarms." in board(client)
    assert "2 alarms." in board(client, "&whose=mine")
    home = client.get("/").content.decode()
    assert 'app-tile__count">2<' in home
    assert "/alarms/?whose=mine" in home


def test_the_board_is_narrowed_by_reason_agency_and_who_looks_into_it() -> None:
    first, second = children(2)
    Alarm.objects.filter(person=first).update(reason="silent")
    eva = officer("eva", Role.CASE_WORKER)
    Alarm.objects.filter(person=second).update(owner=eva, owner_agency=eva.agency)
    client = browser_of(officer("ana", Role.CASE_WORKER))

    for beside, shown, hidden in (
        ("&reason=unaccounted_silent", "ORR0<", "ORR1<"),
        ("&reason=unaccounted_dropped_without_discharge", "ORR1<", "ORR0<"),
        ("&whose=mine", "ORR0<", "ORR1<"),
    ):
        told = board(client, beside)
        assert shown in told
        assert hidden not in told
    assert "No alarm that you may see is like this" in board(client, "&whose=others")
    assert "2 alarms." in board(client, "&agency=ORR&whose=ours")
    assert client.get("/alarms/?purpose=care&reason=x&agency=DIF").status_code == 400


def test_pages_of_a_narrowed_board_stay_narrowed() -> None:
    children(60)
    Alarm.objects.filter(person="p-ORR0059").update(reason="silent")
    client = browser_of(officer("ana", Role.CASE_WORKER))
    first = board(client, "&reason=unaccounted_dropped_without_discharge")
    address = re.findall(r'href="(\?purpose=[^"]*after=[^"]+)"', first)[0].replace("&amp;", "&")

    assert "ORR59<" not in client.get(f"/alarms/{address}").content.decode()


def test_an_alarm_of_today_waits_since_today() -> None:
    children(1)
    Alarm.objects.update(opened_at=timezone.now())

    told = board(browser_of(officer("ana", Role.CASE_WORKER)))
    assert "since today" in told
    assert "0 days" not in told
