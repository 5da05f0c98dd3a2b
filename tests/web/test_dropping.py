"""Rosters on the pages: dropped, shown, taken in beside the pages, and put right; hostile files change nothing."""

import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from reencuentro.actions.rosters import admit_roster
from reencuentro.actions.working import sole_worker, told_of, work_off_all
from reencuentro.records.alarms import Alarm
from reencuentro.records.audit import AuditEntry
from reencuentro.records.drops import DropPart, RosterDrop
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.rosters import ExtentSaid, Roster, SourceRecord
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.readings import MONDAY, TUESDAY, reading, row
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.usefixtures("pages")
HEADER = "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date,Zimmer\n"
LIST = HEADER + "1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2018-06-08,12\n2,Eva,Cruz,30/02/2011,F,Casa Sol,2018-06-11,3\n"
FOR = {"purpose": "care"}


@pytest.fixture(autouse=True)
def _no_workers() -> Any:
    """These tests work off what waits themselves."""
    with override_settings(SENDS_WORKERS=False):
        yield


def supplier(login: str = "ana", agency: str = "ORR", role: Role = Role.INTAKE) -> Officer:
    """Who hands in lists."""
    return account(login, agency, role)


def dropped(client: Client, content: str | bytes = LIST, name: str = "orr_2018-06-12.csv") -> Any:
    """The answer to a file."""
    file = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return client.post("/rosters/drop/", {**FOR, "roster": file})


def page(client: Client, token: str, beside: str = "") -> str:
    """What a list's page says."""
    return str(client.get(f"/rosters/{token}/{beside}?purpose=care").content.decode())


def shown(client: Client, **how: Any) -> RosterDrop:
    """A list that was dropped, and waits to be looked at."""
    assert dropped(client, **how).status_code == 302
    newest = RosterDrop.objects.order_by("-pk").first()
    assert newest is not None
    return newest


def taken(client: Client, one: RosterDrop, extent: str = "whole", *, work: bool = True, **said: Any) -> RosterDrop:
    """The list, once somebody has said that it shall be taken in."""
    work_off_all("tests")
    answer = client.post(f"/rosters/{one.token}/take/", {**FOR, "extent": extent, **said})
    assert answer.status_code == 302, answer.content.decode()
    if work:
        work_off_all("tests")
    one.refresh_from_db()
    return one


def test_a_list_is_shown_before_anything_is_kept_then_kept_and_told() -> None:
    client = browser_of(supplier())
    one = shown(client)
    told = page(client, one.token)
    for words in (
        "Given names",
        "by its header",
        "Not recognised",
        "Ana",
        "Casa Alma",
        "Finding out what changes",
    ):
        assert words in told
    assert "Keep the list" not in told
    assert Roster.objects.count() == 0
    work_off_all("tests")
    told = page(client, one.token)
    for words in ("Keep the list", "12 June 2018", "your agency&#x27;s first list", "Is this your whole list"):
        assert words in told or words.replace("&#x27;", "'") in told

    taken(client, one, work=False)
    waiting = page(client, one.token)
    assert "Waiting for its turn" in waiting
    assert 'http-equiv="refresh"' in waiting  # without script
    assert "hx-get" in page(client, one.token, "progress/")
    work_off_all("tests")

    done = page(client, one.token)
    for words in ("Rows taken", "Put them right"):
        assert words in done
    assert client.get(f"/rosters/{one.token}/progress/?purpose=care").headers["HX-Refresh"] == "true"
    assert (Roster.objects.count(), Person.objects.count(), DropPart.objects.count()) == (1, 1, 0)


def test_a_column_that_nobody_knows_is_explained_once() -> None:
    client = browser_of(supplier())
    one = shown(client)
    client.post(f"/rosters/{one.token}/column/", {**FOR, "column": "7", "field": "notes"})

    assert "because somebody of your agency said so" in page(client, one.token)
    assert "because somebody of your agency said so" in page(client, shown(client, name="orr_2018-06-13.csv").token)


@pytest.mark.parametrize(
    ("column", "field"), [("99", "notes"), ("x", "notes"), ("7", "shoe_size"), ("", ""), ("²", "x")]
)
def test_a_column_or_field_that_cannot_be_changes_nothing(column: str, field: str) -> None:
    client = browser_of(supplier())
    one = shown(client)
    told = client.post(f"/rosters/{one.token}/column/", {**FOR, "column": column, "field": field}, follow=True)

    assert told.status_code == 200
    assert "said so" not in told.content.decode()


