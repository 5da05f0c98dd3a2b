"""How the command is called: wrong options, help, completion, languages of the terminal, broken pipes."""

import json
import resource
import subprocess
from pathlib import Path

import pytest

from tests.whole.commands import COMMAND, run, spawn
from tests.whole.lists import CHILD, DAY, MOTHER, roster

COMMANDS = (
    (),
    ("reconcile",),
    ("rosters",),
    ("rosters", "inspect"),
    ("judge",),
    ("judge", "same"),
    ("judge", "tie"),
    ("show",),
    ("generate",),
    ("evaluate",),
    ("demo",),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_tells_of_every_command_and_no_flag_asks_for_a_value(words: tuple[str, ...]) -> None:
    said = run(*words, "--help")
    assert said.code == 0
    assert "Usage: reencuentro" in said.out
    assert "<bool>" not in said.out


def test_help_waits_for_nothing_heavy() -> None:
    begun = worked()
    said = spawn("reconcile", "--help")
    assert said.code == 0
    assert worked() - begun < 3  # importing the engine alone takes longer on a busy machine


def worked() -> float:
    """Seconds that processors worked for the commands that have ended; to wait for others counts for nothing."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.parametrize(
    "words",
    [
        ("--nonsense",),
        ("nonsense",),
        ("reconcile", "--nonsense"),
        ("reconcile", "--silent-after", "0"),
        ("reconcile", "--silent-after", "soon"),
        ("reconcile", "--language", "fr"),
        ("rosters", "inspect"),
        ("show",),
        ("generate",),
        ("generate", "x", "--children", "0"),
        ("generate", "x", "--profile", "none"),
        ("evaluate", "x"),
        ("judge", "same", "a:1"),
    ],
)
def test_wrong_use_exits_with_2_and_says_how(words: tuple[str, ...]) -> None:
    said = run(*words)
    assert (said.code, said.out) == (2, "")
    assert "Usage: " in said.err


@pytest.mark.parametrize(
    "day",
    [
        "yesterday",
        "19/06/2018",
        "2018-6-19",
        "20180619",
        "2018-02-30",
        "2018-W25-2",
        "0001-01-01",
        "9999-12-31",
        "٢٠١٨-٠٦-١٩",
        " ",
    ],
)
def test_wrong_day_exits_with_2_and_an_example(day: str) -> None:
    said = run("reconcile", roster("a.csv", CHILD), "--as-of", day)
    assert (said.code, said.out) == (2, "")
    assert "2018-06-19" in said.err
    assert not Path("reencuentro").exists()


def test_nothing_to_do_says_what_to_give() -> None:
    said = run("reconcile")
    assert said.code == 1
    assert "AGENCY=FILE" in said.err
    assert run().code == 2


@pytest.mark.parametrize(
    "words",
    [
        ("reconcile", "none.csv"),
        ("reconcile",),
        ("rosters", "inspect", "none.csv"),
        ("show", "a:1"),
        ("judge", "same", "a:1", "a:2", "confirm", "--reason", "x"),
        ("evaluate", "none", "none"),
    ],
)
def test_program_gets_json_for_failures_too(words: tuple[str, ...]) -> None:
    said = run(*words, "--json")
    assert said.code == 1
    assert said.json["error"]["problem"]
    assert said.json["error"]["remedy"]
    assert said.json["error"]["problem"] in said.err


def test_version_is_told() -> None:
    assert run("--version").out.startswith("reencuentro 0.")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_shown(shell: str) -> None:
    said = spawn("--show-completion", shell)
    assert said.code == 0, said
    assert "complet" in said.out.lower()


def test_shell_completes_commands() -> None:
    said = spawn(_REENCUENTRO_COMPLETE="complete_bash", COMP_WORDS="reencuentro rec", COMP_CWORD="1")
    assert "reconcile" in said.out.split()


def test_reader_that_leaves_early_is_no_failure() -> None:
    roster("a_2018-06-19.csv", MOTHER, CHILD)
    assert run("reconcile", "a_2018-06-19.csv").code == 0
    reader = subprocess.run(
        ["bash", "-c", f"{' '.join(map(json.dumps, COMMAND))} show a_2018-06-19:U1 --json | head -1; echo $PIPESTATUS"],
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in reader.stderr
    assert "unforeseen" not in reader.stderr


@pytest.mark.parametrize("encoding", ["ascii", pytest.param("utf-8", marks=pytest.mark.torture)])
def test_terminal_of_any_encoding_is_spoken_to(encoding: str) -> None:
    roster("ñandú_2018-06-19.csv", MOTHER, CHILD, ("U3", "王 小明 😀", "2011-01-01", "", "", ""))
    assert spawn("reconcile", "ñandú_2018-06-19.csv", "--language", "es", PYTHONIOENCODING=encoding).code == 0
    assert spawn("show", "ñandú_2018-06-19:U3", PYTHONIOENCODING=encoding).code == 0
    told = spawn("show", "ñandú_2018-06-19:U3", "--json", PYTHONIOENCODING=encoding).json
    assert told["fields"]["full_name"][0]["value"] == "王 小明 😀"


@pytest.mark.parametrize(
    "name", ["[/red]", "[bold]Ana[/bold] Paz", ":smile: Paz", "\x1b[31mAna Paz", "‮Ana Paz", "Ana\\[Paz"]
)
def test_name_cannot_command_the_terminal(name: str) -> None:
    Path("a_2018-06-19.json").write_text(json.dumps([{"id": "U1", "name": f"{name} Paz", "dob": "2011-01-01"}]))
    said = run("reconcile", "a_2018-06-19.json")
    if said.code == 0:
        shown = run("show", "a_2018-06-19:U1").out
        assert "Paz" in shown
        assert not set("\x1b‮") & set(shown)


MAPPINGS = {
    "no TOML": "full_name = = 1",
    "unknown field": '[columns]\n"Full Name" = "nombre"',
    "unknown section": '[colums]\n"Full Name" = "full_name"',
    "unknown option": "[options]\nday_frist = true",
    "wrong option": '[options]\nday_first = "yes"',
    "wrong country": '[options]\ncountry = "Guatemala"',
    "wrong value": '[values.sex]\n"1" = "male?"',
    "no text": "\x00\x01",
}


@pytest.mark.parametrize("case", MAPPINGS)
def test_wrong_mapping_is_named_with_its_remedy_and_nothing_is_kept(case: str) -> None:
    Path("m.toml").write_text(MAPPINGS[case])
    said = run("reconcile", roster("a.csv", CHILD), "--mapping", "m.toml")
    assert (said.code, said.out) == (1, "")
    assert "m.toml" in said.err
    assert "What to do: " in said.err
    assert not Path("reencuentro/people.csv").exists()


def test_missing_mapping_is_told() -> None:
    assert run("reconcile", roster("a.csv", CHILD), "--mapping", "none.toml").code in (1, 2)
    assert run("reconcile", "a.csv", "--mapping", ".").code == 2


def test_mapping_that_names_what_no_file_has_changes_nothing() -> None:
    Path("m.toml").write_text('[columns]\n"Never" = "notes"\n')
    assert run("reconcile", roster("a_2018-06-19.csv", CHILD), "--mapping", "m.toml").code == 0


def test_who_ran_it_may_be_anyone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REENCUENTRO_BY", "ö" * 500)
    assert run("reconcile", roster("a.csv", CHILD), *DAY).code == 0
