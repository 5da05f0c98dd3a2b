"""An interrupted run leaves the registry as before or as after, never between."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reencuentro.records.audit import AuditEntry
from reencuentro.records.registry import FILE, open_registry
from reencuentro.records.rosters import Mention, Roster, SourceRecord
from tests.stored.runs import ROWS

pytestmark = pytest.mark.usefixtures("unblocked")

REPOSITORY = Path(__file__).resolve().parents[2]
BEFORE, AFTER = (0, 0, 0, 0), (2, 2 * ROWS, 2 * ROWS, 3)


def start(place: str, *, most_bytes: int | None = None) -> subprocess.Popen[str]:
    """A run in a process of its own; most_bytes: the size beyond which it can't write a file."""

    def limit() -> None:
        if most_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return subprocess.Popen(
        [sys.executable, "-m", "tests.stored.runs", place],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,
    )


def kept(place: str) -> tuple[int, int, int, int]:
    with open_registry(place):
        return (
            Roster.objects.count(),
            SourceRecord.objects.count(),
            Mention.objects.count(),
            AuditEntry.objects.count(),
        )


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_killed_at_any_moment_it_leaves_all_or_nothing(place: str, stop: signal.Signals) -> None:
    moments = random.Random(2018)  # noqa: S311 a choice of moments, not a secret
    for _ in range(4):
        process = start(place)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 1.2))
        os.kill(process.pid, stop)
        process.communicate()
        state = kept(place)
        assert state in (BEFORE, AFTER)
        if state == AFTER:
            return


def test_run_left_alone_does_everything(place: str) -> None:
    process = start(place)
    output, errors = process.communicate()
    assert (output.split(), errors) == (["open", "done"], "")
    assert kept(place) == AFTER


@pytest.mark.parametrize("most_bytes", [400_000, 1_000_000, 2_500_000])
def test_full_disk_leaves_the_registry_as_before_and_says_so(tmp_path: Path, most_bytes: int) -> None:
    assert kept(str(tmp_path)) == BEFORE
    process = start(str(tmp_path), most_bytes=most_bytes)
    _, errors = process.communicate()
    assert process.returncode == 1
    assert "RegistryError" in errors.splitlines()[-1]
    assert kept(str(tmp_path)) == BEFORE


def test_killed_while_it_is_being_made_it_opens_the_next_time(tmp_path: Path) -> None:
    (tmp_path / FILE).touch(mode=0o600)
    assert kept(str(tmp_path)) == BEFORE
