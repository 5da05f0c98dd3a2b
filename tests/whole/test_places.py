"""Paths that are no rosters, folders that can't be written to, registries that aren't ours or aren't free."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reencuentro.cli import running
from reencuentro.records.registry import FILE, open_or_undo
from tests.stored.files import raw_connection
from tests.whole.commands import run, spawn
from tests.whole.lists import CHILD, MOTHER, OTHER, results, roster, table

not_as_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


@pytest.fixture
def good() -> str:
    return f"good={roster('good_2018-06-19.csv', MOTHER, CHILD)}"


def _folder(path: Path) -> None:
    path.mkdir()


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _missing(path: Path) -> None:
    pass


def _in_circles(path: Path) -> None:
    path.symlink_to(path)


def test_what_is_no_file_is_refused_and_the_rest_goes_on(good: str) -> None:
    makers: list[Callable[[Path], None]] = [_folder, _fifo, _device, _dangling, _missing, _in_circles]
    for make in makers:
        make(Path(f"{make.__name__}.csv"))
    said = run("reconcile", *(f"{make.__name__}.csv" for make in makers), good)
    assert said.code == 3
    for make in makers:
        assert f"{make.__name__}.csv: " in said.err
    assert said.err.count("What to do: ") == len(makers)
    assert {row["agency"] for row in table("reencuentro/people.csv")} == {"good"}


@not_as_root
def test_unreadable_file_is_refused(good: str) -> None:
    roster("closed.csv", OTHER).chmod(0)
    said = run("reconcile", "closed.csv", good)
    assert said.code == 3
    assert "may not be read" in said.err


@pytest.mark.parametrize("name", ["a" * 300 + ".csv", "x/" * 3000 + "a.csv"])
def test_overlong_path_is_refused_and_the_rest_goes_on(name: str, good: str) -> None:
    assert run("reconcile", name, good).code == 3
    assert run("reconcile", f"agency={name}", good).code == 3


def test_file_whose_name_is_no_text_is_told_without_a_fault(good: str) -> None:
    Path(os.fsdecode(b"\xff\xfe.csv")).write_bytes(b"Record ID,Full Name\n1,Ana Paz\n")
    said = spawn("reconcile", os.fsdecode(b"\xff\xfe.csv"), good)
    assert said.code == 3, said
    assert run("reconcile", os.fsdecode(b"ok=\xff\xfe.csv"), good).code == 0
    assert spawn("reconcile", "--json", os.fsdecode(b"ok=\xff\xfe.csv"), good).code == 0


def test_agency_codes_with_odd_characters_are_kept_as_they_are() -> None:
    codes = ["CBP/El Paso", "DIF (México)", "a b", "ünïcode", "x:y", "x", "a;b", "[red]x", "日本", "=1+1"]
    roster("list_2018-06-19.csv", MOTHER, CHILD)
    said = run("reconcile", *(f"{code}=list_2018-06-19.csv" for code in codes[:-1]), "=1+1_2018-06-19.csv")
    assert said.code == 3, said
    roster("=1+1_2018-06-19.csv", OTHER)
    assert run("reconcile", "=1+1_2018-06-19.csv").code == 0
    assert {row["agency"] for row in table("reencuentro/people.csv")} == {*codes[:-1], "=1+1_2018-06-19"}
    for code in codes[:-1]:
        assert run("show", f"{code}:U1").code == 0


@pytest.mark.parametrize("agency", ["x" * 201, "a\nb", "a\x1bb"])
def test_agency_code_that_cannot_be_kept_is_refused_and_the_rest_goes_on(agency: str, good: str) -> None:
    said = run("reconcile", f"{agency}={roster('list.csv', OTHER)}", good)
    assert said.code == 3, said
    assert "AGENCY=FILE" in said.err
    assert {row["agency"] for row in table("reencuentro/people.csv")} == {"good"}


def test_path_may_hold_an_equals_sign() -> None:
    Path("x=1").mkdir()
    roster("x=1/a=b_2018-06-19.csv", CHILD)
    assert run("reconcile", "orr=x=1/a=b_2018-06-19.csv").code == 0
    assert {row["agency"] for row in table("reencuentro/people.csv")} == {"orr"}
    assert run("reconcile", "x=1/a=b_2018-06-19.csv", "--out", "two").code == 0
    assert {row["agency"] for row in table("two/people.csv")} == {"a=b_2018-06-19"}


def test_empty_file_name_is_used_wrongly(good: str) -> None:
    assert run("reconcile", "orr=", good).code == 2
    assert run("reconcile", "", good).code == 2


def test_same_file_twice_is_one_roster(good: str) -> None:
    assert run("reconcile", good).code == 0
    once = results()
    assert run("reconcile", good, good, "--out", "two").code == 0
    assert results("two") == once


def test_two_files_of_one_agency_on_one_day_are_both_taken() -> None:
    roster("a.csv", MOTHER, CHILD)
    roster("b.csv", OTHER)
    said = run("reconcile", "orr=a.csv", "orr=b.csv", "--as-of", "2018-06-19")
    assert said.code == 0
    assert len(table("reencuentro/people.csv")) == 3


def test_out_that_is_a_file_is_used_wrongly(good: str) -> None:
    Path("out").write_text("mine")
    assert run("reconcile", good, "--out", "out").code == 2
    assert run("reconcile", good, "--out", "out/deeper", "--registry", "r").code in (1, 2)
    assert not Path("r").exists()
    assert Path("out").read_text() == "mine"


def test_result_file_that_is_a_folder_is_named_and_nothing_changes(good: str) -> None:
    Path("out/people.csv").mkdir(parents=True)
    said = run("reconcile", good, "--out", "out", "--registry", "r")
    assert said.code == 1
    assert "people.csv" in said.err
    assert results("out") == {}


@not_as_root
def test_out_that_may_not_be_written_to_fails_before_anything_is_kept(good: str) -> None:
    Path("out").mkdir(mode=0o500)
    said = run("reconcile", good, "--out", "out", "--registry", "r")
    assert said.code == 1
    assert "out" in said.err
    assert run("reconcile", "--registry", "r").code == 1


def test_folder_that_holds_other_files_is_no_registry(good: str) -> None:
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    said = run("reconcile", good, "--registry", "mine")
    assert said.code == 1
    assert "other files" in said.err
    assert sorted(path.name for path in Path("mine").iterdir()) == ["letter.txt"]
    assert not Path("reencuentro").exists()


@pytest.mark.parametrize("damage", [b"not a database at all, only text", b"SQLite format 3\0" + b"\xff" * 8000])
def test_file_that_is_no_registry_is_named_and_left_alone(damage: bytes, good: str) -> None:
    Path("r").mkdir()
    (Path("r") / FILE).write_bytes(damage)
    said = run("reconcile", good, "--registry", "r")
    assert said.code == 1, said
    assert "damaged" in said.err
    assert (Path("r") / FILE).read_bytes() == damage


def test_registry_damaged_in_the_middle_is_told_so(good: str) -> None:
    run("reconcile", good)
    path = Path("reencuentro/registry") / FILE
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)
    path.write_bytes(content)
    said = run("reconcile")
    assert said.code == 1, said
    assert "damaged" in said.err


def test_database_of_another_program_is_no_registry(good: str) -> None:
    Path("r").mkdir()
    with sqlite3.connect(Path("r") / FILE) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    said = run("reconcile", good, "--registry", "r")
    assert said.code == 1
    assert "other tables" in said.err


@contextmanager
def locked(folder: Path) -> Iterator[Any]:
    """Another run writes to the registry meanwhile."""
    other = raw_connection(folder)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_registry_in_use_is_waited_for(good: str) -> None:
    run("reconcile", good)
    with locked(Path("reencuentro/registry")) as other:
        threading.Timer(1.5, other.execute, ["COMMIT"]).start()
        assert run("reconcile", f"b={roster('b_2018-06-19.csv', OTHER)}").code == 0
    assert len(table("reencuentro/people.csv")) == 3


def test_registry_in_use_for_too_long_fails_with_a_clear_word(good: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("reconcile", good)
    before = results()
    monkeypatch.setattr(running, "open_or_undo", partial(open_or_undo, patience=0.2))
    with locked(Path("reencuentro/registry")):
        said = run("reconcile", f"b={roster('b_2018-06-19.csv', OTHER)}")
    assert said.code == 1
    assert "another run is writing" in said.err
    assert results() == before


@pytest.mark.parametrize(
    "address", ["postgresql://", "postgresql://nobody@localhost:1/none", "postgresql://a:secret@localhost:99999/x"]
)
def test_database_that_cannot_be_reached_is_told_without_its_password(address: str, good: str) -> None:
    said = run("reconcile", good, "--registry", address)
    assert said.code == 1
    assert "What to do: " in said.err
    assert "secret" not in said.err
