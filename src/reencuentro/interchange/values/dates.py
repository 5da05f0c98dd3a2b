"""Dates as people write them, in English and Spanish, complete or not, with the order of day and month left open."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from reencuentro.interchange.values.text import UnreadableError, clean, fold
from reencuentro.linkage.mentions import Birth

EARLIEST_BIRTH = 1900
EARLIEST_EVENT = 1980
LATEST = 2100
# Without any date to measure against, 31 is 1931 and 30 is 2030.
_PIVOT = 2030

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_SERIALS = range(7000, 60000)  # 1919 to 2064

_MONTH_NAMES = (
    "january jan enero ene janeiro",
    "february feb febrero febr fevereiro",
    "march mar marzo mzo março marco",
    "april apr abril abr",
    "may mayo maio",
    "june jun junio junho",
    "july jul julio julho",
    "august aug agosto ago agto",
    "september sep sept septiembre setiembre set setembro",
    "october oct octubre outubro",
    "november nov noviembre novembro",
    "december dec diciembre dic dezembro",
)
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

_FILLERS = frozenset(
    """de del of the el st nd rd th on dia a ano year circa c ca approx aprox approximately aproximadamente about around
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    lunes martes miercoles jueves viernes sabado domingo lun mie jue vie sab dom""".split()
)

_TIME = r"(?:[t ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?\s?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?)?"
_PART = r"(\d{1,2}|xx?|\?\??|__|--)"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*([-/. ])\s*{_PART}\s*\2\s*{_PART}{_TIME}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"{_PART}\s*([-/. ])\s*{_PART}\s*\2\s*'?(\d{{4}}|\d{{2}}){_TIME}", re.IGNORECASE)
_MONTH_YEAR = re.compile(r"(\d{1,2}|xx|\?\?)\s*[-/.]\s*(\d{4})", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2}|xx|\?\?)", re.IGNORECASE)
_COMPACT = re.compile(rf"(\d{{8}}){_TIME}", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{4,5})(?:\.\d+)?")
_TRAILING_TIME = re.compile(r"[t ,]+\d{1,2}:\d{2}.*$", re.IGNORECASE)
_WORD_OR_NUMBER = re.compile(r"\d+|[^\W\d_]+")

_REMEDY = "write it as YYYY-MM-DD"


class DayOrder(StrEnum):
    """Which of day and month a column writes first."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


@dataclass(frozen=True, slots=True)
class DateText:
    """A date as far as its text tells; where `open_order`, month and day may also be the other way round.

    proves: the order that this text shows to be in use. short_year: the year has two digits only.
    """

    year: int
    month: int | None = None
    day: int | None = None
    open_order: bool = False
    proves: DayOrder | None = None
    short_year: bool = False


def read_date(text: str) -> DateText:
    """What the text says of a date, without guessing what it doesn't.

    Raises UnreadableError for what is no date, or one that can't be (30 February, month 13).
    """
    text = clean(text)
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(text):
            return _checked(build(match))
    return _checked(_in_words(text))


def _number(part: str) -> int | None:
    """The part's number; None where it is XX or 00, which say that it isn't known."""
    return int(part) or None if part.isdigit() else None


def _from_year_first(match: re.Match[str]) -> DateText:
    return DateText(int(match[1]), _number(match[3]), _number(match[4]))


def _from_year_last(match: re.Match[str]) -> DateText:
    first, second, year = _number(match[1]), _number(match[3]), int(match[4])
    return replace(_ordered(first, second, year), short_year=len(match[4]) == 2)


def _ordered(first: int | None, second: int | None, year: int) -> DateText:
    if first is None or second is None:
        known = first or second
        return DateText(year, known if known is None or known <= 12 else None)
    if first > 12:
        return DateText(year, second, first, proves=DayOrder.DAY_FIRST)
    if second > 12:
        return DateText(year, first, second, proves=DayOrder.MONTH_FIRST)
    return DateText(year, first, second, open_order=first != second)


def _from_compact(match: re.Match[str]) -> DateText:
    digits = match[1]
    if EARLIEST_BIRTH <= int(digits[:4]) <= LATEST and 1 <= int(digits[4:6]) <= 12:
        return DateText(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return _ordered(_number(digits[:2]), _number(digits[2:4]), int(digits[4:]))


def _from_serial(match: re.Match[str]) -> DateText:
    number = int(match[1])
    if len(match[1]) == 4 and EARLIEST_BIRTH <= number <= LATEST:
        return DateText(number)
    if number in _EXCEL_SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=number)
        return DateText(day.year, day.month, day.day)
    raise UnreadableError(f"not a date that can be: {_REMEDY}", impossible=len(match[1]) == 4)


