"""Holds back rows of old lists that tell of a record which was destroyed since: it doesn't come back in silence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from reencuentro.actions.intake import likeness_of
from reencuentro.interchange.rosters import Problem, RosterReading, RowReading
from reencuentro.records.reading import term_hash
from reencuentro.records.rosters import Roster
from reencuentro.records.tombstones import buried, tells_anew


def without_destroyed(reading: RosterReading, roster: Roster) -> RosterReading:
    """The roster, in which such rows are empty and go to quarantine with what to do about it.

    A list that describes a day after the record was destroyed tells of it anew: its rows are taken.
    """
    by_id, by_mark = (
        {name: day for name, day in known.items() if not tells_anew(roster, day)} for known in buried(roster.agency_id)
    )
    if not (by_id or by_mark):
        return reading
    return cast(RosterReading, _HeldBack(reading, by_id if roster.has_record_ids else {}, by_mark))


@dataclass(frozen=True, slots=True)
class _HeldBack:
    """A reading like the one within, but for the rows held back."""

    _reading: RosterReading
    _by_id: dict[str, date]
    _by_mark: dict[str, date]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reading, name)

    def rows(self) -> Iterator[RowReading]:
        """The rows, those of destroyed records without what they say."""
        return map(self._held_back, self._reading.rows())

    def _held_back(self, row: RowReading) -> RowReading:
        day = self._by_id.get(row.record_id) or self._day_by_likeness(row)
        if day is None:
            return row
        problem = Problem(
            "",
            "",
            f"the time of this record was over, and it was destroyed on {day}: leave it out; if the person is listed "
            "anew, send a list that says of which later day it is",
        )
        return replace(row, cells={}, mention=None, problems=(problem,))

    def _day_by_likeness(self, row: RowReading) -> date | None:
        if not self._by_mark or row.mention is None:
            return None
        return self._by_mark.get(term_hash(likeness_of(row.mention)))
