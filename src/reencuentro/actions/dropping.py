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

from django.db import transaction
from django.utils import timezone

from reencuentro.actions.foreseeing import Foreseen, beside, foresee, foreseen
from reencuentro.actions.officers import officer_of
from reencuentro.actions.perform import performing
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.reconciling import Terms, rematch
from reencuentro.actions.rosters import Admission, Brought, admit_roster
from reencuentro.errors import AccountError, ReencuentroError, RegistryError
from reencuentro.interchange.headers import target_named
from reencuentro.interchange.mapping import IGNORE
from reencuentro.interchange.mapping import Mapping as Meaning
from reencuentro.interchange.rosters import ColumnReading, RosterReading, read_roster
from reencuentro.interchange.tables import Limits
from reencuentro.records.agencies import Agency
from reencuentro.records.drops import PART, ColumnMeant, DropPart, DropState, RosterDrop, keep_parts, parts_of
from reencuentro.records.exact import printable
from reencuentro.records.listings import lists_before, mentions_of, mentions_of_lists
from reencuentro.records.rosters import Extent, Quarantined, Roster
from reencuentro.records.visible.drops import supplying
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.rosters import ChangeKind, compare_rosters

LARGEST = 200 * 1024 * 1024
"""Bytes of a file that can be dropped on a page; larger ones are for the command line."""
FIRST_ROWS = 5
MOST_REASONS = 20
MOST_CHANGES = 500
"""Differences to the list before that are kept to be shown; all are counted."""
_LIMITS = Limits(max_bytes=LARGEST, max_rows=1_000_000, cpu_seconds=120, wall_seconds=180.0)

Progress = Callable[[str, int], None]
"""Told what is being done ("compare", "read", "keep", "match", "store") and how many rows so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A file as it was brought: its name, how many bytes it has, and the bytes."""

    name: str
    size: int
    chunks: Iterable[bytes]


