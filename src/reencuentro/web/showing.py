"""Facts as a page has them: only those that the decision left, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reencuentro.records.corrections import corrected
from reencuentro.records.visible.people import PersonSeen, RecordSeen
from reencuentro.web.said import in_words

_NAME = ("full_name", "given_names", "surnames", "first_surname", "second_surname")


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record on a page; lines: each fact, its text as it counts, and what the source said where corrected."""

    agency: str
    record_id: str
    as_of: date
    name: str
    lines: tuple[tuple[str, str, str], ...]
    cells: Mapping[str, str]


def records_shown(person: PersonSeen) -> list[RecordShown]:
    """The records of a person, each with what may be shown of it."""
    return [_shown(one) for one in person.records]


def name_of(person: PersonSeen) -> str:
    """The name by which the first record that tells one has the person; "" where none may be shown."""
    return next((one.name for one in records_shown(person) if one.name), "")


def _shown(record: RecordSeen) -> RecordShown:
    counts = corrected(record.facts, record.corrected)
    return RecordShown(
        agency=record.agency,
        record_id=record.record_id,
        as_of=record.as_of,
        name=" ".join(str(counts[part]) for part in _NAME if part in counts),
        lines=tuple(_line(name, record, counts) for name in {**record.facts, **record.corrected}),
        cells=record.cells,
    )


def _line(name: str, record: RecordSeen, counts: Mapping[str, Any]) -> tuple[str, str, str]:
    """Where a fact was corrected, what its source said stands beside what counts: "–" where either says nothing."""
    if name not in record.corrected:
        return name, in_words(name, counts[name]), ""
    return name, _said(name, counts), _said(name, record.facts)


def _said(name: str, facts: Mapping[str, Any]) -> str:
    return in_words(name, facts[name]) if name in facts else _NOTHING


_NOTHING = "–"
