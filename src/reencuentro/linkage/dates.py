"""How dates of birth and ages compare."""

from collections.abc import Mapping
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.rows import Ints


class Born(IntEnum):
    """How two statements of when somebody was born agree; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    SAME_NEW_YEAR = 2  # both 1 January of the same year: often only the year is known
    SWAPPED = 3  # day and month exchanged
    SLIP = 4  # one part off by one, by a digit or by two digits exchanged
    MONTH = 5  # same year and month, the day unknown
    YEAR = 6  # same year, the rest unknown or a placeholder
    AGE = 7  # an age, and it fits
    ONE_PART = 8  # two parts agree, the third is wholly different
    NEAR = 9  # up to two years apart, three where one is an age
    DIFFERENT = 10
    GENERATION = 11  # more than twelve years apart


def compare_births(columns: Columns, left: Ints, right: Ints) -> NDArray[np.int8]:
    """When were they born, as far as both sources know it? A silent source is never a difference.

    left, right: record numbers of N pairs. Returns N values of Born.
    """
    year, other_year = columns.year[left], columns.year[right]
    month, other_month = columns.month[left], columns.month[right]
    day, other_day = columns.day[left], columns.day[right]
    full, other_full = day > 0, other_day > 0
    both_full = full & other_full
    same_year, same_month, same_day = year == other_year, month == other_month, day == other_day
    new_year, other_new_year = (month == 1) & (day == 1), (other_month == 1) & (other_day == 1)
    exchanged = both_full & same_year & (month == other_day) & (day == other_month)
    either_ambiguous = columns.ambiguous[left] | columns.ambiguous[right]
    agreeing = same_year.astype(np.int8) + same_month + same_day
    apart = np.abs(columns.born[left] - columns.born[right])
    width = columns.born_within[left] + columns.born_within[right]
    known = ~np.isnan(apart)
    years = (year > 0) & (other_year > 0)
    slipped = _slip((year, other_year), (month, other_month), (day, other_day))
    vague = ~both_full | new_year | other_new_year
    levels = [
        (~known, Born.UNKNOWN),
        (both_full & (agreeing == 3) & new_year, Born.SAME_NEW_YEAR),
        (both_full & (agreeing == 3), Born.SAME),
        (exchanged & either_ambiguous, Born.SAME),
        (exchanged, Born.SWAPPED),
        (both_full & (agreeing == 2) & slipped, Born.SLIP),
        (years & ~both_full & same_year & same_month & (month > 0), Born.MONTH),
        (years & vague & same_year, Born.YEAR),
        (~years & (apart <= width + 0.1), Born.AGE),
        (both_full & (agreeing == 2), Born.ONE_PART),
        (apart <= width + np.where(years, 2.0, 3.0), Born.NEAR),
        (apart <= width + 12.0, Born.DIFFERENT),
    ]
    conditions, values = zip(*levels, strict=True)
    return np.asarray(np.select(conditions, values, Born.GENERATION), np.int8)


def chance_agreement(columns: Columns) -> Mapping[int, float]:
    """How often two of all the records agree on the whole day, or with day and month exchanged.

    A day is shared by one pair of strangers in twenty thousand: tens of thousands of random pairs would tell it no
    better than a coin, and of a million people with one name every day that two share would make them one.
    """
    full = columns.day > 0
    year, month, day = (part[full].astype(np.int64) for part in (columns.year, columns.month, columns.day))
    days, records = np.unique((year << 10) | (month << 5) | day, return_counts=True)
    pairs = max(1, np.count_nonzero(~np.isnan(columns.born)) ** 2)
    together, new_year = records * (records - 1) / pairs, (days & 1023) == _NEW_YEAR
    exchanged = (days & ~1023) | ((days & 31) << 5) | ((days >> 5) & 31)
    place = np.searchsorted(days, exchanged).clip(max=max(0, len(days) - 1))
    others = np.where((days[place] == exchanged) & (exchanged != days), records[place], 0) if len(days) else records
    return {
        Born.SAME: float(together[~new_year].sum()),
        Born.SAME_NEW_YEAR: float(together[new_year].sum()),
        Born.SWAPPED: float((records * others).sum() / pairs),
    }


_NEW_YEAR = (1 << 5) | 1


def _slip(*parts: tuple[Ints, Ints]) -> NDArray[np.bool_]:
    """Whether whatever part differs (year, month or day of the two) differs as a slip of the hand does."""
    alike = [(one == other) | _digit_slip(one, other) for one, other in parts]
    return np.asarray(np.logical_and.reduce(alike), np.bool_)


def _digit_slip(left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Off by one, one digit wrong, or the last two digits exchanged."""
    tens, units = left // 10 % 10, left % 10
    other_tens, other_units = right // 10 % 10, right % 10
    same_century = left // 100 == right // 100
    one_digit = same_century & ((tens == other_tens) | (units == other_units))
    exchanged = same_century & (tens == other_units) & (units == other_tens)
    return np.asarray((np.abs(left - right) == 1) | one_digit | exchanged, np.bool_)
