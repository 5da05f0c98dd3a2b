"""Whether a list is the whole, on the pages: what it would change is shown, asked, confirmed, and put right later."""

from datetime import date
from typing import Any

import pytest
from django.test import Client, override_settings

from reencuentro.actions.rosters import admit_roster
from reencuentro.actions.working import work_off_all
from reencuentro.records.alarms import Alarm
from reencuentro.records.drops import RosterDrop
from reencuentro.records.officers import Officer
from reencuentro.records.rosters import ExtentSaid, Roster
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.readings import MONDAY, TUESDAY, reading, row
from tests.web.entered import browser_of
from tests.web.lists import FOR, HEADER, page, shown, supplier, taken

pytestmark = pytest.mark.usefixtures("pages")


@pytest.fixture(autouse=True)
def _no_workers() -> Any:
    """These tests work off what waits themselves."""
    with override_settings(SENDS_WORKERS=False):
        yield


NAMES = (
    "Ana Berta Carla Diana Elena Flor Gloria Hilda Irma Juana Karla Lidia Marta Noemí Olga Paola Rosa Silvia Teresa Uma"
)
MANY = HEADER + "".join(
    f"{one},{name},{name[::-1].title()},{2004 + one % 9}-0{1 + one % 7}-1{one % 8},F,Casa Alma,2018-06-08,1\n"
    for one, name in enumerate(NAMES.split(), 1)
)
FEW = HEADER + "1,Ana,Ana,2005-02-11,F,Casa Sol,2018-06-08,1\n21,Luz,Rey,2012-01-02,F,Casa Sol,2018-06-11,1\n"
LATER = "orr_2018-06-19.csv"


def brought_few() -> tuple[Client, RosterDrop]:
    """Twenty people are listed; then a list of two is brought and looked at."""
    client = browser_of(supplier())
    taken(client, shown(client, content=MANY))
    one = shown(client, content=FEW, name=LATER)
    work_off_all("tests")
    return client, one


def take(client: Client, one: RosterDrop, **said: Any) -> Any:
    """The answer to what is said of it."""
    return client.post(f"/rosters/{one.token}/take/", {**FOR, **said})


def test_what_would_change_is_told_and_nothing_is_chosen_beforehand() -> None:
    client, one = brought_few()
    told = page(client, one.token)

    assert one.token in told
    assert "19 of 20 people would count as gone" in told
    assert "checked" not in told
    answer = take(client, one)
    assert answer.status_code == 400
    assert "Say whether it is the whole list or a part" in answer.content.decode()
    one.refresh_from_db()
    assert (one.state, Roster.objects.count()) == ("shown", 1)


@pytest.mark.parametrize("confirmed", ["", "18", "x", "²", "19 "])
def test_a_whole_list_that_would_lose_many_waits_until_their_number_is_confirmed(confirmed: str) -> None:
    client, one = brought_few()
    answer = take(client, one, extent="whole", confirmed=confirmed)

    assert answer.status_code == 400
    assert "Confirm that 19 people are gone" in answer.content.decode()
    assert Roster.objects.count() == 1
    assert take(client, one, extent="whole", confirmed="19").status_code == 302
    assert take(client, one, extent="part").status_code == 302  # a second tab: what was said first counts
    one.refresh_from_db()
    assert (one.state, one.extent) == ("waiting", "whole")


def test_from_a_part_nobody_is_missing_and_the_list_says_that_it_is_one() -> None:
    client, one = brought_few()
    assert take(client, one, extent="part").status_code == 302
    work_off_all("tests")

    assert "Only new and changed people" in page(client, one.token)
    listed = client.get("/rosters/?purpose=care").content.decode()
    assert "Added: 1 · Changed: 1" in listed
    assert "Missing" not in listed
    assert not Alarm.objects.exists()


def test_another_list_in_between_has_the_figures_shown_again() -> None:
    client, one = brought_few()
    other = shown(client, content=MANY.replace("Casa Alma", "Casa Luz"), name="orr_2018-06-15.csv")
    take(client, one, extent="whole", confirmed="19")
    RosterDrop.objects.filter(pk=one.pk).update(state="shown")  # it waits while the other is taken in
    taken(client, other)
    RosterDrop.objects.filter(pk=one.pk).update(state="waiting")
    work_off_all("tests")

    one.refresh_from_db()
    assert one.state == "shown"
    assert "Look at the figures again" in page(client, one.token)


