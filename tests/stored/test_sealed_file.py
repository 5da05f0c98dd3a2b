"""The registry's file as a whole: sealed from its first byte, opened by its own secret alone, never lost on the way."""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]  # ships no hints

from reencuentro.actions.reconciling import RosterFile, Terms, reconciling
from reencuentro.actions.rosters import admit_roster
from reencuentro.errors import RegistryError
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.registry import FILE, change_passphrase, open_registry
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.sealing.engine.files import is_plain, salt_of
from reencuentro.records.sealing.passphrases import PASSPHRASE, Secret, key_folder, root_of
from tests.stored.canaries import MARK, canary, found_in
from tests.stored.old_registries import make_old
from tests.stored.readings import MONDAY, reading, row

pytestmark = pytest.mark.usefixtures("unblocked")

REPOSITORY = Path(__file__).resolve().parents[2]
ROWS = 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the registry of the test is made; its keys lie in a folder of their own."""
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", str(tmp_path / "keys"))
    return tmp_path / "registry"


@pytest.fixture
def by_passphrase(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with one record, opened by words that a person chose."""
    monkeypatch.setenv(PASSPHRASE.text, "correct horse battery staple")
    make(folder)
    return folder


def make(folder: Path, rows: int = 1) -> None:
    with open_registry(folder):
        said = (row(line, f"A{line}", full_name=f"{MARK} {line}") for line in range(rows))
        admit_roster(reading("ORR", *said), by="tests", received_at=MONDAY)


def names_kept(folder: Path) -> int:
    with open_registry(folder):
        return len({mention.full_name for mention in mentions_for_matching().mentions})


def test_new_registry_needs_no_set_up_and_its_key_lies_elsewhere(folder: Path) -> None:
    make(folder)
    assert names_kept(folder) == 1
    kept = sorted(key_folder().iterdir(), key=lambda file: file.suffix)
    assert [file.suffix for file in kept] == [".key", ".records"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept} == {0o600}
    assert stat.S_IMODE(key_folder().stat().st_mode) == 0o700
    assert {path.name for path in folder.iterdir()} == {FILE}
    salt = salt_of(folder / FILE)
    assert salt is not None
    assert kept[0].name == f"{salt.hex()}.key"


def test_file_shows_nothing_but_its_salt(folder: Path) -> None:
    make(folder)
    content = (folder / FILE).read_bytes()
    assert b"SQLite" not in content
    assert b"records_" not in content
    assert len(set(content)) == 256


