"""Whenever a run is stopped: registry before or after, results all old or all new, and the next run works."""

import contextlib
import random
import resource
import shutil
import signal
import time
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.whole.commands import run, start
from tests.whole.lists import results, roster

FAMILIES = [
    row
    for n in range(40)
    for row in (
        (f"E{n}", f"Lucía Chávez{n} Tun", "1988-03-04", "F", "Guatemala", ""),
        (f"U{n}", f"Diego Chávez{n} Tun", "2011-05-17", "M", "Guatemala", f"Lucía Chávez{n} Tun"),
    )
]
OLD = ("reconcile", "--registry", "r", "orr=old_2018-06-12.csv")
NEW = ("reconcile", "--registry", "r", "orr=new_2018-06-19.csv")


States = tuple[dict[str, bytes], dict[str, bytes]]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """A registry that holds the first of two rosters, the results of it, and in `after` those of both."""
    folder = tmp_path_factory.mktemp("interruption") / "template"
    folder.mkdir()
    with django_db_blocker.unblock(), contextlib.chdir(folder):
        roster("old_2018-06-12.csv", *FAMILIES)
        roster("new_2018-06-19.csv", *FAMILIES[10:], ("U99", "Eva Lux", "2012-01-01", "F", "Guatemala", ""))
        assert run(*OLD).code == 0
        shutil.copytree("r", "both")
        assert run(*NEW, "--registry", "both", "--out", "after").code == 0
        shutil.rmtree("both")
    return folder


@pytest.fixture
def states(template: Path, tmp_path: Path) -> States:
    """The results before and after the second roster; the registry here holds the first."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return results(), results("after")


def rosters_kept() -> int:
    """How many rosters the registry holds, by a run of its own on a copy of nothing."""
    figures: dict[str, int] = run("reconcile", "--registry", "r", "--out", "look", "--json").json["figures"]
    return figures["rosters"]


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda stop: stop.name)
def test_stopped_at_any_moment_it_leaves_all_or_nothing(stop: signal.Signals, states: States) -> None:
    chance = random.Random(stop)  # noqa: S311  # a choice of moments, not a secret
    before, after = states
    for _ in range(2):
        process = start(*NEW)
        time.sleep(chance.uniform(0.8, 3.0))
        process.send_signal(stop)
        _, errors = process.communicate(timeout=30)
        assert "Traceback" not in errors
        left = results()
        # The files are placed one by one once the registry has committed. Only a kill can fall between two of them, and
        # then each is whole, the registry is as after, and the next run places the rest.
        assert stop == signal.SIGKILL or left in (before, after)
        assert all(left[name] in (before[name], after[name]) for name in before)
        assert rosters_kept() in ((1, 2) if all(left[name] == before[name] for name in before) else (2,))
    assert run(*NEW).code == 0
    assert results() == after
    assert sorted(path.name for path in Path("reencuentro").iterdir()) == sorted(after)


def test_ctrl_c_says_so_and_fails() -> None:
    roster("old_2018-06-12.csv", *FAMILIES)
    process = start(*OLD)
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    if process.returncode != 0:
        assert process.returncode == 1
        assert "interrupted" in errors


@pytest.mark.parametrize("most_bytes", [20_000, 400_000, 700_000])
def test_full_disk_leaves_everything_as_before_and_says_so(most_bytes: int, states: States) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    before, after = states
    process = start(*NEW, preexec_fn=limit)
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors
    assert "unforeseen" not in errors
    if process.returncode == 0:
        assert results() == after
        return
    assert process.returncode == 1
    assert "What to do: " in errors
    assert (results(), rosters_kept()) == (before, 1)
    assert run(*NEW).code == 0
    assert results() == after


def test_run_that_cannot_write_its_results_keeps_no_roster(states: States, monkeypatch: pytest.MonkeyPatch) -> None:
    before, _ = states
    Path("blocked/report.html").mkdir(parents=True)
    said = run(*NEW, "--out", "blocked")
    assert said.code == 1
    assert "report.html" in said.err
    assert (results(), rosters_kept()) == (before, 1)


def test_two_runs_at_once_take_turns_even_at_making_the_registry() -> None:
    roster("one_2018-06-19.csv", *FAMILIES[::2])
    roster("two_2018-06-19.csv", *FAMILIES[1::2])
    runs = [start("reconcile", "--registry", "r", name) for name in ("one_2018-06-19.csv", "two_2018-06-19.csv")]
    told = [each.communicate(timeout=60) for each in runs]
    assert [each.returncode for each in runs] == [0, 0], told
    late = results()  # the last to write saw both rosters, whichever it was
    assert run("reconcile", "--registry", "r", "--out", "again").code == 0
    assert late == results("again")