_FORMS = (
    (_YEAR_FIRST, _from_year_first),
    (_YEAR_LAST, _from_year_last),
    (_COMPACT, _from_compact),
    (_SERIAL, _from_serial),
    (_MONTH_YEAR, lambda match: DateText(int(match[2]), _number(match[1]))),
    (_YEAR_MONTH, lambda match: DateText(int(match[1]), _number(match[2]))),
)


def _in_words(text: str) -> DateText:
    """A date with its month in words: 19-jun-2018, June 19, 2018, 19 de junio de 2018, mayo 2011."""
    words = [word for word in _WORD_OR_NUMBER.findall(fold(_TRAILING_TIME.sub("", text))) if word not in _FILLERS]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) > 1 or len(months) + len(numbers) != len(words) or not numbers or len(numbers) > 1 + len(months):
        raise UnreadableError(f"not a date: {_REMEDY}")
    year = next((word for word in numbers if len(word) == 4), numbers[-1])
    numbers.remove(year)
    # "Jun 19" may be a day as well as a year: only beside a day are two digits a year.
    if len(year) not in ((2, 4) if months and numbers else (4,)) or (numbers and len(numbers[0]) > 2):
        raise UnreadableError(f"not a date: {_REMEDY}")
    return DateText(
        int(year), months[0] if months else None, _number(numbers[0]) if numbers else None, short_year=len(year) == 2
    )


def _checked(read: DateText) -> DateText:
    if read.month is not None and read.month > 12:
        raise UnreadableError(f"there is no month {read.month}: {_REMEDY}", impossible=True)
    if not read.short_year and not EARLIEST_BIRTH <= read.year <= LATEST:
        raise UnreadableError(f"the year {read.year} can't be right: {_REMEDY}", impossible=True)
    # Two digits fit two centuries, so a leap day is checked once the century is known.
    year = 2000 if read.short_year else read.year
    if read.month and read.day and read.day > monthrange(year, read.month)[1]:
        raise UnreadableError(
            f"there is no day {read.day} in month {read.month} of that year: {_REMEDY}", impossible=True
        )
    return read


def orders_proven(texts: Iterable[str]) -> dict[DayOrder, int]:
    """How many of the texts prove each order of day and month; texts that are no dates prove nothing."""
    proven = dict.fromkeys(DayOrder, 0)
    for text in texts:
        try:
            order = read_date(text).proves
        except UnreadableError:
            continue
        if order is not None:
            proven[order] += 1
    return proven


def in_order(read: DateText, order: DayOrder) -> DateText:
    """The date with its day and month in that order, where its own text leaves it open."""
    if read.open_order and order is DayOrder.DAY_FIRST:
        return replace(read, month=read.day, day=read.month)
    return read


def in_century(read: DateText, latest: date | None) -> DateText:
    """The date with a four-digit year: the last such year that isn't later than `latest`.

    Raises UnreadableError where that year has no 29 February.
    """
    if not read.short_year:
        return read
    limit = latest.year if latest else _PIVOT
    year = limit - (limit - read.year) % 100
    return _checked(replace(read, year=year, short_year=False))


def as_birth(read: DateText, *, ambiguous: bool) -> Birth:
    """The date as a birth; ambiguous where the column leaves the order of day and month open."""
    return Birth(year=read.year, month=read.month, day=read.day, ambiguous=ambiguous and read.open_order)


def as_event(read: DateText) -> date:
    """The date as the day of an event. Raises UnreadableError where the day isn't told, or before 1980."""
    if read.month is None or read.day is None:
        raise UnreadableError(
            "the day of an event is needed: write it as YYYY-MM-DD or leave the cell empty", impossible=True
        )
    if read.year < EARLIEST_EVENT:
        raise UnreadableError(f"the year {read.year} is too early for this event: {_REMEDY}", impossible=True)
    return date(read.year, read.month, read.day)


def earliest_day(birth: Birth) -> date:
    """The first day on which someone so described can have been born, whichever way day and month stand."""
    if birth.month is None:
        return date(birth.year, 1, 1)
    if birth.day is None:
        return date(birth.year, birth.month, 1)
    day = date(birth.year, birth.month, birth.day)
    return min(day, date(birth.year, birth.day, birth.month)) if birth.ambiguous else day


def years_between(birth: Birth, on: date) -> float:
    """Whole years lived on a day, as far as the birth is known; never less than 0."""
    before_birthday = (on.month, on.day) < (birth.month or 1, birth.day or 1)
    return float(max(0, on.year - birth.year - before_birthday))
