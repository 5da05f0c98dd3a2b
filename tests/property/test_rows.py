"""Laws of rows: one array of numbers behaves as a list of lists does."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage.rows import Places, Rows

lists = st.lists(st.lists(st.integers(1, 9), max_size=4), max_size=6)
numbers = st.integers(0, 5)


def told(rows: Rows) -> list[list[int]]:
    return [rows.at(row) for row in range(len(rows))]


def places(values: list[int]) -> Places:
    return np.array(values, np.int64)


@settings(deadline=None)
@given(lists)
def test_what_goes_in_comes_out(rows: list[list[int]]) -> None:
    found = Rows.of(rows)

    assert told(found) == rows
    assert found.counts.tolist() == [len(row) for row in rows]
    assert found.owners().tolist() == [number for number, row in enumerate(rows) for _ in row]


@settings(deadline=None)
@given(lists.filter(bool), st.data())
def test_rows_are_taken_in_any_order_and_as_often_as_wanted(rows: list[list[int]], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=8))

    assert told(Rows.of(rows).taken(places(wanted))) == [rows[row] for row in wanted]


@settings(deadline=None)
@given(lists)
def test_only_wanted_numbers_are_kept(rows: list[list[int]]) -> None:
    found = Rows.of(rows)

    assert told(found.kept(found.flat > 4)) == [[number for number in row if number > 4] for row in rows]


@settings(deadline=None)
@given(lists, st.integers(1, 3))
def test_the_first_of_each_row_stand_in_columns(rows: list[list[int]], most: int) -> None:
    assert Rows.of(rows).first(most).tolist() == [[*row, *[0] * most][:most] for row in rows]


@settings(deadline=None)
@given(lists, st.data())
def test_rows_are_cut_as_lists_are(rows: list[list[int]], data: st.DataObject) -> None:
    begin, end = (data.draw(st.lists(numbers, min_size=len(rows), max_size=len(rows))) for _ in range(2))
    cuts = list(zip(rows, begin, end, strict=True))

    assert told(Rows.of(rows).cut(places(begin), places(end))) == [row[start:stop] for row, start, stop in cuts]


@settings(deadline=None)
@given(st.lists(st.tuples(st.lists(numbers, max_size=3), st.lists(numbers, max_size=3), st.booleans()), max_size=6))
def test_rows_stand_beside_or_in_place_of_others(pairs: list[tuple[list[int], list[int], bool]]) -> None:
    one, other = Rows.of([left for left, _, _ in pairs]), Rows.of([right for _, right, _ in pairs])
    chosen = np.array([pair[2] for pair in pairs], np.bool_)

    assert told(one.beside(other)) == [[*left, *right] for left, right, _ in pairs]
    assert told(one.where(chosen, other)) == [left if condition else right for left, right, condition in pairs]


@settings(deadline=None)
@given(st.dictionaries(numbers, st.lists(numbers, max_size=3)))
def test_a_few_rows_are_placed_among_empty_ones(rows: dict[int, list[int]]) -> None:
    found = Rows.placed(places(sorted(rows)), [rows[row] for row in sorted(rows)], 6)

    assert told(found) == [rows.get(row, []) for row in range(6)]
