"""Before which bodies something can be brought, and what each asks: read from a table with dates and sources."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class RightsBody(StrEnum):
    """A body that takes submissions on human rights."""

    CNDH = "cndh"  # complaint to Mexico's national commission
    OHCHR = "ohchr"  # communication to special procedures of the Human Rights Council
    IACHR = "iachr"  # request for precautionary measures of the Inter-American Commission


class ConsentRule(StrEnum):
    """What a body asks of the consent of whoever it is about."""

    NEEDED = "needed"
    OR_REASON = "or_reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one body asks of a submission, from a day on.

    within_months: 0 for no limit. grounds: the boxes that must say something. answer_days: after how long we ask.
    read: whether its text was read, not only others' accounts. Raises ValueError, in words, for what can't be.
    """

    code: RightsBody
    within_months: int = 0
    late_with_reason: bool = False
    grounds: tuple[str, ...] = ()
    consent: ConsentRule
    beyond_media: bool = False
    answer_days: int
    valid_from: date
    source: str
    read: bool = False

    def __post_init__(self) -> None:
        if self.within_months < 0 or self.answer_days < 1:
            raise ValueError(f"{self.code}: a span is negative")
        if not self.source.strip():
            raise ValueError(f"{self.code}: it names no source")


@cache
def bodies() -> Mapping[RightsBody, Terms]:
    """The terms that come with the program."""
    return read_bodies(files(__package__).joinpath("bodies.toml").read_text(encoding="utf-8"))


def read_bodies(text: str) -> Mapping[RightsBody, Terms]:
    """The terms of a table, as bodies.toml shows. Raises ValueError, in words, where one is unknown, or missing."""
    found = {one.code: one for one in map(_terms, tomllib.loads(text).get("body", []))}
    if lacking := sorted(set(RightsBody) - set(found)):
        raise ValueError(f"nothing is said of {lacking[0]}")
    return found


def _terms(told: Mapping[str, Any]) -> Terms:
    if odd := sorted(set(told) - set(Terms.__dataclass_fields__)):
        raise ValueError(f"{told.get('code')}: {odd[0]!r} is unknown")
    worded = {"code": RightsBody(told["code"]), "consent": ConsentRule(told["consent"])}
    return Terms(**{**told, **worded, "grounds": tuple(told.get("grounds", ()))})
