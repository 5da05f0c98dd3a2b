"""What the registry holds on one person, as plain values, in the parts in which the person is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """One row of one list: what it was understood to say, and its cells as they came.

    left_out: headers of columns that may be about others. named: how many relatives it names, by what they are.
    """

    agency: str
    record_id: str
    as_of: date
    file: str
    line: int
    facts: Mapping[str, Any]
    cells: Mapping[str, str]
    left_out: tuple[str, ...]
    named: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionTold:
    """A statement that counts, or counted, instead of what a list says. value None: nothing is known."""

    agency: str
    record_id: str
    field: str
    value: Any
    evidence: str
    withdrawn: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTold:
    """Somebody saw the person. agency "": whoever runs the registry."""

    at: datetime
    agency: str
    officer: str
    action: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTold:
    """An agreement under which an agency could see the person; looked: how often it did."""

    taker: str
    giver: str
    agreement: str
    version: int
    purposes: tuple[str, ...]
    begins_at: datetime
    until: datetime
    looked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something stated of the use of the person's data: what, in its own words, for whom, from when until when."""

    kind: str
    of: str
    begins_at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All of it. ties: what the registry believes others to be to the person, without who they are."""

    person_id: str
    at: datetime
    rows: tuple[RowTold, ...]
    corrections: tuple[CorrectionTold, ...]
    ties: tuple[tuple[str, str, float], ...]
    statements: tuple[Statement, ...]
    looks: tuple[LookTold, ...]
    given: tuple[GivenTold, ...]
