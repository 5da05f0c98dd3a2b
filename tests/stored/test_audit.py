"""The log of who did and saw what: gapless, for good, and without it nothing happens."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from reencuentro.actions.auditing import export_log, keep_checkpoint, sign_checkpoint
from reencuentro.actions.perform import performing
from reencuentro.errors import JudgementError, RegistryError
from reencuentro.interchange.transparency.checkpoints import Checkpoint, opened
from reencuentro.interchange.transparency.log_files import verify_log_file
from reencuentro.interchange.transparency.merkle import EMPTY_ROOT
from reencuentro.interchange.transparency.notes import Signer, parse_note
from reencuentro.interchange.transparency.verifying import FaultKind
from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditCheckpoint, AuditEntry, AuditHead, signing_key
from reencuentro.records.noting import Capacity
from reencuentro.records.reading import reading, term_hash
from reencuentro.records.registry import open_registry
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.records.verification import verify_registry
from tests.stored.servers import Server

REPOSITORY = Path(__file__).resolve().parents[2]


def do(number: int) -> None:
    with performing("try", by="tests", about=[f"ORR:{number}"]):
        pass


def logged() -> list[tuple[int, str, str]]:
    return list(AuditEntry.objects.order_by("sequence").values_list("sequence", "action", "outcome"))


def refuse() -> None:
    raise JudgementError("no", remedy="none")


def look_and_refuse() -> None:
    with reading("inner", by="tests"):
        pass
    refuse()


@pytest.mark.usefixtures("registry")
def test_an_empty_log_is_whole() -> None:
    verified = verify_registry()

    assert (verified.faults, verified.size) == ((), 0)


@pytest.mark.usefixtures("registry")
def test_entries_are_numbered_without_gaps_whatever_their_outcome() -> None:
    do(1)
    with pytest.raises(JudgementError), performing("try", by="tests"):
        refuse()
    with pytest.raises(ZeroDivisionError), performing("try", by="tests"):
        _ = 1 / 0
    do(2)

    assert logged() == [(0, "try", "done"), (1, "try", "refused"), (2, "try", "done")]
    assert verify_registry().faults == ()


@pytest.mark.usefixtures("registry")
def test_deeds_within_a_deed_come_before_it() -> None:
    with performing("outer", by="tests"):
        do(1)
        with reading("look", by="tests"):
            pass
        assert logged() == []  # written together, so that nobody else waits meanwhile

    assert [action for _, action, _ in logged()] == ["try", "look", "outer"]


@pytest.mark.usefixtures("registry")
def test_what_was_done_within_a_refused_deed_is_undone_with_its_note() -> None:
    with performing("outer", by="tests"):
        with pytest.raises(JudgementError), performing("middle", by="tests"):
            look_and_refuse()
        do(1)

    assert [(action, outcome) for _, action, outcome in logged()] == [
        ("middle", "refused"),
        ("try", "done"),
        ("outer", "done"),
    ]


@pytest.mark.usefixtures("registry")
def test_the_order_is_that_of_the_log_though_the_clock_jumps_back() -> None:
    for year in (2030, 2018, 1999):
        with performing("try", by="tests", at=datetime(year, 1, 1, tzinfo=UTC)):
            pass

    assert [entry.at.year for entry in AuditEntry.objects.order_by("sequence")] == [2030, 2018, 1999]
    assert verify_registry().faults == ()


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("statement", ["UPDATE records_auditentry SET by = 'x'", "DELETE FROM records_auditentry"])
def test_the_database_refuses_to_change_or_delete_an_entry(statement: str) -> None:
    do(1)
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("table", ["auditentry", "audithead", "auditcheckpoint", "auditsecret"])
def test_the_database_refuses_to_empty_the_log(table: str) -> None:
    do(1)
    sign_checkpoint(by="tests")
    empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{empty} records_{table}")


@pytest.mark.usefixtures("registry")
def test_a_look_is_noted_with_its_capacity_and_what_was_found() -> None:
    capacity = Capacity(officer="officer:7", agency="ORR", purpose="tracing", levels=(1, 2))
    with reading("look_up", by="officer:7", capacity=capacity, sought=["María López"]) as noted:
        noted.concerns("P-12", "ORR:77")

    entry = AuditEntry.objects.get()
    assert (entry.officer, entry.agency, entry.purpose, entry.levels) == ("officer:7", "ORR", "tracing", [1, 2])
    assert entry.about == ["P-12", "ORR:77"]
    assert entry.terms == [term_hash("  maría LÓPEZ ")]
    assert b"pez" not in entry.leaf.lower()


def test_a_search_term_has_another_hash_in_another_registry(tmp_path: Path, unblocked: None) -> None:
    hashes = set()
    for name in ("one", "two"):
        with open_registry(tmp_path / name):
            hashes.add(term_hash("María López"))

    assert len(hashes) == 2


def refuse_entries() -> None:
    """From now on the database takes no entry."""
    with as_who_logged_in(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_auditentry ADD CONSTRAINT none CHECK (false) NOT VALID")
        else:
            cursor.execute(
                "CREATE TRIGGER none BEFORE INSERT ON records_auditentry BEGIN SELECT RAISE(ABORT, 'no'); END"
            )


@pytest.mark.usefixtures("registry")
def test_what_cannot_be_noted_is_not_shown() -> None:
    refuse_entries()
    shown: list[str] = []

    def look() -> None:
        with reading("look", by="tests"):
            found = ["ORR:1"]
        shown.extend(found)

    with pytest.raises(RegistryError, match="nothing is shown"):
        look()
    assert shown == []


@pytest.mark.usefixtures("registry")
def test_what_cannot_be_noted_is_not_done() -> None:
    refuse_entries()
    with pytest.raises(RegistryError, match="nothing was done"), performing("name", by="tests"):
        Agency.objects.create(code="ORR")

    assert not Agency.objects.exists()


@pytest.mark.usefixtures("registry")
def test_a_refusal_that_cannot_be_noted_says_that() -> None:
    refuse_entries()
    with pytest.raises(RegistryError), performing("name", by="tests"):
        refuse()


def test_on_a_full_disk_nothing_is_shown_that_was_not_noted(tmp_path: Path, unblocked: None) -> None:
    place = str(tmp_path / "registry")
    with open_registry(place):
        pass
    said = subprocess.run(
        [sys.executable, "-m", "tests.stored.notes", "full", place, "200000"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    with open_registry(place):
        assert said[-1] == "refused"
        assert said.count("shown") == AuditEntry.objects.filter(action="look").count() > 0
        assert verify_registry().faults == ()


def test_many_who_write_at_once_make_one_log_without_gaps(place: str, unblocked: None) -> None:
    writers, entries = 8, 50
    with open_registry(place):
        pass
    subprocess.run(
        [sys.executable, "-m", "tests.stored.notes", "many", place, str(writers), str(entries)],
        cwd=REPOSITORY,
        check=True,
    )
    with open_registry(place):
        assert [number for number, _, _ in logged()] == list(range(writers * entries))
        assert verify_registry().faults == ()
        for writer in range(writers):
            about = (
                AuditEntry.objects.filter(by=f"writer {writer}").order_by("sequence").values_list("about", flat=True)
            )
            assert list(about) == [[f"{writer}:{entry}"] for entry in range(entries)]


@pytest.mark.postgres
def test_a_deed_of_minutes_keeps_nobody_else_from_looking(server: Server, unblocked: None) -> None:
    with server.new_database() as place, open_registry(place):
        with performing("reconcile", by="tests"):
            do(1)
            subprocess.run(
                [sys.executable, "-m", "tests.stored.notes", "many", place, "1", "2"],
                cwd=REPOSITORY,
                check=True,
                timeout=60,  # were the log locked, it would wait longer
            )

        assert [action for _, action, _ in logged()] == ["try", "try", "try", "reconcile"]
        assert verify_registry().faults == ()


def forget_everything() -> None:
    """An empty database behind the open registry."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {table}")
        cursor.execute("PRAGMA foreign_keys=ON")


