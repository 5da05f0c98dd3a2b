"""`reencuentro subject`, `expire`, `retention` and `tombstones`, as people type them."""

import csv
import json
import stat
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # ships no hints
import pytest

from tests.stored.templates import Begin
from tests.whole.commands import Said, run
from tests.whole.lists import CHILD, MOTHER, roster

RULE = """
[[rule]]
kind = "{kind}"
counted_from = ["last_listed"]
days = 30
in_force_from = 2018-01-01
source = "schedule 4"
"""


@pytest.fixture(autouse=True)
def _own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "keys")


@pytest.fixture
def people(begin_with: Begin) -> dict[str, str]:
    """Whose record is whose: person_id by record_id, after a first run."""
    begin_with(first_run)
    return listed()


def first_run() -> None:
    """A registry with a mother and her child."""
    assert run("reconcile", f"good={roster('good_2018-06-19.csv', MOTHER, CHILD)}").code == 0


def listed() -> dict[str, str]:
    with Path("reencuentro/people.csv").open(encoding="utf-8") as file:
        return {row["record_id"]: row["person_id"] for row in csv.DictReader(file)}


def refused(said: Said) -> bool:
    return said.code == 1 and "What to do: " in said.err


def test_a_persons_answer_is_for_their_eyes_only(people: dict[str, str]) -> None:
    person = sorted(people.values())[0]
    assert run("subject", "access", person, "--to", "answer.txt").code == 0
    answer = Path("answer.txt")

    assert stat.S_IMODE(answer.stat().st_mode) == 0o600
    assert "Quién vio sus datos" in answer.read_text("utf-8")
    assert refused(run("subject", "access", person, "--to", "answer.txt"))


def test_yes_and_no_are_told_in_the_answers_language() -> None:
    header = ("Record ID", "Full Name", "DOB", "Sex", "Separated")
    given = roster("good_2018-06-19.csv", ("U1", "Diego Chávez", "2011-05-17", "M", "Y"), header=header)
    assert run("reconcile", f"good={given}").code == 0
    assert run("subject", "access", listed()["U1"], "--to", "answer.txt").code == 0
    assert "separado de su familia: sí" in Path("answer.txt").read_text("utf-8")


def test_an_answer_can_be_sealed_to_who_asked(people: dict[str, str]) -> None:
    key = pyrage.x25519.Identity.generate()
    person = sorted(people.values())[0]
    said = run("subject", "access", person, "--to", "a.age", "--recipient", str(key.to_public()), "--language", "en")
    sealed = Path("a.age")

    assert said.code == 0
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600
    assert b"Who saw your data" not in sealed.read_bytes()
    assert b"Who saw your data" in pyrage.decrypt(sealed.read_bytes(), [key])


def test_nobody_is_answered_about_who_is_not_there(people: dict[str, str]) -> None:
    assert refused(run("subject", "access", "PNOBODY", "--to", "answer.txt"))
    assert not Path("answer.txt").exists()
    assert refused(run("subject", "access", "PNOBODY", "--to", "x", "--recipient", "age1wrong"))


def test_who_is_restricted_is_in_no_result_until_that_is_lifted(people: dict[str, str]) -> None:
    record, person = sorted(people.items())[0]
    assert run("subject", "restrict", person, "--ground", "accuracy", "--why", "contested").code == 0
    assert refused(run("subject", "restrict", person, "--ground", "accuracy", "--why", "contested"))
    assert run("reconcile").code == 0
    assert record not in listed()
    assert run("subject", "lift", person).code == 0
    assert run("reconcile").code == 0
    assert listed() == people


def test_a_correction_is_in_the_results(people: dict[str, str]) -> None:
    record = f"good:{sorted(people)[0]}"
    said = run("subject", "correct", record, "municipality", "Chajulcanary", "--evidence", "certificate 7")
    assert said.code == 0
    assert refused(run("subject", "correct", record, "birth", "soon", "--evidence", "x"))
    assert refused(run("subject", "correct", "good:none", "sex", "F", "--evidence", "x"))
    assert refused(run("subject", "correct", record, "municipality", "", "--evidence", "x"))
    known = said.out.split("correction ")[1].split(".")[0]
    assert (
        run("subject", "correct", record, "municipality", "--take-back", "--known", known, "--evidence", "x").code == 0
    )


def test_by_default_the_rules_say_that_nobody_chose_them(people: dict[str, str]) -> None:
    told = run("retention", "rules", "--json").json

    assert told["version"] == 0
    assert all(rule["is_default"] for rule in told["rules"])
    assert run("expire", "--dry-run", "--json").json["records"] == []


def test_records_expire_by_the_rules_that_were_adopted(people: dict[str, str]) -> None:
    Path("rules.toml").write_text("".join(RULE.format(kind=kind) for kind in ("child", "adult")))
    assert run("retention", "adopt", "rules.toml").code == 0
    assert refused(run("retention", "adopt", "rules.toml", "--known", "0"))
    assert len(run("expire", "--dry-run", "--json").json["records"]) == 2
    assert listed() == people

    assert "2 records" in run("expire").out
    assert run("tombstones", "--to", "stones").code == 0
    stones = json.loads(Path("stones/tombstones.json").read_text("utf-8"))
    assert {one["record_id"] for one in stones} == set(people)
    assert Path("stones/tombstones.csv").read_text("utf-8").count("\n") == 3
    assert run("reconcile").code == 0
    assert listed() == {}


def test_a_file_of_rules_that_is_wrong_is_refused_whole(people: dict[str, str]) -> None:
    Path("rules.toml").write_text(RULE.format(kind="child") + RULE.format(kind="boy"))
    said = run("retention", "adopt", "rules.toml")

    assert refused(said)
    assert "rule 2: 'boy'" in said.err
    assert run("retention", "rules", "--json").json["version"] == 0


def test_one_record_is_destroyed_by_decision(people: dict[str, str]) -> None:
    record = sorted(people)[0]
    assert run("expire", "--record", f"good:{record}").code == 2
    assert run("expire", "--record", f"good:{record}", "--why", "order 5").code == 0
    assert refused(run("expire", "--record", f"good:{record}", "--why", "order 5"))
    assert run("reconcile").code == 0
    assert record not in listed()