@pytest.mark.both
def test_a_list_that_was_taken_for_the_whole_is_put_right_and_nobody_is_gone() -> None:
    client, one = brought_few()
    take(client, one, extent="whole", confirmed="19")
    work_off_all("tests")
    assert Alarm.objects.alive().count() == 19

    assert client.post(f"/rosters/{one.token}/extent/", {**FOR, "extent": "part"}).status_code == 302
    assert "is being put right" in page(client, one.token)
    work_off_all("tests")
    assert "Missing" not in client.get("/rosters/?purpose=care").content.decode()
    assert {alarm.state for alarm in Alarm.objects.alive()} == {"found"}  # a second person closes them
    assert {said.extent for said in ExtentSaid.objects.filter(roster=RosterDrop.objects.get(pk=one.pk).roster)} == {
        "whole",
        "part",
    }


def test_a_list_of_another_agency_cannot_be_said_to_be_anything() -> None:
    _, one = brought_few()
    stranger = browser_of(supplier("dif", "DIF"))
    mine = Roster.objects.get().content_hash

    for token in (one.token, mine, "0" * 64):
        assert stranger.post(f"/rosters/{token}/extent/", {**FOR, "extent": "withdrawn"}).status_code == 403
        assert stranger.get(f"/rosters/{token}/?purpose=care").status_code == 403
    assert ExtentSaid.objects.count() == 1


def test_that_a_part_is_the_whole_list_is_said_only_where_it_is_seen_who_would_be_gone() -> None:
    client, one = brought_few()
    take(client, one, extent="part")
    work_off_all("tests")
    client.post(f"/rosters/{one.token}/extent/", {**FOR, "extent": "whole"})
    work_off_all("tests")
    assert "Only new and changed people" in page(client, one.token)

    again = shown(client, content=FEW, name=LATER)
    work_off_all("tests")
    assert "Confirm that 19 people are gone" in take(client, again, extent="whole").content.decode()
    taken(client, again, "whole", confirmed="19")
    assert "The agency's whole list" in page(client, one.token).replace("&#x27;", "'")
    assert Roster.objects.count() == 2


@pytest.mark.parametrize("extent", ["", "all", "WHOLE", "whole\0", "x" * 5000])
def test_what_a_list_cannot_be_is_refused(extent: str) -> None:
    client, one = brought_few()

    assert take(client, one, extent=extent).status_code == 400
    kept = Roster.objects.get().content_hash
    assert client.post(f"/rosters/{kept}/extent/", {**FOR, "extent": extent}).status_code == 302
    assert ExtentSaid.objects.count() == 1


@pytest.mark.both
def test_lists_that_came_by_another_way_are_shown_with_what_they_changed() -> None:
    client = browser_of(supplier())
    people = [row(line, f"r-{line}", "ORR", full_name=f"Ana {line}") for line in range(2, 5)]
    admit_roster(reading("ORR", *people, as_of=date(2018, 6, 1)), by="tests", received_at=MONDAY)
    admit_roster(reading("ORR", *people[:2], as_of=date(2018, 6, 8)), by="tests", received_at=TUESDAY)
    told = client.get("/rosters/?purpose=care").content.decode()

    assert told.index("8 June 2018") < told.index("1 June 2018")
    assert "Missing: 1" in told
    assert "taken in at the terminal" in told
    newest = Roster.objects.order_by("-pk")[0].content_hash
    assert "Only new and changed people" in page(client, newest)
    assert client.post(f"/rosters/{newest}/extent/", {**FOR, "extent": "withdrawn"}).status_code == 302
    work_off_all("tests")
    assert "Withdrawn" in client.get("/rosters/?purpose=care").content.decode()


@pytest.mark.both
def test_why_rows_could_not_be_taken_is_told_in_the_readers_language_and_who_can_put_them_right() -> None:
    supplier("luz")
    rosa = supplier("rosa", role=Role.ROSTER_SUPPLIER)
    client = browser_of(rosa)
    one = taken(client, shown(client))
    Officer.objects.filter(pk=rosa.pk).update(language="es")
    told = page(client, one.token)

    assert "el mes 2 de ese año no tiene día 30" in told
    assert "YYYY" not in told
    assert "luz" in told
    assert "Casa Alma" not in told
