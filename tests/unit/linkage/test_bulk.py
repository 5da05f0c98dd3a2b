"""The compiled kernel: which pairs it answers, and which it leaves to the arrays."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from reencuentro.linkage.bulk import Bulk
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.engines import odds_of
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Floats, Weights
from reencuentro.linkage.tabular import columns_of_table
from reencuentro.linkage.training import starting_weights

LEFT, RIGHT = np.array([0], np.int32), np.array([1], np.int32)
ANA: dict[str, Any] = {
    "given_names": "Ana Lucía",
    "surnames": "López Xol",
    "year": 2008,
    "month": 5,
    "day": 3,
    "sex": "F",
    "nationality": "GT",
    "municipality": "Nebaj",
    "mother": "Rosa Elvira Xol",
    "father": "Juan López",
    "children": "Eva López",
    "agency": "a",
}


def answered(one: dict[str, Any], other: dict[str, Any]) -> float:
    """log2 odds of two records, NaN where the compiled kernel leaves them to the arrays."""
    columns = columns_of(one, other)
    found: float = Bulk(columns, weights_of(columns)).odds(LEFT, RIGHT)[0]
    return found


def columns_of(*rows: dict[str, Any]) -> Columns:
    return columns_of_table(pa.table({name: [row.get(name) for row in rows] for name in {**rows[0], **rows[-1]}}))


def weights_of(columns: Columns) -> Weights:
    return starting_weights(FACTS, compare_records(columns, LEFT, RIGHT).levels, (0.01, 0.01))


@pytest.mark.parametrize("changed", [{}, {"given_names": "Ana"}, {"surnames": "LópezXol"}, {"mother": "Xol, Rosita"}])
def test_what_nearly_every_record_tells_is_answered(changed: dict[str, Any]) -> None:
    assert not np.isnan(answered(ANA, {**ANA, **changed}))


@pytest.mark.parametrize(
    "said",
    [{"phone": "+50255550101"}, {"postcode": "dh7 5ju"}, {"family_unit": "FMU 1"}, {"a_number": "200123456"}],
)
def test_a_fact_that_both_tell_and_that_it_does_not_know_is_left_to_the_arrays(said: dict[str, Any]) -> None:
    assert np.isnan(answered({**ANA, **said}, {**ANA, **said}))
    assert not np.isnan(answered({**ANA, **said}, {**ANA, **dict.fromkeys(said)}))


def test_names_of_three_words_are_left_to_the_arrays() -> None:
    assert np.isnan(answered({**ANA, "given_names": "Ana Lucía Estela"}, ANA))


def test_what_it_leaves_is_answered_all_the_same() -> None:
    columns = columns_of({**ANA, "given_names": "Ana Lucía Estela"}, ANA)
    weights = weights_of(columns)
    compiled = odds_of(columns, LEFT, RIGHT, weights, Bulk(columns, weights))

    assert compiled.tolist() == odds_of(columns, LEFT, RIGHT, weights).tolist()


def test_no_pairs_are_no_odds() -> None:
    columns = columns_of(ANA, ANA)
    nobody: Ints = np.empty(0, np.int32)
    found: Floats = Bulk(columns, weights_of(columns)).odds(nobody, nobody)

    assert len(found) == 0


@pytest.mark.parametrize(
    "other",
    ["1234567890102", "123456789010", "12345678901011", "2134567890101", "1234567809101", "9934567890101", "12"],
)
def test_unequal_numbers_are_compared_letter_by_letter_as_by_the_arrays(other: str) -> None:
    columns = columns_of({**ANA, "other_number": "1234567890101"}, {**ANA, "other_number": other})
    weights = weights_of(columns)
    (found,) = Bulk(columns, weights).odds(LEFT, RIGHT)

    assert found == pytest.approx(odds_of(columns, LEFT, RIGHT, weights)[0], abs=1e-6)


def test_who_cannot_be_one_person_is_let_go_before_all_is_compared() -> None:
    stranger = {**ANA, "given_names": "Pedro", "surnames": "Choc", "year": 1951, "sex": "M", "mother": "Eva Pop"}
    columns = columns_of(ANA, stranger)
    kernel = Bulk(columns, weights_of(columns), at_least=-6.0)

    assert np.isneginf(kernel.odds(LEFT, RIGHT)[0])
    assert kernel.odds(LEFT, LEFT)[0] > 0
