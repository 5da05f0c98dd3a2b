"""Rosters on the pages: dropped, shown as they are understood, taken in, and put right where rows couldn't be taken."""

from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.dropping import (
    LARGEST,
    MOST_CHANGES,
    Dropped,
    accept_drop,
    discard_drop,
    drop_roster,
    say_column,
)
from reencuentro.actions.mending import StillWrongError, mend_row
from reencuentro.actions.working import told_of
from reencuentro.errors import AccountError, RosterRefusedError
from reencuentro.interchange.headers import target_named
from reencuentro.interchange.headers.fields import Field
from reencuentro.interchange.mapping import IGNORE
from reencuentro.records.drops import DropState, RosterDrop
from reencuentro.records.visible.drops import (
    MOST_SHOWN,
    RowToMend,
    drop_for,
    drops_for,
    may_mend,
    rows_to_mend,
    shown_of,
)
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.fields import DayField
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.uploads import PrivateFiles, claims_too_much
from reencuentro.web.words import said_later, say
from reencuentro.web.worker import is_at_work, start_worker

_SUPPLY, _MEND = Action.SUPPLY_ROSTER, Action.MEND_ROSTER
_WORKING = (DropState.WAITING, DropState.RUNNING, DropState.MATCHING)


class DropForm(forms.Form):
    """A file."""

    roster = forms.FileField(label=said_later("rosters_file"), help_text=said_later("rosters_file_help"))


class TakeForm(forms.Form):
    """The day that a list describes, where it doesn't tell itself."""

    as_of = DayField(label=said_later("rosters_as_of"), required=False)


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_GET
@answering
def rosters(request: HttpRequest) -> HttpResponse:
    """The lists that were dropped, and where to drop another."""
    viewer = viewer_of(request, rosters)
    return render(request, "rosters/list.html", {"form": DropForm(), **_listed(viewer)})


def _listed(viewer: Viewer) -> dict[str, Any]:
    return {"drops": drops_for(viewer), "purpose": viewer.purpose, "may_mend": may_mend(viewer)}


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@csrf_exempt  # what comes in must be limited before anybody reads the form; _drop looks whether it is ours
def drop(request: HttpRequest) -> HttpResponse:
    """Takes a file; shows how it is understood."""
    if claims_too_much(request, LARGEST):
        return _too_large(request)
    request.upload_handlers = [PrivateFiles(request, LARGEST)]
    return _drop(request)


@csrf_protect
@require_POST
@answering
def _drop(request: HttpRequest) -> HttpResponse:
    viewer, form = viewer_of(request, drop), DropForm(request.POST, request.FILES)
    handler: Any = request.upload_handlers[0]
    if handler.too_large:
        return _too_large(request)
    if not form.is_valid():
        return render(request, "rosters/list.html", {"form": form, **_listed(viewer)}, status=HTTPStatus.BAD_REQUEST)
    file = form.cleaned_data["roster"]
    try:
        kept = drop_roster(Dropped(name=file.name or "", size=file.size or 0, chunks=file.chunks()), viewer)
    except RosterRefusedError as refused:
        form.add_error("roster", say("rosters_refused"))
        facts = {"form": form, "problem": refused.problem, "remedy": refused.remedy, **_listed(viewer)}
        return render(request, "rosters/list.html", facts, status=HTTPStatus.BAD_REQUEST)
    return redirect(_address("roster", kept, viewer))


