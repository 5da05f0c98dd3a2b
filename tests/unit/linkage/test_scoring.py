"""What levels are worth: three kinds of pairs, in bits."""

from collections.abc import Mapping

import numpy as np
import pytest

from reencuentro.linkage.comparers import Agreement
from reencuentro.linkage.scoring import Comparison, Fact, Facts, Floats, Weights, likelihoods, logs, with_strangers

SEX = Fact("sex", Agreement, (0.99, 0.01), (0.5, 0.5))
TOWN = Fact("town", Agreement, (0.8, 0.2), (0.7, 0.3))
NAME = Fact("name", Agreement, (0.9, 0.1), (0.1, 0.9), namesakes=0.1)
FACTS: Facts = (SEX, TOWN, NAME)
SHARES = (0.01, 0.02)
WEIGHTS = Weights(
    matches=tuple(logs(np.array(fact.matches)) for fact in FACTS),
    kin=tuple(logs(np.array(fact.kin)) for fact in FACTS),
    strangers=tuple(logs(np.array(shares)) for shares in ((0.5, 0.5), (0.1, 0.9), (0.02, 0.98))),
    shares=SHARES,
)


def pairs(*levels: tuple[int, int, int], chance: Mapping[str, Floats] | None = None) -> Comparison:
    """One pair for each triple of levels: sex, town, name."""
    return Comparison(np.array(levels, np.int8).T, chance or {})


def odds(*levels: tuple[int, int, int], chance: Mapping[str, Floats] | None = None) -> list[float]:
    found = likelihoods(FACTS, pairs(*levels, chance=chance), WEIGHTS).log_odds(SHARES)
    return [float(value) for value in found]


def test_a_weights_table_holds_logarithms_with_nothing_for_silence() -> None:
    assert logs(np.array([1.0, 3.0])).tolist() == pytest.approx([0.0, -2.0, np.log2(0.75)])


def test_silence_leaves_the_shares_as_they_were() -> None:
    compared = likelihoods(FACTS, pairs((0, 0, 0)), WEIGHTS)

    assert compared.probabilities(SHARES)[:, 0].tolist() == pytest.approx([0.01, 0.02, 0.97])


def test_the_kinds_share_all_probability() -> None:
    levels = [(a, b, c) for a in range(3) for b in range(3) for c in range(3)]
    kinds = likelihoods(FACTS, pairs(*levels), WEIGHTS).probabilities(SHARES)

    assert kinds.shape == (3, 27)
    assert kinds.sum(axis=0).tolist() == pytest.approx([1.0] * 27)


def test_log_odds_and_probability_say_the_same() -> None:
    compared = likelihoods(FACTS, pairs((1, 2, 1), (2, 1, 1)), WEIGHTS)
    probability = compared.probabilities(SHARES)[0]

    assert compared.log_odds(SHARES).tolist() == pytest.approx(np.log2(probability / (1 - probability)).tolist())


def test_agreement_speaks_for_and_difference_against() -> None:
    silent, agrees, differs = odds((0, 0, 0), (0, 0, 1), (0, 0, 2))

    assert agrees > silent > differs


def test_evidence_adds_up() -> None:
    name, both = odds((0, 0, 1), (1, 0, 1))

    assert both > name


def test_rarer_names_weigh_more() -> None:
    rare, common = odds((0, 0, 1), (0, 0, 1), chance={"name": np.log2([0.001, 0.1])})

    assert rare > common


def test_even_the_commonest_name_says_a_little() -> None:
    silent = odds((0, 0, 0))[0]

    assert odds((0, 0, 1), chance={"name": np.array([0.0])})[0] > silent


def test_a_name_that_does_not_agree_has_no_chance() -> None:
    assert odds((0, 0, 2), chance={"name": np.array([np.nan])}) == odds((0, 0, 2))


def test_kin_bear_each_others_names_beyond_chance() -> None:
    compared = likelihoods(FACTS, pairs((0, 0, 1), chance={"name": np.log2([0.001])}), WEIGHTS)

    assert compared.kin[2, 0] == pytest.approx(np.log2(0.101))
    assert compared.strangers[2, 0] == pytest.approx(np.log2(0.001))


def test_the_bits_of_a_fact_are_against_the_likelier_rival() -> None:
    compared = likelihoods(FACTS, pairs((1, 1, 1), (1, 2, 2)), WEIGHTS)
    bits = compared.bits((0.01, 0.1))

    assert bits[1, 0] == pytest.approx(np.log2(0.8 / 0.7))  # kin are likelier: the town says next to nothing
    assert bits[1, 1] == pytest.approx(np.log2(0.2 / 0.9))


def test_silence_has_no_bits() -> None:
    assert likelihoods(FACTS, pairs((0, 0, 0)), WEIGHTS).bits(SHARES).tolist() == [[0.0], [0.0], [0.0]]


def test_chance_counted_anew_leaves_matches_and_kin_alone() -> None:
    compared = pairs(*[(1, 1, 2)] * 1000)
    counted = with_strangers(FACTS, compared, WEIGHTS, np.ones(1000), (0.1, 0.2))

    assert counted.matches is WEIGHTS.matches
    assert counted.kin is WEIGHTS.kin
    assert counted.shares == (0.1, 0.2)
    assert np.exp2(counted.strangers[0][1]) == pytest.approx(1.0, abs=0.02)  # among these, strangers are of one sex


def test_chance_counted_anew_among_no_strangers_stays_as_it_was() -> None:
    counted = with_strangers(FACTS, pairs((1, 1, 1)), WEIGHTS, np.zeros(1), SHARES)

    for before, after in zip(WEIGHTS.strangers, counted.strangers, strict=True):
        assert after.tolist() == pytest.approx(before.tolist())


def test_as_many_pairs_as_were_compared() -> None:
    assert len(pairs((1, 1, 1), (2, 2, 2))) == 2
