"""What officers do with stays, alarms and dropped lists in the role of the pages: the wall lets them, and no more."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from reencuentro.actions.working import work_off_all
from reencuentro.records.alarms import Alarm
from reencuentro.records.drops import DropPart, RosterDrop
from reencuentro.records.rosters import Quarantined
from reencuentro.records.second_wall.acting import acting_as
from reencuentro.records.stays import Stay
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.behind import pages as as_pages
from tests.web.entered import browser_of
from tests.web.test_alarms import FOR, children, officer

pytestmark = [pytest.mark.usefixtures("pages", "_on_postgresql"), pytest.mark.postgres, pytest.mark.both]
LIST = (
    "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date\n"
    "1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2018-06-08\n"
    "2,Eva,Cruz,30/02/2011,F,Casa Sol,2018-06-11\n"
)


@pytest.fixture
def _on_postgresql(registry: str) -> Iterator[None]:
    if not registry.startswith("postgresql://"):
        pytest.skip("SQLite has no row security")
    with override_settings(SENDS_WORKERS=False):
        yield


def test_stays_are_noted_corrected_and_shown() -> None:
    (child,) = children(1)
    client = browser_of(officer("ana", Role.CASE_WORKER, child))
    typed = {**FOR, "agency": "ORR", "began_day": "1", "began_month": "6", "began_year": "2018", "place": "Hogar Luz"}
    with as_pages():
        assert client.post(f"/people/{child}/stays/note/", typed).status_code == 302
        told = client.get(f"/people/{child}/way/?purpose=care").content.decode()
        assert "Hogar Luz" in told
    number = Stay.objects.get().pk
    with as_pages():
        corrected = client.post(f"/people/{child}/stays/{number}/correct/", {**typed, "began_day": "2"})
        assert corrected.status_code == 302
        moved = client.post(f"/people/{child}/stays/move/", {**typed, "agency": "DIF", "began_day": "5"})
        assert moved.status_code == 302

    assert list(Stay.objects.standing().order_by("pk").values_list("began_on", "ended_on")) == [
        (date(2018, 6, 2), date(2018, 6, 5)),
        (date(2018, 6, 5), None),
    ]


def test_alarms_are_seen_taken_up_and_closed() -> None:
    (child,) = children(1)
    boss, worker = (
        browser_of(officer("jefa", Role.SUPERVISOR, child)),
        browser_of(officer("ana", Role.CASE_WORKER, child)),
    )
    number = Alarm.objects.get().pk
    with as_pages():
        assert "Casa Alma" in worker.get("/alarms/?purpose=care").content.decode()
        for client, where, step in ((worker, "work", "taken"), (worker, "work", "found"), (boss, "settle", "closed")):
            version = client.get(f"/alarms/{number}/?purpose=care").content.decode().split('name="version" value="')[1]
            typed = {**FOR, "step": step, "note": "asked", "version": version.split('"')[0]}
            assert client.post(f"/alarms/{number}/{where}/", typed).status_code == 302
        assert client.get("/").status_code == 200

    assert Alarm.objects.get().state == "closed"


def test_lists_are_dropped_explained_accepted_and_mended() -> None:
    client = browser_of(officer("ana", Role.INTAKE))
    file = SimpleUploadedFile("orr_2018-06-12.csv", LIST.encode())
    with as_pages():
        assert client.post("/rosters/drop/", {**FOR, "roster": file}).status_code == 302
    token = RosterDrop.objects.get().token
    with as_pages():
        assert "Casa Alma" in client.get(f"/rosters/{token}/?purpose=care").content.decode()
        assert client.post(f"/rosters/{token}/column/", {**FOR, "column": "5", "field": "notes"}).status_code == 302
        assert client.get(f"/rosters/{token}/progress/?purpose=care").status_code == 200
    work_off_all("tests")
    with as_pages():
        assert "What would change" in client.get(f"/rosters/{token}/?purpose=care").content.decode()
        assert client.post(f"/rosters/{token}/take/", {**FOR, "extent": "whole"}).status_code == 302
    work_off_all("tests")
    with as_pages():
        assert client.post(f"/rosters/{token}/extent/", {**FOR, "extent": "part"}).status_code == 302
        assert "Being corrected" in client.get("/rosters/?purpose=care").content.decode()
    work_off_all("tests")
    with as_pages():
        mend = client.get(f"/rosters/{token}/mend/?purpose=care").content.decode()
        assert "30/02/2011" in mend
        action = mend.split('action="/rosters/')[-1].split('"')[0]
        assert client.post(f"/rosters/{action}", {**FOR, "cell-3": "28/02/2011"}).status_code == 302
    work_off_all("tests")

    assert not Quarantined.objects.standing().exists()


@pytest.mark.parametrize("role", [Role.INTAKE, Role.ROSTER_SUPPLIER])
def test_a_list_that_is_discarded_takes_its_file_along(role: Role) -> None:
    client = browser_of(officer("ana", role))
    with as_pages():
        client.post("/rosters/drop/", {**FOR, "roster": SimpleUploadedFile("orr_2018-06-12.csv", LIST.encode())})
    token = RosterDrop.objects.get().token
    with as_pages():
        assert client.post(f"/rosters/{token}/discard/", FOR).status_code == 302

    assert (RosterDrop.objects.get().state, DropPart.objects.count()) == ("discarded", 0)


def test_what_is_of_another_agency_is_not_even_there() -> None:
    children(1, "DIF")
    stranger = officer("eve", Role.INTAKE)
    with as_pages():
        browser_of(stranger).get("/alarms/?purpose=care")
    with as_pages(), transaction.atomic(), acting_as(stranger.public_id):
        assert not Alarm.objects.exists()
        assert not RosterDrop.objects.exists()
    with as_pages(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_alarm SET person = 'p-1'")
