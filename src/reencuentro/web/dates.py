"""Dates as people write them, as far as they are known: `{% day %}` and `{% moment %}` in a template."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from babel import Locale
from django import template
from django.utils import timezone

from reencuentro.linkage.mentions import Birth
from reencuentro.web.words import language, say

register = template.Library()

_Parts = tuple[int, int | None, int | None]


@register.simple_tag
def day(value: Any) -> str:
    """19 de junio de 2018, 19 June 2018; of what is known in part: junio de 2018, or 2018.

    value: a date, a moment, a Birth or its parts by name, or a text as 2018-06-19. A text of another kind stays as it
    is; nothing is "no se sabe", "not known".
    """
    if value in (None, ""):
        return str(say("date_unknown"))
    parts = _parts_of(value)
    if parts is None:
        return str(value)
    written = _written(parts)
    if _is_ambiguous(value):
        year, month, number = parts
        written = str(say("date_either", one=written, other=_written((year, number, month))))
    return written


@register.simple_tag
def moment(value: datetime | None) -> str:
    """19 de junio de 2018, 14:05 UTC: in the time zone of the pages."""
    if value is None:
        return str(say("date_unknown"))
    here = timezone.localtime(value)
    return f"{day(here.date())}, {here:%H:%M %Z}"


def _parts_of(value: Any) -> _Parts | None:
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if isinstance(value, date | Birth):
        return value.year, value.month, value.day
    if isinstance(value, Mapping):
        return value["year"], value.get("month"), value.get("day")
    return _read(str(value))


def _read(text: str) -> _Parts | None:
    """2018, 2018-06 or 2018-06-19; None for any other text."""
    pieces = text.split("-")
    if not all(one.isascii() and one.isdigit() for one in pieces) or len(pieces[0]) != len("2018"):
        return None
    numbers = [int(one) for one in pieces] + [None, None]
    year, month, number = numbers[:3]
    fits = len(pieces) <= len(("year", "month", "day")) and (month is None or month in range(1, 13))
    return (year, month, number) if fits and year is not None else None


def _is_ambiguous(value: Any) -> bool:
    """Whether nobody knows which is the day and which the month."""
    told = value.get("ambiguous") if isinstance(value, Mapping) else getattr(value, "ambiguous", False)
    return bool(told)


def _written(parts: _Parts) -> str:
    year, month, number = parts
    if month is None:
        return str(year)
    name = Locale(language()).months["format"]["wide"][month]
    between = " de " if language() == "es" else " "
    return between.join([*([str(number)] if number else []), name, str(year)])
