"""Each record under a key of its own, on both databases: what opens it, what doesn't, and what renewing does to it."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from reencuentro.actions.keys import BATCH, rotate_keys, shred
from reencuentro.actions.perform import performing
from reencuentro.actions.rosters import admit_roster
from reencuentro.errors import RegistryError
from reencuentro.records.judgements import Judgement
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.registry import change_passphrase, open_registry
from reencuentro.records.rosters import Mention, Quarantined, SourceRecord
from reencuentro.records.sealing.keys import AgencyKey, Kind, RecordKey, SealingRoot, record_number
from reencuentro.records.sealing.passphrases import MASTER_KEY, Secret, key_folder, random_secret
from reencuentro.records.sealing.ring import ring, tree_file
from reencuentro.records.second_wall.acting import as_who_logged_in
from tests.stored.canaries import MARK
from tests.stored.old_registries import make_old, name
from tests.stored.readings import MONDAY, broken_row, reading, row
from tests.stored.servers import Server

pytestmark = pytest.mark.usefixtures("unblocked")

REPOSITORY = Path(__file__).resolve().parents[2]
NOW = datetime(2018, 6, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", str(tmp_path / "keys"))


@pytest.fixture
def filled(registry: str) -> str:
    """An open registry with two records each of two agencies."""
    for agency in ("ICE", "ORR"):
        rows = (row(n, f"{agency}{n}", full_name=f"{MARK} {agency} {n}", phones=("1",)) for n in (2, 3))
        admit_roster(reading(agency, *rows), by="tests", received_at=MONDAY)
    return registry


def names() -> list[str]:
    return [mention.full_name for mention in mentions_for_matching().mentions]


def facts() -> list[dict[str, str]]:
    """What is understood of each row, read at once: no cursor is left open where that fails."""
    return [mention.facts for mention in Mention.objects.all()]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def stored(table: str, column: str) -> list[str]:
    """What the column really holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY id")  # noqa: S608 the test's own names
        return [value for (value,) in cursor.fetchall()]


def test_what_rows_say_is_sealed_in_the_database(filled: str) -> None:
    assert len(names()) == 4
    for table, column in (("records_mention", "facts"), ("records_sourcerecord", "cells")):
        values = stored(table, column)
        assert len(set(values)) == len(values) == 4
        assert not any(MARK in value or "{" in value for value in values)
    assert all(record.cells for record in SourceRecord.objects.all())


def test_quarantine_and_reasons_are_sealed_too(registry: str) -> None:
    admit_roster(reading("ORR", row(2, "1"), broken_row(3, "2", value=MARK)), by="tests", received_at=MONDAY)
    first = SourceRecord.objects.order_by("line")[0]
    sides = {"left_agency": "ORR", "left_thread": "1", "right_agency": "ORR", "right_thread": "2"}
    Judgement.objects.create(
        **sides, left_row=first, right_row=first, verdict="rejected", by="tests", at=NOW, seen={}, reason=f"{MARK}\0"
    )
    assert Quarantined.objects.get().value == MARK
    assert Judgement.objects.get().reason == f"{MARK}\0"
    for table, column in (("records_quarantined", "value"), ("records_judgement", "reason")):
        assert not any(MARK in value for value in stored(table, column))


def test_sealed_value_can_neither_be_asked_for_nor_written_open(filled: str) -> None:
    with pytest.raises(FieldError):
        list(Mention.objects.filter(facts={}))
    with pytest.raises(TypeError, match="sealed"):
        Mention.objects.update(facts={})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records_mention SET facts = (SELECT facts FROM records_mention ORDER BY id DESC LIMIT 1)",
        "UPDATE records_mention SET facts = (SELECT cells FROM records_sourcerecord s WHERE s.id = source_record_id)",
        "UPDATE records_mention SET facts = '{}'",
        "UPDATE records_mention SET facts = '1' || substr(facts, 10)",
        "UPDATE records_recordkey SET wrapped = (SELECT wrapped FROM records_recordkey ORDER BY record DESC LIMIT 1)",
    ],
    ids=["of another row", "of another column", "open", "cut", "key of another record"],
)
def test_altered_or_moved_value_is_refused(change: str, filled: str) -> None:
    run(change)
    with pytest.raises(RegistryError, match="altered") as refusal:
        facts()
    assert MARK not in f"{refusal.value}{refusal.value.remedy}"


