"""What a box of a form may hold: words, days that may be known in part, and answers of which "unknown" is one."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError


class Answer(StrEnum):
    """An answer to a question of yes or no. Nobody is made to guess."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Look(StrEnum):
    """What kind of box it is, for whoever lays a form out."""

    LINE = "line"
    TEXT = "text"
    PARTIAL_DAY = "partial_day"
    HOUR = "hour"
    PERSON = "person"


class Filled(BaseModel):
    """A form, filled in. Nothing but its own boxes is taken, and nothing is changed once it is filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def problem(code: str) -> PydanticCustomError:
    """What is wrong, by a code that pages put into words."""
    return PydanticCustomError("case", "{code}", {"code": code})


def _readable(text: str) -> str:
    if not text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        raise problem("unprintable")
    return text


_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _partial(text: str) -> str:
    if not text:
        return text
    found = _PARTIAL.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        year, month, day = found.groups()
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as wrong:
        raise problem("no_such_day") from wrong
    return text


Line = Annotated[str, StringConstraints(max_length=200), AfterValidator(_readable), Look.LINE]
"""One line of text; "" where nothing is known."""
Text = Annotated[str, StringConstraints(max_length=4_000), AfterValidator(_readable), Look.TEXT]
"""Some paragraphs; "" where nothing is known."""
PartialDay = Annotated[str, AfterValidator(_partial), Look.PARTIAL_DAY]
"""2018, 2018-06 or 2018-06-19; "" where not even the year is known."""
Day = date | None
"""A whole day; None where it isn't known or hasn't come."""
Hour = Annotated[str, StringConstraints(pattern=r"^(?:[01]\d:[0-5]\d|2[0-3]:[0-5]\d|)$"), Look.HOUR]
"""A time of the day, 00:00 to 23:59, where the case is; "" where it isn't known."""
PersonKey = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$"), Look.PERSON]
"""The id of somebody in the registry; "" for somebody who isn't in it."""
