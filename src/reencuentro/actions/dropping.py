"""Rosters that officers drop on a page: shown first, kept when they say so, and the registry matched anew."""

import re
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from reencuentro.actions.officers import officer_of
from reencuentro.actions.perform import performing
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.reconciling import Terms, rematch
from reencuentro.actions.rosters import Admission, admit_roster
from reencuentro.errors import AccountError, ReencuentroError, RegistryError
from reencuentro.interchange.headers import target_named
from reencuentro.interchange.mapping import IGNORE
from reencuentro.interchange.mapping import Mapping as Meaning
from reencuentro.interchange.rosters import ColumnReading, RosterReading, read_roster
from reencuentro.interchange.tables import Limits
from reencuentro.records.agencies import Agency
from reencuentro.records.drops import PART, ColumnMeant, DropPart, DropState, RosterDrop, keep_parts, parts_of
from reencuentro.records.exact import printable
from reencuentro.records.listings import mentions_of, roster_before
from reencuentro.records.rosters import Roster
from reencuentro.records.visible.drops import supplying
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.rosters import ChangeKind, compare_rosters

LARGEST = 200 * 1024 * 1024
"""Bytes of a file that can be dropped on a page; larger ones are for the command line."""
FIRST_ROWS = 5
MOST_CHANGES = 500
"""Differences to the list before that are kept to be shown; all are counted."""
_LIMITS = Limits(max_bytes=LARGEST, max_rows=1_000_000, cpu_seconds=120, wall_seconds=180.0)

Progress = Callable[[str, int], None]
"""Told what is being done ("read", "keep", "match", "store") and how many rows so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file as it was brought: its name, how many bytes it has, and the bytes."""

    name: str
    size: int
    chunks: Iterable[bytes]


def drop_roster(dropped: Dropped, viewer: Viewer) -> RosterDrop:
    """Finds out how the file would be understood, and seals it; nothing of it is kept as a roster yet.

    Raises RosterRefusedError where it can't be read at all; then not even the file is kept. Raises NotAllowedError,
    noted, for who may not supply lists.
    """
    name, officer = safe_name(dropped.name), officer_of(viewer.facts.id)
    agency = officer.agency
    with _private(name, dropped.chunks) as path:
        with supplying(viewer):
            meaning = meaning_of(agency)
        # Outside any transaction: others shall not wait for a large file to be understood.
        with _reading(path, agency, meaning) as reading:
            shown, content_hash = _shown(reading), reading.content_hash
        with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
            drop = RosterDrop.objects.create(
                token=secrets.token_hex(16),
                agency=agency,
                officer=officer,
                file_name=name,
                size=dropped.size,
                content_hash=content_hash,
                shown=shown,
                dropped_at=viewer.at,
            )
            noted.concerns(*_about(drop))
            with path.open("rb") as file:
                keep_parts(drop, iter(lambda: file.read(PART), b""))
            return drop


def safe_name(name: str) -> str:
    """The file's name without its folders and without what doesn't show; its ending stays."""
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(letter if letter.isprintable() else "_" for letter in printable(last)).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot:
        stem, ending = shown, ""
    return (stem[:80] or "roster") + (f".{ending[:10]}" if ending else "")


def say_column(drop: RosterDrop, header: str, field: str, viewer: Viewer) -> None:
    """What a column of this agency's lists means, in this list and the ones to come; "" where it is to be judged again.

    Raises AccountError for a column or a field that there isn't, and where the list is no longer waiting.
    """
    if field not in ("", IGNORE) and target_named(field) is None:
        raise AccountError("there is no such field", remedy="Choose one from the list.")
    with ExitStack() as private:
        with supplying(viewer):
            _require(drop, DropState.SHOWN)
            meaning = meaning_of(drop.agency, {header: field})
            path = private.enter_context(_private(drop.file_name, parts_of(drop)))
        shown = _shown(private.enter_context(_reading(path, drop.agency, meaning)))
    if header not in {column["header"] for column in shown["columns"]}:
        raise AccountError("the list has no such column", remedy="Look at the page again.")
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(*_about(drop))
        _require(drop, DropState.SHOWN)
        ColumnMeant.objects.create(agency=drop.agency, header=header, field=field, by=viewer.by, at=viewer.at)
        drop.shown = shown
        drop.save(update_fields=["shown"])