def test_key_of_one_agency_opens_no_record_of_another(filled: str) -> None:
    ice, orr = (AgencyKey.objects.get(agency__code=code) for code in ("ICE", "ORR"))
    own = [row for row in RecordKey.objects.values_list("record", "key", "wrapped") if row[1] == orr.pk]
    assert len(own) == 2
    for record, _, wrapped in own:
        assert ring().rewrapped([(record, orr.pk, wrapped)], orr.agency_id)
        with pytest.raises(RegistryError, match="altered"):
            ring().rewrapped([(record, ice.pk, wrapped)], ice.agency_id)


def test_agency_key_moved_to_another_agency_is_refused(place: str) -> None:
    with open_registry(place):
        for agency in ("ICE", "ORR"):
            admit_roster(reading(agency, row(2, agency, full_name=MARK)), by="tests", received_at=MONDAY)
        run("UPDATE records_agencykey SET wrapped = (SELECT wrapped FROM records_agencykey ORDER BY id DESC LIMIT 1)")
    with open_registry(place), pytest.raises(RegistryError, match="altered"):
        facts()


def test_missing_record_secrets_are_told_and_nothing_is_shown(place: str) -> None:
    with open_registry(place):
        admit_roster(reading("ORR", row(2, "1", full_name=MARK)), by="tests", received_at=MONDAY)
        file = tree_file(SealingRoot.objects.get().name)
    content = file.read_text()
    file.unlink()
    with open_registry(place), pytest.raises(RegistryError, match="missing or damaged") as refusal:
        facts()
    assert file.name in refusal.value.remedy
    file.write_text(content)
    with open_registry(place):
        assert names() == [MARK]


@pytest.mark.postgres
def test_wrong_or_missing_master_key_shows_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.new_database() as place:
        monkeypatch.setenv(MASTER_KEY.text, random_secret().text)
        with open_registry(place):
            admit_roster(reading("ORR", row(2, "1", full_name=MARK)), by="tests", received_at=MONDAY)
        with open_registry(place):
            assert names() == [MARK]
        monkeypatch.setenv(MASTER_KEY.text, random_secret().text)
        with open_registry(place), pytest.raises(RegistryError, match="not the one"):
            facts()
        with open_registry(place), pytest.raises(RegistryError, match="not the one"):
            admit_roster(reading("ICE", row(2, "1")), by="tests", received_at=MONDAY)
        monkeypatch.delenv(MASTER_KEY.text)
        with open_registry(place), pytest.raises(RegistryError, match="wasn't given") as refusal:
            facts()
        assert MASTER_KEY.file in refusal.value.remedy


@pytest.mark.postgres
def test_master_key_is_changed_and_the_old_one_opens_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = random_secret(), Secret("words that a person chose")
    monkeypatch.setenv(MASTER_KEY.text, old.text)
    with server.new_database() as place:
        with open_registry(place):
            admit_roster(reading("ORR", row(2, "1", full_name=MARK)), by="tests", received_at=MONDAY)
        change_passphrase(place, new)
        with open_registry(place), pytest.raises(RegistryError, match="not the one"):
            facts()
        monkeypatch.setenv(MASTER_KEY.text, new.text)
        with open_registry(place):
            assert names() == [MARK]


def test_old_registry_is_sealed_and_says_the_same(place: str) -> None:
    make_old(place, 3)
    with open_registry(place):
        assert names() == [name(line) for line in range(3)]
        assert [row.cells for row in SourceRecord.objects.order_by("line")] == [{"Name": name(n)} for n in range(3)]
        assert Quarantined.objects.get().value == "30 Feb"
        assert Judgement.objects.get().reason == 'two "cousins"'
        assert not any(MARK in value for value in stored("records_mention", "facts"))
        with pytest.raises(Exception, match="kept for good"), as_who_logged_in(), transaction.atomic():
            run("UPDATE records_sourcerecord SET cells = ''")


