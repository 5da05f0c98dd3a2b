"""Which pairs of records show that a person is one, and which are left in doubt."""

import numpy as np
import pytest

from reencuentro.linkage import Identity, Outcome
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.identities import Persons, Rulings, find_persons
from reencuentro.linkage.identity import FACTS
from reencuentro.linkage.proofs import IN_DOUBT, identities_of
from reencuentro.linkage.weighed import Weighed
from tests.unit.linkage.cast import records_of, said, town

TOWN = records_of(town(12))
COLUMNS = columns_of(TOWN)
KEYS = [mention.key for mention in TOWN]
FOUND = find_persons(COLUMNS, Rulings(frozenset(), frozenset()))


def proofs(members: list[list[int]], *pairs: tuple[int, int, float]) -> list[Identity]:
    """What is reported of these persons, had these pairs these log2 odds."""
    left, right, odds = zip(*pairs, strict=True)
    weighed = Weighed(np.array(left, np.int32), np.array(right, np.int32), np.array(odds, np.float64))
    alone = [[number] for number in range(len(TOWN)) if all(number not in records for records in members)]
    return identities_of(Persons(members + alone, weighed, FOUND.weights), COLUMNS, KEYS)


def between(found: list[Identity]) -> set[tuple[int, int]]:
    return {(KEYS.index(one.left), KEYS.index(one.right)) for one in found}


def test_each_person_of_two_records_has_one_proof() -> None:
    found = [one for one in identities_of(FOUND, COLUMNS, KEYS) if one.probability >= 0.5]

    assert between(found) == {(2 * number, 2 * number + 1) for number in range(len(TOWN) // 2)}


def test_the_strongest_pairs_hold_a_person_together() -> None:
    assert between(proofs([[0, 1, 2]], (0, 1, 9.0), (0, 2, 2.0), (1, 2, 5.0))) == {(0, 1), (1, 2)}


def test_a_pair_in_doubt_is_left_to_people() -> None:
    doubt = float(np.log2(IN_DOUBT / (1 - IN_DOUBT)))
    found = proofs([], (0, 1, doubt + 0.1), (2, 3, doubt - 0.1))

    assert between(found) == {(0, 1)}
    assert found[0].probability == pytest.approx(IN_DOUBT, abs=0.02)


def test_a_strong_pair_kept_apart_is_told_all_the_same() -> None:
    assert between(proofs([[0, 1]], (0, 1, 9.0), (1, 2, 4.0))) == {(0, 1), (1, 2)}


def test_a_proof_says_of_every_fact_what_it_tells() -> None:
    (proof,) = proofs([[0, 1]], (0, 1, 9.0))

    assert [one.fact for one in proof.evidence] == [fact.name for fact in FACTS]
    assert all(one.bits == 0 for one in proof.evidence if one.outcome is Outcome.UNKNOWN)
    assert proof.would_decide in {one.fact for one in proof.evidence if one.outcome is Outcome.UNKNOWN}


def test_nobody_compared_leaves_nothing_to_prove() -> None:
    columns = columns_of([said()])

    assert identities_of(find_persons(columns, Rulings(frozenset(), frozenset())), columns, [("cbp", "1")]) == []


def test_proofs_are_sorted_by_records() -> None:
    found = identities_of(FOUND, COLUMNS, KEYS)

    assert [(one.left, one.right) for one in found] == sorted((one.left, one.right) for one in found)