def accept_drop(drop: RosterDrop, viewer: Viewer, *, as_of: date | None = None) -> None:
    """It shall be taken in. as_of: the day that the list describes, where the file doesn't tell.

    Saying so twice changes nothing.
    """
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(*_about(drop))
        waiting = RosterDrop.objects.filter(pk=drop.pk, state=DropState.SHOWN)
        waiting.update(state=DropState.WAITING.value, as_of=as_of)


def discard_drop(drop: RosterDrop, viewer: Viewer) -> None:
    """It shall not be taken in; the file is gone. Raises AccountError where it is no longer waiting to be."""
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(*_about(drop))
        _require(drop, DropState.SHOWN)
        _close(drop, DropState.DISCARDED, viewer.at)


def meaning_of(agency: Agency, said_now: Mapping[str, str] = MappingProxyType({})) -> Meaning:
    """What officers of the agency said that its columns mean; said_now: what is being said, by header."""
    said = ColumnMeant.objects.filter(agency=agency).order_by("pk").values_list("header", "field")
    newest = {header.strip(): field for header, field in (*said, *said_now.items())}
    return Meaning(
        columns={header: None if field == IGNORE else target_named(field) for header, field in newest.items() if field}
    )


def _about(drop: RosterDrop) -> list[str]:
    return [f"agency:{drop.agency.code}", f"drop:{drop.pk}"]


def _require(drop: RosterDrop, state: DropState) -> None:
    if RosterDrop.objects.values_list("state", flat=True).get(pk=drop.pk) != state:
        raise AccountError("the list is no longer waiting to be looked at", remedy="Look at the page again.")


@contextmanager
def _private(name: str, chunks: Iterable[bytes]) -> Iterator[Path]:
    """The file, plain for as long as it is read, in a folder that nobody else can look into."""
    with tempfile.TemporaryDirectory(prefix="reencuentro-") as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        yield path


