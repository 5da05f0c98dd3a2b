"""From records to persons."""

from itertools import combinations

import numpy as np
import pytest

from reencuentro.linkage import Judged, Verdict
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.engines import EMBEDDED
from reencuentro.linkage.identities import (
    Persons,
    Rulings,
    find_persons,
    identity_weights,
    random_pairs,
)
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.weighed import Weighed, probability
from tests.unit.linkage.cast import records_of, said, town

TOWN = records_of(town(12))  # two records of each person, one after the other
NOTHING_DECIDED = Rulings(frozenset(), frozenset())


def weighed(*pairs: tuple[int, int, float]) -> Weighed:
    left, right, odds = zip(*pairs, strict=True)
    return Weighed(np.array(left, np.int32), np.array(right, np.int32), np.array(odds, np.float64))


def told(pairs: Weighed) -> list[tuple[int, int, float]]:
    return list(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.odds.tolist(), strict=True))


def persons_of(rulings: Rulings = NOTHING_DECIDED) -> Persons:
    return find_persons(columns_of(TOWN), rulings)


def test_a_town_is_found_as_it_is() -> None:
    assert persons_of().members == [[2 * number, 2 * number + 1] for number in range(len(TOWN) // 2)]


def test_every_record_belongs_to_one_person() -> None:
    odd = [*TOWN, said("x", "1"), said("x", "2", full_name="🙂")]
    members = find_persons(columns_of(odd), NOTHING_DECIDED).members

    assert sorted(record for records in members for record in records) == list(range(len(odd)))


@pytest.mark.parametrize("count", [0, 1, 2])
def test_silent_records_are_persons_of_their_own(count: int) -> None:
    found = find_persons(columns_of([said("a", str(number)) for number in range(count)]), NOTHING_DECIDED)

    assert found.members == [[number] for number in range(count)]
    assert found.weights is None


def test_a_rejected_identity_stays_apart() -> None:
    members = persons_of(Rulings(frozenset(), frozenset({(0, 1)}))).members

    assert [0] in members
    assert [1] in members
    assert [2, 3] in members


def test_a_confirmed_identity_is_one_person_against_all_evidence() -> None:
    members = persons_of(Rulings(frozenset({(0, 6)}), frozenset())).members

    assert any({0, 6} <= set(records) for records in members)


def test_a_confirmed_identity_brings_the_other_records_of_both_along() -> None:
    assert [0, 1, 6, 7] in persons_of(Rulings(frozenset({(0, 6)}), frozenset())).members


def test_judgements_become_pairs_of_record_numbers_lower_first() -> None:
    keys = [("a", "1"), ("a", "2"), ("b", "1")]
    judged = [
        Judged(left=keys[2], right=keys[0], verdict=Verdict.CONFIRMED),
        Judged(left=keys[0], right=keys[1], verdict=Verdict.REJECTED),
        Judged(left=keys[1], right=keys[2], verdict=Verdict.CONFIRMED, relation="mother"),  # no identity
        Judged(left=keys[1], right=("gone", "9"), verdict=Verdict.CONFIRMED),
        Judged(left=keys[1], right=keys[1], verdict=Verdict.REJECTED),
    ]

    assert Rulings.of(keys, judged) == Rulings(frozenset({(0, 2)}), frozenset({(0, 1)}))


def test_judged_pairs_are_weighed_though_no_key_brings_them_together() -> None:
    columns = columns_of(TOWN)
    with EMBEDDED.pairs(columns) as pairs:
        met = set(zip(*(side.tolist() for side in pairs.every(1)), strict=True))
    strangers = next(pair for pair in combinations(range(len(TOWN)), 2) if pair not in met)
    rulings = Rulings(frozenset({strangers}), frozenset({min(met)}))

    with EMBEDDED.pairs(columns, rulings.decided) as pairs:
        left, right, compared = pairs.compared()

    assert list(zip(left.tolist(), right.tolist(), strict=True)) == sorted({*met, strangers})
    assert len(compared) == len(met) + 1


def test_an_officers_word_is_more_than_any_evidence() -> None:
    decided = Rulings(frozenset({(0, 1)}), frozenset({(0, 2)})).overrule(
        weighed((0, 1, -30.0), (0, 2, 30.0), (1, 2, 5.0))
    )

    assert probability(decided.odds).tolist() == pytest.approx([1.0, 0.0, 32 / 33])


def test_newer_odds_replace_older_ones_and_new_pairs_are_added() -> None:
    older, newer = weighed((0, 1, 1.0), (2, 3, 2.0)), weighed((2, 3, 9.0), (1, 2, 3.0))

    assert told(older.updated(newer)) == [(0, 1, 1.0), (1, 2, 3.0), (2, 3, 9.0)]


def test_odds_become_probabilities() -> None:
    assert probability(np.array([0.0, 1.0, -1.0, 60.0, -60.0])).tolist() == pytest.approx([0.5, 2 / 3, 1 / 3, 1.0, 0.0])


@pytest.mark.parametrize("count", [2, 3, 50])
def test_random_pairs_are_of_two_records_and_the_same_each_time(count: int) -> None:
    left, right = random_pairs(count)

    assert (left < right).all()
    assert right.max() < count
    assert left.min() >= 0
    assert left.tolist() == random_pairs(count)[0].tolist()


def test_what_is_learned_from_a_town_are_proper_shares() -> None:
    columns = columns_of(TOWN)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(TOWN), 1))
    weights = identity_weights(columns, compare_records(columns, left, right))

    for kind in (weights.matches, weights.kin, weights.strangers):
        for fact, table in zip(FACTS, kind, strict=True):
            assert table[0] == 0
            assert len(table) == len(fact.levels)
            assert np.exp2(table[1:]).sum() == pytest.approx(1.0)
    assert weights.shares[0] == pytest.approx(1 / len(TOWN), rel=0.5)
