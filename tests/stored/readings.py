"""Rosters as the reading of files hands them over, made from plain rows."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from reencuentro.interchange.rosters import Problem, RosterReading, RowReading
from reencuentro.linkage.mentions import Mention

MONDAY, TUESDAY, WEDNESDAY = (datetime(2018, 6, day, 12, tzinfo=UTC) for day in (18, 19, 20))


@dataclass(frozen=True)
class PlainReading:
    """What the registry takes in of a roster, from rows that need no file."""

    agency: str
    taken: Sequence[RowReading]
    as_of: date | None
    latest_event: date | None
    has_record_ids: bool
    file_name: str
    columns: tuple[Any, ...] = ()

    @property
    def content_hash(self) -> str:
        """Equal for equal rows."""
        return hashlib.sha256(repr((self.file_name, self.taken)).encode()).hexdigest()

    def rows(self) -> Iterator[RowReading]:
        """The rows, from the first, as often as they are asked for."""
        return iter(self.taken)


def reading(
    agency: str,
    *rows: RowReading,
    as_of: date | None = None,
    latest_event: date | None = None,
    has_record_ids: bool = True,
    file_name: str = "roster.csv",
) -> RosterReading:
    """A roster of these rows."""
    plain = PlainReading(agency, rows, as_of, latest_event, has_record_ids, file_name)
    return cast(RosterReading, plain)


def row(line: int, record_id: str, agency: str = "ORR", **facts: Any) -> RowReading:
    """A row that was understood."""
    mention = Mention(agency=agency, record_id=record_id, **facts)
    cells = {"ID": record_id, **{name: str(value) for name, value in facts.items()}}
    return RowReading(line=line, cells=cells, record_id=record_id, mention=mention, problems=())


def broken_row(line: int, record_id: str, value: str = "30 Feb") -> RowReading:
    """A row with a cell that could not be understood."""
    problem = Problem(column="DOB", value=value, problem="no such day: correct the date")
    return RowReading(
        line=line, cells={"ID": record_id, "DOB": value}, record_id=record_id, mention=None, problems=(problem,)
    )
