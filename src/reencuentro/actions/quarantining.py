"""Keeps current which cells wait in quarantine: what the lists that count leave open, and nothing else."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest

from reencuentro.records.exact import as_json
from reencuentro.records.listings import current_of
from reencuentro.records.loading import load_rows
from reencuentro.records.rosters import Quarantined, Role, Roster, SourceRecord


def settle_quarantine(roster: Roster, at: datetime, *, again: bool = False) -> None:
    """After that list was taken in, or, again, said to be something else than before."""
    if again:
        _open_again(roster, at)
    current = current_of(roster.agency_id)
    standing = Quarantined.objects.standing().filter(agency=roster.agency_id)
    _clear(standing.exclude(roster__in=current), current, at)
    for place, older in enumerate(current[:-1], 1):
        _clear(standing.filter(roster=older, line__in=_told_anew(older, current[place:])), current, at)


def _clear(entries: QuerySet[Quarantined], current: Sequence[Roster], at: datetime) -> None:
    entries.update(known_until=Greatest("known_from", at), cleared_by=current[-1] if current else None)


def _told_anew(older: Roster, later: Sequence[Roster]) -> list[int]:
    """The lines of a list of which nothing was understood, whose record a later list of a part tells."""
    header = next((column["header"] for column in older.columns if column["field"] == "record_id"), None)
    if header is None:
        return []
    # A row that is broken goes by its line: only what stands in the row itself is its id.
    rows = SourceRecord.objects.filter(roster=older, mentions=None, expired=None).values_list("line", "cells")
    ids = {line: cells.get(header, "").strip() for line, cells in rows}
    told = SourceRecord.objects.filter(roster__in=later, roster__has_record_ids=True, mentions__role=Role.SUBJECT)
    anew = frozenset(told.values_list("record_id", flat=True)) if ids else frozenset()
    return sorted(line for line, record_id in ids.items() if record_id in anew)


def _open_again(roster: Roster, at: datetime) -> None:
    """What that list had cleared, and its own rows of which nothing is understood; the rest is cleared again."""
    unread = SourceRecord.objects.filter(roster=roster, mentions=None, expired=None).values("line")
    closed = Quarantined.objects.filter(Q(cleared_by=roster) | Q(roster=roster, line__in=unread), agency=roster.agency)
    standing = Quarantined.objects.standing().filter(agency=roster.agency_id).values_list("roster", "line", "column")
    stands = set(standing)
    names = ("agency", "roster", "file_name", "line", "column", "value", "problem", "known_from")
    opened = {
        (one.roster_id, one.line, one.column): (
            *(one.agency_id, one.roster_id, one.file_name, one.line),
            *(as_json(one.column), as_json(one.value), one.problem, at),
        )
        for one in closed.exclude(known_until=None).order_by("pk")
        if (one.roster_id, one.line, one.column) not in stands
    }
    load_rows(Quarantined, names, opened.values(), agency=roster.agency_id)