def _too_large(request: HttpRequest) -> HttpResponse:
    facts = {"megabytes": LARGEST // (1024 * 1024)}
    return render(request, "rosters/too_large.html", facts, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _address(name: str, one: RosterDrop, viewer: Viewer) -> str:
    return f"{reverse(name, args=[one.token])}?purpose={viewer.purpose.value}"


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_GET
@answering
def roster(request: HttpRequest, token: str) -> HttpResponse:
    """One list: how it is understood, how far it is, or what became of it."""
    viewer = viewer_of(request, roster)
    one = drop_for(viewer, token)
    return render(request, "rosters/roster.html", _told(one, viewer))


def _told(one: RosterDrop, viewer: Viewer) -> dict[str, Any]:
    facts: dict[str, Any] = {"drop": one, "purpose": viewer.purpose, "told": one.told, "may_mend": may_mend(viewer)}
    if one.state in _WORKING:
        return facts | _progress(one)
    shown: Any = shown_of(viewer, one) if one.state in (DropState.SHOWN, DropState.DONE) else {}
    if one.state == DropState.SHOWN and one.officer_id == viewer.pk and shown:
        day = date.fromisoformat(shown["as_of"]) if shown["as_of"] else None
        facts |= {"columns": [_column(column) for column in shown["columns"]], "rows": _first_rows(shown), "day": day}
        facts |= {"take": TakeForm(initial={"as_of": one.as_of}), "fields": _fields()}
    if one.state == DropState.DONE:
        facts["changes"] = shown.get("changes", [])
        facts["more_changes"] = len(facts["changes"]) >= MOST_CHANGES
        facts["counts"] = [(f"rosters_change_{kind}", count) for kind, count in one.told.get("changes", {}).items()]
    return facts


def _first_rows(shown: Any) -> list[dict[str, Any]]:
    headers = [column["header"] for column in shown["columns"]]
    return [{**row, "cells": list(zip(headers, row["cells"], strict=True))} for row in shown["rows"]]


def _progress(one: RosterDrop) -> dict[str, Any]:
    """How far it is. Where nobody is at work on it, somebody is sent."""
    alone = not is_at_work()
    if alone:
        start_worker()
    stage, rows = told_of(one) or ("", 0)
    stage = "match" if one.state == DropState.MATCHING and stage != "store" else stage
    return {"drop": one, "working": True, "stage": f"rosters_stage_{stage or 'waiting'}", "rows_done": rows}


def _column(column: dict[str, Any]) -> dict[str, Any]:
    why = _WHY.get(column["why"], "")
    return {**column, "label": field_label(column["field"]), "reason": f"rosters_why_{why}" if why else ""}


_WHY = {
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
_ORDERS = {"day first": "day", "month first": "month", "both": "both"}


def field_label(name: str) -> str:
    """What a column tells, in words: whose, and what."""
    if not name:
        return ""
    owner, _, field = name.rpartition(".")
    if owner:
        return f"{say(f'rosters_owner_{owner}')}: {say(f'rosters_field_{field}')}"
    return str(say(f"rosters_field_{name}"))


_OFFERED = (*map(str, Field), "mother", "father", "parent", "parent_a_number")


def _fields() -> list[tuple[str, str]]:
    """What a column may be said to tell, by its words."""
    offered = sorted(((name, field_label(name)) for name in _OFFERED if target_named(name)), key=lambda one: one[1])
    return [("", str(say("rosters_field_judge"))), (IGNORE, str(say("rosters_field_ignore"))), *offered]


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_GET
@answering
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """How far a list is, for a page that asks again and again; once it is done the page is told to load itself."""
    viewer = viewer_of(request, progress)
    one = drop_for(viewer, token)
    if one.state not in _WORKING:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "rosters/progress.html", {"purpose": viewer.purpose, **_progress(one)})


Deed = Callable[[RosterDrop, HttpRequest, Viewer], None]


def _doing(deed: Deed, to: str, done: str) -> Callable[..., HttpResponse]:
    """The view by which whoever brought a list says something of it, before it is taken in."""

    @declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
    @require_POST
    @answering
    def view(request: HttpRequest, token: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        one = drop_for(viewer, token)
        if one.officer_id != viewer.pk:
            raise NotAllowedError
        try:
            deed(one, request, viewer)
        except (AccountError, RosterRefusedError, forms.ValidationError):
            messages.error(request, say("rosters_not_done"))
        else:
            messages.success(request, say(done))
        return redirect(
            f"{reverse(to)}?purpose={viewer.purpose.value}" if to == "rosters" else _address(to, one, viewer)
        )

    return view


def _say_column(one: RosterDrop, request: HttpRequest, viewer: Viewer) -> None:
    number, field = request.POST.get("column", ""), request.POST.get("field", "")
    columns: Any = shown_of(viewer, one).get("columns", [])
    if not (number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(columns)):
        raise AccountError("the list has no such column", remedy="Look at the page again.")
    say_column(one, columns[int(number)]["header"], field, viewer)


def _take(one: RosterDrop, request: HttpRequest, viewer: Viewer) -> None:
    form = TakeForm(request.POST)
    if not form.is_valid():
        raise AccountError("the day can't be read", remedy="Correct what is marked.")
    accept_drop(one, viewer, as_of=form.cleaned_data["as_of"])
    start_worker(at_once=True)


def _discard(one: RosterDrop, _: HttpRequest, viewer: Viewer) -> None:
    discard_drop(one, viewer)


@declared(action=_MEND, purposes=purposes_on_pages(_MEND))
@require_GET
@answering
def mending(request: HttpRequest, token: str) -> HttpResponse:
    """The rows of a list that couldn't be taken, to be put right in place."""
    viewer = viewer_of(request, mending)
    return render(request, "rosters/mend.html", _to_mend(viewer, token, request.GET.get("after", "")))


def _to_mend(
    viewer: Viewer, token: str, after: str = "", *, number: int = 0, typed: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    one = drop_for(viewer, token)
    if one.roster is None:
        raise NotAllowedError
    line = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    rows = rows_to_mend(viewer, one.roster, line)
    headers = [column["header"] for column in one.roster.columns]
    return {
        "drop": one,
        "purpose": viewer.purpose,
        "rows": [_row(row, headers, typed if row.pk == number else {}) for row in rows],
        "after": rows[-1].line if len(rows) == MOST_SHOWN else "",
    }


def _row(row: RowToMend, headers: list[str], typed: Mapping[str, str]) -> dict[str, Any]:
    """A row with a box for each cell: what was typed, else what stands there."""
    boxes = [
        (place, header, typed.get(header, row.cells.get(header, "")), row.wrong.get(header, ""))
        for place, header in enumerate(headers)
    ]
    return {"pk": row.pk, "line": row.line, "mended": row.mended, "wrong": row.wrong, "boxes": boxes}


@declared(action=_MEND, purposes=purposes_on_pages(_MEND))
@require_POST
@answering
def mend(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Puts one row right; what is still wrong is said beside its cell, and what was typed stays."""
    viewer = viewer_of(request, mend)
    one = drop_for(viewer, token)
    if one.roster is None:
        raise NotAllowedError
    headers = [column["header"] for column in one.roster.columns]
    typed = {
        header: request.POST[f"cell-{place}"] for place, header in enumerate(headers) if f"cell-{place}" in request.POST
    }
    try:
        mend_row(one.roster, number, {header: text[:_LONGEST] for header, text in typed.items()}, viewer)
    except StillWrongError as wrong:
        facts = {**_to_mend(viewer, token, number=number, typed=typed), "number": number, "problems": wrong.problems}
        return render(request, "rosters/mend.html", facts, status=HTTPStatus.BAD_REQUEST)
    start_worker(at_once=True)
    messages.success(request, say("rosters_mended"))
    return redirect(f"{reverse('mending', args=[token])}?purpose={viewer.purpose.value}")


_LONGEST = 2_000  # characters of a cell

URLS: list[URLPattern] = [
    path("rosters/", rosters, name="rosters"),
    path("rosters/drop/", drop, name="drop_roster"),
    path("rosters/<str:token>/", roster, name="roster"),
    path("rosters/<str:token>/progress/", progress, name="roster_progress"),
    path("rosters/<str:token>/column/", _doing(_say_column, "roster", "rosters_column_said"), name="say_column"),
    path("rosters/<str:token>/take/", _doing(_take, "roster", "rosters_taken"), name="take_roster"),
    path("rosters/<str:token>/discard/", _doing(_discard, "rosters", "rosters_discarded"), name="discard_roster"),
    path("rosters/<str:token>/mend/", mending, name="mending"),
    path("rosters/<str:token>/mend/<int:number>/", mend, name="mend"),
]
