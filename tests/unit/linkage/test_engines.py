"""Who does the heavy work: pairs found, compared and weighed here."""

import numpy as np
import pytest

from reencuentro.linkage import engines
from reencuentro.linkage.blocking import candidate_pairs, unpacked
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.engines import EMBEDDED, FINEST, odds_of, weigh
from reencuentro.linkage.identity import compare_records
from reencuentro.linkage.plain import weights_of
from reencuentro.linkage.words import distinct, pack
from tests.unit.linkage.cast import records_of, town

COLUMNS = columns_of(records_of(town(12)))


def test_the_candidates_come_once_each_in_order() -> None:
    with EMBEDDED.pairs(COLUMNS) as pairs:
        left, right, compared = pairs.compared()

    assert (left < right).all()
    assert [side.tolist() for side in (left, right)] == [side.tolist() for side in candidate_pairs(COLUMNS)]
    assert compared.levels.tolist() == compare_records(COLUMNS, left, right).levels.tolist()


def test_pairs_asked_for_besides_are_among_them_once() -> None:
    left, right = candidate_pairs(COLUMNS)
    besides = pack(np.array([0, left[0]], np.int32), np.array([len(COLUMNS) - 1, right[0]], np.int32))
    with EMBEDDED.pairs(COLUMNS, besides) as pairs:
        found = pairs.every(1)

    wanted = unpacked(distinct(np.concatenate([pack(left, right), besides])))
    assert [side.tolist() for side in found] == [side.tolist() for side in wanted]


def test_every_third_pair_is_the_first_the_fourth_and_so_on() -> None:
    with EMBEDDED.pairs(COLUMNS) as pairs:
        left, right = pairs.every(1)
        some, others = pairs.every(3)

    assert some.tolist() == left.tolist()[::3]
    assert others.tolist() == right.tolist()[::3]


def test_faint_pairs_are_forgotten() -> None:
    with EMBEDDED.pairs(COLUMNS) as pairs:
        weights = weights_of(COLUMNS, pairs)
        every, some = pairs.weighed(weights, at_least=-1000.0), pairs.weighed(weights, at_least=0.0)

    assert len(every.odds) == len(pairs) > len(some.odds) > 0
    assert some.odds.min() >= 0.0
    assert sorted(odds for odds in every.odds.tolist() if odds >= 0) == sorted(some.odds.tolist())


@pytest.mark.parametrize("at_once", [1, 7, 1 << 15])
def test_how_many_are_compared_at_once_shows_in_no_bit(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left, right = candidate_pairs(COLUMNS)
    with EMBEDDED.pairs(COLUMNS) as pairs:
        weights = weights_of(COLUMNS, pairs)
    monkeypatch.setattr(engines, "AT_ONCE", at_once)

    assert (
        weigh(COLUMNS, left[:50], right[:50], weights).tolist() == odds_of(COLUMNS, left, right, weights)[:50].tolist()
    )


def test_odds_are_rounded_to_the_finest_bit() -> None:
    left, right = candidate_pairs(COLUMNS)
    with EMBEDDED.pairs(COLUMNS) as pairs:
        odds = odds_of(COLUMNS, left, right, weights_of(COLUMNS, pairs))

    assert (odds / FINEST == np.rint(odds / FINEST)).all()


def test_sides_exchanged_weigh_the_same() -> None:
    left, right = candidate_pairs(COLUMNS)
    with EMBEDDED.pairs(COLUMNS) as pairs:
        weights = weights_of(COLUMNS, pairs)

    assert odds_of(COLUMNS, left, right, weights).tolist() == odds_of(COLUMNS, right, left, weights).tolist()
