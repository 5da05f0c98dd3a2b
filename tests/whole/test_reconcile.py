"""The main job from files to results: the same however often and in whatever order it is done."""

import json
import shutil
from pathlib import Path

import pytest

from tests.whole.cohorts import SAME_HOWEVER_ORDERED, generate, shuffled
from tests.whole.commands import run, spawn
from tests.whole.lists import CHILD, DAY, HEADER, MOTHER, NAMES, OTHER, results, roster, table

CHILDREN = 40


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated cohort, with its arguments beside it."""
    folder = tmp_path_factory.mktemp("cohorts") / "cohort"
    arguments = generate(folder, children=CHILDREN, seed=11)
    (folder / "arguments.json").write_text(json.dumps(arguments))
    return folder


@pytest.fixture
def arguments(cohort: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Its arguments, in a copy of it that is the current folder."""
    copy = shutil.copytree(cohort, tmp_path / "copy")
    monkeypatch.chdir(copy)
    kept: list[str] = json.loads((copy / "arguments.json").read_text())
    return kept


def same(one: dict[str, bytes], other: dict[str, bytes], names: tuple[str, ...]) -> list[str]:
    """The files among the named ones that differ."""
    return [name for name in names if one[name] != other[name]]


def test_cohort_is_solved_and_every_file_is_written(arguments: list[str]) -> None:
    said = run("reconcile", *arguments, "--json")
    assert said.code == 0, said
    told = said.json
    assert abs(told["figures"]["children"] - CHILDREN) <= 2
    assert {Path(name).name for name in told["results"]} == {*SAME_HOWEVER_ORDERED, "quarantine.csv"}
    assert [len(each) for each in (told["rosters"], told["refused"])] == [len(arguments), 0]
    scores = run("evaluate", ".", "reencuentro", "--json").json
    assert scores["identities"]["f1"] > 0.95
    assert scores["ties"]["parents"][0]["all"]["f1"] > 0.9


def test_second_run_and_a_fresh_registry_give_the_same_bytes(arguments: list[str]) -> None:
    assert run("reconcile", *arguments).code == 0
    first = results()
    assert run("reconcile", *arguments).code == 0
    assert results() == first
    assert run("reconcile").code == 0
    assert results() == first
    assert spawn("reconcile", *arguments, "--out", "fresh", PYTHONHASHSEED="7").code == 0
    assert results("fresh") == first


def test_order_of_files_and_rows_changes_nothing(arguments: list[str]) -> None:
    assert run("reconcile", *arguments, "--out", "one").code == 0
    others = shuffled(arguments, seed=5)
    assert others != arguments
    assert run("reconcile", *others, "--out", "two").code == 0
    assert same(results("one"), results("two"), SAME_HOWEVER_ORDERED) == []


def test_rosters_brought_bit_by_bit_end_where_all_at_once_do(arguments: list[str]) -> None:
    assert run("reconcile", *arguments, "--out", "one").code == 0
    for bit in (arguments[1::2], arguments[::2]):
        assert run("reconcile", *bit, "--out", "two").code == 0
    kept = tuple(name for name in SAME_HOWEVER_ORDERED if name.endswith(".csv") and name != "certified.csv")
    assert same(results("one"), results("two"), kept) == []
    # The ledger tells of the way, the grades of where it led.
    one, two = ({row["person_id"]: row["grade"] for row in table(f"{out}/certified.csv")} for out in ("one", "two"))
    assert {child: grade for child, grade in two.items() if grade} == one


FIRST = [MOTHER, CHILD, OTHER, ("U4", "Saúl Paz Cano", "2008-02-03", "M", "Honduras", "")]
SECOND = [
    MOTHER,
    (*CHILD[:2], "2011-05-18", *CHILD[3:]),
    ("U4", "Rosa Ixcoy Tzul", "2014-09-09", "F", "Guatemala", ""),
    ("U5", "Eva Lux Ajú", "2012-12-12", "F", "Guatemala", ""),
]
CHANGES = {
    ("U1", "changed", "date_of_birth"),
    ("U2", "missing", ""),
    ("U4", "contradiction", "full_name"),
    ("U4", "contradiction", "sex"),
    ("U4", "contradiction", "date_of_birth"),
    ("U5", "added", ""),
}


def changes(folder: str) -> set[tuple[str, str, str]]:
    return {(row["record_id"], row["change"], row["field"]) for row in table(f"{folder}/changes.csv")}