def test_rotation_renews_every_key_of_the_agency_and_no_other(filled: str) -> None:
    before = names()
    kept = dict(RecordKey.objects.values_list("record", "wrapped"))
    cells = stored("records_sourcerecord", "cells")
    done = rotate_keys("ORR", by="tests", at=NOW)
    assert (done.agencies, done.records) == (("ORR",), 2)
    assert sorted(AgencyKey.objects.values_list("agency__code", "version")) == [("ICE", 1), ("ORR", 2)]
    renewed = dict(RecordKey.objects.values_list("record", "wrapped"))
    assert sum(kept[record] != wrapped for record, wrapped in renewed.items()) == 2
    assert stored("records_sourcerecord", "cells") == cells  # not one byte of what is kept for good
    assert names() == before
    assert rotate_keys(by="tests", at=NOW).records == 4
    with pytest.raises(RegistryError, match="no key of agency"):
        rotate_keys("CBP", by="tests", at=NOW)


def test_rotation_that_was_stopped_is_gone_on_with(filled: str) -> None:
    orr = AgencyKey.objects.get(agency__code="ORR")
    ring().new_version(orr.agency_id)
    assert len(names()) == 4
    admit_roster(reading("ORR", row(2, "late", full_name="x")), by="tests", received_at=NOW)
    assert rotate_keys("ORR", by="tests", at=NOW).records == 2
    assert list(AgencyKey.objects.filter(agency=orr.agency_id).values_list("version", flat=True)) == [2]
    assert len(names()) == 5


@pytest.mark.slow
def test_rotation_killed_at_any_moment_leaves_all_readable(place: str) -> None:
    rows = 3 * BATCH
    with open_registry(place):
        said = (row(line, f"A{line}", full_name=f"x{line}") for line in range(rows))
        admit_roster(reading("ORR", *said), by="tests", received_at=MONDAY)
    moments = random.Random(35)  # noqa: S311 a choice of moments, not a secret
    program = f"from tests.stored.sealing_runs import rotate; rotate({place!r})"
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", program], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        with open_registry(place):
            assert len(set(names())) == rows
    with open_registry(place):
        rotate_keys(by="tests", at=NOW)
        assert AgencyKey.objects.count() == 1
        assert len(set(names())) == rows


def test_destroyed_record_reads_as_empty_and_all_others_as_before(filled: str) -> None:
    gone = SourceRecord.objects.get(record_id="ICE2")
    copied = list(RecordKey.objects.filter(record=record_number(Kind.ROW, gone.pk)).values())
    with performing("shred", by="tests"):
        shred(Kind.ROW, [gone.pk])
    assert SourceRecord.objects.get(record_id="ICE2").cells == {}
    assert names().count("") == 1
    RecordKey.objects.create(**copied[0])  # as an earlier copy of the registry would have it
    assert SourceRecord.objects.get(record_id="ICE2").cells == {}
    assert sorted(filter(None, names())) == [f"{MARK} ICE 3", f"{MARK} ORR 2", f"{MARK} ORR 3"]
    assert rotate_keys(by="tests", at=NOW).records == 4
    assert len(list(filter(None, names()))) == 3


def test_another_run_learns_of_a_destroyed_record_and_forgets_none(place: str) -> None:
    with open_registry(place):
        said = (row(line, f"A{line}", full_name=f"x{line}") for line in range(3))
        admit_roster(reading("ORR", *said), by="tests", received_at=MONDAY)
        first, second, _ = SourceRecord.objects.order_by("line").values_list("pk", flat=True)
        with performing("shred", by="tests"):
            shred(Kind.ROW, [first])
    with open_registry(place):
        with performing("shred", by="tests"):
            shred(Kind.ROW, [second])
        assert names() == ["", "", "x2"]
    assert list(key_folder().glob("*.records"))
