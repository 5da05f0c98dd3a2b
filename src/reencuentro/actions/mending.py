"""Rows of a list that couldn't be taken, put right in place: a statement beside the row, which stays as it came."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from reencuentro.actions.dropping import meaning_of
from reencuentro.actions.intake import take_mended
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.searching import keep_searchable
from reencuentro.errors import AccountError
from reencuentro.interchange.rosters import Problem, RosterReading, RowReading, understand
from reencuentro.interchange.tables import Limits, RawRow
from reencuentro.interchange.tables.child import cell_problem
from reencuentro.records.drops import Mend
from reencuentro.records.rosters import Quarantined, Role, Roster, SourceRecord
from reencuentro.records.visible.drops import mends_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action


class StillWrongError(AccountError):
    """The row can't be taken as it was put right. problems: by header, "" for the row as a whole."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("the row can't be taken so", remedy="Correct what is marked.")
        self.problems = problems


def mend_row(roster: Roster, row: int, cells: Mapping[str, str], viewer: Viewer) -> None:
    """Keeps what was said instead of the row's cells, if the row can be taken so; a worker takes it then.

    cells: by header; those left out stay as they are. Raises StillWrongError where the row can't be taken,
    NotAllowedError for a row that isn't the viewer's agency's, or isn't to be mended any more.
    """
    with permitted(viewer, Action.MEND_ROSTER, Matter()) as noted:
        noted.concerns(f"agency:{roster.agency.code}")
        if roster.agency.code != viewer.facts.agency.code:
            raise NotAllowedError
        kept = SourceRecord.objects.filter(roster=roster, pk=row, mentions=None).first()
        if kept is None or not _stands(roster, kept.line):
            raise NotAllowedError
        said = {**kept.cells, **mends_of([row]).get(row, {})}
        changed = {header: text for header, text in cells.items() if _line(text) != _line(said.get(header, ""))}
        if unknown := changed.keys() - set(_headers(roster)):
            raise AccountError(f"{len(unknown)} columns aren't the list's", remedy="Look at the page again.")
        if unfit := {header: told for header, text in changed.items() if (told := cell_problem(text, Limits()))}:
            raise StillWrongError(unfit)
        read = _read_again(roster, {row: {**said, **changed}})[row]
        if wrong := _wrong(roster, kept, read):
            raise StillWrongError(wrong)
        for header, text in changed.items():
            Mend.objects.create(row=kept, column=header, value=text, by=viewer.by, at=viewer.at)


def _line(text: str) -> str:
    """The text as a box sends it back in which nobody changed anything: browsers take line breaks out."""
    return text.replace("\r", "").replace("\n", "")


def take_mended_rows(*, by: str, at: datetime) -> int:
    """Takes every row that was put right and can be taken now; how many. The registry isn't matched by it."""
    taken = 0
    for roster in Roster.objects.filter(source_records__in=_waiting()).distinct().select_related("agency"):
        with performing("take_mended", by=by, about=[f"agency:{roster.agency.code}"], at=at):
            one_at_a_time()
            taken += _take(roster, at)
    return taken


def _waiting() -> list[int]:
    """Rows that were put right and of which nothing is understood yet."""
    rows = Mend.objects.filter(row__mentions=None).order_by("row").values_list("row", "row__roster", "row__line")
    standing = set(Quarantined.objects.standing().values_list("roster", "line"))
    return [row for row, roster, line in rows.distinct() if (roster, line) in standing]


def _take(roster: Roster, at: datetime) -> int:
    rows = SourceRecord.objects.filter(roster=roster, pk__in=_waiting())
    kept = {row.pk: row for row in rows}
    mends = mends_of(list(kept))
    reads = _read_again(roster, {pk: {**row.cells, **mends[pk]} for pk, row in kept.items()})
    taken = [(kept[pk], read) for pk, read in reads.items() if not _wrong(roster, kept[pk], read)]
    for row, read in taken:
        if read.mention is not None and not _is_taken(roster, row.record_id):
            take_mended(roster, row, read.mention)
            standing = Quarantined.objects.standing().filter(roster=roster, line=row.line)
            standing.update(known_until=Greatest("known_from", at))
    if taken:
        Roster.objects.filter(pk=roster.pk).update(rows=_understood(roster).count())
        keep_searchable(roster)
    return len(taken)


def _stands(roster: Roster, line: int) -> bool:
    return Quarantined.objects.standing().filter(roster=roster, line=line).exists()


def _wrong(roster: Roster, kept: SourceRecord, read: RowReading) -> dict[str, str]:
    """Why the row can't be taken as it is read now."""
    if read.problems or read.mention is None:
        return {problem.column: problem.problem for problem in read.problems} or {"": "nobody is named in the row"}
    if not roster.has_record_ids:
        return {}
    if kept.record_id and read.record_id != kept.record_id:
        return {"": "a row keeps its id: send a corrected list instead"}
    if _is_taken(roster, kept.record_id or read.record_id):
        return {"": "another row of the list has this id: send a corrected list instead"}
    return {}


def _is_taken(roster: Roster, record_id: str) -> bool:
    return roster.has_record_ids and _understood(roster).filter(record_id=record_id).exists()


def _understood(roster: Roster) -> QuerySet[SourceRecord]:
    return SourceRecord.objects.filter(roster=roster, mentions__role=Role.SUBJECT)


def _headers(roster: Roster) -> list[str]:
    return [column["header"] for column in roster.columns]


def _read_again(roster: Roster, said: Mapping[int, Mapping[str, str]]) -> dict[int, RowReading]:
    """These rows, with these cells, as the list they are of is understood."""
    kept = _KeptTable(roster, said)
    reading: RosterReading = understand(
        kept, agency=roster.agency.code, mapping=meaning_of(roster.agency), stated_on=roster.as_of
    )
    found: dict[int, RowReading] = {}
    for pk in said:
        one = _KeptTable(roster, {pk: said[pk]}, alone=True)
        blank = RowReading(0, {}, "", None, (Problem("", "", "the row is empty"),))
        found[pk] = next(iter(reading.reader.rows(one)), blank)
    return found


@dataclass(frozen=True, slots=True)
class _KeptTable:
    """A list as the registry kept it, some rows with other cells; alone: of only those."""

    roster: Roster
    said: Mapping[int, Mapping[str, str]]
    alone: bool = False

    @property
    def file_name(self) -> str:
        return self.roster.file_name

    @property
    def content_hash(self) -> str:
        return self.roster.content_hash

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(_headers(self.roster))

    @property
    def preamble(self) -> tuple[str, ...]:
        return ()

    def rows(self) -> Iterator[RawRow]:
        """In the file's order."""
        rows = SourceRecord.objects.filter(roster=self.roster)
        wanted = rows.filter(pk__in=list(self.said)) if self.alone else rows
        for pk, line, cells in wanted.order_by("line", "pk").values_list("pk", "line", "cells").iterator():
            told = self.said.get(pk, cells)
            yield RawRow(line=line, cells=tuple(told.get(header, "") for header in self.header))
