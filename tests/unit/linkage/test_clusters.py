"""Which records make one person: the strongest pairs join first, and chains break at their weakest evidence."""

import numpy as np
import pytest

from reencuentro.linkage.blocking import unpacked
from reencuentro.linkage.clusters import LARGEST_GROUP, clusters_of, unseen_pairs

Bits = dict[tuple[int, int], float]


def clustered(count: int, bits: Bits) -> list[int]:
    table = np.array(sorted(bits), np.int32).reshape(-1, 2)
    found: list[int] = clusters_of(
        count, table[:, 0], table[:, 1], np.array([bits[pair] for pair in sorted(bits)])
    ).tolist()
    return found


def test_records_that_nothing_connects_stay_alone() -> None:
    assert clustered(3, {}) == [0, 1, 2]
    assert clustered(3, {(0, 1): -3.0, (1, 2): 0.0}) == [0, 1, 2]
    assert clustered(0, {}) == []


def test_a_person_is_numbered_by_the_first_record() -> None:
    assert clustered(4, {(1, 3): 5.0, (0, 2): -5.0}) == [0, 1, 2, 1]


def test_a_chain_breaks_at_its_weakest_evidence() -> None:
    assert clustered(4, {(0, 1): 9.0, (1, 2): 1.0, (2, 3): 8.0}) == [0, 0, 2, 2]


def test_a_conflict_keeps_two_people_apart() -> None:
    assert clustered(3, {(0, 1): 9.0, (1, 2): 6.0, (0, 2): -9.0}) == [0, 0, 2]


def test_a_pair_never_compared_counts_against() -> None:
    assert clustered(3, {(0, 1): 9.0, (1, 2): 3.0}) == [0, 0, 2]
    assert clustered(3, {(0, 1): 9.0, (1, 2): 5.0}) == [0, 0, 0]


def test_no_single_pair_however_strong_outweighs_many() -> None:
    against = {(0, 2): -15.0, (1, 2): 100.0, (0, 1): 200.0}

    assert clustered(3, against) == [0, 0, 2]


def test_who_joins_first_is_told_by_strength_beyond_the_bounds() -> None:
    assert clustered(3, {(0, 1): 20.0, (1, 2): 30.0, (0, 2): -15.0}) == [0, 1, 1]
    assert clustered(3, {(0, 1): 30.0, (1, 2): 20.0, (0, 2): -15.0}) == [0, 0, 2]


@pytest.mark.parametrize("count", [2, 50, 2_000])
def test_a_person_of_many_records_is_found_whole(count: int) -> None:
    ring = {(i, i + 1): 12.0 for i in range(count - 1)} | {(0, i): 5.0 for i in range(2, count)}

    assert set(clustered(count, ring)[:2]) == {0}


def unseen(
    count: int, connected: list[tuple[int, int]], others: list[tuple[int, int]] | None = None
) -> list[tuple[int, int]]:
    pairs = sorted([*connected, *(others or [])])
    table = np.array(pairs, np.int32).reshape(-1, 2)
    which = np.array([pair in connected for pair in pairs], np.bool_)
    left, right = unpacked(unseen_pairs(count, table[:, 0], table[:, 1], which))
    return list(zip(left.tolist(), right.tolist(), strict=True))


def test_the_third_side_of_a_triangle_was_never_compared() -> None:
    assert unseen(3, [(0, 1), (1, 2)]) == [(0, 2)]
    assert unseen(3, [(0, 1), (1, 2)], [(0, 2)]) == []
    assert unseen(3, [(0, 1)]) == []
    assert unseen(0, []) == []


def test_a_group_too_large_is_not_filled_up() -> None:
    def chain(count: int) -> list[tuple[int, int]]:
        return [(i, i + 1) for i in range(count - 1)]

    assert len(unseen(LARGEST_GROUP, chain(LARGEST_GROUP))) == (LARGEST_GROUP - 1) * (LARGEST_GROUP - 2) // 2
    assert unseen(LARGEST_GROUP + 1, chain(LARGEST_GROUP + 1)) == []
