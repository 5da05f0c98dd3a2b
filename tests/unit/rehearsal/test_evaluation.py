"""Scores of results whose worth is known beforehand: a perfect oracle, and damage counted by hand."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path

import pytest

from reencuentro.errors import CohortError
from reencuentro.rehearsal import Cohort, evaluate
from reencuentro.rehearsal.truth import HEADERS
from tests.unit.rehearsal.conftest import read_truth_file

PEOPLE = ("person_id", "agency", "record_id")
FAMILIES = (
    "child_person_id",
    "relative_person_id",
    "relation",
    "probability",
    "status",
    "evidence",
    "child_records",
    "relative_records",
)
UNACCOUNTED = ("person_id", "reason", "last_agency", "last_place", "last_seen_on")
Table = Sequence[tuple[str, ...]]


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def write_results(directory: Path, people: Table, families: Table = (), unaccounted: Table = ()) -> Path:
    """Results as a reconciliation writes them."""
    write(directory / "people.csv", PEOPLE, people)
    write(directory / "families.csv", FAMILIES, families)
    write(directory / "unaccounted.csv", UNACCOUNTED, unaccounted)
    return directory


def oracle(cohort: Cohort, directory: Path, probability: str = "1") -> Path:
    """Results that know the truth."""
    people = read_truth_file(cohort, "people.csv")
    records = defaultdict(list)
    for row in people:
        records[row["true_person_id"]].append(f"{row['agency']}:{row['record_id']}")
    families = [
        tie(row["child_true_id"], row["relative_true_id"], row["relation"], probability, records)
        for row in read_truth_file(cohort, "ties.csv")
    ]
    unaccounted = [
        (row["true_person_id"], row["reason"], "", "", "") for row in read_truth_file(cohort, "unaccounted.csv")
    ]
    return write_results(
        directory, [(row["true_person_id"], row["agency"], row["record_id"]) for row in people], families, unaccounted
    )


def tie(child: str, relative: str, relation: str, probability: str, records: dict[str, list[str]]) -> tuple[str, ...]:
    return (
        child,
        relative,
        relation,
        probability,
        "proposed",
        "",
        "; ".join(records[child]),
        "; ".join(records[relative]),
    )


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A cohort small enough to count by hand: a mother (2 records), her two children (3 and 1), a stranger (2)."""
    truth = tmp_path / "cohort" / "truth"
    people = [
        ("M", "b", "1", "adult", "maya", "GT", "typing"),
        ("M", "d", "2", "adult", "maya", "GT", ""),
        ("A", "b", "3", "child", "maya", "GT", ""),
        ("A", "c", "4", "child", "maya", "GT", "typing|nickname"),
        ("A", "c", "5", "child", "maya", "GT", "duplicate"),
        ("B", "b", "6", "child", "maya", "GT", ""),
        ("S", "b", "7", "adult", "spanish", "HN", ""),
        ("S", "d", "8", "adult", "spanish", "HN", ""),
    ]
    ties = [
        ("A", "M", "mother", "yes", "yes", "no"),
        ("B", "M", "mother", "no", "yes", "yes"),
        ("A", "B", "sibling", "yes", "no", "no"),
    ]
    write(truth / "people.csv", HEADERS["people.csv"], people)
    write(truth / "ties.csv", HEADERS["ties.csv"], ties)
    write(truth / "unaccounted.csv", HEADERS["unaccounted.csv"], [("A", "silent"), ("B", "never_in_custody")])
    return tmp_path / "cohort"


RECORDS = {"m": ["b:1", "d:2"], "a": ["b:3", "c:4", "c:5"], "b": ["b:6"], "s": ["b:7", "d:8"]}
PERFECT: Table = [(person, *record.split(":")) for person, records in RECORDS.items() for record in records]


def test_an_oracle_scores_one_everywhere(make: Callable[..., Cohort], tmp_path: Path) -> None:
    cohort = make(children=400, seed=21)
    scores = evaluate(cohort.directory, oracle(cohort, tmp_path))

    assert (scores.left_out, scores.unknown) == (0, 0)
    assert scores.identities.f1 == 1.0
    for name in ("parents", "siblings", "others", "every"):
        for one in scores.ties[name]:
            assert (one.all.precision, one.all.recall, one.evident.recall, one.relation) == (1.0, 1.0, 1.0, 1.0)
    assert scores.calibration_error == 0.0
    assert (scores.unaccounted.precision, scores.unaccounted.recall) == (1.0, 1.0)
    assert all(row["true"] == row["found"] == row["same_reason"] for row in scores.unaccounted_by_reason.values())
    for table in (scores.by_culture, scores.by_nationality, scores.by_error):
        assert {group[what].recall for group in table.values() for what in ("identities", "ties")} <= {1.0, None}
    assert scores.gaps["ties_by_culture"] == 0.0


