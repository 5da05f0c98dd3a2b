"""Opening a registry: new, old, newer than the program, damaged, locked, somebody else's."""

import os
import sqlite3
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DataError, connection

from reencuentro.actions.perform import performing
from reencuentro.actions.rosters import admit_roster
from reencuentro.errors import RegistryError
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, trigger_name
from reencuentro.records.registry import FILE, open_registry
from reencuentro.records.rosters import Roster
from reencuentro.records.second_wall.acting import as_who_logged_in
from tests.stored.files import raw_connection
from tests.stored.readings import MONDAY, reading, row
from tests.stored.servers import Server

pytestmark = pytest.mark.usefixtures("unblocked")

NEVER_CHANGED = (
    *("alarmstep", "caseform", "casesettlement", "casestep", "caseturn", "columnmeant", "dutystep", "mend"),
    "callattempt",
    "groupitem",
    "staywithdrawal",
    *("agreementsignature", "agreementversion", "agreementwithdrawal", "approval", "approvalwithdrawal"),
    *("auditcheckpoint", "auditentry", "breakglass", "certifiedentry", "correction", "emergencynotice"),
    *("emergencyreview", "expiredrow", "judgement", "protectiongate", "retentionrule", "sourcerecord", "tombstone"),
)
NEVER_DELETED = (
    *("alarm", "case", "casetask", "cover", "duty", "extentsaid", "groupmember", "leave", "rosterdrop"),
    "workinggroup",
    *("assignment", "audithead", "auditsecret", "consent", "release", "roleheld", "stay", "tie", "withholding"),
    *NEVER_CHANGED,
)
MAY_BE_EMPTIED = {"certifiedentry", "judgement", "sourcerecord", "tie"}
KEPT_FOR_GOOD = {trigger_name(f"records_{one}", UPDATE) for one in NEVER_CHANGED} | {
    trigger_name(f"records_{one}", DELETE) for one in NEVER_DELETED
}
NEVER_EMPTIED = {trigger_name(f"records_{one}", TRUNCATE) for one in NEVER_DELETED if one not in MAY_BE_EMPTIED}
RULES = {
    "a_release_is_only_ended",
    "a_release_rests_on_two_approvals",
    "an_approval_comes_before_the_release",
    "nobody_is_in_two_places_at_once",
}


def open_and_close(place: str | Path) -> None:
    with open_registry(place, patience=0.2):
        pass


def test_what_is_kept_is_there_when_it_is_opened_again(place: str) -> None:
    with open_registry(place):
        admit_roster(reading("ORR", row(2, "1")), by="tests", received_at=MONDAY)
    with open_registry(place):
        assert Roster.objects.count() == 1


def test_models_and_migrations_agree(place: str) -> None:
    with open_registry(place):
        call_command("makemigrations", "records", check=True, dry_run=True, stdout=StringIO())


def test_triggers_are_all_there_after_the_last_migration(place: str) -> None:
    catalogue = {
        "sqlite": "SELECT DISTINCT rtrim(name, '_0123456789') FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname <> 'second_wall_forgets'",
    }
    with open_registry(place), connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert {name for (name,) in cursor.fetchall()} == KEPT_FOR_GOOD | RULES | (
            NEVER_EMPTIED if connection.vendor == "postgresql" else set()
        )


def test_registry_made_by_a_newer_program_is_refused(place: str) -> None:
    with open_registry(place), as_who_logged_in(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', CURRENT_TIMESTAMP)"
        )
    with pytest.raises(RegistryError, match="newer"):
        open_and_close(place)


def test_one_registry_is_open_at_a_time(place: str) -> None:
    with open_registry(place), pytest.raises(RegistryError, match="open already"):
        open_and_close(place)


def test_folder_and_file_are_their_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "registry"
    open_and_close(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(RegistryError, match="other files") as refusal:
        open_and_close(tmp_path)
    assert refusal.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "registry"
    file.write_text("x")
    with pytest.raises(RegistryError, match="can't be used"):
        open_and_close(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_may_not_be_written_to_is_refused(tmp_path: Path) -> None:
    open_and_close(tmp_path / "registry")
    (tmp_path / "registry").chmod(0o500)
    with pytest.raises(RegistryError, match="written"):
        open_and_close(tmp_path / "registry")


@pytest.mark.parametrize("damage", [b"not a database, just some text" * 200, b"SQLite format 3\0" + b"\xff" * 8000])
def test_damaged_file_is_refused_and_left_as_it_is(tmp_path: Path, damage: bytes) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    (folder / FILE).write_bytes(damage)
    with pytest.raises(RegistryError, match="damaged"):
        open_and_close(folder)
    assert (folder / FILE).read_bytes() == damage


@pytest.mark.parametrize("damage", [b"", b"\n", b"reencuentro-key-1:12ab", b"\xff\xfe" * 40, None])
def test_damaged_key_is_named_and_the_registry_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", str(tmp_path / "keys"))
    folder = tmp_path / "registry"
    open_and_close(folder)
    key, before = next((tmp_path / "keys").glob("*.key")), (folder / FILE).read_bytes()
    whole = key.read_bytes()
    key.write_bytes(whole[:-9] if damage is None else damage)

    with pytest.raises(RegistryError, match="damaged") as refusal:
        open_and_close(folder)
    assert key.name in str(refusal.value)
    assert whole.decode().strip() not in str(refusal.value)
    assert (folder / FILE).read_bytes() == before
    key.write_bytes(whole)
    open_and_close(folder)


@pytest.mark.postgres
def test_value_that_the_database_cannot_take_is_no_trouble_with_the_database(server: Server) -> None:
    with server.new_database() as address, pytest.raises(DataError), open_registry(address):
        Roster.objects.filter(file_name="a\0b").exists()


def test_database_of_something_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "registry"
    folder.mkdir()
    with sqlite3.connect(folder / FILE) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(RegistryError, match="other tables"):
        open_and_close(folder)


def test_run_that_finds_another_one_writing_says_so(tmp_path: Path) -> None:
    open_and_close(tmp_path)
    other = raw_connection(tmp_path)
    other.execute("BEGIN IMMEDIATE")
    try:
        with (
            pytest.raises(RegistryError, match="another run"),
            open_registry(tmp_path, patience=0.2),
            performing("nothing", by="tests"),
        ):
            pytest.fail("two writers at once")
    finally:
        other.close()


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("postgresql://user:secret@localhost:1/registry", "reached"),
        ("postgresql://user:secret@localhost:notaport/registry", "address"),
        ("postgresql://user:secret@localhost", "names no database"),
    ],
)
def test_wrong_address_is_refused_without_showing_the_password(address: str, problem: str) -> None:
    with pytest.raises(RegistryError, match=problem) as refusal:
        open_and_close(address)
    assert "secret" not in f"{refusal.value} {refusal.value.remedy}"
