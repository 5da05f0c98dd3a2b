"""Rows of different lengths in one array."""

import numpy as np

from reencuentro.linkage.rows import Rows


def test_no_rows_are_rows_too() -> None:
    nothing = Rows.of([])

    assert len(nothing) == 0
    assert nothing.first(2).shape == (0, 2)
    assert len(nothing.beside(nothing)) == 0
    assert len(nothing.taken(np.empty(0, np.int64))) == 0


def test_rows_that_hold_nothing_stay_where_they_are() -> None:
    rows = Rows.of([[], [7], [], []])

    assert [rows.at(row) for row in range(4)] == [[], [7], [], []]
    assert rows.taken(np.array([3, 1, 1])).counts.tolist() == [0, 1, 1]
    assert rows.first(1).tolist() == [[0], [7], [0], [0]]


def test_a_cut_beyond_the_end_ends_there() -> None:
    rows = Rows.of([[1, 2, 3], [4]])
    cut = rows.cut(np.array([1, 1]), np.array([9, 9]))

    assert [cut.at(row) for row in range(2)] == [[2, 3], []]


def test_rows_are_replaced_by_others_whatever_their_length() -> None:
    rows = Rows.of([[1], [2, 3], [], [4]]).replaced(np.array([1, 2]), Rows.of([[], [5, 6]]))

    assert [rows.at(row) for row in range(4)] == [[1], [], [5, 6], [4]]
