"""Rival ties weighed against each other, checked against every matching written out."""

from itertools import chain, combinations
from math import prod

import numpy as np
import pytest

from reencuentro.linkage.matching import marginals

Edge = tuple[int, int]


def found(odds: list[float], edges: list[Edge]) -> list[float]:
    left, right = (np.array(side, np.int64) for side in zip(*edges, strict=True))
    return [float(value) for value in marginals(np.array(odds), left, right)]


def counted(odds: list[float], edges: list[Edge]) -> list[float]:
    """The same by enumeration: each set of ties in which no node takes part twice weighs the product of its odds."""
    ties = range(len(edges))
    kept = [
        chosen
        for chosen in chain.from_iterable(combinations(ties, n) for n in range(len(edges) + 1))
        if fits(chosen, edges)
    ]
    weights = [prod(odds[tie] for tie in chosen) for chosen in kept]
    return [sum(w for w, chosen in zip(weights, kept, strict=True) if tie in chosen) / sum(weights) for tie in ties]


def fits(chosen: tuple[int, ...], edges: list[Edge]) -> bool:
    lefts = [edges[tie][0] for tie in chosen]
    rights = [edges[tie][1] for tie in chosen if edges[tie][1] >= 0]
    return len(set(lefts)) == len(lefts) and len(set(rights)) == len(rights)


def test_a_tie_without_rivals_keeps_its_odds() -> None:
    assert found([3.0, 0.25], [(0, 0), (1, -1)]) == pytest.approx([0.75, 0.2])


def test_no_ties_have_no_chances() -> None:
    assert len(marginals(np.empty(0), np.empty(0, np.int64), np.empty(0, np.int64))) == 0


@pytest.mark.parametrize(
    ("odds", "edges"),
    [
        ([3.0, 1.0], [(0, 0), (0, 1)]),  # two mothers
        ([3.0, 1.0], [(0, 0), (1, 0)]),  # two children, one claim
        ([5.0, 5.0, 5.0], [(0, 0), (0, 1), (1, 1)]),  # a path
        ([9.0, 0.1, 20.0, 3.0], [(0, 0), (1, 0), (1, 1), (2, 1)]),
        ([2.0, 3.0, 4.0], [(0, 0), (0, -1), (1, 0)]),
        ([2.0, 3.0, 4.0, 8.0], [(0, 0), (0, 1), (0, 2), (1, 2)]),  # a star and a leaf
    ],
)
def test_on_trees_chances_are_exact(odds: list[float], edges: list[Edge]) -> None:
    assert found(odds, edges) == pytest.approx(counted(odds, edges), abs=1e-6)


@pytest.mark.parametrize(
    "odds",
    [[9.0, 0.2, 0.3, 9.0], [5.0, 4.0, 3.0, 2.0], [1.0, 1.0, 1.0, 1.0], [1e6, 1e-3, 1e-3, 1e6], [100.0, 50.0, 1.0, 0.1]],
)
def test_on_small_groups_with_cycles_chances_are_exact(odds: list[float]) -> None:
    edges = [(0, 0), (0, 1), (1, 0), (1, 1)]

    assert found(odds, edges) == pytest.approx(counted(odds, edges), abs=1e-9)


def test_a_dense_group_is_counted_too_ties_without_a_claim_among_them() -> None:
    edges = [(a, b) for a in range(4) for b in range(3)] + [(0, -1), (2, -1)]
    odds = [float(odd) for odd in np.exp2(np.random.default_rng(3).uniform(-4, 8, len(edges)))]

    assert found(odds, edges) == pytest.approx(counted(odds, edges), abs=1e-9)


def test_many_children_who_fit_the_same_two_claims_share_two_places() -> None:
    edges = [(child, claim) for child in range(60) for claim in range(2)]

    assert sum(found([2.0**40] * len(edges), edges)) == pytest.approx(2, abs=1e-6)


def test_one_mother_at_most_per_child() -> None:
    assert sum(found([1e9, 1e9, 1e9], [(0, 0), (0, 1), (0, 2)])) <= 1 + 1e-9


def test_two_children_can_not_share_one_claim() -> None:
    assert sum(found([2.0, 1.0], [(0, 0), (1, 0)])) <= 1 + 1e-9


@pytest.mark.parametrize("odds", [[1e9, 1e6], [1e12, 1e11]])
def test_two_children_can_not_share_one_claim_however_well_it_fits_both(odds: list[float]) -> None:
    assert sum(found(odds, [(0, 0), (1, 0)])) <= 1 + 1e-9


def test_ties_without_a_claim_do_not_rival_each_other() -> None:
    assert found([3.0, 3.0], [(0, -1), (1, -1)]) == pytest.approx([0.75, 0.75])


def test_a_stronger_rival_elsewhere_frees_the_claim() -> None:
    """The second child has a mother of its own, so the first is left with the claim both fit."""
    alone = found([3.0, 3.0], [(0, 0), (1, 0)])[0]
    freed = found([3.0, 3.0, 1e6], [(0, 0), (1, 0), (1, 1)])[0]

    assert freed > alone
    assert freed == pytest.approx(0.75, abs=1e-3)


def test_chances_stay_chances_whatever_the_odds() -> None:
    random = np.random.default_rng(5)
    odds = np.exp2(random.uniform(-60, 60, 400))
    chances = marginals(odds, random.integers(0, 60, 400), random.integers(-1, 60, 400))

    assert np.isfinite(chances).all()
    assert (chances >= 0).all()
    assert (chances <= 1).all()