def test_two_rosters_of_one_agency_are_compared_in_one_run_as_in_two() -> None:
    roster("orr_2018-06-12.csv", *FIRST)
    roster("orr_2018-06-19.csv", *SECOND)
    run("reconcile", "orr=orr_2018-06-19.csv", "orr=orr_2018-06-12.csv", "--out", "one")
    assert changes("one") == CHANGES
    run("reconcile", "orr=orr_2018-06-12.csv", "--out", "two")
    run("reconcile", "orr=orr_2018-06-19.csv", "--out", "two")
    assert (results("two")["changes.csv"], changes("two")) == (results("one")["changes.csv"], CHANGES)


def test_rosters_without_a_date_follow_one_another_by_as_of() -> None:
    roster("old.csv", *FIRST)
    roster("new.csv", *SECOND)
    run("reconcile", "orr=old.csv", "--as-of", "2018-06-12")
    run("reconcile", "orr=new.csv", "--as-of", "2018-06-19")
    assert changes("reencuentro") == CHANGES
    run("reconcile", "--as-of", "2018-06-12")
    assert changes("reencuentro") == set()


def test_rosters_without_record_ids_are_compared_by_who_they_tell_of() -> None:
    header = HEADER[1:]
    roster("old_2018-06-12.csv", *(row[1:] for row in (MOTHER, CHILD, OTHER)), header=header)
    roster("new_2018-06-19.csv", *(row[1:] for row in (SECOND[3], CHILD, MOTHER)), header=header)
    assert run("reconcile", "orr=old_2018-06-12.csv", "orr=new_2018-06-19.csv").code == 0
    found = changes("reencuentro")
    known = {row["record_id"] for row in table("reencuentro/people.csv")}
    assert {(change, field) for _, change, field in found} == {("added", ""), ("missing", "")}
    assert {record for record, _, _ in found} <= known


def test_roster_that_tells_of_no_day_is_of_the_day_of_those_beside_it() -> None:
    roster("border_2018-06-19.csv", MOTHER, CHILD)
    roster("calls.csv", OTHER)
    said = run("reconcile", "border_2018-06-19.csv", "calls.csv", "--json")
    assert said.json["as_of"] == "2018-06-19"
    assert said.json["figures"]["records"] == 3
    assert {each["as_of"] for each in said.json["rosters"]} == {"2018-06-19"}


def test_empty_roster_of_a_stated_day_says_that_nobody_is_left() -> None:
    header = ("UAC ID", "Full Name", "DOB", "Program", "Admission Date")
    row = ("U1", "Diego Chávez Tun", "2011-05-17", "Casa Norte", "2018-06-01")
    roster("orr_2018-06-12.csv", row, header=header)
    roster("orr_2018-06-19.csv", header=header)
    assert run("reconcile", "orr=orr_2018-06-12.csv").code == 0
    assert table("reencuentro/unaccounted.csv") == []
    assert run("reconcile", "orr=orr_2018-06-19.csv").code == 0
    (lost,) = table("reencuentro/unaccounted.csv")
    assert (lost["reason"], lost["last_place"]) == ("dropped_without_discharge", "Casa Norte")
    assert changes("reencuentro") == {("U1", "missing", "")}


def test_child_whose_row_can_no_longer_be_read_is_still_on_the_list() -> None:
    header = ("UAC ID", "Full Name", "DOB", "Program", "Admission Date")
    row = ("U1", "Diego Chávez Tun", "2011-05-17", "Casa Norte", "2018-06-01")
    roster("orr_2018-06-12.csv", row, header=header)
    roster("orr_2018-06-19.csv", (*row[:2], "2011-02-30", *row[3:]), header=header)
    run("reconcile", "orr=orr_2018-06-12.csv")
    assert run("reconcile", "orr=orr_2018-06-19.csv").code == 3
    assert table("reencuentro/unaccounted.csv") == []
    assert changes("reencuentro") == set()
    assert [row["record_id"] for row in table("reencuentro/people.csv")] == ["U1"]


def test_corrected_roster_clears_the_quarantine() -> None:
    broken = (*CHILD[:2], "2011-02-30", *CHILD[3:])
    roster("orr_2018-06-19.csv", MOTHER, broken)
    assert run("reconcile", "orr=orr_2018-06-19.csv").code == 3
    assert [row["value"] for row in table("reencuentro/quarantine.csv")] == ["2011-02-30"]
    assert run("reconcile").code == 3
    roster("orr_2018-06-19.csv", MOTHER, CHILD)
    assert run("reconcile", "orr=orr_2018-06-19.csv").code == 0
    assert table("reencuentro/quarantine.csv") == []
    assert run("reconcile").code == 0