def drop_roster(dropped: Dropped, viewer: Viewer) -> RosterDrop:
    """Finds out how the file would be understood, and seals it; nothing of it is kept as a roster yet.

    What it would change is found out by a worker, and told before anybody can say that it shall be taken in.
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
                state=DropState.LOOKING.value,
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
    short = stem[:80].encode()[:_LONGEST_STEM].decode(errors="ignore")
    return (short or "roster") + (f".{ending[:10]}" if ending else "")


_LONGEST_STEM = 200
"""Bytes; a disk takes names of 255, and letters may be of four."""


def say_column(drop: RosterDrop, header: str, field: str, viewer: Viewer) -> None:
    """What a column of this agency's lists means, in this list and the ones to come; "" where it is to be judged again.

    Raises AccountError for a column or a field that there isn't, and where the list is no longer waiting.
    """
    if field not in ("", IGNORE) and target_named(field) is None:
        raise AccountError("there is no such field", remedy="Choose one from the list.")
    with ExitStack() as private:
        with supplying(viewer):
            _require_undecided(drop)
            meaning = meaning_of(drop.agency, {header: field})
            path = private.enter_context(_private(drop.file_name, parts_of(drop)))
        shown = _shown(private.enter_context(_reading(path, drop.agency, meaning)))
    if header not in {column["header"] for column in shown["columns"]}:
        raise AccountError("the list has no such column", remedy="Look at the page again.")
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(*_about(drop))
        _require_undecided(drop)
        ColumnMeant.objects.create(agency=drop.agency, header=header, field=field, by=viewer.by, at=viewer.at)
        drop.shown, drop.told, drop.state = shown, {"since": viewer.at.isoformat()}, DropState.LOOKING.value
        drop.save(update_fields=["shown", "told", "state"])


class UnconfirmedError(AccountError):
    """So many would be gone that whoever brings the list must say that they are. lost: how many."""

    def __init__(self, lost: int) -> None:
        super().__init__(
            f"{lost} people of the list before would be gone", remedy="Confirm the number, or say that it is a part."
        )
        self.lost = lost


def accept_drop(
    drop: RosterDrop, viewer: Viewer, extent: Extent, *, as_of: date | None = None, confirmed: int | None = None
) -> None:
    """It shall be taken in, as the whole list or as a part. as_of: the day that it describes, where the file is silent.

    confirmed: how many are gone, by the word of whoever brings it. Saying so twice changes nothing. Raises
    UnconfirmedError where a whole list would lose so many that their number must be confirmed, and wasn't.
    """
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(*_about(drop))
        waiting = RosterDrop.objects.filter(pk=drop.pk, state=DropState.SHOWN)
        told = waiting.values_list("told", flat=True).first()
        if told is None:
            return
        found = foreseen(told["foreseen"])
        if extent is Extent.WHOLE and found.must_be_confirmed and confirmed != found.lost:
            raise UnconfirmedError(found.lost)
        told |= {"since": viewer.at.isoformat()}
        waiting.update(state=DropState.WAITING.value, as_of=as_of, extent=extent.value, told=told)


def discard_drop(drop: RosterDrop, viewer: Viewer) -> None:
    """It shall not be taken in; the file is gone. Raises AccountError where it is no longer waiting to be."""
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(*_about(drop))
        _require_undecided(drop)
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


def _require_undecided(drop: RosterDrop) -> None:
    if RosterDrop.objects.values_list("state", flat=True).get(pk=drop.pk) not in (DropState.LOOKING, DropState.SHOWN):
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
    """Compares or takes in whatever waits, the first first, and matches the registry; gives each that was dealt with.

    progress: for each of them, told how far it is. One worker at a time may do this on one machine. What an earlier
    worker left behind is begun again: whatever it hadn't kept whole isn't there.
    """
    while (drop := RosterDrop.objects.waiting().select_related("agency", "officer__agency").first()) is not None:
        _work_off(drop, progress(drop), now)
        yield drop


def _work_off(drop: RosterDrop, progress: Progress, now: Callable[[], datetime]) -> None:
    try:
        _begin(drop, now())
        if drop.state == DropState.LOOKING or (drop.roster_id is None and not _take_in(drop, progress, now())):
            _look(drop, progress)
            return
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
    if drop.state == DropState.LOOKING:
        drop.told = {**drop.told, "begun": drop.told.get("begun", 0) + 1}
        drop.told |= {"interrupted": drop.told["begun"] - 1} if drop.told["begun"] > 1 else {}
    elif drop.state != DropState.WAITING:
        drop.told = {**drop.told, "interrupted": drop.told.get("interrupted", 0) + 1}
    if drop.told.get("interrupted", 0) > _MOST_TRIES:
        raise ReencuentroError(
            "it was interrupted again and again",
            remedy="Try it with fewer rows, or ask whoever runs the registry to look at the machine.",
        )
    if drop.roster_id is None and drop.state != DropState.LOOKING:
        drop.state, drop.begun_at = DropState.RUNNING.value, at
    drop.save(update_fields=["state", "begun_at", "told"])


_MOST_TRIES = 3


def _look(drop: RosterDrop, progress: Progress) -> None:
    """What it would change; looked for again where somebody has said meanwhile what a column means."""
    said = ColumnMeant.objects.filter(agency=drop.agency)
    known = said.count()
    with (
        _private(drop.file_name, parts_of(drop)) as path,
        _reading(path, drop.agency, meaning_of(drop.agency), None, lambda rows: progress("compare", rows)) as reading,
    ):
        found = foresee(reading, drop.agency, reading.as_of or drop.as_of)
    with transaction.atomic():
        looked_at = RosterDrop.objects.select_for_update().filter(pk=drop.pk, state=DropState.LOOKING)
        if said.count() == known and looked_at.exists():
            told = {"foreseen": found.as_plain(), **({"again": True} if "again" in drop.told else {})}
            looked_at.update(state=DropState.SHOWN.value, told=told)


def _is_as_foreseen(drop: RosterDrop) -> bool:
    """Whether what was shown still holds: another list of the agency may have been taken in since."""
    found: Foreseen = foreseen(drop.told["foreseen"])
    return drop.extent != Extent.WHOLE or found.beside == beside(drop.agency)


def _take_in(drop: RosterDrop, progress: Progress, at: datetime) -> bool:
    """The whole roster or nothing of it, and in the same transaction that it is; False where it must be shown anew."""
    if not _is_as_foreseen(drop):
        drop.state, drop.told = DropState.LOOKING.value, {"again": True}
        drop.save(update_fields=["state", "told"])
        return False
    by = f"officer:{drop.officer.public_id}"
    agency, meaning = drop.agency, meaning_of(drop.agency)
    with (
        _private(drop.file_name, parts_of(drop)) as path,
        _reading(path, agency, meaning, drop.as_of, lambda rows: progress("read", rows)) as reading,
        performing("take_in", by=by, at=at),
    ):
        brought = Brought(as_of=drop.as_of, extent=Extent(drop.extent or Extent.WHOLE))
        admission = admit_roster(
            reading, by=by, received_at=at, brought=brought, progress=lambda rows: progress("keep", rows)
        )
        drop.roster = admission.roster
        drop.told = {**drop.told, **_counted(admission), **_changed(drop, admission)}
        drop.state = DropState.MATCHING.value
        drop.save(update_fields=["roster", "told", "shown", "state"])
    return True


def _counted(admission: Admission) -> dict[str, Any]:
    return {
        "new": admission.new,
        "rows": admission.rows,
        "repeated": admission.repeated,
        "quarantined": admission.quarantined,
        "as_of": admission.roster.as_of.isoformat(),
        "reasons": _reasons(admission.roster),
    }


def _reasons(roster: Roster) -> list[list[Any]]:
    """Why rows couldn't be taken, the most frequent first: column, problem, how many rows, and the first lines."""
    lines: dict[tuple[str, str], list[int]] = {}
    refusals = Quarantined.objects.filter(roster=roster).order_by("line", "pk")
    for column, problem, line in refusals.values_list("column", "problem", "line").iterator():
        lines.setdefault((column, problem), []).append(line)
    ranked = sorted(lines.items(), key=lambda one: (-len(one[1]), one[1][0], one[0]))
    return [[column, problem, len(found), found[:FIRST_ROWS]] for (column, problem), found in ranked[:MOST_REASONS]]


def _changed(drop: RosterDrop, admission: Admission) -> dict[str, Any]:
    """What differs from the agency's list before; counted in the open, told in what is sealed."""
    roster = admission.roster
    before = lists_before(roster) if admission.new else []
    if not before:
        drop.shown = {}
        return {"changes": {}}
    changes = compare_rosters(mentions_of_lists(before), mentions_of(roster), whole=drop.extent == Extent.WHOLE)
    drop.shown = {
        "changes": [
            [change.record_id, change.change.value, change.field, change.before, change.after]
            for change in changes[:MOST_CHANGES]
        ]
    }
    counts = {kind.value: len({one.record_id for one in changes if one.change is kind}) for kind in ChangeKind}
    return {"changes": {kind: count for kind, count in counts.items() if count}, "before": before[-1].as_of.isoformat()}


def _close(drop: RosterDrop, state: DropState, at: datetime) -> None:
    """The file itself is gone from then on."""
    DropPart.objects.filter(drop=drop).delete()
    if state is not DropState.DONE:
        drop.shown = {}
    drop.state, drop.ended_at = state.value, at
    drop.save(update_fields=["state", "ended_at", "shown", "told", "problem", "remedy"])
