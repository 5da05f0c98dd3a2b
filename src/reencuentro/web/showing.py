"""Facts as a page has them: only those that the decision left, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reencuentro.records.visible.people import PersonSeen, RecordSeen

_NAME = ("full_name", "given_names", "surnames", "first_surname", "second_surname")


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record on a page; lines: each fact and its text."""

    agency: str
    record_id: str
    as_of: date
    name: str
    lines: tuple[tuple[str, str], ...]
    cells: Mapping[str, str]


def records_shown(person: PersonSeen) -> list[RecordShown]:
    """The records of a person, each with what may be shown of it."""
    return [_shown(one) for one in person.records]


def _shown(record: RecordSeen) -> RecordShown:
    return RecordShown(
        agency=record.agency,
        record_id=record.record_id,
        as_of=record.as_of,
        name=" ".join(str(record.facts[part]) for part in _NAME if part in record.facts),
        lines=tuple((name, in_text(said)) for name, said in record.facts.items()),
        cells=record.cells,
    )


def in_text(value: Any) -> str:
    """A fact as it is kept, in words: 2011-05-17; year 2011, month 5."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_text(part)}" for name, part in value.items() if part not in (None, "", [], False))
    return "; ".join(map(in_text, value)) if isinstance(value, list) else str(value)
