"""`reencuentro explain`: in words, as data and as a picture; and what it says where there is nothing to explain."""

import shutil
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring
from pytest_django import DjangoDbBlocker

from tests.whole.commands import run
from tests.whole.lists import CHILD, DAY, MOTHER, NAMES, OTHER, roster


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """Two rosters, matched once: a child on two lists, and the mother whom they name."""
    folder = tmp_path_factory.mktemp("explaining") / "template"
    folder.mkdir()
    again = ("C7", "Diego Chávez Tun", "2011-05-17", "M", "Guatemala", "Lucía Chávez Tun")
    lists = {
        "shelters": roster(folder / "shelters.csv", CHILD, OTHER),
        "detention": roster(folder / "detention.csv", MOTHER, again),
    }
    with django_db_blocker.unblock():
        said = run("reconcile", *(f"{name}={file}" for name, file in lists.items()), "--out", folder / "results", *DAY)
    assert said.code == 0, said
    return folder / "results" / "registry"


@pytest.fixture(autouse=True)
def _registry(template: Path, _own_folder: None) -> None:
    shutil.copytree(template, "reencuentro/registry")


def test_a_tie_is_told_in_words_fact_by_fact() -> None:
    said = run("explain", "shelters:U1", "detention:E1")

    assert said.code == 0
    for words in ("is the mother of", "the name the child gives: the same", "Together: ", "Unknown, and counts for"):
        assert words in said.out
    assert "What would decide: " in said.out
    assert "Ask " in said.out
    assert "Lucía Chávez Tun" in said.out


def test_the_same_is_told_in_spanish() -> None:
    said = run("explain", "shelters:U1", "detention:E1", "--language", "es")

    assert "es la madre de" in said.out
    assert "el nombre que da la niña o el niño: coincide" in said.out
    assert "Lo que decidiría: " in said.out


def test_the_data_add_up_whichever_side_is_named_first() -> None:
    told = run("explain", "shelters:U1", "detention:E1", "--json").json
    (tie,) = told["proposals"]

    assert told == run("explain", "detention:E1", "shelters:U1", "--json").json
    bits = tie["start_bits"] + sum(fact["bits"] for fact in tie["facts"]) + tie["rest_bits"]
    assert bits == pytest.approx(tie["end_bits"], abs=0.02)
    assert not any(name in str(told) for name in NAMES)


def test_the_picture_is_an_svg_without_names() -> None:
    said = run("explain", "shelters:U1", "detention:E1", "--svg", "why.svg")
    svg = Path("why.svg").read_text(encoding="utf-8")

    assert "why.svg" in said.out
    assert fromstring(svg).get("role") == "img"
    assert not any(name in svg for name in NAMES)
    run("explain", "detention:E1", "shelters:U1", "--svg", "again.svg", "--json")
    assert Path("again.svg").read_text(encoding="utf-8") == svg


def test_records_of_one_person_are_explained_by_what_joins_them() -> None:
    said = run("explain", "shelters:U1", "detention:C7")

    assert said.code == 0
    assert "They are one person" in said.out
    assert "detention:C7 and shelters:U1 are the same person" in said.out


def test_a_record_and_itself_is_one_person_too() -> None:
    assert "one link" in run("explain", "shelters:U1", "shelters:U1").out
    said = run("explain", "shelters:U2", "shelters:U2")
    assert said.code == 0
    assert "one record alone" in said.out


def test_two_who_were_never_weighed_are_told_so_with_what_can_be_done() -> None:
    said = run("explain", "shelters:U2", "detention:E1", "--svg", "why.svg")

    assert said.code == 1
    assert said.err == ""
    assert "Nothing is proposed between" in said.out
    assert "What can be done: " in said.out
    assert not Path("why.svg").exists()
    told = run("explain", "shelters:U2", "detention:E1", "--json")
    assert told.code == 1
    assert told.json["proposals"] == []


def test_what_people_decided_is_told() -> None:
    run("judge", "tie", "shelters:U1", "detention:E1", "mother", "confirm", "--reason", "both interviewed")
    told = run("explain", "shelters:U1", "detention:E1")

    assert "confirmed" in told.out
    assert "Judgement 1" in told.out
    assert "interviewed" not in told.out


def test_a_rejected_pair_is_told_with_its_judgement_although_nothing_is_proposed() -> None:
    run("judge", "tie", "shelters:U1", "detention:E1", "mother", "reject", "--reason", "an aunt")
    run("reconcile", *DAY)
    said = run("explain", "shelters:U1", "detention:E1")

    assert said.code == 1
    assert "rejected" in said.out


@pytest.mark.parametrize("option", ["--as-of", "--as-known"])
def test_what_was_not_known_on_a_day_is_not_explained(option: str) -> None:
    said = run("explain", "shelters:U1", "detention:E1", option, "2018-06-01")

    assert said.code == 1
    assert "as known on 2018-06-01" in said.err
    assert run("explain", "shelters:U1", "detention:E1", option, "2199-12-31").code == 0


@pytest.mark.parametrize("name", ["nobody", "shelters:U99", ":", "", "[/red]"])
def test_somebody_unknown_is_told_so(name: str) -> None:
    for sides in ((name, "shelters:U1"), ("shelters:U1", name)):
        said = run("explain", *sides)
        assert said.code == 1
        assert "What to do: " in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("shelters:U1",), 2),
        (("shelters:U1", "detention:E1", "--language", "fr"), 2),
        (("shelters:U1", "detention:E1", "--as-of", "yesterday"), 2),
        (("shelters:U1", "detention:E1", "--registry", "nowhere"), 1),
        (("shelters:U1", "detention:E1", "--svg", "no/such/folder.svg"), 1),
    ],
)
def test_wrong_use_is_told_so(words: tuple[str, ...], code: int) -> None:
    said = run("explain", *words)

    assert said.code == code
    assert said.err
    assert not any(name in said.err for name in NAMES)
