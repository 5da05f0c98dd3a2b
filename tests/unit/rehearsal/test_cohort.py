"""What a generated cohort holds: the same each time, as many as asked, erring as often as said, true to its rosters."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import sqrt
from pathlib import Path

import pytest
from python_calamine import load_workbook

from reencuentro.errors import CohortError
from reencuentro.rehearsal import DEFAULT, PROFILES, Cohort, ErrorRates, generate
from reencuentro.rehearsal.profiles import Kind
from reencuentro.rehearsal.styles import STYLES, Style
from tests.unit.rehearsal.conftest import Rows, read_truth_file


def roster_rows(cohort: Cohort, file: str) -> Rows:
    """A roster read with nothing but its own layout: header text to cell text."""
    path = cohort.directory / file
    style = _style(path)
    if style.format == "json":
        return [{key: str(value) for key, value in item.items()} for item in json.loads(path.read_text("utf-8"))]
    if style.format == "xlsx":
        lines = [[str(cell) for cell in row] for row in load_workbook(str(path)).get_sheet_by_index(0).to_python()]
        lines = lines[lines.index(list(style.columns)) :]
    else:
        text = path.read_bytes().decode(style.encoding)
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=style.delimiter))
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]


@cache
def _style(path: Path) -> Style:
    """The layout of a file, found by the header it must start with (or, for JSON, by any key of it)."""
    for style in (style for styles in STYLES.values() for style in styles):
        if path.suffix.removeprefix(".") == style.format and _fits(path, style):
            return style
    raise AssertionError(f"no layout fits {path.name}")


def _fits(path: Path, style: Style) -> bool:
    columns = list(style.columns)
    if style.format == "json":
        return f'"{columns[0]}"' in path.read_text("utf-8")
    if style.format == "xlsx":
        return columns in load_workbook(str(path)).get_sheet_by_index(0).to_python()
    try:
        return path.read_bytes().decode(style.encoding).startswith(style.delimiter.join(columns))
    except UnicodeError:
        return False


def record_ids(cohort: Cohort, file: str) -> list[str]:
    style = _style(cohort.directory / file)
    column = next(header for header, field in style.columns.items() if field == "record_id")
    return [row[column] for row in roster_rows(cohort, file)]


def cells(cohort: Cohort, file: str, field: str) -> dict[str, str]:
    """One field of a roster by record id; where the layout lacks it, nothing."""
    columns = {field: header for header, field in _style(cohort.directory / file).columns.items()}
    if field not in columns:
        return {}
    return {row[columns["record_id"]]: row[columns[field]] for row in roster_rows(cohort, file)}


def everything(directory: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("profile", sorted(PROFILES))
def test_same_request_gives_the_same_bytes(make: Callable[..., Cohort], profile: str) -> None:
    first, second = (make(children=60, seed=8, profile=PROFILES[profile]) for _ in range(2))

    assert everything(first.directory) == everything(second.directory)


def test_another_seed_gives_other_people(make: Callable[..., Cohort]) -> None:
    first, second = (everything(make(children=60, seed=seed).directory) for seed in (1, 2))

    assert first["truth/people.csv"] != second["truth/people.csv"]


def test_seeds_differ_in_layout_too(make: Callable[..., Cohort]) -> None:
    layouts = set()
    for seed in range(6):
        cohort = make(children=40, seed=seed)
        layouts.add(tuple(_style(cohort.directory / roster.file).name for roster in cohort.rosters))

    assert len(layouts) > 3


@pytest.mark.parametrize("children", [1, 2, 7, 250])
def test_exactly_as_many_children_as_asked(make: Callable[..., Cohort], children: int) -> None:
    cohort = make(children=children)
    people = read_truth_file(cohort, "people.csv")

    assert len({row["true_person_id"] for row in people if row["role"] == "child"}) == cohort.children == children


def test_adults_are_about_as_many_as_children(default: Cohort) -> None:
    assert 0.95 < default.adults / default.children < 1.2


def test_every_record_of_the_truth_is_in_a_roster_and_the_reverse(default: Cohort) -> None:
    told = {(row["agency"], row["record_id"]) for row in read_truth_file(default, "people.csv")}
    rows = [(roster.agency, record) for roster in default.rosters for record in record_ids(default, roster.file)]

    assert set(rows) == told
    assert len(told) == default.records


def test_no_record_id_twice_in_a_roster(default: Cohort) -> None:
    for roster in default.rosters:
        ids = record_ids(default, roster.file)
        assert len(ids) == len(set(ids))


def test_ties_join_people_of_the_rosters_and_the_absent_are_in_none(default: Cohort) -> None:
    listed = {row["true_person_id"] for row in read_truth_file(default, "people.csv")}
    ties = read_truth_file(default, "ties.csv")
    absent = {row["true_person_id"] for row in read_truth_file(default, "absent.csv")}

    assert {row[end] for row in ties for end in ("child_true_id", "relative_true_id")} <= listed
    assert absent
    assert not absent & listed


def test_described_arguments_name_every_roster(default: Cohort) -> None:
    described = json.loads((default.directory / "cohort.json").read_text("utf-8"))

    assert described["arguments"] == [f"{roster['agency']}={roster['file']}" for roster in described["rosters"]]
    assert {roster["file"] for roster in described["rosters"]} == {
        f"rosters/{path.name}" for path in (default.directory / "rosters").iterdir()
    }
    assert described["as_of"] == "2018-06-19"
    assert described["errors"]["link_missing"] == 0.35


def test_at_least_five_agencies_in_several_formats(default: Cohort) -> None:
    assert len({roster.agency for roster in default.rosters}) >= 5
    assert len({Path(roster.file).suffix for roster in default.rosters}) >= 2


def test_some_source_holds_evidence_of_about_94_percent_of_parental_ties(default: Cohort) -> None:
    parental = [row for row in read_truth_file(default, "ties.csv") if row["relation"] in ("mother", "father")]
    share = sum(row["evidence_exists"] == "yes" for row in parental) / len(parental)

    assert share == pytest.approx(default.evidence)
    assert 0.92 < share < 0.96


@pytest.mark.parametrize(
    ("kind", "agencies"),
    [
        ("first_of_january", ("cbp", "ice")),
        ("nickname", ()),
        ("second_surname_missing", ("cbp", "ice")),
        ("number_missing", ("cbp", "ice", "orr")),
        ("age_only", ("cbp", "ice", "orr")),
        ("birth_missing", ("cbp", "ice", "orr")),
        ("sex_wrong", ("cbp", "ice", "orr")),
        ("address_missing", ("consulado_gt", "consulado_hn")),
        ("second_name_dropped", ()),
    ],
)
def test_errors_are_made_no_more_often_than_said(default: Cohort, kind: str, agencies: tuple[str, ...]) -> None:
    rows = [row for row in read_truth_file(default, "people.csv") if not agencies or row["agency"] in agencies]
    made = sum(kind in row["errors"].split("|") for row in rows)
    rate = getattr(ErrorRates(), kind)

    assert 0 < made <= len(rows) * rate + 4 * sqrt(len(rows) * rate * (1 - rate))


@pytest.mark.parametrize("kind", ["number_missing", "age_only", "birth_missing", "second_surname_missing"])
def test_errors_that_nearly_everybody_can_suffer_are_as_frequent_as_said(default: Cohort, kind: str) -> None:
    rows = [row for row in read_truth_file(default, "people.csv") if row["agency"] == "ice"]
    made = sum(kind in row["errors"].split("|") for row in rows)
    rate = getattr(ErrorRates(), kind)

    assert abs(made - len(rows) * rate) < 4 * sqrt(len(rows) * rate) + 0.05 * len(rows) * rate


def test_shares_of_nationalities_are_near_the_published_ones(default: Cohort) -> None:
    people = read_truth_file(default, "people.csv")
    families = {row["true_person_id"].split("-")[0]: row["nationality"] for row in people}
    counts = Counter(families.values())

    for code, share in DEFAULT.nationalities.items():
        assert abs(counts[code] - len(families) * share) < 4 * sqrt(len(families) * share * (1 - share))


def test_clean_profile_makes_no_error_and_hides_no_tie(make: Callable[..., Cohort]) -> None:
    cohort = make(profile=PROFILES["clean"])

    assert {row["errors"] for row in read_truth_file(cohort, "people.csv")} == {""}
    assert cohort.evidence == 1.0


def test_stress_profile_leaves_less_evidence(make: Callable[..., Cohort], default: Cohort) -> None:
    assert make(profile=PROFILES["stress"]).evidence < default.evidence - 0.05


def test_changes_are_what_the_two_rosters_of_an_agency_show(default: Cohort) -> None:
    for agency in ("cbp", "orr"):
        before, after = (
            {json.dumps(row, sort_keys=True) for row in roster_rows(default, roster.file)}
            for roster in default.rosters
            if roster.agency == agency
        )
        told = Counter(row["change"] for row in read_truth_file(default, "changes.csv") if row["agency"] == agency)

        assert min(told["added"], told["missing"], told["changed"]) > 0
        assert len(after - before) == told["added"] + told["changed"]
        assert len(before - after) == told["missing"] + told["changed"]


def test_unaccounted_are_listed_somewhere_and_placed_nowhere(default: Cohort) -> None:
    people = read_truth_file(default, "people.csv")
    reasons = {row["true_person_id"]: row["reason"] for row in read_truth_file(default, "unaccounted.csv")}
    latest = {
        record
        for roster in default.rosters
        if "orr_2018-06-19" in roster.file
        for record in record_ids(default, roster.file)
    }
    agencies: dict[str, set[str]] = {}
    for row in people:
        agencies.setdefault(row["true_person_id"], set()).add(row["agency"])
    in_care_now = {row["true_person_id"] for row in people if row["agency"] == "orr" and row["record_id"] in latest}

    assert set(reasons.values()) == {"sent_not_received", "dropped_without_discharge", "never_in_custody", "silent"}
    assert not set(reasons) & in_care_now
    for person, reason in reasons.items():
        assert ("orr" in agencies[person]) == (reason == "dropped_without_discharge")
        assert reason != "silent" or agencies[person] == {"influx"}
        assert reason != "sent_not_received" or "cbp" in agencies[person]


def test_other_children_are_held_or_let_go_with_a_date(default: Cohort) -> None:
    """Whoever is missing from the latest care roster left the earlier one with a discharge, or is unaccounted for."""
    earlier, latest = (roster.file for roster in default.rosters if roster.agency == "orr")
    person = {
        row["record_id"]: row["true_person_id"]
        for row in read_truth_file(default, "people.csv")
        if row["agency"] == "orr"
    }
    unaccounted = {row["true_person_id"] for row in read_truth_file(default, "unaccounted.csv")}
    gone = set(record_ids(default, earlier)) - set(record_ids(default, latest))
    discharged = {record for record, day in cells(default, earlier, "discharged_on").items() if day}

    assert gone & discharged
    assert {person[record] for record in gone - discharged} <= unaccounted


def test_deleted_family_units_are_entered_again_without_their_number(default: Cohort) -> None:
    earlier, latest = (roster.file for roster in default.rosters if roster.agency == "cbp")
    units, later = cells(default, earlier, "family_unit"), cells(default, latest, "family_unit")
    people = [row for row in read_truth_file(default, "people.csv") if "unit_deleted" in row["errors"].split("|")]
    anew = [row["record_id"] for row in people if row["agency"] == "cbp" and row["record_id"] in later]

    assert anew
    assert not any(later[record] for record in anew)
    assert any(units[row["record_id"]] for row in people if row["record_id"] in units and row["record_id"] not in later)


class TestJune2018:
    """19 June 2018, counted from the rows."""

    def truth(self, june: Cohort) -> tuple[Rows, set[str]]:
        return read_truth_file(june, "people.csv"), {
            row["true_person_id"] for row in read_truth_file(june, "certified.csv")
        }

    def test_1995_separated_minors_are_on_rosters_of_border_and_care(self, june: Cohort) -> None:
        people, certified = self.truth(june)

        assert len(certified) == 1995
        assert (
            len(certified & {row["true_person_id"] for row in people if row["agency"] in ("cbp", "orr", "influx")})
            == 1995
        )

    def test_1995_are_flagged_as_separated_on_those_rosters(self, june: Cohort) -> None:
        people, _ = self.truth(june)
        person = {(row["agency"], row["record_id"]): row["true_person_id"] for row in people}
        flagged = {
            person[roster.agency, record]
            for roster in june.rosters
            for record, flag in cells(june, roster.file, "separated").items()
            if flag == "Y"
        }

        assert len(flagged) == 1995

    def test_25_are_mexican_and_7_of_these_are_still_held(self, june: Cohort) -> None:
        people, certified = self.truth(june)
        mexican = {row["true_person_id"] for row in people if row["nationality"] == "MX"} & certified
        latest = next(roster.file for roster in june.rosters if "orr_2018-06-19" in roster.file)
        discharged = cells(june, latest, "discharged_on")
        held = {
            row["true_person_id"]
            for row in people
            if row["agency"] == "orr" and row["record_id"] in discharged and not discharged[row["record_id"]]
        }

        assert len(mexican) == 25
        assert len(mexican & held) == 7

    def test_some_are_unaccounted_for_but_no_mexican(self, june: Cohort) -> None:
        people, _ = self.truth(june)
        mexican = {row["true_person_id"] for row in people if row["nationality"] == "MX"}
        unaccounted = {row["true_person_id"] for row in read_truth_file(june, "unaccounted.csv")}

        assert 20 < len(unaccounted) < 80
        assert not unaccounted & mexican

    def test_the_number_of_children_asked_for_is_ignored(self, june: Cohort) -> None:
        assert june.children == 1995


def test_a_profile_of_ones_own_with_other_agencies_and_layouts(make: Callable[..., Cohort]) -> None:
    agencies = tuple(
        replace(plan, code=f"x_{plan.code}", ages=(0,), style=STYLES[plan.kind][-1].name)
        for plan in DEFAULT.agencies[:4]
    )
    cohort = make(profile=replace(DEFAULT, name="own", agencies=agencies))

    assert [roster.agency for roster in cohort.rosters] == ["x_cbp", "x_ice", "x_orr", "x_influx"]
    assert _style(cohort.directory / cohort.rosters[0].file) is STYLES[Kind.BORDER][-1]
    reasons = {row["reason"] for row in read_truth_file(cohort, "unaccounted.csv")}
    assert "dropped_without_discharge" not in reasons  # one care roster can't show who is gone
    assert "silent" not in reasons  # nor does a fresh roster fall silent


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(CohortError) as refusal:
        generate(tmp_path, children=3, seed=1)

    assert refusal.value.remedy
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_cohort_is_replaced_whole(tmp_path: Path) -> None:
    generate(tmp_path, children=5, seed=1, profile=PROFILES["june2018"])
    generate(tmp_path, children=5, seed=2)
    fresh = generate(tmp_path.with_name("fresh"), children=5, seed=2)

    assert everything(tmp_path) == everything(fresh.directory)


@pytest.mark.parametrize(("children", "seed"), [(0, 1), (-4, 1), (10, -1), (10**7, 1)])
def test_requests_out_of_range_are_refused(tmp_path: Path, children: int, seed: int) -> None:
    with pytest.raises(CohortError):
        generate(tmp_path / "c", children=children, seed=seed)

    assert not (tmp_path / "c").exists()


def test_progress_is_told_from_nothing_to_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    generate(tmp_path / "c", children=150, seed=1, progress=lambda done, total: seen.append((done, total)))

    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1]
    assert seen == sorted(seen)
