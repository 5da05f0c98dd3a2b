"""`reencuentro look`: a tracing request gets ranked, explained candidates, and a child's record its mother."""

import shutil
import subprocess
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.whole.commands import COMMAND, run
from tests.whole.lists import CHILD, DAY, MOTHER, NAMES, OTHER, roster


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """Two rosters, matched once."""
    folder = tmp_path_factory.mktemp("looking") / "template"
    folder.mkdir()
    lists = {
        "shelters": roster(folder / "shelters.csv", CHILD, OTHER),
        "detention": roster(folder / "detention.csv", MOTHER),
    }
    with django_db_blocker.unblock():
        said = run("reconcile", *(f"{name}={file}" for name, file in lists.items()), "--out", folder / "results", *DAY)
    assert said.code == 0, said
    return folder / "results" / "registry"


@pytest.fixture(autouse=True)
def _registry(template: Path, _own_folder: None) -> None:
    shutil.copytree(template, "reencuentro/registry")


def test_a_misspelt_name_finds_the_child_and_says_why() -> None:
    said = run("look", "Diego Chabes, 2011-05-17")

    assert said.code == 0
    first, why, *_ = said.out.splitlines()
    assert first.startswith("1. ")
    assert "shelters:U1" in first
    assert why.strip().startswith("for: ")


def test_bytes_that_are_no_text_say_nothing() -> None:
    said = run("look", "Diego \udcff\ud800 Chabes", "--mother", "Luc\udceda")

    assert said.code == 0
    assert "shelters:U1" in said.out


def test_the_reasons_are_told_in_spanish() -> None:
    assert "a favor: " in run("look", "Diego Chavez", "--language", "es").out


def test_machines_get_the_bits_of_each_fact() -> None:
    told = run("look", "Diego Chavez", "--born", "2011", "--sex", "m", "--json").json
    best = told["candidates"][0]

    assert (best["agency"], best["record_id"]) == ("shelters", "U1")
    assert {one["fact"]: one["outcome"] for one in best["evidence"]}["birth"] == "agrees"
    assert 0 < best["probability"] <= 1


def test_a_child_s_record_finds_the_mother_and_the_mother_s_the_child() -> None:
    mothers = run("look", "--record", "shelters:U1", "--relatives", "mother", "--json").json["candidates"]
    children = run("look", "--record", "detention:E1", "--relatives", "child", "--json").json["candidates"]

    assert (mothers[0]["agency"], mothers[0]["record_id"]) == ("detention", "E1")
    assert (children[0]["agency"], children[0]["record_id"]) == ("shelters", "U1")


def test_a_record_never_finds_itself() -> None:
    told = run("look", "--record", "shelters:U1", "--json").json["candidates"]

    assert ("shelters", "U1") not in {(one["agency"], one["record_id"]) for one in told}


def test_nobody_found_is_said_and_told_by_the_exit_code() -> None:
    said = run("look", "Zzyzx Qwrtp")

    assert (said.code, said.out) == (1, "Nobody is listed who could be meant.\n")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ((), "say whom to look for"),
        (("Ana", "--record", "shelters:U1"), "say whom to look for"),
        (("Ana", "--born", "2011-13-01"), "is no date of birth"),
        (("Ana", "--most", "0"), "--most"),
    ],
)
def test_a_question_that_can_not_be_asked_is_refused(asked: tuple[str, ...], words: str) -> None:
    said = run("look", *asked)

    assert said.code == 2
    assert words in " ".join(said.err.split())


def test_an_unknown_record_is_an_error_that_names_nobody() -> None:
    said = run("look", "--record", "shelters:nobody")

    assert said.code == 1
    assert "the registry lists no record shelters:nobody" in said.err
    assert not any(name in said.err for name in NAMES)


@pytest.mark.parametrize("born", ["17/05/2011", "2011-13-45", "17 May 2011", "11"])
def test_a_date_that_cannot_be_read_is_refused_instead_of_taken_for_a_name(born: str) -> None:
    said = run("look", f"Diego Chavez, {born}")
    assert (said.code, said.out) == (2, "")


def test_a_reader_who_leaves_is_no_failure() -> None:
    for arguments in ("look Diego --json", "look Diego", "show shelters:U1 --json", "audit key"):
        said = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f'"$@" {arguments} | true', "-", *COMMAND],
            capture_output=True,
            text=True,
        )
        assert (said.returncode, said.stderr) == (0, ""), arguments


def test_output_that_cannot_be_written_is_said_in_words() -> None:
    for arguments in (["look", "Diego", "--json"], ["show", "shelters:U1"]):
        with Path("/dev/full").open("w") as full:
            said = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True)
        assert (said.returncode, said.stderr.count("\n"), "Error: the output" in said.stderr) == (1, 2, True)
