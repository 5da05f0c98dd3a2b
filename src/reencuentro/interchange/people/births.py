"""Dates of birth of a whole column: each distinct text is read once, the order of day and month judged over all."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reencuentro.interchange.headers.recognition import is_spanish
from reencuentro.interchange.values.dates import DateText, DayOrder, in_century, in_order, orders_proven, read_date
from reencuentro.interchange.values.text import UnreadableError, is_silent

Ints = NDArray[np.int32]

_ISO = r"^([12]\d\d\d)-?(\d\d)-?(\d\d)(?:[T ]\d\d:\d\d.*)?$"
_LONG_AGO = re.compile(r"(?<!\d)1[0-8]\d\d(?!\d)")
_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True, slots=True)
class Births:
    """When N people were born as far as is told, 0 for parts that aren't.

    ambiguous: day and month may be the other way round. unread: how many distinct texts are no dates.
    """

    year: Ints
    month: Ints
    day: Ints
    ambiguous: NDArray[np.bool_]
    unread: int


def read_births(column: pa.DictionaryArray, header: str, latest: date | None) -> Births:
    """The dates in a column of texts. latest: nobody is born later, which tells the century of two-digit years."""
    distinct = column.dictionary
    parts = np.zeros((len(distinct) + 1, 4), np.int32)
    whole = pc.fill_null(pc.match_substring_regex(distinct, _ISO), False).to_numpy(zero_copy_only=False)
    parts[np.flatnonzero(whole), :3] = _iso(distinct.filter(pa.array(whole)))
    rest = np.flatnonzero(~whole)
    read, unread = _read(distinct.take(pa.array(rest)).to_pylist(), header, latest)
    parts[rest] = read
    rows = parts[column.indices.fill_null(len(distinct)).to_numpy(zero_copy_only=False)]
    return _births(rows, unread)


def of_parts(year: pa.Array, month: pa.Array | None, day: pa.Array | None) -> Births:
    """From columns of their own; a month or day without a year says nothing."""
    parts = np.zeros((len(year), 4), np.int32)
    for place, (column, digits) in enumerate(((year, "[12][0-9]{3}"), (month, "[01]?[0-9]"), (day, "[0-3]?[0-9]"))):
        if column is not None:
            number = pc.if_else(pc.match_substring_regex(column, f"^{digits}$"), column, None)
            parts[:, place] = pc.fill_null(number.cast(pa.int32()), 0).to_numpy(zero_copy_only=False)
    parts[parts[:, 0] == 0] = 0
    parts[:, 1:3] = _possible(parts[:, 1], parts[:, 2])
    return _births(parts, 0)


def _births(parts: Ints, unread: int) -> Births:
    year, month, day, ambiguous = np.ascontiguousarray(parts.T)
    return Births(year, month, day, ambiguous > 0, unread)


def _iso(texts: pa.Array) -> Ints:
    """Year, month and day; of a day that can't be, what can."""
    digits = pc.utf8_slice_codeunits(pc.replace_substring(texts, "-", ""), 0, 8)
    number = digits.cast(pa.int32()).to_numpy(zero_copy_only=False)
    year, month, day = number // 10000, number // 100 % 100, number % 100
    return np.column_stack([year, _possible(month, day)]).astype(np.int32)


def _possible(month: Ints, day: Ints) -> Ints:
    """Month and day, 0 where there is none such: 19831399 tells a year, 1983-04-31 a month."""
    month = np.where((month >= 1) & (month <= 12), month, 0)
    day = np.where((day >= 1) & (day <= _DAYS[month]), day, 0)
    return np.column_stack([month, day]).astype(np.int32)


def _read(texts: Sequence[str], header: str, latest: date | None) -> tuple[Ints, int]:
    """Year, month, day and whether these may be exchanged, of each text; and how many are no dates."""
    proven = orders_proven(_near(text) for text in texts)
    day, month = proven[DayOrder.DAY_FIRST], proven[DayOrder.MONTH_FIRST]
    assumed = DayOrder.DAY_FIRST if is_spanish(header) else DayOrder.MONTH_FIRST
    order = assumed if day == month else DayOrder.DAY_FIRST if day > month else DayOrder.MONTH_FIRST
    sure = bool(day) != bool(month)
    found = [_parts(text, order, sure, latest) for text in texts]
    unread = sum(parts is None and not is_silent(text) for parts, text in zip(found, texts, strict=True))
    return np.array([parts or (0, 0, 0, 0) for parts in found], np.int32).reshape(-1, 4), unread


def _parts(text: str, order: DayOrder, sure: bool, latest: date | None) -> tuple[int, int, int, int] | None:
    try:
        read = in_century(read_date(_near(text)), latest)
    except UnreadableError:
        return None
    told = in_order(read, order)
    return _year(text, told), told.month or 0, told.day or 0, int(read.open_order and not sure)


def _near(text: str) -> str:
    """The text with a year long ago as one of the last century: what is read are rosters of the living."""
    return _LONG_AGO.sub(lambda year: str(_stand_in(int(year[0]))), text)


def _stand_in(year: int) -> int:
    """A year of the last century that has a 29 February if that year has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 1996 if leap else 1997


def _year(text: str, told: DateText) -> int:
    years: Iterable[str] = _LONG_AGO.findall(text)
    return next((int(year) for year in years), told.year)