@pytest.mark.parametrize("rows", [200, pytest.param(10_000, marks=pytest.mark.torture)])
def test_no_name_shows_in_the_folder_while_it_is_open_or_afterwards(
    rows: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    fields = ("Record ID", "First Name", "Last Name", "Facility", "Phone", "Address", "Notes", "Mother", "Language")
    lines = [",".join(fields), *(",".join(canary(n, field.replace(" ", "")) for field in fields) for n in range(rows))]
    file = tmp_path / "canaries_2018-06-19.csv"
    file.write_text("\n".join([*lines, f"broken,{canary(rows, 'Quarantined')}"]) + "\n")
    terms = Terms(by="tests", at=datetime(2018, 6, 20, tzinfo=UTC))
    with open_registry(folder):
        with reconciling([RosterFile(agency="ORR", path=file)], terms):
            assert found_in(folder) == []
        assert (folder / f"{FILE}-wal").stat().st_size
        assert found_in(folder) == []
        assert SourceRecord.objects.count() == rows + 1
        assert SourceRecord.objects.order_by("line")[0].cells["Last Name"] == canary(0, "LastName")
    assert found_in(folder) == []
    assert found_in(temporary) == []


TRACES = (
    b"x" + MARK.encode(),
    MARK.upper().encode(),
    MARK.encode("utf-16-le"),
    b"x" + MARK.encode("utf-16-be"),
    MARK.encode().hex().encode(),
    *(b64encode(b"x" * shift + f"{MARK}0017Name".encode()) for shift in range(3)),
)


def test_the_search_finds_a_name_that_is_there(folder: Path) -> None:
    make(folder)
    for trace in TRACES:
        assert not found_in(folder)
        (folder / f"{FILE}-journal").write_bytes(b"\0" * 5000 + trace + b"\0" * 5000)
        assert found_in(folder), trace
        (folder / f"{FILE}-journal").unlink()


def test_wrong_passphrase_is_told_so_and_nothing_changes(by_passphrase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (by_passphrase / FILE).read_bytes()
    monkeypatch.setenv(PASSPHRASE.text, "correct horse battery stable")
    with pytest.raises(RegistryError, match="passphrase is not the one") as refusal:
        names_kept(by_passphrase)
    assert "right one" in refusal.value.remedy
    assert (by_passphrase / FILE).read_bytes() == before


def test_missing_passphrase_is_told_with_the_ways_to_give_it(
    by_passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE.text)
    with pytest.raises(RegistryError, match="wasn't given") as refusal:
        names_kept(by_passphrase)
    for way in (PASSPHRASE.text, PASSPHRASE.file, "terminal", str(key_folder())):
        assert way in refusal.value.remedy


def test_passphrase_may_come_from_a_file(by_passphrase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = by_passphrase.with_name("passphrase.txt")
    file.write_text("correct horse battery staple\n")
    monkeypatch.delenv(PASSPHRASE.text)
    monkeypatch.setenv(PASSPHRASE.file, str(file))
    assert names_kept(by_passphrase) == 1
    file.write_text("\n")
    with pytest.raises(RegistryError, match="holds no passphrase"):
        names_kept(by_passphrase)
    file.unlink()
    with pytest.raises(RegistryError, match="can't be read"):
        names_kept(by_passphrase)


def test_passphrase_alone_opens_a_copy_on_another_machine(by_passphrase: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", str(by_passphrase.with_name("other")))
    copy = by_passphrase.with_name("copy")
    shutil.copytree(by_passphrase, copy)
    assert names_kept(copy) == 1


def test_opening_is_quick(by_passphrase: Path) -> None:
    root_of.cache_clear()  # as in a new process
    began = time.process_time()
    with open_registry(by_passphrase), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert time.process_time() - began < 0.6  # a busy machine takes three times as long as a free one


def test_truncated_file_is_refused_and_left_as_it_is(folder: Path) -> None:
    make(folder, ROWS)
    whole = (folder / FILE).read_bytes()
    for length in (len(whole) - 1000, len(whole) // 2 // 4096 * 4096):
        (folder / FILE).write_bytes(whole[:length])
        with pytest.raises(RegistryError, match="damaged"):
            names_kept(folder)
        assert (folder / FILE).read_bytes() == whole[:length]


def test_registry_of_yesterday_opens_again(folder: Path) -> None:
    make(folder)
    yesterday = (folder / FILE).read_bytes()
    with open_registry(folder):
        admit_roster(reading("ICE", row(2, "B")), by="tests", received_at=MONDAY)
    (folder / FILE).write_bytes(yesterday)
    assert names_kept(folder) == 1


def test_plain_registry_is_sealed_when_it_is_first_opened(folder: Path) -> None:
    make_old(str(folder), ROWS)
    assert is_plain(folder / FILE)
    assert names_kept(folder) == ROWS
    assert not is_plain(folder / FILE)
    assert {path.name for path in folder.iterdir()} == {FILE}
    assert stat.S_IMODE((folder / FILE).stat().st_mode) == 0o600


def test_plain_registry_that_another_run_has_open_is_left_alone(folder: Path) -> None:
    make_old(str(folder), 2)
    other = dbapi2.connect(folder / FILE, isolation_level=None)
    other.execute("SELECT count(*) FROM records_roster").fetchone()
    with pytest.raises(RegistryError, match="another run"):
        names_kept(folder)
    other.close()
    assert names_kept(folder) == 2


def killed_while(work: str, folder: Path, after: float) -> None:
    """Run it in a process of its own, and kill that."""
    program = f"from tests.stored.sealing_runs import {work}; {work}({str(folder)!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize("work", ["seal_plain", "renew_random"])
def test_killed_while_another_file_takes_its_place_nothing_is_lost(work: str, folder: Path) -> None:
    moments = random.Random(work)  # noqa: S311 a choice of moments, not a secret
    if work == "seal_plain":
        make_old(str(folder), ROWS)
    else:
        make(folder, ROWS)
    template = folder.with_name("template")
    shutil.copytree(folder, template)
    for _ in range(4):
        shutil.rmtree(folder)
        shutil.copytree(template, folder)
        killed_while(work, folder, moments.uniform(0, 0.25))
        assert names_kept(folder) == ROWS
        assert found_in(folder) == []
        # An empty journal may stay, which SQLite itself leaves where it is killed.
        assert {path.name for path in folder.iterdir()} <= {FILE, f"{FILE}-journal"}
        if work == "renew_random":
            shutil.rmtree(template)
            shutil.copytree(folder, template)


def test_passphrase_is_changed_and_the_old_one_opens_nothing(
    by_passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_passphrase(by_passphrase, Secret("quite another passphrase"))
    with pytest.raises(RegistryError, match="not the one"):
        names_kept(by_passphrase)
    monkeypatch.setenv(PASSPHRASE.text, "quite another passphrase")
    assert names_kept(by_passphrase) == 1
    with open_registry(by_passphrase):
        admit_roster(reading("ICE", row(2, "B", full_name="x")), by="tests", received_at=MONDAY)
    assert names_kept(by_passphrase) == 2


def test_kept_key_gives_way_to_a_passphrase_and_is_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder)
    change_passphrase(folder, Secret("quite another passphrase"))
    assert [file.suffix for file in key_folder().iterdir()] == [".records"]
    monkeypatch.setenv(PASSPHRASE.text, "quite another passphrase")
    assert names_kept(folder) == 1
