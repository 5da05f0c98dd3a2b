"""Rosters on the pages: dropped, shown, taken in beside the pages, and put right; hostile files change nothing."""

import csv
import io
import os
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from reencuentro.actions.working import sole_worker, told_of, work_off_all
from reencuentro.records.audit import AuditEntry
from reencuentro.records.drops import DropPart, Mend, RosterDrop
from reencuentro.records.people import Person
from reencuentro.records.rosters import Roster, SourceRecord
from reencuentro.rules.disclosure.vocabulary import Role
from tests.web.entered import browser_of
from tests.web.lists import FOR, HEADER, dropped, page, shown, supplier, taken

pytestmark = pytest.mark.usefixtures("pages")
NAUGHTY = Path(__file__).resolve().parents[2] / "../shared/data/naughty-strings/blns.txt"


@pytest.fixture(autouse=True)
def _no_workers() -> Any:
    """These tests work off what waits themselves."""
    with override_settings(SENDS_WORKERS=False):
        yield


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
        "Waiting for its turn",
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


def test_a_long_cell_of_many_lines_that_nobody_touched_stays_as_it_came() -> None:
    note = "first line\n" + "a long story " * 300
    client = browser_of(supplier())
    one = taken(client, shown(client, content=HEADER + f'2,Eva,Cruz,30/02/2011,F,"{note}",2018-06-11,3\n'))
    action = page(client, one.token, "mend/").split('action="/rosters/')[-1].split('"')[0]
    as_browsers_send = {"cell-5": note.replace("\n", ""), "cell-3": "28/02/2011"}

    assert client.post(f"/rosters/{action}", {**FOR, **as_browsers_send}).status_code == 302
    assert [*Mend.objects.values_list("column", "value")] == [("DOB", "28/02/2011")]


@pytest.mark.parametrize("typed", ["28/02/2011\0", "x" * 100_001])
def test_what_no_list_may_hold_is_said_beside_the_cell_and_not_cut(typed: str) -> None:
    client = browser_of(supplier())
    one = taken(client, shown(client))
    action = page(client, one.token, "mend/").split('action="/rosters/')[-1].split('"')[0]
    told = client.post(f"/rosters/{action}", {**FOR, "cell-3": "28/02/2011", "cell-5": typed})

    assert (told.status_code, Mend.objects.count()) == (400, 0)
    assert typed in told.content.decode()
    assert "the cell ha" in told.content.decode() or "NUL" in told.content.decode()


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
    [
        "../../etc/passwd",
        "..\\..\\x.csv",
        "x" * 300 + ".csv",
        "\U0001f642" * 90 + ".csv",
        "a." + "b" * 300,
        "\u202egpj.csv",
        "a'\"<b>.csv",
    ],
)
def test_a_naughty_name_is_only_a_name(name: str) -> None:
    client = browser_of(supplier())
    told = dropped(client, name=name)

    assert told.status_code in (302, 400)
    assert client.get("/rosters/?purpose=care").status_code == 200


def test_naughty_cells_are_shown_and_kept_as_they_came() -> None:
    if not NAUGHTY.is_file():
        pytest.skip("the strings aren't here")
    strings = [line for line in NAUGHTY.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    told = io.StringIO()
    writer = csv.writer(told)
    writer.writerows(
        [HEADER.strip().split(","), *([place, one, one, "", "", one, "", one] for place, one in enumerate(strings))]
    )
    client = browser_of(supplier())
    one = shown(client, content=told.getvalue(), name=f"{strings[7]}_2018-06-12.csv")
    for extent in ("part", ""):
        work_off_all("tests")
        assert client.get(f"/rosters/{one.token}/?purpose=care").status_code == 200
        taken(client, one, extent) if extent else None

    said = (
        page(client, one.token)
        + page(client, one.token, "mend/")
        + client.get("/rosters/?purpose=care").content.decode()
    )
    assert "<script>alert" not in said
    assert SourceRecord.objects.count() > 0.9 * len(strings)


def test_a_claim_of_a_gigabyte_is_refused_before_anything_is_read() -> None:
    client = browser_of(supplier())
    told = client.generic(
        "POST", "/rosters/drop/", b"--x\r\n", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**30)
    )

    assert told.status_code == 413
    assert "200 MB" in told.content.decode()


def test_a_full_disk_is_said_so_and_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    client = browser_of(supplier())
    with monkeypatch.context() as full:
        full.setattr(
            "reencuentro.web.uploads.tempfile.TemporaryFile",
            lambda: os.fdopen(os.open("/dev/full", os.O_RDWR), "r+b", 0),
        )
        told = dropped(client)

    assert (told.status_code, RosterDrop.objects.count()) == (507, 0)
    assert "no room left" in told.content.decode()
    assert dropped(client).status_code == 302


@pytest.mark.parametrize("claim", ["\u00b2", "9" * 5_000, "x"])
def test_a_claim_that_is_no_number_is_refused(claim: str) -> None:
    told = browser_of(supplier()).generic("POST", "/rosters/drop/", b"--x", CONTENT_LENGTH=claim)

    assert told.status_code == 413


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


def test_where_nobody_is_at_work_the_page_says_so_and_whom_to_ask() -> None:
    client = browser_of(supplier())
    one = shown(client)
    assert "Nobody is at work" not in page(client, one.token)
    RosterDrop.objects.filter(pk=one.pk).update(dropped_at=one.dropped_at - timedelta(minutes=3))

    assert "Nobody is at work" in page(client, one.token)
    assert "Nobody is at work" in page(client, one.token, "progress/")


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
