"""Seals what a registry kept before anything was sealed."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from reencuentro.records.sealing.boxes import seal
from reencuentro.records.sealing.keys import Kind, record_number
from reencuentro.records.sealing.ring import ring

CHUNK = 2_000  # rows


@dataclass(frozen=True, slots=True)
class _Column:
    """One column to be sealed; of: agency, the row's id, the id of its record, the value; by agency and id."""

    table: str
    name: str
    kind: Kind
    of: str
    owns_key: bool = True
    is_json: bool = True


_COLUMNS = (
    _Column(
        "records_sourcerecord",
        "cells",
        Kind.ROW,
        "SELECT r.agency_id, t.id, t.id, t.cells FROM records_sourcerecord t"
        " JOIN records_roster r ON r.id = t.roster_id",
    ),
    _Column(
        "records_mention",
        "facts",
        Kind.ROW,
        "SELECT r.agency_id, t.id, s.id, t.facts FROM records_mention t"
        " JOIN records_sourcerecord s ON s.id = t.source_record_id JOIN records_roster r ON r.id = s.roster_id",
        owns_key=False,
    ),
    _Column(
        "records_quarantined",
        "value",
        Kind.QUARANTINED,
        "SELECT t.agency_id, t.id, t.id, t.value FROM records_quarantined t",
    ),
    _Column(
        "records_judgement",
        "reason",
        Kind.JUDGEMENT,
        "SELECT a.id, t.id, t.id, t.reason FROM records_judgement t JOIN records_agency a ON a.code = t.left_agency",
        is_json=False,
    ),
)


class SealWhatIsKept(Operation):
    """A migration step: begins the ring, and seals every value that is open still.

    The triggers that refuse any change are put aside for the length of the migration's own transaction.
    """

    reversible = False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The columns stay what they were."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Column by column, rows first: their keys are those of their mentions, too."""
        ring().begin()
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            for column in _COLUMNS:
                with _unguarded(connection, cursor, column.table):
                    _seal_column(cursor, column)


def _seal_column(cursor: CursorWrapper, column: _Column) -> None:
    last = 0
    while rows := _next(cursor, column, last):
        last = rows[-1][1]
        for agency, group in groupby(sorted(rows), key=itemgetter(0)):
            _seal(cursor, column, agency, list(group))


def _next(cursor: CursorWrapper, column: _Column, last: int) -> list[tuple[int, int, int, str]]:
    cursor.execute(f"{column.of} WHERE t.id > %s ORDER BY t.id LIMIT {CHUNK}", [last])
    found: list[tuple[int, int, int, str]] = cursor.fetchall()
    return found


def _seal(cursor: CursorWrapper, column: _Column, agency: int, rows: Sequence[tuple[int, int, int, str]]) -> None:
    records = [record_number(column.kind, owner) for _, _, owner, _ in rows]
    if column.owns_key:
        keys, made = ring().new_keys(agency, records)
        cursor.executemany("INSERT INTO records_recordkey (record, key_id, wrapped) VALUES (%s, %s, %s)", made)
    else:
        keys = ring().keys_of(records)
    sealed = [
        (seal(key, _as_json(value, column), f"{column.table}.{column.name}:{pk}"), pk)
        for key, (_, pk, _, value) in zip(keys, rows, strict=True)
    ]
    cursor.executemany(f"UPDATE {column.table} SET {column.name} = %s WHERE id = %s", sealed)  # noqa: S608 own names


def _as_json(value: str, column: _Column) -> bytes:
    return (value if column.is_json else json.dumps(value)).encode()


@contextmanager
def _unguarded(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> Iterator[None]:
    """The table without its triggers, which come back as they were."""
    if connection.vendor == "postgresql":
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        cursor.execute(statement, None)
