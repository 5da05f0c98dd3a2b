"""`reencuentro audit`, and that every look at the terminal is in the log before it is shown."""

import json
from pathlib import Path

import pytest
from django.db import connection

from reencuentro.records.audit import AuditEntry
from reencuentro.records.registry import open_registry
from tests.stored.templates import Begin
from tests.whole.commands import Said, run

ROSTER = "record_id,full_name,date_of_birth,sex\n1,Ana López Pérez,2010-01-02,F\n2,Juan Pérez,2011-03-04,M\n"


@pytest.fixture(autouse=True)
def _kept(_own_folder: None, monkeypatch: pytest.MonkeyPatch, begin_with: Begin) -> None:
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "keys")
    begin_with(one_list)


def one_list() -> None:
    """A registry with two people."""
    Path("list.csv").write_text(ROSTER, "utf-8")
    assert run("reconcile", "ORR=list.csv").code == 0


def faults(said: Said) -> set[str]:
    return {fault["kind"] for fault in said.json["faults"]}


def last() -> AuditEntry:
    with open_registry("reencuentro/registry"):
        entry = AuditEntry.objects.order_by("sequence").last()
    assert entry is not None
    return entry


def test_the_log_of_a_registry_is_whole() -> None:
    said = run("audit", "verify")

    assert said.code == 0
    assert said.out.startswith("The log is whole: 6 entries.\nKey: reencuentro/audit/")


def test_it_goes_on_from_a_checkpoint_and_is_exported() -> None:
    assert run("audit", "checkpoint", "--out", "earlier.txt").code == 0
    assert run("audit", "export", "--out", "log.txt").code == 0
    key = run("audit", "key").out.strip()

    assert run("audit", "verify", "--checkpoint", "earlier.txt", "--key", key).code == 0
    assert run("audit", "verify", "log.txt", "--checkpoint", "earlier.txt", "--key", key).code == 0
    assert run("audit", "checkpoint", "--keep", "earlier.txt").code == 0


def test_without_a_file_the_checkpoint_is_shown() -> None:
    lines = run("audit", "checkpoint").out.splitlines()

    assert lines[0].startswith("reencuentro/audit/")
    assert lines[1] == "6"
    assert lines[4].startswith(f"— {lines[0]} ")


def test_an_older_registry_put_back_is_found_by_a_later_checkpoint() -> None:
    run("audit", "checkpoint", "--out", "early.txt")
    run("audit", "export", "--out", "yesterday.txt")
    run("show", "ORR:1")
    run("audit", "checkpoint", "--out", "late.txt")
    said = run("audit", "verify", "yesterday.txt", "--checkpoint", "late.txt", "--json")

    assert (said.code, faults(said)) == (1, {"shorter"})


def test_it_says_in_words_and_in_json_what_is_wrong_and_where() -> None:
    run("audit", "export", "--out", "log.txt")
    Path("log.txt").write_bytes(Path("log.txt").read_bytes().replace(b'"store_linkage"', b'"store_linkagf"'))
    said = run("audit", "verify", "log.txt", "--json")

    assert said.code == 1
    assert {"kind": "altered", "entry": 1, "told": "entry 1 isn't what was written: its hash differs"} in said.json[
        "faults"
    ]
    assert "Wrong: entry 1 isn't what was written" in run("audit", "verify", "log.txt").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "verify", "list.csv"),
        ("audit", "verify", "--checkpoint", "list.csv"),
        ("audit", "verify", "nowhere.txt"),
        ("audit", "verify", "--registry", "nowhere"),
        ("audit", "checkpoint", "--keep", "list.csv"),
        ("audit", "export", "--out", "nowhere/log.txt"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(arguments: tuple[str, ...]) -> None:
    said = run(*arguments)

    assert said.code == 1
    assert said.err.startswith("Error: ") or said.out.startswith("Wrong: ")


def test_a_key_that_is_none_is_a_wrong_use() -> None:
    assert run("audit", "verify", "--key", "nonsense").code == 2


def test_another_logs_key_is_not_ours() -> None:
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    said = run("audit", "verify", "--key", other, "--json")

    assert (said.code, faults(said)) == (1, {"signature"})


@pytest.mark.parametrize(
    ("arguments", "action", "about"),
    [
        (("show", "ORR:1"), "see_person", "ORR:1"),
        (("explain", "ORR:1", "ORR:2"), "see_match", "ORR:2"),
        (("look", "Ana Lopez Perez, 2010-01-02"), "look_up", "ORR:1"),
        (("look", "--record", "ORR:1", "--relatives", "sibling"), "look_up", ""),
    ],
)
def test_every_look_is_in_the_log_by_keys_and_hashes_only(arguments: tuple[str, ...], action: str, about: str) -> None:
    run(*arguments)
    entry = last()

    assert (entry.action, entry.by, entry.outcome) == (action, "tests", "done")
    assert not about or about in entry.about
    assert entry.terms
    assert b"ana" not in entry.leaf.lower()
    assert "pez" not in json.dumps(entry.about).lower()


def test_a_look_for_nobody_is_in_the_log_too() -> None:
    run("show", "María López Hernández")
    entry = last()

    assert (entry.action, entry.outcome, entry.why) == ("see_person", "refused", "NotAllowedError")
    assert b"mar" not in entry.leaf.lower()


def test_nothing_is_shown_where_it_cannot_be_noted() -> None:
    with open_registry("reencuentro/registry"), connection.cursor() as cursor:
        cursor.execute("CREATE TRIGGER none BEFORE INSERT ON records_auditentry BEGIN SELECT RAISE(ABORT, 'no'); END")
    for arguments in (("show", "ORR:1"), ("look", "Ana Lopez"), ("explain", "ORR:1", "ORR:2")):
        said = run(*arguments)
        assert (said.code, said.out) == (1, "")
        assert "the audit can't be written" in said.err
