"""Dates of birth and ages, as two sources give them."""

from datetime import date
from itertools import permutations
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Birth
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.dates import Born, chance_agreement, compare_births
from tests.unit.linkage.cast import born, level, said

JUNE = date(2018, 6, 19)


def births(left: Birth | None, right: Birth | None) -> int:
    return level(compare_births, said(birth=left), said(record_id="2", birth=right))


def aged(years: float, *, estimated: bool = False) -> dict[str, Any]:
    return {"age": years, "age_estimated": estimated, "stated_on": JUNE}


def test_the_same_day_is_the_same() -> None:
    assert births(born(2008, 5, 3), born(2008, 5, 3)) == Born.SAME


@pytest.mark.parametrize(("left", "right"), [(None, None), (born(2008, 5, 3), None), (born(2008), None)])
def test_missing_is_never_disagreement(left: Birth | None, right: Birth | None) -> None:
    assert births(left, right) == Born.UNKNOWN


def test_a_shared_first_of_january_says_less_than_another_day() -> None:
    assert births(born(2008, 1, 1), born(2008, 1, 1)) == Born.SAME_NEW_YEAR


@pytest.mark.parametrize("other", [born(2008, 5, 3), born(2008), born(2008, 12), born(2008, 12, 31)])
def test_first_of_january_counts_as_a_year(other: Birth) -> None:
    assert births(born(2008, 1, 1), other) == Born.YEAR


def test_day_and_month_exchanged_are_told_from_a_slip() -> None:
    assert births(born(2008, 5, 3), born(2008, 3, 5)) == Born.SWAPPED
    assert births(born(2008, 5, 3), born(2007, 3, 5)) == Born.NEAR


@pytest.mark.parametrize("other", [born(2008, 5, 3), born(2008, 3, 5), born(2008, 3, 5, ambiguous=True)])
def test_an_ambiguous_date_agrees_either_way(other: Birth) -> None:
    assert births(born(2008, 5, 3, ambiguous=True), other) == Born.SAME


def test_an_ambiguous_date_agrees_in_no_third_way() -> None:
    assert births(born(2008, 5, 3, ambiguous=True), born(2008, 9, 25)) == Born.NEAR


@pytest.mark.parametrize(
    "other",
    [
        born(2008, 5, 13),  # off by one
        born(2008, 5, 18),  # a digit
        born(2008, 5, 24),  # a digit
        born(2008, 6, 14),
        born(2008, 4, 14),
        born(2009, 5, 14),
        born(2018, 5, 14),
    ],
)
def test_one_part_off_by_a_slip_of_the_hand(other: Birth) -> None:
    assert births(born(2008, 5, 14), other) == Born.SLIP


def test_two_digits_exchanged_are_a_slip() -> None:
    assert births(born(2008, 5, 12), born(2008, 5, 21)) == Born.SLIP
    assert births(born(1978, 5, 12), born(1987, 5, 12)) == Born.SLIP


def test_two_parts_agree_and_the_third_is_wholly_different() -> None:
    assert births(born(2008, 5, 14), born(2008, 5, 31)) == Born.ONE_PART
    assert births(born(2008, 5, 3), born(2008, 11, 3)) == Born.ONE_PART
    assert births(born(2008, 5, 3), born(1996, 5, 3)) == Born.ONE_PART


def test_a_source_that_knows_less_agrees_as_far_as_it_knows() -> None:
    assert births(born(2008, 5, 3), born(2008, 5)) == Born.MONTH
    assert births(born(2008, 5, 3), born(2008)) == Born.YEAR
    assert births(born(2008), born(2008)) == Born.YEAR


@pytest.mark.parametrize(("other", "agrees"), [(born(2010), Born.NEAR), (born(2013), Born.DIFFERENT)])
def test_years_apart_are_near_or_different(other: Birth, agrees: Born) -> None:
    assert births(born(2008), other) == agrees


def test_wholly_different_days_are_different() -> None:
    assert births(born(2008, 5, 3), born(2013, 9, 25)) == Born.DIFFERENT


@pytest.mark.parametrize(
    ("years", "agrees"),
    [(9.0, Born.NEAR), (10.0, Born.AGE), (12.0, Born.NEAR), (16.0, Born.DIFFERENT)],
)
def test_an_age_fits_a_date_of_birth_or_does_not(years: float, agrees: Born) -> None:
    assert level(compare_births, said(birth=born(2008, 3, 3)), said(record_id="2", **aged(years))) == agrees


def test_births_a_generation_apart_differ_more_than_births_years_apart() -> None:
    assert births(born(2008, 5, 3), born(1997, 9, 21)) == Born.DIFFERENT
    assert births(born(2008, 5, 3), born(1980, 9, 21)) == Born.GENERATION


def test_an_estimated_age_fits_wider() -> None:
    on_a_list = said(birth=born(2008, 3, 3))

    assert level(compare_births, on_a_list, said(record_id="2", **aged(11.0))) == Born.NEAR
    assert level(compare_births, on_a_list, said(record_id="2", **aged(11.0, estimated=True))) == Born.AGE


def test_two_ages_stated_years_apart_fit_each_other() -> None:
    earlier = said(age=7.0, stated_on=date(2015, 6, 1))

    assert level(compare_births, earlier, said(record_id="2", **aged(10.0))) == Born.AGE
    assert level(compare_births, earlier, said(record_id="2", **aged(6.0))) == Born.DIFFERENT


def test_chance_agreement_is_that_of_all_pairs() -> None:
    full = [(2008, 5, 3)] * 3 + [(2008, 3, 5), (2008, 2, 1), (2008, 1, 2)] + [(2009, 1, 1)] * 2
    days = [*full, (2008, 5, None), None]
    records = columns_of([said(record_id=str(i), birth=born(*day) if day else None) for i, day in enumerate(days)])
    left, right = (np.array(one, np.int32) for one in zip(*permutations(range(9), 2), strict=True))
    seen = np.bincount(compare_births(records, left, right), minlength=len(Born))

    assert chance_agreement(records) == pytest.approx({one: seen[one] / 81 for one in Born if 0 < one <= Born.SWAPPED})


def test_of_silent_records_no_two_agree_by_chance() -> None:
    assert set(chance_agreement(columns_of([said(), said(record_id="2")])).values()) == {0.0}
