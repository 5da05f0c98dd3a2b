"""How often strangers agree, counted over all pairs."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Mention
from reencuentro.linkage.coincidences import BELIEVED, with_counted
from reencuentro.linkage.comparers import Agreement, Apprehension, Place
from reencuentro.linkage.kinship import PARENT_FACTS
from reencuentro.linkage.scoring import Weights
from reencuentro.linkage.training import starting_weights
from tests.unit.linkage.cast import AS_OF, born, child, folk, said

UNSEEN = starting_weights(PARENT_FACTS, np.zeros((len(PARENT_FACTS), 0), np.int8), (0.01, 0.01))
MANY = 60


def counted(*mentions: Mention) -> Weights:
    return with_counted(PARENT_FACTS, UNSEEN, folk(*([mention] for mention in mentions)))


def chance(weights: Weights, fact: str, level: int) -> float:
    row = next(i for i, one in enumerate(PARENT_FACTS) if one.name == fact)
    return float(2 ** weights.strangers[row][level])


def crowd(**facts: Any) -> list[Mention]:
    return [said("cbp", str(i), **{name: value(i) for name, value in facts.items()}) for i in range(MANY)]


def expected(share: float, believed: float) -> float:
    """The share among all ordered pairs, with what was believed before."""
    pairs = MANY * (MANY - 1)
    return (share * pairs + BELIEVED * believed) / (pairs + BELIEVED)


def test_nobody_changes_nothing() -> None:
    assert all(map(np.allclose, counted().strangers, UNSEEN.strangers))


@pytest.mark.parametrize(
    ("fact", "level", "facts", "share"),
    [
        ("family_unit", Agreement.SAME, {"family_unit": lambda i: f"F {i // 2}"}, 1 / (MANY - 1)),
        ("phone", Agreement.SAME, {"phones": lambda i: (f"+502 5555 {i:04}",)}, 0.0),
        ("origin", Place.SAME, {"municipality": lambda i: ("Nebaj", "Cobán")[i % 2]}, 29 / (MANY - 1)),
        (
            "apprehension",
            Apprehension.TOGETHER,
            {"apprehended_on": lambda i: AS_OF - timedelta(days=10 * (i % 30)), "apprehended_at": lambda _: "RGV"},
            1 / (MANY - 1),
        ),
    ],
)
def test_chance_is_the_share_of_all_pairs_that_agree(fact: str, level: int, facts: Any, share: float) -> None:
    assert chance(counted(*crowd(**facts)), fact, level) == pytest.approx(
        expected(share, chance(UNSEEN, fact, level)), rel=1e-6
    )


def test_an_age_that_somebody_states_fits_as_many_children_as_were_born_about_then() -> None:
    children = crowd(birth=lambda i: born(2003 + i % 15, 6, 19), stated_on=lambda _: date(2018, 6, 19))
    mother = said("ice", "1", birth=born(1980, 1, 1), relatives=(child("Ana", age=9),), stated_on=AS_OF)
    weights = counted(*children, mother)

    before = chance(UNSEEN, "claimed_age", Agreement.SAME)
    fitting = 16  # four each born in 2007 to 2010: nine and a half years old, give or take 1.6
    assert chance(weights, "claimed_age", Agreement.SAME) == pytest.approx(
        (fitting + BELIEVED * before) / (MANY + BELIEVED), rel=1e-6
    )
