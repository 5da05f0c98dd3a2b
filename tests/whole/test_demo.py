"""The demo and the synthetic cohorts: made, reconciled and scored, and nothing else is touched."""

import json
from pathlib import Path

import pytest

from tests.whole.commands import run, spawn


@pytest.mark.slow
def test_demo_makes_reconciles_scores_and_shows_where_the_report_is() -> None:
    said = spawn("demo", "--no-open")
    assert said.code == 0, said
    for part in ("Situation as of 19 June 2018", "Against the truth", "demo/results/report.html", "your own rosters"):
        assert part in said.out
    told = json.loads(Path("demo/results/report.json").read_text())
    figures = {figure["key"]: figure["value"] for figure in told["figures"]}
    assert abs(figures["certified"] - 1995) < 60


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
