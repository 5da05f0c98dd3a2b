"""The day that a roster describes, from its file's name or its title lines."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from reencuentro.interchange.values.dates import EARLIEST_EVENT, DayOrder, as_event, in_century, in_order, read_date
from reencuentro.interchange.values.text import UnreadableError, fold

_MONTH = r"(?:jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|set|oct|nov|dec|dic)[a-z]*"
_SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        r"(?<!\d)(?:19|20)\d{2}[-_./]\d{1,2}[-_./]\d{1,2}(?!\d)",
        r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<!\d)\d{1,2}[-_./]\d{1,2}[-_./](?:19|20)\d{2}(?!\d)",
        rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th|º|°)?[-_./ ]*(?:de |of )?{_MONTH}[-_./, ]*(?:del? )?(?:19|20)\d{{2}}(?!\d)",
        rf"(?<![a-z]){_MONTH}[-_./ ]*\d{{1,2}}(?:st|nd|rd|th)?[-_., ]+(?:de )?(?:19|20)\d{{2}}(?!\d)",
        r"(?<!\d)(?:0[1-9]|[12]\d|3[01]){2}(?:19|20)\d{2}(?!\d)",
        r"(?<!\d)\d{1,2}/\d{1,2}/\d{2}(?!\d)",
    )
)
_SPANISH = re.compile(r"\b(al|corte|fecha|lista|informe|del|datos|actualizado|reporte)\b")


def day_described(file_name: str, preamble: Iterable[str], order: DayOrder | None = None) -> date | None:
    """The one day that the file's name tells, or else its title lines; None where they tell none or several.

    order: which of day and month the file's columns write first, where they prove it.
    """
    return _only_day([file_name], order) or _only_day(preamble, order)


def _only_day(texts: Iterable[str], order: DayOrder | None) -> date | None:
    days = {day for text in texts for day in _days(text, order)}
    return days.pop() if len(days) == 1 else None


def _days(text: str, order: DayOrder | None) -> Iterator[date]:
    spanish = bool(_SPANISH.search(fold(text)))
    assumed = order or (DayOrder.DAY_FIRST if spanish else DayOrder.MONTH_FIRST)
    for shape in _SHAPES:
        found = [_day(match[0], assumed) for match in shape.finditer(text)]
        if any(found):
            yield from (day for day in found if day is not None)
            return


def _day(text: str, order: DayOrder) -> date | None:
    try:
        read = in_century(in_order(read_date(re.sub(r"[_]", "-", text)), order), None)
        return as_event(read) if read.year >= EARLIEST_EVENT else None
    except UnreadableError:
        return None
