"""The demo and the synthetic cohorts: made, reconciled and scored, and nothing else is touched."""

import json
import re
from base64 import b32encode
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from reencuentro.cli.demoing import PASSWORD, code_at
from reencuentro.cli.options import DEMO_KEYS
from tests.whole.commands import run, spawn


@pytest.mark.slow
def test_demo_makes_reconciles_scores_and_shows_where_the_report_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And then serves the pages, in which somebody signs in with what the terminal says.

    One demo for all that: it takes as long as a hundred other tests.
    """
    monkeypatch.setenv("REENCUENTRO_KEY_FOLDER", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    said = spawn("demo", "--no-open")
    assert said.code == 0, said
    try:
        _sign_in(said.out)
        _lived_through()
    finally:
        assert "Stopped" in spawn("demo", "--stop").out
    assert "No demo is being served" in spawn("demo", "--stop").out
    for part in ("Situation as of 19 June 2018", "Against the truth", "demo/results/report.html", "your own rosters"):
        assert part in said.out
    told = json.loads(Path("demo/results/report.json").read_text())
    figures = {figure["key"]: figure["value"] for figure in told["figures"]}
    assert abs(figures["certified"] - 1995) < 60
    _leaves_no_key_in(tmp_path / "config", said.out)


def _leaves_no_key_in(users_own: Path, told: str) -> None:
    assert "beside its registry" in told
    assert list(Path("demo", DEMO_KEYS).iterdir())
    assert not users_own.exists()
    assert spawn("officers", "list", "--registry", "demo/registry").code == 0
    assert not users_own.exists()


def _lived_through() -> None:
    """A few days have passed: of what is owed some is on its way, and some late."""
    owed = spawn("duties", "late", "--registry", "demo/registry").out
    on_their_way = "call_plan notice consular_case return referral service follow_up_care need hearing joint_action"
    assert [kind for kind in (*on_their_way.split(), "violation", "desk_call") if f"{kind} " not in owed] == []
    assert " 1 late, the oldest since" in owed


def _sign_in(told: str) -> None:
    found = re.search(r"http://localhost:\d+/", told)
    assert found, told
    page = build_opener(HTTPCookieProcessor())

    def send(address: str, **boxes: str) -> str:
        with page.open(found[0] + address) as asked:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.read().decode())
        assert token
        with page.open(found[0] + address, urlencode({"csrfmiddlewaretoken": token[1], **boxes}).encode()) as answer:
            return str(answer.read().decode())

    send("sign-in/", login="rastreo", password=PASSWORD)
    home = send("sign-in/second/", code=spawn("demo", "--code").out.strip())
    assert "Lucía Xicará" in home


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """Source: RFC 6238, appendix B, the last six of the eight digits."""
    assert code_at(b32encode(b"12345678901234567890").decode(), seconds) == code


def test_a_demo_that_was_never_made_has_no_code() -> None:
    said = run("demo", "--code", "--dir", "nothing")
    assert said.code == 1
    assert "holds no demo" in said.err


@pytest.mark.parametrize("name", ["registry", "results", "letter.txt"])
def test_demo_never_removes_what_it_did_not_make(name: str) -> None:
    Path("mine", name).mkdir(parents=True)
    Path("mine", name, "dear.txt").write_text("dear")
    said = run("demo", "--no-open", "--dir", "mine")
    assert said.code == 1
    assert "didn't make" in said.err
    assert Path("mine", name, "dear.txt").read_text() == "dear"


def test_demo_follows_no_link_to_another_folder() -> None:
    Path("real").mkdir()
    Path("demo").symlink_to("real")
    assert run("demo", "--no-open").code == 1


def test_cohort_is_written_over_another_but_never_over_anything_else() -> None:
    assert run("generate", "c", "--children", "5").code == 0
    assert run("generate", "c", "--children", "6", "--json").json["children"] == 6
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    said = run("generate", "mine", "--children", "5")
    assert (said.code, "What to do: " in said.err) == (1, True)
    assert [path.name for path in Path("mine").iterdir()] == ["letter.txt"]


def test_cohort_says_how_to_reconcile_it() -> None:
    out = run("generate", "a folder", "--children", "5", "--seed", "2").out
    assert "reencuentro reconcile" in out
    assert "'a folder'" in out


@pytest.mark.parametrize("missing", ["cohort", "results"])
def test_scoring_what_is_not_there_is_told(missing: str) -> None:
    run("generate", "c", "--children", "5")
    said = run("evaluate", "none" if missing == "cohort" else "c", "none")
    assert (said.code, said.out) == (1, "")
    assert "What to do: " in said.err


def test_results_of_something_else_are_told_from_a_cohorts() -> None:
    run("generate", "c", "--children", "5")
    Path("out").mkdir()
    Path("out/people.csv").write_text("a,b\n1,2\n")
    assert run("evaluate", "c", "out").code == 1
    assert json.loads(Path("c/cohort.json").read_text())["children"] == 5
