"""Corrects what a source said, by a statement beside it; each may be taken back by a later one, none is erased."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reencuentro.actions.perform import one_at_a_time
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.errors import AccountError, ConflictError
from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.corrections import Correction
from reencuentro.records.facts import mention_from
from reencuentro.records.people import Person
from reencuentro.records.provenance import person_of, rows_of, thread_of
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionStated:
    """What one field of one record says from now on, and on what evidence.

    text: as typed; "" where nothing is known after all; None takes the correction that stands back.
    expected: the id of the correction that is known to stand, None for none.
    """

    record: RecordKey
    field: str
    text: str | None
    evidence: str
    expected: int | None = None


def correct(stated: CorrectionStated, viewer: Viewer) -> Correction:
    """Keeps the statement; matching and pages go by it from now on.

    Raises NotAllowedError for a record that isn't there or isn't the viewer's to correct, AccountError for a field
    that can't be corrected or a value that can't be understood, ConflictError where somebody was faster.
    """
    person = person_of(stated.record)
    with permitted(viewer, Action.CORRECT, Matter(people=(person.public_id if person else "",))) as noted:
        noted.concerns(":".join(stated.record))
        one_at_a_time()
        row = _row(stated.record, person, viewer)
        thread = thread_of(stated.record) if row.likeness else stated.record[1]
        standing = (
            Correction.objects.standing().filter(agency=stated.record[0], thread=thread, field=stated.field).first()
        )
        _expect(standing, stated.expected)
        if stated.text is None and standing is None:
            raise AccountError("there is no correction to take back", remedy="There is nothing left to do.")
        return Correction.objects.create(
            agency=stated.record[0],
            thread=thread,
            row=row,
            field=stated.field,
            value=_understood(stated),
            evidence=_evidence(stated),
            withdrawn=stated.text is None,
            by=viewer.by,
            at=viewer.at,
            supersedes=standing,
        )


def _row(key: RecordKey, person: Person | None, viewer: Viewer) -> SourceRecord:
    """The newest row of a record; an officer corrects what their own agency lists."""
    rows = rows_of(key)
    own = viewer.pk is None or key[0] == viewer.facts.agency.code
    if person is None or not rows or not own:
        raise NotAllowedError
    return rows[-1]


def _expect(standing: Correction | None, expected: int | None) -> None:
    if (standing.pk if standing else None) != expected:
        raise ConflictError(
            "this field of the record",
            seen=expected or 0,
            now=standing.pk if standing else None,
            by=standing.by if standing else "",
            at=standing.at if standing else None,
        )


def _evidence(stated: CorrectionStated) -> str:
    if not stated.evidence.strip():
        raise AccountError("a correction needs its evidence", remedy="Say on what it rests: a document, whose word.")
    return stated.evidence.strip()


def _understood(stated: CorrectionStated) -> Any:
    """The value as the facts keep it. The message names the field only: what was typed may be somebody's name."""
    read = READ.get(stated.field)
    if read is None:
        raise AccountError(f"{stated.field!r} can't be corrected", remedy=f"Name one of: {', '.join(sorted(READ))}.")
    if not stated.text or not stated.text.strip():
        return None
    try:
        value = read(stated.text.strip())
        mention_from({stated.field: value}, stated.record)
    except (ValueError, KeyError, TypeError) as error:
        raise AccountError(
            f"the value of {stated.field} can't be understood",
            remedy="Write days as 2011-05-17 (or 2011-05, 2011), sex as F or M, yes or no, several with ';' between.",
        ) from error
    return value


def _birth(text: str) -> dict[str, int]:
    parts = [int(part) for part in text.split("-")]
    if not (1 <= len(parts) <= 3 and 1900 <= parts[0] <= 2200):
        raise ValueError(text)
    date(*[*parts, 1, 1][:3])
    return dict(zip(("year", "month", "day"), parts, strict=False))


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise ValueError(text)
    return text.upper()


def _many(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _age(text: str) -> float:
    years = float(text)
    if not 0 <= years < 130:
        raise ValueError(text)
    return years


def _yes(text: str) -> bool:
    return {"yes": True, "no": False, "sí": True, "si": True}[text.casefold()]


_WORDS = (
    *("full_name", "given_names", "surnames", "first_surname", "second_surname", "department", "municipality"),
    *("language", "family_unit", "address", "facility", "apprehended_at", "destination", "status"),
    *("separation_reason", "notes"),
)
_DAYS = ("stated_on", "apprehended_on", "admitted_on", "discharged_on", "removed_on", "called_on")
READ: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(_WORDS, str),
    **dict.fromkeys(_DAYS, _day),
    "sex": str.upper,
    "birth": _birth,
    "age": _age,
    "age_estimated": _yes,
    "separated": _yes,
    "nationality": _country,
    "phones": _many,
}
"""The fields that can be corrected, and how each is read. Numbers and relatives are those of whoever issued or is
them: they are corrected at their source."""
