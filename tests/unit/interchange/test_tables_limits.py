"""Files that can't be opened, and files that cost too much: one clear refusal, and nothing stays behind."""

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables import Limits, read_table

WIDE = "ID,Name\n" + "1,ANA\n" * 100_000


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(WIDE)
    return path


def test_the_hash_is_of_the_bytes_of_the_file(roster: Path) -> None:
    with read_table(roster) as table:
        assert table.content_hash == hashlib.sha256(roster.read_bytes()).hexdigest()
        assert table.file_name == "roster.csv"


def test_what_is_no_file_is_refused_by_its_kind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    places = {"nowhere.csv": "no such file", ".": "a folder", "pipe": "a pipe", "a\0b": "can't be opened"}
    for name, what in places.items():
        with pytest.raises(RosterRefusedError, match=what), read_table(tmp_path / name):
            pass
    with pytest.raises(RosterRefusedError, match="a device"), read_table(Path("/dev/zero")):
        pass


@pytest.mark.parametrize(
    ("limits", "what"),
    [
        (Limits(max_bytes=1000), "more than 1,000 bytes"),
        (Limits(max_rows=1000), "more than 1,000 rows"),
        (Limits(max_spool_bytes=10_000), "more space than allowed"),
        (Limits(wall_seconds=0.001), "longer than allowed"),
    ],
)
def test_a_file_beyond_a_limit_is_refused_and_says_which(roster: Path, limits: Limits, what: str) -> None:
    with pytest.raises(RosterRefusedError, match=what) as refused, read_table(roster, limits=limits):
        pass
    assert refused.value.remedy


def test_a_line_larger_than_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.json"
    path.write_text('[{"id": [' + "{},\n" * 10_000_000 + "{}]}]")
    with (
        pytest.raises(RosterRefusedError, match="more memory"),
        read_table(path, limits=Limits(memory_bytes=200 << 20)),
    ):
        pass


def test_a_file_that_takes_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("ID,Name\n" + "1,ANA\n" * 3_000_000)
    with pytest.raises(RosterRefusedError, match="longer"), read_table(path, limits=Limits(cpu_seconds=1)):
        pass


def test_nothing_has_a_name_while_a_table_is_open(
    roster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = tmp_path / "temporary"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    with read_table(roster) as table:
        assert sum(1 for _ in table.rows()) == 100_000
        assert list(private.iterdir()) == []


# A shell that starts the tests in the background lets them ignore interrupts, which a person's terminal doesn't.
SCRIPT = """
import signal
import sys
from pathlib import Path
from reencuentro.interchange.tables import read_table
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    with read_table(Path(sys.argv[1]), progress=lambda rows: print(rows, flush=True)):
        pass
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def children_of(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in tasks.read_text().split()] if tasks.exists() else []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the child")
def test_an_interrupt_ends_the_child_too(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("ID,Name\n" + "1,ANA\n" * 3_000_000)
    command = [sys.executable, "-c", SCRIPT, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        children = children_of(reader.pid)
        reader.send_signal(signal.SIGINT)
        assert "interrupted" in reader.stdout.read()
    assert children
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see the child")
def test_the_child_does_not_outlive_a_killed_reader(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("ID,Name\n" + "1,ANA\n" * 3_000_000)
    with subprocess.Popen([sys.executable, "-c", SCRIPT, str(path)], stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        children = children_of(reader.pid)
        reader.kill()
    deadline = time.monotonic() + 10
    while any(_lives(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children
    assert not any(_lives(child) for child in children)


def _lives(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
