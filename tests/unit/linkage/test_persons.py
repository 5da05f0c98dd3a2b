"""Records put together to persons who hold together as a whole."""

import numpy as np
import pytest

from reencuentro.linkage.persons import (
    LARGEST_GROUP,
    Pair,
    assemble,
    bits_by_group,
    groups,
    person_id,
    unseen_pairs,
)

Ints = np.ndarray[tuple[int], np.dtype[np.int32]]


def ints(*values: int) -> Ints:
    return np.array(values, np.int32)


def assembled(
    bits: dict[Pair, float], *, together: frozenset[Pair] = frozenset(), apart: frozenset[Pair] = frozenset()
) -> list[list[int]]:
    records = sorted({record for pair in (*bits, *together, *apart) for record in pair})
    return sorted(assemble(ints(*records), bits, together, apart))


def test_records_connected_by_likely_pairs_are_one_group() -> None:
    found = groups(6, ints(0, 1, 3), ints(1, 2, 4), np.array([0.9, 0.1, 0.01]))

    assert [group.tolist() for group in found] == [[0, 1, 2]]


def test_nobody_connected_is_no_group() -> None:
    assert groups(3, ints(), ints(), np.empty(0)) == []


def test_pairs_of_a_group_that_were_never_compared_are_found() -> None:
    left, right = unseen_pairs([ints(0, 1, 2), ints(4, 5)], ints(0, 1, 4), ints(1, 2, 5), 6)

    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 2)]


def test_a_group_too_large_is_not_compared_all_with_all() -> None:
    everybody = np.arange(LARGEST_GROUP + 1, dtype=np.int32)

    assert len(unseen_pairs([everybody], ints(0), ints(1), 1000)[0]) == 0


def test_the_bits_of_pairs_go_with_their_group() -> None:
    found = bits_by_group([ints(0, 1), ints(2, 3)], ints(0, 2, 0), ints(1, 3, 4), np.array([5.0, 6.0, 7.0]), 5)

    assert found == [{(0, 1): 5.0}, {(2, 3): 6.0}]


def test_records_that_agree_are_one_person() -> None:
    assert assembled({(0, 1): 8.0, (1, 2): 8.0, (0, 2): 8.0}) == [[0, 1, 2]]


def test_a_chain_breaks_at_its_weakest_evidence() -> None:
    chain = {(0, 1): 9.0, (1, 2): 2.0, (2, 3): 9.0, (0, 2): -9.0, (0, 3): -9.0, (1, 3): -9.0}

    assert assembled(chain) == [[0, 1], [2, 3]]


def test_a_record_between_two_people_goes_to_the_likelier() -> None:
    assert assembled({(0, 1): 6.0, (1, 2): 9.0, (0, 2): -12.0}) == [[0], [1, 2]]


def test_a_weak_doubt_does_not_part_what_much_holds_together() -> None:
    assert assembled({(0, 1): 9.0, (0, 2): 9.0, (1, 2): -2.0}) == [[0, 1, 2]]


def test_no_single_pair_parts_or_joins_alone() -> None:
    assert assembled({(0, 1): 12.0, (0, 2): 12.0, (1, 2): -200.0}) != [[0, 1, 2]]
    assert assembled({(0, 1): 12.0, (0, 2): 12.0, (0, 3): 12.0, (1, 2): 12.0, (1, 3): 12.0, (2, 3): -200.0}) == [
        [0, 1, 2, 3]
    ]


def test_pairs_never_compared_count_against() -> None:
    assert assembled({(0, 1): 9.0, (1, 2): 3.0}) == [[0, 1], [2]]
    assert assembled({(0, 1): 9.0, (1, 2): 5.0}) == [[0, 1, 2]]


def test_what_an_officer_rejected_stays_apart_whatever_joins_them() -> None:
    agreeing = {(0, 1): 12.0, (1, 2): 12.0, (0, 2): 12.0}

    assert assembled(agreeing, apart=frozenset({(0, 2)})) in ([[0, 1], [2]], [[0], [1, 2]])


def test_what_an_officer_confirmed_is_joined_against_the_evidence() -> None:
    assert assembled({(0, 1): -12.0}, together=frozenset({(0, 1)})) == [[0, 1]]


def test_a_rejection_stands_where_two_confirmations_would_join_around_it() -> None:
    found = assembled({}, together=frozenset({(0, 1), (1, 2)}), apart=frozenset({(0, 2)}))

    assert found == [[0, 1], [2]]


def test_the_order_of_the_pairs_does_not_matter() -> None:
    bits = {(0, 1): 9.0, (1, 2): 2.0, (2, 3): 9.0, (0, 2): -9.0, (0, 3): 1.0, (1, 3): -9.0}
    backwards = dict(reversed(bits.items()))

    assert assembled(bits) == assembled(backwards)


def test_a_persons_id_is_that_of_the_first_record() -> None:
    assert person_id([("orr", "7"), ("cbp", "9")]) == person_id([("cbp", "9"), ("ice", "1")])
    assert person_id([("cbp", "9")]) != person_id([("cbp", "8")])


def test_a_persons_id_tells_agency_and_record_apart() -> None:
    assert person_id([("a", "bc")]) != person_id([("ab", "c")])


@pytest.mark.parametrize("key", [("cbp", "1"), ("", ""), ("ñ", "🙂"), ("a" * 10_000, "b" * 10_000)])
def test_a_persons_id_is_short_and_plain(key: tuple[str, str]) -> None:
    found = person_id([key])

    assert len(found) == 13
    assert found.isalnum()
    assert found.isascii()
    assert found.isupper()