def test_spanish_headers_json_and_pfif_say_the_same_as_english_csv() -> None:
    spanish = ("Folio", "Nombre completo", "Fecha de nacimiento", "Sexo", "Nacionalidad", "Madre")
    roster("es_2018-06-19.csv", (*CHILD[:2], "17/05/2011", "Hombre", "Guatemala", CHILD[5]), header=spanish)
    roster("u16_2018-06-19.csv", CHILD, encoding="utf-16", delimiter="\t")
    roster("cp_2018-06-19.csv", CHILD, encoding="cp1252", delimiter=";")
    Path("js_2018-06-19.json").write_text(json.dumps([dict(zip(HEADER, CHILD, strict=True))]))
    Path("pf_2018-06-19.xml").write_text(
        """<?xml version="1.0" encoding="UTF-8"?><pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4"><pfif:person>
        <pfif:person_record_id>example.org/U1</pfif:person_record_id><pfif:full_name>Diego Chávez Tun</pfif:full_name>
        <pfif:sex>male</pfif:sex><pfif:date_of_birth>2011-05-17</pfif:date_of_birth></pfif:person></pfif:pfif>"""
    )
    names = ("es_2018-06-19.csv", "u16_2018-06-19.csv", "cp_2018-06-19.csv", "js_2018-06-19.json", "pf_2018-06-19.xml")
    said = run("reconcile", *names, "--json")
    assert said.code == 0, said
    assert said.json["figures"]["persons"] == 1
    fields = run("show", "cp_2018-06-19:U1", "--json").json["fields"]
    assert {told["value"] for told in fields["full_name"]} == {"Diego Chávez Tun"}
    assert all(told["value"] == {"year": 2011, "month": 5, "day": 17} for told in fields["birth"])
    assert {told["value"] for told in fields["sex"]} == {"M"}


def test_small_counts_are_withheld_for_publication_and_the_exit_code_still_tells() -> None:
    roster("orr_2018-06-19.csv", MOTHER, CHILD, ("U7", "Ana Paz", "2011-02-30", "", "", ""))
    said = run("reconcile", "orr_2018-06-19.csv", "--suppress-small", "--json")
    assert said.code == 3
    assert said.json["figures"]["children"] is None
    told = json.loads(Path("reencuentro/report.json").read_text())
    assert told["small_counts_withheld"]
    assert (told["quarantine"], told["urgent"]) == ([], [])
    assert "×" in run("reconcile", "--suppress-small").out


def test_no_name_reaches_the_report_or_the_terminal(arguments: list[str]) -> None:
    roster("more_2018-06-19.csv", MOTHER, CHILD, ("U7", "Brenda Menjívar", "mañana", "", "", ""))
    said = run("reconcile", *arguments, "more_2018-06-19.csv")
    shown = (
        said.out + said.err + "".join(Path("reencuentro", name).read_text() for name in ("report.html", "report.json"))
    )
    assert not [name for name in (*NAMES, "Tun", "Rivas") if name in shown.split()]


@pytest.mark.parametrize("language", ["es", "en"])
def test_summary_speaks_the_language_asked_for(language: str) -> None:
    said = run("reconcile", roster("orr_2018-06-19.csv", MOTHER, CHILD), "--language", language)
    assert {"es": "Situación al 19 de junio de 2018", "en": "Situation as of 19 June 2018"}[language] in said.out
    assert f'<html lang="{language}"' in Path("reencuentro/report.html").read_text()


def test_a_mapping_that_comes_after_its_list_is_said_to_change_nothing() -> None:
    Path("later.toml").write_text("[columns]\n")
    given = (roster("orr_2018-06-19.csv", MOTHER, CHILD), "--mapping", "later.toml")
    assert "--mapping changed nothing" not in run("reconcile", *given).out
    assert "--mapping changed nothing" in run("reconcile", *given).out


def test_whole_job_runs_on_postgresql_too(place: str, arguments: list[str]) -> None:
    assert run("reconcile", *arguments, "--registry", place, "--out", "one").code == 0
    first = results("one")
    assert run("reconcile", "--registry", place, "--out", "one").code == 0
    assert results("one") == first
    assert run("reconcile", *arguments, "--out", "embedded").code == 0
    assert results("embedded") == first
    record = table("one/people.csv")[0]
    assert run("show", f"{record['agency']}:{record['record_id']}", "--registry", place).code == 0


def test_as_of_before_every_roster_is_told_so_and_nothing_is_kept() -> None:
    said = run("reconcile", roster("orr_2018-06-19.csv", MOTHER), "--as-of", "2017-01-01")
    assert (said.code, "2017-01-01" in said.err) == (1, True)
    assert not Path("reencuentro/people.csv").exists()
    assert run("reconcile", *DAY).code == 1
