"""Pairwise scores of clusters: what counts as right, wrong and missed, and which files are refused."""

from pathlib import Path

import duckdb
import pytest

from bench.breakdown import broken_down
from bench.scoring import pairwise

TRUTH = "record_id,entity_id,errors,culture\n1,a,,spanish\n2,a,typing,spanish\n3,a,,spanish\n4,b,,maya\n5,b,,maya\n"


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "truth.csv"
    path.write_text(TRUTH, "utf-8")
    return path


def clusters(folder: Path, text: str) -> Path:
    path = folder / "people.csv"
    path.write_text(text, "utf-8")
    return path


def test_pairs_put_together_wrongly_cost_precision_and_pairs_missed_cost_recall(truth: Path, tmp_path: Path) -> None:
    score = pairwise(truth, clusters(tmp_path, "record_id,person_id\n1,P1\n2,P1\n3,P2\n4,P2\n5,P3\n"))

    assert (score.precision, score.recall) == (1 / 2, 1 / 4)


def test_a_record_left_out_stands_alone(truth: Path, tmp_path: Path) -> None:
    score = pairwise(truth, clusters(tmp_path, "record_id,cluster\n4,P1\n5,P1\n"))

    assert (score.precision, score.recall) == (1.0, 1 / 4)


def test_names_of_clusters_mean_nothing(truth: Path, tmp_path: Path) -> None:
    found = "agency,record_id,person_id\n" + "".join(
        f"X,{number},{'ab'[number > 3]}{'x' * 3}\n" for number in range(1, 6)
    )

    assert pairwise(truth, clusters(tmp_path, found)).f1 == 1.0


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ("record_id,person_id\n1,P1\n1,P2\n", "twice in the clusters"),
        ("record_id,person_id\n9,P1\n", "unknown to the truth"),
        ("record_id,who\n1,P1\n", "none of the columns"),
    ],
)
def test_clusters_that_make_no_sense_are_refused(truth: Path, tmp_path: Path, found: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        pairwise(truth, clusters(tmp_path, found))


def test_pairs_are_told_apart_by_error_and_by_culture(tmp_path: Path, truth: Path) -> None:
    known = tmp_path / "truth.parquet"
    duckdb.read_csv(str(truth), header=True).write_parquet(str(known))
    told = broken_down(known, clusters(tmp_path, "record_id,person_id\n1,P1\n2,P2\n3,P1\n4,P3\n5,P3\n"))

    assert told.found == {"none": (2, 2), "typing": (0, 2)}
    assert {culture: score.recall for culture, score in told.cultures.items()} == {"spanish": 1 / 3, "maya": 1.0}
