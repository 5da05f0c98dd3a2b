"""Rows of a list that couldn't be taken, on the pages: shown with what is wrong beside each cell, and put right."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.mending import StillWrongError, mend_row
from reencuentro.records.drops import RosterDrop
from reencuentro.records.visible.drops import MOST_SHOWN, KeptList, RowToMend, list_for, rows_to_mend
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import say
from reencuentro.web.worker import start_worker

_MEND = Action.MEND_ROSTER


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
    one = _taken(viewer, token)
    line = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    rows = rows_to_mend(viewer, one.roster, line)
    headers = _headers(one)
    return {
        "drop": one,
        "purpose": viewer.purpose,
        "rows": [_row(row, headers, typed if row.pk == number else {}) for row in rows],
        "after": rows[-1].line if len(rows) == MOST_SHOWN else "",
    }


def _taken(viewer: Viewer, token: str) -> Any:
    """The list, as far as it was taken in. Raises NotAllowedError."""
    one: RosterDrop | KeptList = list_for(viewer, token)
    if one.roster is None:
        raise NotAllowedError
    return one


def _headers(one: Any) -> list[str]:
    return [column["header"] for column in one.roster.columns]


def _row(row: RowToMend, headers: list[str], typed: Mapping[str, str]) -> dict[str, Any]:
    """A row with a box for each cell, those at fault apart: what was typed, else what stands there."""
    boxes = [
        (place, header, typed.get(header, row.cells.get(header, "")), row.wrong.get(header, ""))
        for place, header in enumerate(headers)
    ]
    return {
        "pk": row.pk,
        "line": row.line,
        "mended": row.mended,
        "of_the_row": [problem for header, problem in row.wrong.items() if header not in headers],
        "faulty": [box for box in boxes if box[3]],
        "sound": [box for box in boxes if not box[3]],
    }


@declared(action=_MEND, purposes=purposes_on_pages(_MEND))
@require_POST
@answering
def mend(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Puts one row right; what is still wrong is said beside its cell, and what was typed stays."""
    viewer = viewer_of(request, mend)
    one = _taken(viewer, token)
    cells = {header: request.POST.get(f"cell-{place}") for place, header in enumerate(_headers(one))}
    typed = {header: text for header, text in cells.items() if text is not None}
    try:
        mend_row(one.roster, number, typed, viewer)
    except StillWrongError as wrong:
        facts = {**_to_mend(viewer, token, number=number, typed=typed), "number": number, "problems": wrong.problems}
        return render(request, "rosters/mend.html", facts, status=HTTPStatus.BAD_REQUEST)
    start_worker(at_once=True)
    messages.success(request, say("rosters_mended"))
    return redirect(f"{reverse('mending', args=[token])}?purpose={viewer.purpose.value}")


URLS: list[URLPattern] = [
    path("rosters/<str:token>/mend/", mending, name="mending"),
    path("rosters/<str:token>/mend/<int:number>/", mend, name="mend"),
]
