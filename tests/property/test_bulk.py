"""Laws of the compiled kernel: what it says of a pair, the kernel of arrays says too."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage.bulk import Bulk
from reencuentro.linkage.engines import FINEST, odds_of
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.training import starting_weights
from tests.property.tables import Row, columns_of_rows, tables


@settings(deadline=None, max_examples=300)
@given(tables(least=2))
def test_the_compiled_kernel_says_what_the_arrays_say_bit_for_bit(told: list[Row]) -> None:
    columns = columns_of_rows(told)
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(told), len(told))))
    weights = starting_weights(FACTS, compare_records(columns, left, right).levels, (0.1, 0.2))
    compiled = Bulk(columns, weights)
    slow, fast = odds_of(columns, left, right, weights), odds_of(columns, left, right, weights, compiled)

    assert fast.tolist() == slow.tolist()
    assert (slow == np.rint(slow / FINEST) * FINEST).all()


@settings(deadline=None, max_examples=200)
@given(tables(least=2), st.floats(-12, 12))
def test_only_odds_below_those_wanted_are_not_worked_out(told: list[Row], wanted: float) -> None:
    columns = columns_of_rows([{**row, "other_number": f"123456789{i % 4}"} for i, row in enumerate(told)])
    left, right = (side.ravel().astype(np.int32) for side in np.indices((len(told), len(told))))
    weights = starting_weights(FACTS, compare_records(columns, left, right).levels, (0.1, 0.2))
    slow = odds_of(columns, left, right, weights)
    fast = odds_of(columns, left, right, weights, Bulk(columns, weights, wanted))
    let_go = np.isneginf(fast)

    assert fast[~let_go].tolist() == slow[~let_go].tolist()
    assert (slow[let_go] < wanted).all()
