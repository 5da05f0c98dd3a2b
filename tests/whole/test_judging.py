"""People decide, the next run respects it, and what was known before can still be asked for."""

import contextlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from reencuentro.cli.judge import TieRelation
from tests.whole.commands import Said, run
from tests.whole.lists import CHILD, MOTHER, NAMES, OTHER, roster, table

CUSTODY, CHILDREN = "detention", "shelters"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """Two rosters, matched once."""
    folder = tmp_path_factory.mktemp("judging") / "template"
    folder.mkdir()
    other = ("E9", "Lucía Chávez Tum", "1988-03-04", "F", "Guatemala", "")
    slip = ("U3", "Diego Chaves Tun", "2011-05-17", "M", "Guatemala", "")
    roster(folder / "detention_2018-06-19.csv", MOTHER, other)
    roster(folder / "shelters_2018-06-19.csv", CHILD, OTHER, slip)
    with django_db_blocker.unblock(), contextlib.chdir(folder):
        assert again().code == 0
    return folder


@pytest.fixture(autouse=True)
def _matched(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)


def again() -> Said:
    return run("reconcile", f"{CUSTODY}=detention_2018-06-19.csv", f"{CHILDREN}=shelters_2018-06-19.csv")


def person_of(record: str) -> str:
    agency, _, record_id = record.partition(":")
    (found,) = (
        row["person_id"]
        for row in table("reencuentro/people.csv")
        if (row["agency"], row["record_id"]) == (agency, record_id)
    )
    return found


def ties(child: str, relative: str) -> list[tuple[str, str]]:
    """Relation and status of each tie between two records."""
    return [
        (row["relation"], row["status"])
        for row in table("reencuentro/families.csv")
        if child in row["child_records"].split("; ") and relative in row["relative_records"].split("; ")
    ]


def judge(*words: str, reason: str = "both interviewed") -> int:
    said = run("judge", *words, "--reason", reason, "--json")
    assert said.code == 0, said
    number: int = said.json["judgement"]
    return number


def test_records_judged_the_same_are_one_person_until_that_is_taken_back() -> None:
    question = ("same", "shelters:U1", "shelters:U2")
    assert person_of("shelters:U1") != person_of("shelters:U2")
    number = judge(*question, "confirm")
    again()
    assert person_of("shelters:U1") == person_of("shelters:U2")
    judge(*question, "withdraw", "--over", str(number))
    again()
    assert person_of("shelters:U1") != person_of("shelters:U2")


def test_records_judged_different_stay_two_persons() -> None:
    assert person_of("shelters:U1") == person_of("shelters:U3")
    number = judge("same", "shelters:U1", "shelters:U3", "reject")
    again()
    assert person_of("shelters:U1") != person_of("shelters:U3")
    judge("same", "shelters:U3", "shelters:U1", "confirm", "--over", str(number))
    again()
    assert person_of("shelters:U1") == person_of("shelters:U3")


def test_tie_that_was_rejected_is_not_proposed_again_until_that_is_taken_back() -> None:
    question = ("tie", "shelters:U1", "detention:E1", "mother")
    assert ("mother", "proposed") in ties("shelters:U1", "detention:E1")
    number = judge(*question, "reject")
    again()
    assert ("mother", "proposed") not in ties("shelters:U1", "detention:E1")
    judge(*question, "withdraw", "--over", str(number))
    again()
    assert ("mother", "proposed") in ties("shelters:U1", "detention:E1")


def test_tie_that_was_confirmed_stays_confirmed_in_every_later_run() -> None:
    judge("tie", "shelters:U1", "detention:E1", "mother", "confirm")
    again()
    assert ties("shelters:U1", "detention:E1") == [("mother", "confirmed")]
    again()
    assert ties("shelters:U1", "detention:E1") == [("mother", "confirmed")]


def test_tie_that_nobody_proposed_can_be_confirmed() -> None:
    assert ties("shelters:U2", "detention:E1") == []
    judge("tie", "shelters:U2", "detention:E1", "aunt", "confirm")
    again()
    assert ("aunt", "confirmed") in ties("shelters:U2", "detention:E1")


