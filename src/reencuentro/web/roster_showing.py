"""A list as its page has it: how it is understood, what it would change, how far it is, what became of it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from reencuentro.actions.dropping import MOST_CHANGES
from reencuentro.actions.foreseeing import foreseen
from reencuentro.actions.working import told_of
from reencuentro.interchange.headers import target_named
from reencuentro.interchange.headers.fields import Field
from reencuentro.interchange.mapping import IGNORE
from reencuentro.records.drops import WORKING, DropState, RosterDrop
from reencuentro.records.rosters import Extent
from reencuentro.records.visible.drops import (
    KeptList,
    ListSeen,
    extent_of,
    may_mend,
    may_restate,
    rows_waiting,
    shown_of,
    who_may_mend,
)
from reencuentro.records.visible.viewers import Viewer
from reencuentro.web.roster_forms import RestateForm, TakeForm
from reencuentro.web.words import say
from reencuentro.web.worker import is_at_work, start_worker

Seen = RosterDrop | KeptList
PATIENCE = timedelta(minutes=2)
"""How long something may wait before the page says that nobody is at work."""


def told(one: Seen, viewer: Viewer, take: TakeForm | None = None) -> dict[str, Any]:
    """What the list's page says. take: the form in which something was wrong."""
    facts: dict[str, Any] = {"drop": one, "purpose": viewer.purpose, "told": one.told, "may_mend": may_mend(viewer)}
    if isinstance(one, RosterDrop):
        facts |= _being_decided(one, viewer, take) if one.state in (DropState.LOOKING, DropState.SHOWN) else {}
        facts |= progress_of(one) if one.state in WORKING else {}
    return facts | (_done(one, viewer) if one.state == DropState.DONE else {})


def _being_decided(one: RosterDrop, viewer: Viewer, take: TakeForm | None) -> dict[str, Any]:
    """How it is understood and what it would change, for whoever brought it."""
    shown: Any = shown_of(viewer, one) if one.officer_id == viewer.pk else {}
    if not shown:
        return {}
    day = date.fromisoformat(shown["as_of"]) if shown["as_of"] else None
    facts: dict[str, Any] = {
        "columns": [_column(column) for column in shown["columns"]],
        "rows": _first_rows(shown),
        "day": day,
        "fields": _fields(),
        "has_record_ids": shown["has_record_ids"],
    }
    if one.state == DropState.SHOWN:
        found = foreseen(one.told["foreseen"])
        facts |= {"found": found, "take": take or TakeForm(initial={"as_of": one.as_of}, found=found)}
    return facts


def _done(one: Seen, viewer: Viewer) -> dict[str, Any]:
    shown: Any = shown_of(viewer, one)
    said = extent_of(viewer, one)
    facts = {
        "changes": [change for change in shown.get("changes", []) if _still_holds(change[1], said.extent)],
        "more_changes": len(shown.get("changes", [])) >= MOST_CHANGES,
        "counts": _counts(one, said.extent),
        "waiting_rows": rows_waiting(viewer, one),
        "menders": [] if may_mend(viewer) else who_may_mend(viewer),
        "said": said,
        "restate": RestateForm(now=said.extent) if may_restate(viewer, one) and said.extent else None,
    }
    if said.asked and not is_at_work():
        start_worker()
    return facts


def _counts(one: Seen, extent: str) -> list[tuple[str, int]]:
    """How many records changed with the list, by the words for it, as far as that still holds."""
    counts: Any = one.told.get("changes", {})
    holding = [kind for kind in _COUNTED if counts.get(kind) and _still_holds(kind, extent)]
    return [(f"rosters_change_{kind}", counts[kind]) for kind in holding]


def _still_holds(kind: str, extent: str) -> bool:
    """From a part nobody is missing; what was withdrawn changed nothing."""
    return extent != Extent.WITHDRAWN and not (kind == "missing" and extent == Extent.PART)


_COUNTED = ("added", "changed", "contradiction", "missing", "same")


def progress_of(one: RosterDrop) -> dict[str, Any]:
    """How far it is. Where nobody is at work on it, somebody is sent."""
    alone = not is_at_work()
    if alone:
        start_worker()
    stage, rows = told_of(one) or ("", 0)
    stage = "match" if one.state == DropState.MATCHING and stage != "store" else stage
    nobody = alone and not stage and _waits_since(one) < timezone.now() - PATIENCE
    shown = {"working": True, "stage": f"rosters_stage_{stage or 'waiting'}", "rows_done": rows, "nobody": nobody}
    return {"drop": one, **shown}


def _waits_since(one: RosterDrop) -> datetime:
    said = one.told.get("since")
    return datetime.fromisoformat(said) if said else one.dropped_at


def _first_rows(shown: Any) -> list[dict[str, Any]]:
    headers = [column["header"] for column in shown["columns"]]
    return [{**row, "cells": list(zip(headers, row["cells"], strict=True))} for row in shown["rows"]]


def _column(column: dict[str, Any]) -> dict[str, Any]:
    why = _WHY.get(column["why"], "")
    return {**column, "label": field_label(column["field"]), "reason": f"rosters_why_{why}" if why else ""}


_WHY: Mapping[str, str] = {
    "header": "header",
    "content": "content",
    "header and content": "both",
    "header, beside surnames": "beside",
    "mapping": "mapping",
    "left out by the mapping": "left_out",
    "PFIF": "header",
    "not recognised": "unknown",
    "a further identifier": "further",
}


def field_label(name: str) -> str:
    """What a column tells, in words: whose, and what."""
    if not name:
        return ""
    owner, _, field = name.rpartition(".")
    if owner:
        whose, number = owner.rstrip("0123456789"), owner.lstrip("abcdefghijklmnopqrstuvwxyz_")
        return f"{say(f'rosters_owner_{whose}')}{' ' if number else ''}{number}: {say(f'rosters_field_{field}')}"
    return str(say(f"rosters_field_{name}"))


_OFFERED = (*map(str, Field), "mother", "father", "parent", "parent_a_number")


def _fields() -> list[tuple[str, str]]:
    """What a column may be said to tell, by its words."""
    offered = sorted(((name, field_label(name)) for name in _OFFERED if target_named(name)), key=lambda one: one[1])
    return [("", str(say("rosters_field_judge"))), (IGNORE, str(say("rosters_field_ignore"))), *offered]


def beside_others(one: ListSeen) -> dict[str, Any]:
    """A list as it stands among others: what changed with it, and in which colour how far it is is said."""
    return {
        "one": one,
        "tone": _TONES.get(one.extent) or _TONES.get(one.seen.state, "yellow"),
        "changes": [count for count in _counts(one.seen, one.extent) if count[0] != "rosters_change_same"],
        "is_first": not one.seen.told.get("before"),
    }


_TONES: Mapping[str, str] = {
    DropState.DONE: "green",
    DropState.REFUSED: "red",
    DropState.SHOWN: "blue",
    DropState.DISCARDED: "grey",
    Extent.WITHDRAWN: "grey",
}