def test_an_oracle_of_half_belief_is_half_wrong_about_itself(make: Callable[..., Cohort], tmp_path: Path) -> None:
    cohort = make(children=60, seed=21)
    scores = evaluate(cohort.directory, oracle(cohort, tmp_path, probability="0.6"))

    assert scores.calibration_error == pytest.approx(0.4)
    assert [one.all.recall for one in scores.ties["parents"]] == [1.0, 0.0, 0.0]


def test_identities_are_counted_as_pairs(small: Path, tmp_path: Path) -> None:
    """The second care record goes to the mother, the stranger falls apart: 2 of 4 reported pairs, 2 of 5 true ones."""
    people: Table = [("m", "c", "5") if row[2] == "5" else row for row in PERFECT]
    people = [("s2", *row[1:]) if row[2] == "8" else row for row in people]

    score = evaluate(small, write_results(tmp_path / "out", people)).identities

    assert (score.correct, score.reported, score.expected) == (2, 4, 5)
    assert score.f1 == pytest.approx(4 / 9)


def test_a_record_left_in_quarantine_costs_recall_not_precision(small: Path, tmp_path: Path) -> None:
    scores = evaluate(small, write_results(tmp_path / "out", [row for row in PERFECT if row[2] != "4"]))

    assert scores.left_out == 1
    assert (scores.identities.precision, scores.identities.recall) == (1.0, 3 / 5)


def test_a_record_the_truth_does_not_know_is_counted_apart(small: Path, tmp_path: Path) -> None:
    scores = evaluate(small, write_results(tmp_path / "out", [*PERFECT, ("x", "b", "99")]))

    assert scores.unknown == 1
    assert scores.identities.f1 == 1.0


def test_ties_are_counted_by_threshold_and_evidence(small: Path, tmp_path: Path) -> None:
    families: Table = [
        tie("a", "m", "mother", "0.95", RECORDS),
        tie("b", "m", "parent", "0.6", RECORDS),
        tie("b", "s", "father", "0.92", RECORDS),
    ]
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, families))
    half, nine, most = scores.ties["parents"]

    assert (half.all.precision, half.all.recall, half.relation) == (2 / 3, 1.0, 1.0)
    assert (nine.all.precision, nine.all.recall, nine.evident.recall) == (1 / 2, 1 / 2, 1.0)
    assert (most.all.precision, most.all.recall) == (None, 0.0)
    assert scores.ties["every"][0].all.recall == 2 / 3
    assert scores.ties["siblings"][0].all.recall == 0.0
    assert scores.by_culture["maya"]["ties"].recall == 1.0  # the other Maya tie left no evidence


def test_calibration_is_weighted_over_ten_bins(small: Path, tmp_path: Path) -> None:
    families: Table = [
        tie("a", "m", "mother", "0.95", RECORDS),
        tie("b", "s", "father", "0.92", RECORDS),
        tie("b", "m", "mother", "1", RECORDS),
        tie("a", "s", "father", "0.15", RECORDS),
    ]
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, families))

    assert [each.count for each in scores.calibration] == [0, 1, 0, 0, 0, 0, 0, 0, 0, 3]
    assert scores.calibration_error == pytest.approx((3 * abs((0.95 + 0.92 + 1) / 3 - 2 / 3) + 0.15) / 4)


def test_siblings_are_right_either_way_round_but_mothers_are_not(small: Path, tmp_path: Path) -> None:
    families: Table = [tie("b", "a", "sibling", "0.9", RECORDS), tie("m", "a", "mother", "0.9", RECORDS)]
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, families))

    assert scores.ties["siblings"][0].all.recall == 1.0
    assert scores.ties["parents"][0].all.precision == 0.0


def test_the_wrong_relation_of_the_right_people_is_told_apart(small: Path, tmp_path: Path) -> None:
    families: Table = [tie("a", "m", "aunt", "0.9", RECORDS)]
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, families))

    assert (scores.ties["every"][0].all.precision, scores.ties["every"][0].relation) == (1.0, 0.0)


def test_a_person_of_mixed_records_counts_for_whom_most_are(small: Path, tmp_path: Path) -> None:
    mixed = {**RECORDS, "a": ["b:3", "c:4", "b:7"], "s": ["b:1", "b:8"]}
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, [tie("a", "m", "mother", "0.9", mixed)]))

    assert scores.ties["parents"][0].all.precision == 1.0