OLD_ENTRIES = 2_345


def test_what_an_old_registry_noted_begins_the_log(place: str, unblocked: None) -> None:
    with open_registry(place), as_who_logged_in():
        forget_everything()
        executor = MigrationExecutor(connection)
        state = executor.migrate([("records", "0004_search")])
        entries = state.apps.get_model("records", "AuditEntry").objects
        entries.bulk_create(
            entries.model(
                at=datetime(2018, 6, 19, 12, 0, 0, number, tzinfo=UTC),
                by="José",
                action="admit_roster",
                about=[f"ORR:{number}"],
                outcome="done",
            )
            for number in range(OLD_ENTRIES)
        )
    with open_registry(place):
        assert verify_registry().faults == ()
        do(1)
        assert verify_registry().size == OLD_ENTRIES + 1
        assert [entry.about for entry in AuditEntry.objects.order_by("sequence")[:2]] == [["ORR:0"], ["ORR:1"]]
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEntry.objects.update(by="x")


@pytest.mark.usefixtures("registry")
def test_a_checkpoint_is_signed_kept_and_gone_on_from() -> None:
    do(1)
    note = sign_checkpoint(by="tests")
    do(2)
    checkpoint, _ = opened(note, [signing_key().public()])

    assert checkpoint.size == 1
    assert AuditCheckpoint.objects.get().note == note
    assert verify_registry([checkpoint]).faults == ()


