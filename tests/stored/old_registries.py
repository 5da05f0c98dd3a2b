"""A registry as it was kept before anything in it was sealed."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from reencuentro.records import registry
from tests.stored.canaries import MARK

LAST_OPEN = ("records", "0004_search")
AT = datetime(2018, 6, 18, tzinfo=UTC)


def make_old(place: str, rows: int) -> None:
    """Write it where no registry is yet: rows with a name each, one cell in quarantine, one judgement."""
    registry._point_to(_settings(place))
    try:
        MigrationExecutor(connection).migrate([LAST_OPEN])
        with transaction.atomic():
            _fill(rows)
    finally:
        registry._point_to({})


def name(line: int) -> str:
    """What the row of that line says."""
    return f"{MARK} old {line}"


def _settings(place: str) -> dict[str, Any]:
    if place.startswith("postgresql://"):
        return registry._postgres(place, 10.0)
    Path(place).mkdir(mode=0o700)
    options = {"init_command": "PRAGMA journal_mode=WAL"}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(Path(place) / registry.FILE),
        "OPTIONS": options,
    }


def _fill(rows: int) -> None:
    agency = _add("agency", {"code": "ORR", "name": ""})
    told = {"file_name": "f", "content_hash": "h", "as_of": date(2018, 6, 18), "as_of_stated": True, "received_at": AT}
    roster = _add(
        "roster",
        {"agency_id": agency, **told, "has_record_ids": True, "columns": "[]", "rows": rows, "repeated": 0},
    )
    row = {"row_hash": "h", "likeness": "", "roster_id": roster}
    records = [_add("sourcerecord", {**row, "line": n, "record_id": f"A{n}", "cells": _cells(n)}) for n in range(rows)]
    for line, record in enumerate(records):
        facts = json.dumps({"full_name": name(line)})
        _add("mention", {"source_record_id": record, "role": "subject", "facts": facts})
    _add(
        "quarantined",
        {"known_from": AT, "agency_id": agency, "roster_id": roster, "file_name": "f", "line": rows}
        | {"column": '"DOB"', "value": '"30 Feb"', "problem": "no such day"},
    )
    sides = {"left_agency": "ORR", "left_thread": "A0", "right_agency": "ORR", "right_thread": "A1"}
    seen = {"left_row_id": records[0], "right_row_id": records[-1], "seen": "{}", "at": AT, "by": "tests"}
    _add("judgement", {**sides, **seen, "relation": "", "verdict": "rejected", "reason": 'two "cousins"'})


def _cells(line: int) -> str:
    return json.dumps({"Name": name(line)})


def _add(table: str, values: dict[str, Any]) -> int:
    columns: Sequence[str] = list(values)
    listed = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_{table} ({listed}) VALUES ({marks}) RETURNING id",  # noqa: S608 own names
            [values[column] for column in columns],
        )
        return int(cursor.fetchone()[0])