def test_judgements_change_the_results_and_nothing_else_does() -> None:
    judge("same", "shelters:U1", "shelters:U2", "confirm")
    again()
    first = {path.name: path.read_bytes() for path in Path("reencuentro").glob("*.csv")}
    again()
    assert {path.name: path.read_bytes() for path in Path("reencuentro").glob("*.csv")} == first


def test_second_decision_must_name_the_first() -> None:
    question = ("judge", "same", "shelters:U1", "shelters:U2")
    judge(*question[1:], "confirm")
    said = run(*question, "reject", "--reason", "seen both")
    assert said.code == 1
    assert "judgement" in said.err
    assert "What to do: " in said.err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("same", "shelters:U1", "shelters:U99", "confirm"), 1),
        (("same", "shelters:U1", "nobody:U1", "confirm"), 1),
        (("same", "shelters:U1", "shelters:U1", "confirm"), 1),
        (("same", "shelters", "shelters:U1", "confirm"), 2),
        (("same", ":U1", "shelters:U1", "confirm"), 2),
        (("same", "shelters:U1", "shelters:U2", "perhaps"), 2),
        (("tie", "shelters:U1", "detention:E1", "friend", "confirm"), 2),
        (("same", "shelters:U1", "shelters:U2", "confirm", "--over", "77"), 1),
    ],
)
def test_wrong_question_is_told_so(words: tuple[str, ...], code: int) -> None:
    said = run("judge", *words, "--reason", "because")
    assert (said.code, said.out) == (code, "")
    assert said.err
    assert not any(name in said.err for name in NAMES)


def test_reason_is_asked_for() -> None:
    assert run("judge", "same", "shelters:U1", "shelters:U2", "confirm").code == 2
    assert run("judge", "same", "shelters:U1", "shelters:U2", "confirm", "--reason", " ").code == 2


def test_registry_that_is_not_there_is_not_made() -> None:
    said = run("judge", "same", "a:1", "a:2", "confirm", "--reason", "x", "--out", "nowhere")
    assert said.code == 1
    assert "no registry" in said.err
    assert not Path("nowhere").exists()


def test_every_relation_that_a_run_may_find_can_be_judged() -> None:
    found = {row["relation"] for row in table("reencuentro/families.csv")}
    assert found <= set(TieRelation)


def test_person_is_shown_with_each_fact_and_its_source() -> None:
    told = run("show", "shelters:U1", "--json").json
    assert told["person_id"] == person_of("shelters:U1")
    assert told["minor"]
    assert {"value": "Diego Chávez Tun", "agency": "shelters", "record_id": "U1", "as_of": "2018-06-19"} in told[
        "fields"
    ]["full_name"]
    assert [tie["relation"] for tie in told["ties"]] == ["mother"]
    same = run("show", told["person_id"], "--json").json
    assert same == told
    assert "Diego Chávez Tun" in run("show", "shelters:U1").out


def test_person_is_shown_as_known_before_and_after_a_judgement() -> None:
    before = run("show", "shelters:U2", "--json").json
    moment = datetime.now(UTC).isoformat()
    judge("same", "shelters:U1", "shelters:U2", "confirm")
    again()
    after = run("show", "shelters:U2", "--json").json
    assert (len(before["records"]), "shelters:U1" in after["records"]) == (1, True)
    assert run("show", "shelters:U2", "--as-known", "2199-12-31", "--json").json == after
    assert run("show", "shelters:U2", "--as-of", moment, "--json").json == before
    said = run("show", "shelters:U2", "--as-known", "2018-06-19")
    assert said.code == 1
    assert "as known on 2018-06-19" in said.err


@pytest.mark.parametrize(
    "moment", ["yesterday", "2018-13-01", "2018-02-30", "0001-01-01", "9999-12-31T23:59", "19/06/2018"]
)
def test_wrong_moment_is_used_wrongly(moment: str) -> None:
    said = run("show", "shelters:U1", "--as-known", moment)
    assert said.code == 2
    assert "2018-06-19" in said.err


@pytest.mark.parametrize("name", ["nobody", "shelters:", "PXXXXXXXXXXXX", ":", "", "a:b:c", "[/red]"])
def test_unknown_person_is_told_so(name: str) -> None:
    said = run("show", name)
    assert said.code == 1
    assert "What to do: " in said.err
