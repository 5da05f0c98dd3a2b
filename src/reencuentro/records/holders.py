"""Whom to ask for a fact: the agencies that list one of two people and are silent on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reencuentro.linkage.mentions import Mention, RecordKey
from reencuentro.linkage.silences import STATED, Statement, would_state
from reencuentro.records.facts import mention_from
from reencuentro.records.provenance import rows_of
from reencuentro.records.rosters import Role, SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An agency that could state a fact about the person of its record.

    has_column: the roster has a place for the fact.
    """

    agency: str
    record_id: str
    has_column: bool


@dataclass(frozen=True, slots=True)
class _Told:
    key: RecordKey
    mention: Mention
    columns: Sequence[str]


def holders_of(
    fact: str, left: Sequence[RecordKey], right: Sequence[RecordKey], *, on: datetime | None = None
) -> tuple[Holder, ...]:
    """Who could state the fact, those with a place for it first; of a tie, left is the child's side.

    Asked are the agencies of the side that is silent; of both, where either or neither is.
    """
    wanted = STATED.get(fact)
    sides = [_told(left, on), _told(right, on)]
    if wanted is None:
        return ()
    silent = [
        (one, statement)
        for side, statement in zip(sides, wanted, strict=True)
        if not any(statement.made(told.mention) for told in side)
        for one in side
    ]
    asked = silent or [(one, statement) for side, statement in zip(sides, wanted, strict=True) for one in side]
    return tuple(
        sorted({_holder(*one) for one in asked}, key=lambda one: (not one.has_column, one.agency, one.record_id))
    )


def _holder(told: _Told, wanted: Statement) -> Holder:
    agency, record_id = told.key
    return Holder(agency=agency, record_id=record_id, has_column=would_state(wanted, told.columns))


def _told(keys: Sequence[RecordKey], on: datetime | None) -> list[_Told]:
    """What the newest row of each record says, and which fields its roster has."""
    newest = ((key, rows[-1]) for key in keys if (rows := rows_of(key, on=on)))
    return [_Told(key, _mention(row, key), _columns(row)) for key, row in newest]


def _mention(row: SourceRecord, key: RecordKey) -> Mention:
    return mention_from(row.mentions.get(role=Role.SUBJECT).facts, key)


def _columns(row: SourceRecord) -> list[str]:
    return [column["field"] for column in row.roster.columns if column["field"]]