def test_what_is_discarded_is_gone() -> None:
    client = browser_of(supplier())
    one = shown(client)
    client.post(f"/rosters/{one.token}/discard/", FOR)

    assert "Ana" not in page(client, one.token)
    assert DropPart.objects.count() == 0


def test_rows_are_mended_in_place_and_what_is_still_wrong_is_said_beside_the_cell() -> None:
    client = browser_of(supplier())
    one = shown(client)
    taken(client, one)
    mend = page(client, one.token, "mend/")
    assert "30/02/2011" in mend
    action = mend.split('action="/rosters/')[-1].split('"')[0]

    wrong = client.post(f"/rosters/{action}", {**FOR, "cell-3": "31/02/2011"})
    assert wrong.status_code == 400
    assert "31/02/2011" in wrong.content.decode()
    assert client.post(f"/rosters/{action}", {**FOR, "cell-3": "28/02/2011"}).status_code == 302
    assert "Being taken" in page(client, one.token, "mend/")
    work_off_all("tests")

    assert "There are no rows to put right" in page(client, one.token, "mend/")
    assert Person.objects.count() == 2


def test_who_only_supplies_lists_sees_their_own_preview_and_counts_alone() -> None:
    colleague, client = browser_of(supplier()), browser_of(supplier("rosa", role=Role.ROSTER_SUPPLIER))
    others = shown(colleague)
    assert client.get(f"/rosters/{others.token}/?purpose=care").status_code == 403
    assert "orr_2018" not in client.get("/rosters/?purpose=care").content.decode()

    one = shown(client, name="mine_2018-06-13.csv")
    assert "Casa Alma" in page(client, one.token)
    taken(client, one)
    done = page(client, one.token)
    assert "Rows taken" in done
    for words in ("Casa", "Ana", "Put them right"):
        assert words not in done
    assert client.get(f"/rosters/{one.token}/mend/?purpose=care").status_code == 403


def test_another_agencys_list_and_one_that_is_not_there_get_the_same_answer() -> None:
    one = shown(browser_of(supplier()))
    stranger = browser_of(supplier("dif", "DIF"))
    answers = {stranger.get(f"/rosters/{token}/?purpose=care").content for token in (one.token, "nothing")}

    assert len(answers) == 1
    assert stranger.post(f"/rosters/{one.token}/take/", FOR).status_code == 403
    assert stranger.post(f"/rosters/{one.token}/mend/1/", FOR).status_code == 403


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


def test_a_list_that_was_taken_for_the_whole_is_put_right_and_nobody_is_gone() -> None:
    client, one = brought_few()
    take(client, one, extent="whole", confirmed="19")
    work_off_all("tests")
    assert Alarm.objects.alive().count() == 19

    assert client.post(f"/rosters/{one.token}/extent/", {**FOR, "extent": "part"}).status_code == 302
    assert "is being put right" in page(client, one.token)
    work_off_all("tests")
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


@pytest.mark.parametrize("extent", ["", "all", "WHOLE", "whole\0", "x" * 5000])
def test_what_a_list_cannot_be_is_refused(extent: str) -> None:
    client, one = brought_few()

    assert take(client, one, extent=extent).status_code == 400
    kept = Roster.objects.get().content_hash
    assert client.post(f"/rosters/{kept}/extent/", {**FOR, "extent": extent}).status_code == 302
    assert ExtentSaid.objects.count() == 1


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


