"""Fills a registry with a set of people and asks it, as `reencuentro look` does."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench.looking.people import Question, mention, questions
from bench.peers.laps import Laps
from bench.peers.lookups import answer_each, pairs_of
from reencuentro.actions.rosters import admit_roster
from reencuentro.interchange.rosters import RosterReading, RowReading
from reencuentro.records.registry import open_registry
from reencuentro.records.searching import find, find_relatives

RECEIVED = datetime(2018, 6, 18, 12, tzinfo=UTC)
AS_OF = RECEIVED.date()
AT_ONCE = 20_000


@dataclass(frozen=True)
class AgencyRows:
    """What the registry takes in of an agency's rows, read as they are wanted."""

    agency: str
    people: Path
    as_of: date = AS_OF
    latest_event: date | None = None
    has_record_ids: bool = True
    columns: tuple[()] = ()
    unrecognised: tuple[()] = ()

    @property
    def file_name(self) -> str:
        """The file of all agencies."""
        return self.people.name

    @property
    def content_hash(self) -> str:
        """Of the file's name: it is read once."""
        return hashlib.sha256(f"{self.agency} {self.people}".encode()).hexdigest()

    def rows(self) -> Iterator[RowReading]:
        """Every row of the agency."""
        for batch in pq.ParquetFile(self.people).iter_batches(AT_ONCE):
            for row in batch.filter(pc.field("agency") == self.agency).to_pylist():
                told = mention(row)
                cells = {"ID": told.record_id}
                yield RowReading(line=1, cells=cells, record_id=told.record_id, mention=told, problems=())


def fill(people: Path) -> None:
    """Admit the people to the open registry, one roster an agency."""
    agencies = pc.unique(pq.read_table(people, columns=["agency"])["agency"]).to_pylist()
    for agency in sorted(agencies):
        admit_roster(cast(RosterReading, AgencyRows(agency, people)), by="benchmark", received_at=RECEIVED)


def ask(question: Question) -> list[str]:
    """The records that the open registry finds."""
    asked, relation = question.asked, question.relation
    found = find_relatives(asked, relation) if relation else find(asked)
    return [one.key[1] for one in found]


def main(place: str, *, filled: bool = False) -> None:
    """Fill the registry at this place, unless it is filled, and ask it what the command line says."""
    laps = Laps()
    with open_registry(place):
        if not filled:
            with laps.lap("build"):
                fill(Path(sys.argv[1]))
        for asked, out in pairs_of(sys.argv[2:]):
            answer_each(out, {one.number: one for one in questions(asked)}, ask)
    laps.tell()
