"""Which of day and month each date column writes first: proved by its values, told by its header, or inferred."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from reencuentro.interchange.headers.fields import DATES, EVENTS, Field
from reencuentro.interchange.headers.recognition import is_spanish
from reencuentro.interchange.rosters.columns import Column
from reencuentro.interchange.values.dates import (
    DateText,
    DayOrder,
    as_event,
    in_century,
    in_order,
    orders_proven,
    read_date,
)
from reencuentro.interchange.values.text import UnreadableError, clean

_HINTS = (
    (re.compile(r"\bd{1,2}\W*m{1,3}\W*[ya]{2,4}\b", re.IGNORECASE), DayOrder.DAY_FIRST),
    (re.compile(r"\bm{1,2}\W*d{1,2}\W*[ya]{2,4}\b", re.IGNORECASE), DayOrder.MONTH_FIRST),
)
_MUCH_NARROWER = 0.5


@dataclass(frozen=True, slots=True)
class OrderJudged:
    """The order that a column's open dates are read in; sure: it was proved or told, and nothing speaks against it.

    label: what to tell people: "day first", "month first", "both", or "" where no date of the column needs an order.
    """

    order: DayOrder
    sure: bool
    label: str


def judge_orders(columns: Sequence[Column], *, day_first: bool | None, as_of: date | None) -> dict[int, OrderJudged]:
    """The order of each date column, by its place. day_first: what a mapping says; as_of: the day described."""
    dates = {column.place: column for column in columns if column.target and column.target.field in DATES}
    proven = {place: orders_proven(map(clean, column.profile.counts)) for place, column in dates.items()}
    usual = _usual(proven.values())
    return {
        place: _judge(column, proven[place], _told(column, day_first), _guess(column, usual, as_of))
        for place, column in dates.items()
    }


def usual_order(judged: Iterable[OrderJudged]) -> DayOrder | None:
    """The order that all columns whose order is sure agree on."""
    orders = {each.order for each in judged if each.sure and each.label}
    return orders.pop() if len(orders) == 1 else None


def _judge(column: Column, proven: Mapping[DayOrder, int], told: DayOrder | None, guess: DayOrder) -> OrderJudged:
    day, month = proven[DayOrder.DAY_FIRST], proven[DayOrder.MONTH_FIRST]
    if told:
        return OrderJudged(told, sure=True, label=str(told))
    if day and month:
        return OrderJudged(DayOrder.DAY_FIRST if day > month else DayOrder.MONTH_FIRST, sure=False, label="both")
    if day or month:
        order = DayOrder.DAY_FIRST if day else DayOrder.MONTH_FIRST
        return OrderJudged(order, sure=True, label=str(order))
    is_open = any(read.open_order for read in _dates(column))
    return OrderJudged(guess, sure=False, label=f"{guess}, assumed" if is_open else "")


def _told(column: Column, day_first: bool | None) -> DayOrder | None:
    """The order that the mapping or the header itself gives, as in "DOB (mm/dd/yyyy)"."""
    if day_first is not None:
        return DayOrder.DAY_FIRST if day_first else DayOrder.MONTH_FIRST
    return next((order for hint, order in _HINTS if hint.search(column.header)), None)


def _usual(proven: Iterable[Mapping[DayOrder, int]]) -> DayOrder | None:
    """The order that most of the file's dates prove, in whatever column."""
    totals = dict.fromkeys(DayOrder, 0)
    for counts in proven:
        for order, count in counts.items():
            totals[order] += count
    day, month = totals[DayOrder.DAY_FIRST], totals[DayOrder.MONTH_FIRST]
    if day == month:
        return None
    return DayOrder.DAY_FIRST if day > month else DayOrder.MONTH_FIRST


def _guess(column: Column, usual: DayOrder | None, as_of: date | None) -> DayOrder:
    """The order that nothing in the column proves: one that puts events before the day described, else the file's
    usual one, else one that keeps events close together, else the usual one of the header's language.
    """
    days = {
        order: _days(column, order) if column.target and column.target.field in EVENTS else [] for order in DayOrder
    }
    late = {order: sum(as_of is not None and day > as_of for day in days[order]) for order in DayOrder}
    if late[DayOrder.DAY_FIRST] != late[DayOrder.MONTH_FIRST]:
        return min(DayOrder, key=late.__getitem__)
    by_language = DayOrder.DAY_FIRST if is_spanish(column.header) else DayOrder.MONTH_FIRST
    return usual or _narrower(days) or by_language


def _narrower(days: Mapping[DayOrder, list[date]]) -> DayOrder | None:
    """The order in which the dates lie much closer together: read the wrong way round they scatter over the year."""
    if not all(days.values()):
        return None
    spans = {order: (max(found) - min(found)).days for order, found in days.items()}
    narrow, wide = sorted(DayOrder, key=spans.__getitem__)
    return narrow if spans[narrow] < _MUCH_NARROWER * spans[wide] else None


def _dates(column: Column) -> list[DateText]:
    found = []
    for text in column.profile.counts:
        try:
            found.append(read_date(text))
        except UnreadableError:
            continue
    return found


def _days(column: Column, order: DayOrder) -> list[date]:
    days = []
    for read in _dates(column):
        try:
            days.append(as_event(in_century(in_order(read, order), None)))
        except UnreadableError:
            continue
    return days


def newest_event(columns: Sequence[Column], judged: Mapping[int, OrderJudged], as_of: date | None) -> date | None:
    """The newest day on which the roster says that something happened; dates that can't be right don't count."""
    days = _all_days(columns, judged, EVENTS - {Field.STATED_ON})
    plausible = [day for day in days if as_of is None or (day - as_of).days <= _A_YEAR]
    return max(plausible, default=None)


def day_stated(columns: Sequence[Column], judged: Mapping[int, OrderJudged]) -> date | None:
    """The one day that a column such as "As of" gives on every row; None where there is none, or several."""
    days = set(_all_days(columns, judged, {Field.STATED_ON}))
    return days.pop() if len(days) == 1 else None


def _all_days(columns: Sequence[Column], judged: Mapping[int, OrderJudged], fields: Set[Field]) -> list[date]:
    wanted = [column for column in columns if column.target and column.target.field in fields]
    return [day for column in wanted for day in _days(column, judged[column.place].order)]


_A_YEAR = 366  # days