def bomb() -> bytes:
    """A small archive that would be a gigabyte."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (1200 * 1024 * 1024 // 16))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "photo.csv"),
        (b"%PDF-1.7 no list", "list.pdf"),
        (b"<script>alert(1)</script>", "<script>alert(1)</script>.csv"),
        (b"PK\x03\x04" + b"\xff" * 200, "broken.xlsx"),
        (bomb(), "bomb.xlsx"),
        (b'{"a": ' * 5000, "deep.json"),
        (b'"' + b"x" * 300_000, "one cell.csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do_and_nothing_is_kept(content: bytes, name: str) -> None:
    told = dropped(browser_of(supplier()), content, name)

    assert told.status_code == 400
    assert "Nothing of it was kept" in told.content.decode() or "empty" in told.content.decode()
    assert "<script>alert" not in told.content.decode()
    assert RosterDrop.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\x.csv", "x" * 300 + ".csv", "a." + "b" * 300, "\u202egpj.csv", "a'\"<b>.csv"],
)
def test_a_naughty_name_is_only_a_name(name: str) -> None:
    client = browser_of(supplier())
    told = dropped(client, name=name)

    assert told.status_code in (302, 400)
    assert client.get("/rosters/?purpose=care").status_code == 200


def test_a_claim_of_a_gigabyte_is_refused_before_anything_is_read() -> None:
    client = browser_of(supplier())
    told = client.generic(
        "POST", "/rosters/drop/", b"--x\r\n", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**30)
    )

    assert told.status_code == 413
    assert "200 MB" in told.content.decode()


def test_a_form_that_is_not_ours_is_refused() -> None:
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.cookies = browser_of(supplier()).cookies

    assert dropped(client).status_code == 403
    assert RosterDrop.objects.count() == 0


def test_no_file_is_said_beside_the_field() -> None:
    told = browser_of(supplier()).post("/rosters/drop/", FOR)

    assert told.status_code == 400
    assert "govuk-error-summary" in told.content.decode()


def test_a_files_name_and_what_it_says_are_in_no_log_entry() -> None:
    client = browser_of(supplier())
    one = shown(client, name="Ana Paz Luna 2018-06-12.csv")
    taken(client, one)

    told = repr(list(AuditEntry.objects.values_list("action", "about", "terms")))
    for words in ("Paz", "Luna", "Casa"):
        assert words not in told


def test_a_server_that_stopped_in_the_middle_is_said_so() -> None:
    client = browser_of(supplier())
    one = shown(client)
    taken(client, one, work=False)
    RosterDrop.objects.filter(pk=one.pk).update(state="running")
    work_off_all("tests")

    assert "Nothing was kept half" in page(client, one.token)


def test_the_same_content_twice_is_said_so() -> None:
    client = browser_of(supplier())
    for _ in range(2):
        one = taken(client, shown(client))

    assert "was kept already" in page(client, one.token)


@pytest.mark.parametrize("registry_kind", ["sqlite"])
def test_a_worker_of_its_own_takes_the_list_in(registry: str, registry_kind: str) -> None:
    if registry.startswith("postgresql://"):
        pytest.skip("there a timer works off what waits")
    client = browser_of(supplier())
    one = shown(client)
    work_off_all("tests")
    with override_settings(SENDS_WORKERS=True):
        client.post(f"/rosters/{one.token}/take/", {**FOR, "extent": "whole"})
        until = time.monotonic() + 60
        while RosterDrop.objects.get(pk=one.pk).state != "done" and time.monotonic() < until:
            time.sleep(0.5)

    assert RosterDrop.objects.get(pk=one.pk).state == "done"
    while not _is_alone(registry):
        time.sleep(0.1)
    assert Path(registry).is_dir()


def test_a_worker_that_is_killed_while_it_keeps_rows_leaves_none_of_them(registry: str) -> None:
    if registry.startswith("postgresql://"):
        pytest.skip("the same transaction, tried there by test_interruption")
    client = browser_of(supplier())
    rows = "".join(f"{line},Ana,Paz,2013-05-17,F,Casa Alma,2018-06-08,1\n" for line in range(9_000))
    one = taken(client, shown(client, content=HEADER + rows), work=False)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-c", "from reencuentro.cli import main; main()", "rosters", "work"]
    worker = subprocess.Popen(command, env={**environment, "REENCUENTRO_REGISTRY": registry})
    until = time.monotonic() + 120
    while (told_of(one) or ("", 0))[0] != "keep" and worker.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    worker.kill()
    worker.wait()

    assert told_of(one) is not None
    assert (Roster.objects.count(), SourceRecord.objects.count()) == (0, 0)
    assert RosterDrop.objects.get(pk=one.pk).state == "running"
    discard = client.post(f"/rosters/{one.token}/discard/", FOR)
    assert discard.status_code == 302
    assert RosterDrop.objects.get(pk=one.pk).state == "running"  # too late: it will be begun again


def _is_alone(registry: str) -> bool:
    with sole_worker(registry) as alone:
        return alone