def test_a_rejected_tie_is_no_answer(small: Path, tmp_path: Path) -> None:
    rejected = (*tie("b", "s", "father", "0.9", RECORDS)[:4], "rejected", "", "b:6", "b:7")
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, [rejected]))

    assert scores.ties["parents"][0].all.reported == 0


def test_unaccounted_are_scored_with_their_reasons(small: Path, tmp_path: Path) -> None:
    unaccounted: Table = [("a", "sent_not_received", "", "", ""), ("s", "silent", "", "", "")]
    scores = evaluate(small, write_results(tmp_path / "out", PERFECT, (), unaccounted))

    assert (scores.unaccounted.precision, scores.unaccounted.recall) == (1 / 2, 1 / 2)
    assert scores.unaccounted_by_reason == {
        "never_in_custody": {"true": 1, "found": 0, "same_reason": 0},
        "none": {"true": 0, "found": 1, "same_reason": 0},
        "silent": {"true": 1, "found": 1, "same_reason": 0},
    }


def test_identities_by_error_hold_the_pairs_that_the_error_touches(small: Path, tmp_path: Path) -> None:
    people: Table = [("m2", *row[1:]) if row[2] == "1" else row for row in PERFECT]
    scores = evaluate(small, write_results(tmp_path / "out", people)).by_error

    assert (scores["typing"]["identities"].found, scores["typing"]["identities"].expected) == (2, 3)
    assert (scores["duplicate"]["identities"].found, scores["duplicate"]["identities"].expected) == (2, 2)


def test_scores_are_json(small: Path, tmp_path: Path) -> None:
    plain = evaluate(
        small, write_results(tmp_path / "out", PERFECT, [tie("a", "m", "mother", "0.9", RECORDS)])
    ).to_plain()

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["identities"]["f1"] == 1.0
    assert plain["ties"]["parents"][1]["all"]["recall"] == 0.5
    assert plain["calibration"][9] == {"low": 0.9, "high": 1.0, "count": 1, "said": 0.9, "true": 1.0}


@pytest.mark.parametrize("missing", ["people.csv", "families.csv", "unaccounted.csv"])
def test_a_result_file_missing_is_told_with_its_remedy(small: Path, tmp_path: Path, missing: str) -> None:
    results = write_results(tmp_path / "out", PERFECT)
    (results / missing).unlink()

    with pytest.raises(CohortError, match=missing) as refusal:
        evaluate(small, results)

    assert "reconcile" in refusal.value.remedy


def test_a_folder_that_is_no_cohort_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(CohortError, match=r"people\.csv") as refusal:
        evaluate(tmp_path, write_results(tmp_path / "out", PERFECT))

    assert "generate" in refusal.value.remedy


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people.csv", "person_id,agency\nm,b\n"),
        ("people.csv", "person_id,agency,record_id\nm,b\n"),
        ("people.csv", "person_id,agency,record_id\nm,b,1,2\n"),
        ("people.csv", 'person_id,agency,record_id\nm,b,"1\n'),
        ("people.csv", "person_id,agency,record_id\nm,b,1\nn,b,1\n"),
        ("people.csv", ""),
        ("families.csv", ",".join(FAMILIES) + "\na,m,mother,high,proposed,,b:3,b:1\n"),
        ("families.csv", ",".join(FAMILIES) + "\na,m,mother,1.2,proposed,,b:3,b:1\n"),
        ("families.csv", ",".join(FAMILIES) + "\na,m,mother,nan,proposed,,b:3,b:1\n"),
        ("families.csv", ",".join(FAMILIES) + "\na,m,mother,0.5,proposed,,3,b:1\n"),
        ("families.csv", ",".join(FAMILIES) + "\na,m,mother,0.5,proposed,,,b:1\n"),
    ],
)
def test_malformed_results_are_told_by_file(small: Path, tmp_path: Path, name: str, text: str) -> None:
    results = write_results(tmp_path / "out", PERFECT)
    (results / name).write_text(text, encoding="utf-8")

    with pytest.raises(CohortError, match=name):
        evaluate(small, results)


def test_results_that_are_not_text_are_told(small: Path, tmp_path: Path) -> None:
    results = write_results(tmp_path / "out", PERFECT)
    (results / "people.csv").write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(CohortError, match=r"people\.csv"):
        evaluate(small, results)


def test_pairs_of_the_small_cohort_are_as_counted_by_hand() -> None:
    sizes = [len(records) for records in RECORDS.values()]

    assert sum(len(list(combinations(range(size), 2))) for size in sizes) == 5