@pytest.mark.usefixtures("registry")
def test_cosignatures_are_kept_beside_the_logs_own() -> None:
    note = parse_note(sign_checkpoint(by="tests"))
    witnessed = note.signed(
        *(Signer(f"witness.example/{name}", name.encode() * 32).cosign(note.text, 7) for name in "ab")
    )
    keep_checkpoint(str(witnessed), by="tests")

    assert [row.note for row in AuditCheckpoint.objects.order_by("pk")] == [str(note), str(witnessed)]
    assert verify_registry().faults == ()


@pytest.mark.usefixtures("registry")
def test_a_checkpoint_of_another_log_is_not_kept() -> None:
    other = Signer(signing_key().name, b"x" * 32)
    checkpoint = Checkpoint(other.name, 0, EMPTY_ROOT)
    with pytest.raises(RegistryError, match="isn't one of this registry"):
        keep_checkpoint(str(checkpoint.signed(other)), by="tests")


@pytest.mark.usefixtures("registry")
def test_a_log_that_is_not_whole_signs_nothing() -> None:
    do(1)
    AuditHead.objects.update(size=0, edge=[])

    with pytest.raises(RegistryError, match="isn't whole"):
        sign_checkpoint(by="tests")


@pytest.mark.usefixtures("registry")
def test_a_log_that_is_not_whole_is_exported_as_evidence(tmp_path: Path) -> None:
    do(1)
    sign_checkpoint(by="tests")
    AuditHead.objects.update(size=1, edge=["00" * 32])
    verified = export_log(tmp_path / "log.txt")

    assert FaultKind.HEAD in {fault.kind for fault in verified.faults}
    assert FaultKind.ROOT not in {fault.kind for fault in verify_log_file(tmp_path / "log.txt").faults}
    assert (tmp_path / "log.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("registry")
def test_an_exported_log_is_whole_in_itself(tmp_path: Path) -> None:
    for number in range(5):
        do(number)
    export_log(tmp_path / "log.txt")
    verified = verify_log_file(tmp_path / "log.txt", key=signing_key().public())

    assert (verified.faults, verified.size) == ((), 5)


@pytest.mark.usefixtures("registry")
def test_an_entry_costs_as_many_queries_in_a_long_log_as_in_a_short_one() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            do(1)
        return len(captured)

    first = queries()
    for number in range(40):
        do(number)

    assert queries() == first
