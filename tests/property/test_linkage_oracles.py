"""Laws of matching: the fast way equals the slow."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations
from math import isnan, prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage import Birth, Mention
from reencuentro.linkage.columns import Columns, Lists, columns_of
from reencuentro.linkage.comparers import Agreement, compare_lists
from reencuentro.linkage.dates import Born, compare_births
from reencuentro.linkage.matching import marginals
from tests.unit.linkage.cast import on_day


@settings(deadline=None)
@given(st.lists(st.frozensets(st.integers(0, 4), max_size=3), min_size=2, max_size=6))
def test_lists_compare_as_sets_do(sets: list[frozenset[int]]) -> None:
    lists = Lists.of([sorted(one) for one in sets])
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(sets), 1))
    known = [one - {0} for one in sets]

    assert compare_lists(lists, left, right).tolist() == [
        Agreement.UNKNOWN
        if not known[a] or not known[b]
        else Agreement.SAME
        if known[a] & known[b]
        else Agreement.DIFFERENT
        for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]


any_day = st.dates(date(1920, 1, 1), date(2018, 6, 1))
any_birth = st.one_of(
    st.none(),
    any_day.map(lambda day: Birth(year=day.year)),
    any_day.map(lambda day: Birth(year=day.year, month=day.month)),
    st.builds(lambda day, unsure: replace(on_day(day), ambiguous=unsure), any_day, st.booleans()),
)
any_age = st.tuples(st.floats(0, 90), st.booleans())


@st.composite
def two_births(draw: st.DrawFn) -> list[Mention]:
    """Two statements of when somebody was born, often nearly the same."""
    first = draw(any_birth)
    near = st.just(first)
    if first and first.day and first.month:
        day = date(first.year, first.month, first.day)
        near = st.sampled_from((-366, -31, -10, -1, 0, 1, 9, 30, 365)).map(lambda days: on_day(day + timedelta(days)))
        if first.day <= 12:
            near |= st.just(Birth(year=first.year, month=first.day, day=first.month))
    statements: list[dict[str, Any]] = [{"birth": first}, {"birth": draw(any_birth | near)}]
    for statement in statements:
        if not statement["birth"] and draw(st.booleans()):
            age, estimated = draw(any_age)
            statement |= {"age": age, "age_estimated": estimated, "stated_on": date(2018, 6, 19)}
    return [Mention(agency="cbp", record_id=str(i), **statement) for i, statement in enumerate(statements)]


@settings(deadline=None, max_examples=400)
@given(two_births())
def test_births_compare_as_one_would_by_hand(mentions: list[Mention]) -> None:
    columns = columns_of(mentions)
    (found,) = compare_births(columns, np.array([0], np.int32), np.array([1], np.int32)).tolist()

    assert Born(found) is born_alike(mentions, columns)


def born_alike(mentions: list[Mention], columns: Columns) -> Born:
    """The slow way: one rule after the other."""
    left, right = (mention.birth for mention in mentions)
    apart, width = float(abs(columns.born[0] - columns.born[1])), float(columns.born_within.sum())
    if isnan(apart):
        return Born.UNKNOWN
    if not left or not right:
        return Born.AGE if apart <= width + 0.1 else years_alike(apart - width, near=3)
    by_parts = whole_dates_alike(left, right) if left.day and right.day else parts_alike(left, right)
    return by_parts or years_alike(apart - width, near=2)


def years_alike(apart: float, *, near: float) -> Born:
    if apart <= near:
        return Born.NEAR
    return Born.DIFFERENT if apart <= 12 else Born.GENERATION


def whole_dates_alike(left: Birth, right: Birth) -> Born | None:
    one, other = ([birth.year, birth.month or 0, birth.day or 0] for birth in (left, right))
    if one == other:
        return Born.SAME_NEW_YEAR if one[1:] == [1, 1] else Born.SAME
    if one == [other[0], other[2], other[1]]:
        return Born.SAME if left.ambiguous or right.ambiguous else Born.SWAPPED
    differing = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    if len(differing) == 1 and slips(*differing[0]):
        return Born.SLIP
    if one[0] == other[0] and [1, 1] in (one[1:], other[1:]):
        return Born.YEAR
    return Born.ONE_PART if len(differing) == 1 else None


def parts_alike(left: Birth, right: Birth) -> Born | None:
    if left.year != right.year:
        return None
    return Born.MONTH if left.month and left.month == right.month else Born.YEAR


def slips(one: int, other: int) -> bool:
    a, b = f"{one:04}", f"{other:04}"
    same_century = a[:2] == b[:2]
    return abs(one - other) == 1 or (same_century and (a[2] == b[2] or a[3] == b[3] or a[2:] == b[:1:-1]))


edges = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), min_size=1, max_size=6, unique=True)


@settings(deadline=None)
@given(edges, st.data())
def test_rivals_are_weighed_as_by_writing_out_every_matching(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    odds = [data.draw(st.floats(0.01, 100)) for _ in pairs]
    left, right = (np.array([pair[side] for pair in pairs]) for side in (0, 1))
    found = marginals(np.array(odds), left, right)

    assert found.tolist() == pytest.approx(by_enumeration(odds, pairs), abs=1e-5)
    for side, nodes in ((left, range(4)), (right, range(4))):
        assert all(found[side == node].sum() <= 1 + 1e-6 for node in nodes)


def by_enumeration(odds: list[float], pairs: list[tuple[int, int]]) -> list[float]:
    ties = range(len(pairs))
    every = chain.from_iterable(combinations(ties, size) for size in range(len(pairs) + 1))
    weights = {chosen: prod(odds[tie] for tie in chosen) for chosen in every if is_matching(chosen, pairs)}
    return [sum(weight for chosen, weight in weights.items() if tie in chosen) / sum(weights.values()) for tie in ties]


def is_matching(chosen: tuple[int, ...], pairs: list[tuple[int, int]]) -> bool:
    lefts = [pairs[tie][0] for tie in chosen]
    rights = [pairs[tie][1] for tie in chosen if pairs[tie][1] >= 0]
    return len(set(lefts)) == len(lefts) and len(set(rights)) == len(rights)
