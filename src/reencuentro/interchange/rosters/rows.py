"""The second pass over a roster: each row becomes a mention, or goes whole to quarantine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reencuentro.interchange.headers.fields import NAMES, REPEATED, Field, Owner
from reencuentro.interchange.rosters.cells import CellReader, PhoneReader
from reencuentro.interchange.rosters.persons import (
    Facts,
    identifiers,
    relative_of,
    sorted_relatives,
    stated_on,
    subject_facts,
    with_kinship,
)
from reencuentro.interchange.rosters.readings import Problem, RowReading, Table
from reencuentro.interchange.tables import RawRow
from reencuentro.interchange.values.people import Kinship
from reencuentro.interchange.values.text import UnreadableError
from reencuentro.linkage.mentions import Mention, Relative

_NOBODY = "the row names nobody: give a name, an identifier, a date of birth or a relative"
_LISTS = (Field.RELATIVES, Field.CHILDREN, Field.SIBLINGS, Field.SEEKS)
_RELATED = (Owner.RELATIVE, Owner.CHILD, Owner.CALLER, Owner.PARENT, Owner.SIBLING, Owner.SPOUSE, Owner.GRANDPARENT)
_TELLING = (*NAMES, Field.DATE_OF_BIRTH, Field.BIRTH_YEAR)

Someone = tuple[Owner, int]
SUBJECT: Someone = (Owner.SUBJECT, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    """Everything that is needed to read the rows of one roster.

    reference: the day on which ages are stated where a row doesn't tell; it bounds births too.
    cells, phones: place in the row, whose field, and reader of every recognised column.
    """

    agency: str
    header: tuple[str, ...]
    reference: date | None
    cells: Sequence[tuple[int, Someone, Field, CellReader]]
    phones: Sequence[tuple[int, PhoneReader]]

    def rows(self, table: Table) -> Iterator[RowReading]:
        """The rows that say anything, in the order of the file."""
        for row in table.rows():
            if row.problem:
                yield self._broken(row)
            elif any(map(str.strip, row.cells)):
                yield self._row(row)

    def _broken(self, row: RawRow) -> RowReading:
        cells = dict(zip(self.header, row.cells, strict=False))
        return self._quarantined(row, cells, [Problem(row.column, row.value, row.problem)])

    def _quarantined(self, row: RawRow, cells: Mapping[str, str], problems: Sequence[Problem]) -> RowReading:
        return RowReading(row.line, cells, str(row.line), None, tuple(problems))

    def _row(self, row: RawRow) -> RowReading:
        cells = dict(zip(self.header, row.cells, strict=True))
        people, problems = self._people(row)
        subject = people[SUBJECT]
        record_id = subject.get(Field.RECORD_ID) or str(row.line)
        if not problems and not _names_somebody(people):
            problems = [Problem("", "", _NOBODY)]
        if problems:
            return RowReading(row.line, cells, record_id, None, tuple(problems))
        try:
            mention = self._mention(record_id, people)
        except UnreadableError as contradiction:
            column = self._birth_column(row)
            value = cells.get(column, "")
            return RowReading(row.line, cells, record_id, None, (Problem(column, value, str(contradiction)),))
        return RowReading(row.line, cells, record_id, mention)

    def _people(self, row: RawRow) -> tuple[dict[Someone, Facts], list[Problem]]:
        """What the cells say, by whom they speak of, and what can't be read in them."""
        people: dict[Someone, Facts] = {SUBJECT: {}}
        problems: list[Problem] = []
        texts = row.cells
        for place, someone, field, reader in self.cells:
            if not (cell := texts[place]) or (value := reader(cell)) is None:
                continue
            if isinstance(value, Problem):
                problems.append(value)
            elif field in REPEATED:
                _add(people.setdefault(someone, {}), field, value)
            else:
                people.setdefault(someone, {})[field] = value
        self._tell_phones(row, people[SUBJECT], problems)
        return people, problems

    def _tell_phones(self, row: RawRow, subject: Facts, problems: list[Problem]) -> None:
        for place, reader in self.phones:
            if not (cell := row.cells[place]):
                continue
            value: Any = reader(cell, subject.get(Field.NATIONALITY, ""))
            if isinstance(value, Problem):
                problems.append(value)
            elif value:
                subject[Field.PHONE] = (*subject.get(Field.PHONE, ()), *value)

    def _mention(self, record_id: str, people: dict[Someone, Facts]) -> Mention:
        subject = people[SUBJECT]
        told = subject_facts(subject, self.reference)
        on = stated_on(subject, self.reference)
        relatives = _relatives(told, people, on) if len(people) > 1 or any(field in subject for field in _LISTS) else ()
        return Mention(agency=self.agency, record_id=record_id, relatives=relatives, **told)

    def _birth_column(self, row: RawRow) -> str:
        births = (Field.DATE_OF_BIRTH, Field.BIRTH_YEAR, Field.BIRTH_DAY)
        told = ((place, field) for place, someone, field, _ in self.cells if someone == SUBJECT and row.cells[place])
        return next((self.header[place] for place, field in told if field in births), "")


def _add(facts: Facts, field: Field, value: Any) -> None:
    """Adds to what several columns may tell, in the order of their headers."""
    facts[field] = (*facts.get(field, ()), *(value if isinstance(value, tuple) else (value,)))


def _names_somebody(people: Mapping[Someone, Facts]) -> bool:
    """Whether a row holds anything by which a person can be told from another."""
    subject = people[SUBJECT]
    return (
        any(subject.get(field) for field in _TELLING)
        # A key with nothing beside it is as likely a footer: "Total: 53".
        or (Field.RECORD_ID in subject and len(subject) > 1)
        or bool(identifiers(subject))
        or any(subject.get(field) for field in _LISTS)
        or any(facts for someone, facts in people.items() if someone != SUBJECT)
    )


def _relatives(told: dict[str, Any], people: Mapping[Someone, Facts], on: date | None) -> tuple[Relative, ...]:
    by_owner: dict[Someone, tuple[Relative, ...]] = {
        someone: relative_of(someone[0], facts, on) for someone, facts in people.items() if someone != SUBJECT
    }
    for someone, facts in people.items():
        kinship: Kinship | None = facts.get(Field.RELATION)
        related = _meant(by_owner) if someone == SUBJECT else someone
        if kinship and related in by_owner:
            by_owner[related] = with_kinship(told, by_owner[related], kinship)
    listed = [relative for field in _LISTS for relative in people[SUBJECT].get(field, ())]
    if (kinship := people[SUBJECT].get(Field.RELATION)) and not by_owner:
        listed = list(with_kinship(told, tuple(listed), kinship))
    return sorted_relatives((*listed, *(relative for found in by_owner.values() for relative in found)))


def _meant(by_owner: Mapping[Someone, tuple[Relative, ...]]) -> Someone | None:
    """Whom a column headed only "Relationship" speaks of."""
    return next((someone for owner in _RELATED for someone in sorted(by_owner) if someone[0] is owner), None)
