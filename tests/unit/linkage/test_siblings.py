"""Sibling sets and what follows from them."""

import pytest

from reencuentro.linkage.siblings import Homes, children_of, closed, of_one_parent, through_siblings

MOTHER, OTHER, AUNT = 10, 11, 12
BOTH_HERS: Homes = {0: {1: (MOTHER, 0.95)}, 1: {1: (MOTHER, 0.9)}}


def test_children_of_one_parent_are_siblings_as_surely_as_both_ties_hold() -> None:
    assert dict(of_one_parent(BOTH_HERS)) == {(0, 1): pytest.approx(0.855)}


def test_each_parent_has_the_children_found() -> None:
    assert children_of(BOTH_HERS) == {MOTHER: [(0, 0.95), (1, 0.9)]}


def test_siblings_of_siblings_are_siblings() -> None:
    assert closed({(0, 1): 0.95, (1, 2): 0.9}, {})[0, 2] == pytest.approx(0.855)


def test_a_weak_link_closes_nothing() -> None:
    assert (0, 2) not in closed({(0, 1): 0.95, (1, 2): 0.6}, {})


def test_children_of_two_mothers_are_no_siblings_whoever_joins_them() -> None:
    homes: Homes = {0: {1: (MOTHER, 0.95)}, 2: {1: (OTHER, 0.95)}}

    assert (0, 2) not in closed({(0, 1): 0.95, (1, 2): 0.95}, homes)


def test_closing_lowers_nothing() -> None:
    assert closed({(0, 1): 0.99, (0, 2): 0.99, (1, 2): 0.97}, {}) == {(0, 1): 0.99, (0, 2): 0.99, (1, 2): 0.9801}


def test_a_mothers_sister_is_the_aunt_and_her_children_are_cousins() -> None:
    homes: Homes = {0: {1: (MOTHER, 0.95)}, 1: {1: (AUNT, 0.9)}}
    through = through_siblings([((MOTHER, AUNT), 0.99)], homes)

    assert through.aunts == {(0, AUNT): pytest.approx(0.9405), (1, MOTHER): pytest.approx(0.891)}
    assert through.cousins == {(0, 1): pytest.approx(0.84645)}


def test_who_is_hardly_a_sister_makes_nobody_an_aunt() -> None:
    through = through_siblings([((MOTHER, AUNT), 0.6)], BOTH_HERS)

    assert not through.aunts
    assert not through.cousins
