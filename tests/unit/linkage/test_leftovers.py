"""Who is left over when two lists that share nearly everybody have been compared."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from reencuentro.linkage import Mention, RecordKey
from reencuentro.linkage.blocking import candidate_pairs
from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.identities import identity_weights
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.leftovers import second_look
from reencuentro.linkage.scoring import Weights, likelihoods
from tests.unit.linkage.cast import Family, born, said, town

FAMILIES = town(20)


def weights_of(columns: Columns) -> Weights:
    return identity_weights(columns, compare_records(columns, *candidate_pairs(columns)))


@dataclass
class Lists:
    """Two lists: children found on both, and records whose persons were found on one alone."""

    shared: list[Family]
    left_over: tuple[Mention, ...]

    @property
    def mentions(self) -> list[Mention]:
        """Those of the children on both, pair by pair, then the others."""
        return [*(one for family in self.shared for one in (family.met_child, family.in_care)), *self.left_over]

    def second_look(self, shares: tuple[float, float] | None = None) -> dict[frozenset[RecordKey], float]:
        """log2 odds of each pair that gets one; shares: those of matches and kin, instead of what was learned."""
        columns, keys = columns_of(self.mentions), [mention.key for mention in self.mentions]
        weights = weights_of(columns)
        members = [[2 * number, 2 * number + 1] for number in range(len(self.shared))]
        members += [[2 * len(self.shared) + number] for number in range(len(self.left_over))]
        left, right, odds = second_look(columns, members, replace(weights, shares=shares or weights.shares))
        assert (left < right).all()
        return {frozenset((keys[a], keys[b])): value for a, b, value in zip(left, right, odds, strict=True)}

    def first_look(self) -> float:
        """log2 odds of the last two records, without knowing that they are left over."""
        columns = columns_of(self.mentions)
        weights = weights_of(columns)
        last = np.array([len(columns) - 1], np.int32)
        compared = compare_records(columns, last - 1, last)
        return float(likelihoods(FACTS, compared, weights).log_odds(weights.shares)[0])


def second_looks(
    shared: list[Family], *left_over: Mention, shares: tuple[float, float] | None = None
) -> dict[frozenset[RecordKey], float]:
    return Lists(shared, left_over).second_look(shares)


ON_BOTH = FAMILIES[1:]
ON_THE_BORDER, IN_CARE = FAMILIES[0].met_child, FAMILIES[0].in_care
PAIR = frozenset((ON_THE_BORDER.key, IN_CARE.key))


def test_two_left_over_who_agree_are_very_likely_each_other() -> None:
    assert second_looks(ON_BOTH, ON_THE_BORDER, IN_CARE)[PAIR] > 5


def test_a_likeness_weak_among_many_is_strong_among_few() -> None:
    facts = {"sex": IN_CARE.sex, "birth": IN_CARE.birth, "nationality": IN_CARE.nationality}
    weak = said("cbp", "weak", given_names=FAMILIES[0].child_given.split()[0], surnames="Errado", **facts)
    lists = Lists(ON_BOTH, (weak, IN_CARE))

    assert lists.second_look()[frozenset((weak.key, IN_CARE.key))] > lists.first_look() + 1


def test_two_lists_that_share_few_have_no_leftovers() -> None:
    few = FAMILIES[15:]
    alone = [record for family in FAMILIES[:15] for record in (family.met_child, family.in_care)]

    assert second_looks(few, *alone) == {}


def test_nobody_left_over_on_one_side_gets_no_second_look() -> None:
    assert second_looks(ON_BOTH, ON_THE_BORDER) == {}
    assert second_looks(ON_BOTH) == {}


def test_two_left_over_on_one_list_are_not_each_other() -> None:
    twin = replace(ON_THE_BORDER, record_id="again")

    assert second_looks(ON_BOTH, ON_THE_BORDER, twin) == {}


@pytest.mark.parametrize("facts", [{"nationality": "BR"}, {"birth": born(1990, 5, 5)}])
def test_what_surely_differs_is_no_match_however_few_are_left(facts: dict[str, object]) -> None:
    other = replace(ON_THE_BORDER, **facts)  # type: ignore[arg-type]  # fields of a mention

    assert second_looks(ON_BOTH, other, IN_CARE) == {}


def test_two_left_over_among_many_kin_are_still_each_other() -> None:
    assert second_looks(ON_BOTH, ON_THE_BORDER, IN_CARE, shares=(0.1, 0.4))[PAIR] > 0
