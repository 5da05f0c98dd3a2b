"""Weights learned without labels: few data leave beliefs as they are, many outweigh them."""

import numpy as np
import pytest

from reencuentro.linkage.comparers import Agreement
from reencuentro.linkage.scoring import Comparison, Fact, Facts, Levels, Weights, likelihoods
from reencuentro.linkage.training import learn, starting_weights

FACTS: Facts = tuple(
    Fact(name, Agreement, (0.9, 0.1), (0.3, 0.7), kin_learns)
    for name, kin_learns in (("a", True), ("b", True), ("c", False))
)
SHARES = (0.05, 0.05)


def drawn(agreeing: float, pairs: int, seed: int = 1) -> Levels:
    """Levels of pairs that agree on each fact so often."""
    random = np.random.default_rng(seed)
    return np.where(random.random((len(FACTS), pairs)) < agreeing, 1, 2).astype(np.int8)


def start() -> Weights:
    return starting_weights(FACTS, drawn(0.1, 5000), SHARES)


def learned(levels: Levels, out_of: int) -> Weights:
    return learn(FACTS, Comparison(levels, {}), start(), out_of)


def agreeing(weights: Weights, fact: int = 0) -> tuple[float, float, float]:
    """How often matches, kin and strangers agree on the fact."""
    matches, kin, strangers = (
        float(np.exp2(kind[fact][1])) for kind in (weights.matches, weights.kin, weights.strangers)
    )
    return matches, kin, strangers


def test_before_learning_there_are_beliefs_and_chance_as_counted() -> None:
    matches, kin, strangers = agreeing(start())

    assert matches == pytest.approx(0.9)
    assert kin == pytest.approx(0.3)
    assert strangers == pytest.approx(0.1, abs=0.02)


def test_chance_is_believed_where_no_random_pair_has_it() -> None:
    none = starting_weights(FACTS, np.empty((3, 0), np.int8), SHARES)

    assert agreeing(none)[2] == pytest.approx(0.3)  # as kin


def test_silent_random_pairs_say_nothing_of_chance() -> None:
    silent = starting_weights(FACTS, np.zeros((3, 1000), np.int8), SHARES)

    assert agreeing(silent)[2] == pytest.approx(0.3)


def test_few_data_leave_the_beliefs_as_they_are() -> None:
    matches, _, _ = agreeing(learned(drawn(0.5, 5), 100))

    assert matches == pytest.approx(0.9, abs=0.05)


def test_many_data_outweigh_the_beliefs() -> None:
    levels = np.hstack([drawn(0.99, 4000, seed=2), drawn(0.1, 6000, seed=3)])
    matches, _, _ = agreeing(learned(levels, 10_000))

    assert matches == pytest.approx(0.99, abs=0.02)


def test_the_share_of_matches_is_found() -> None:
    levels = np.hstack([drawn(0.97, 1000, seed=2), drawn(0.1, 9000, seed=3)])

    assert learned(levels, 10_000).shares[0] == pytest.approx(0.1, abs=0.03)


def test_chance_is_never_refined() -> None:
    weights = start()
    after = learn(FACTS, Comparison(drawn(0.9, 500), {}), weights, 1000)

    assert after.strangers is weights.strangers


def test_what_kin_share_is_kept_where_a_match_could_pass_for_kin() -> None:
    after = learned(np.hstack([drawn(0.6, 5000), drawn(0.1, 5000)]), 10_000)

    assert agreeing(after, 2)[1] == pytest.approx(0.3)
    assert agreeing(after, 0)[1] != pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize(
    "levels", [drawn(1.0, 1), drawn(0.0, 1), drawn(1.0, 50), drawn(0.0, 50), np.zeros((3, 9), np.int8)]
)
def test_tiny_data_do_not_collapse(levels: Levels) -> None:
    after = learned(levels, levels.shape[1])
    kinds = likelihoods(FACTS, Comparison(levels, {}), after).probabilities(after.shares)

    assert all(0.5 < agreeing(after, fact)[0] < 1 for fact in range(3))
    assert all(0 < share <= 0.4 for share in after.shares)
    assert np.isfinite(kinds).all()


def test_two_records_that_agree_are_more_likely_one_than_two_that_differ() -> None:
    levels = np.array([[1, 2], [1, 2], [1, 2]], np.int8)
    after = learned(levels, 2)
    agree, differ = likelihoods(FACTS, Comparison(levels, {}), after).log_odds(after.shares)

    assert agree > 0 > differ