@contextmanager
def _reading(
    path: Path,
    agency: Agency,
    meaning: Meaning,
    as_of: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[RosterReading]:
    with read_roster(
        path, agency=agency.code, mapping=meaning, stated_on=as_of, limits=_LIMITS, progress=progress
    ) as reading:
        yield reading


def _shown(reading: RosterReading) -> dict[str, Any]:
    """How the file is understood: its columns, and its first rows as they came, with what is wrong with them."""
    rows = list(islice(reading.rows(), FIRST_ROWS))
    return {
        "columns": [_column(column, reading) for column in reading.columns],
        "rows": [
            {
                "line": row.line,
                "cells": [row.cells.get(column.header, "") for column in reading.columns],
                "problems": [[problem.column, printable(problem.problem)] for problem in row.problems],
            }
            for row in rows
        ],
        "as_of": reading.as_of.isoformat() if reading.as_of else "",
        "has_record_ids": reading.has_record_ids,
    }


def _column(column: ColumnReading, reading: RosterReading) -> dict[str, Any]:
    return {
        "header": column.header,
        "field": column.field,
        "why": column.why,
        "day_order": column.day_order,
        "unrecognised": column.header in reading.unrecognised,
    }


def work_off(
    progress: Callable[[RosterDrop], Progress], *, now: Callable[[], datetime] = timezone.now
) -> Iterator[RosterDrop]:
    """Takes in whatever waits, the first first, and matches the registry; gives each that was dealt with.

    progress: for each of them, told how far it is. One worker at a time may do this on one machine. What an earlier
    worker left behind is begun again: whatever it hadn't kept whole isn't there.
    """
    while (drop := RosterDrop.objects.waiting().select_related("agency", "officer__agency").first()) is not None:
        _work_off(drop, progress(drop), now)
        yield drop


def _work_off(drop: RosterDrop, progress: Progress, now: Callable[[], datetime]) -> None:
    try:
        _begin(drop, now())
        if drop.roster_id is None:
            _take_in(drop, progress, now())
        rematch(Terms(by=f"officer:{drop.officer.public_id}", at=now()), progress)
    except RegistryError:
        raise  # the registry is busy or full: it stays where it is, and is begun again
    except ReencuentroError as refused:
        drop.problem, drop.remedy = printable(refused.problem), printable(refused.remedy)
        _close(drop, DropState.REFUSED if drop.roster_id is None else DropState.DONE, now())
    else:
        _close(drop, DropState.DONE, now())


def _begin(drop: RosterDrop, at: datetime) -> None:
    """Counts how often it was left behind. Raises ReencuentroError where that was too often."""
    if drop.state != DropState.WAITING:
        drop.told = {**drop.told, "interrupted": drop.told.get("interrupted", 0) + 1}
    if drop.told.get("interrupted", 0) > _MOST_TRIES:
        raise ReencuentroError(
            "it was interrupted again and again",
            remedy="Try it with fewer rows, or ask whoever runs the registry to look at the machine.",
        )
    if drop.roster_id is None:
        drop.state, drop.begun_at = DropState.RUNNING.value, at
    drop.save(update_fields=["state", "begun_at", "told"])


_MOST_TRIES = 3


def _take_in(drop: RosterDrop, progress: Progress, at: datetime) -> None:
    """The whole roster or nothing of it, and in the same transaction that it is."""
    by = f"officer:{drop.officer.public_id}"
    agency, meaning = drop.agency, meaning_of(drop.agency)
    with (
        _private(drop.file_name, parts_of(drop)) as path,
        _reading(path, agency, meaning, drop.as_of, lambda rows: progress("read", rows)) as reading,
        performing("take_in", by=by, at=at),
    ):
        admission = admit_roster(
            reading, by=by, received_at=at, as_of=drop.as_of, progress=lambda rows: progress("keep", rows)
        )
        drop.roster = admission.roster
        drop.told = {**drop.told, **_counted(admission), **_changed(drop, admission)}
        drop.state = DropState.MATCHING.value
        drop.save(update_fields=["roster", "told", "shown", "state"])


def _counted(admission: Admission) -> dict[str, Any]:
    return {
        "new": admission.new,
        "rows": admission.rows,
        "repeated": admission.repeated,
        "quarantined": admission.quarantined,
        "as_of": admission.roster.as_of.isoformat(),
    }


def _changed(drop: RosterDrop, admission: Admission) -> dict[str, Any]:
    """What differs from the agency's list before; counted in the open, told in what is sealed."""
    before = roster_before(admission.roster) if admission.new else None
    if before is None:
        drop.shown = {}
        return {"changes": {}}
    changes = compare_rosters(*_told_by(before, admission.roster))
    drop.shown = {
        "changes": [
            [change.record_id, change.change.value, change.field, change.before, change.after]
            for change in changes[:MOST_CHANGES]
        ]
    }
    counts = {kind.value: len({one.record_id for one in changes if one.change is kind}) for kind in ChangeKind}
    return {"changes": {kind: count for kind, count in counts.items() if count}, "before": before.as_of.isoformat()}


def _told_by(*rosters: Roster) -> list[Mapping[Any, Any]]:
    return [mentions_of(roster) for roster in rosters]


def _close(drop: RosterDrop, state: DropState, at: datetime) -> None:
    """The file itself is gone from then on."""
    DropPart.objects.filter(drop=drop).delete()
    if state is not DropState.DONE:
        drop.shown = {}
    drop.state, drop.ended_at = state.value, at
    drop.save(update_fields=["state", "ended_at", "shown", "told", "problem", "remedy"])
