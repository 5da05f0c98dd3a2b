"""Rosters on the pages: dropped, shown as they are understood and with what they would change, and taken in."""

from collections.abc import Callable
from http import HTTPStatus
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
    Dropped,
    UnconfirmedError,
    accept_drop,
    discard_drop,
    drop_roster,
    say_column,
)
from reencuentro.actions.extents import ask_extent
from reencuentro.actions.foreseeing import foreseen
from reencuentro.errors import AccountError, RosterRefusedError
from reencuentro.records.drops import WORKING, DropState, RosterDrop
from reencuentro.records.rosters import Extent
from reencuentro.records.visible.drops import (
    drop_for,
    extent_of,
    list_for,
    lists_for,
    may_restate,
    shown_of,
)
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web import mending
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.refusals import no_room
from reencuentro.web.roster_forms import DropForm, RestateForm, TakeForm
from reencuentro.web.roster_showing import Seen, beside_others, progress_of, told
from reencuentro.web.uploads import PrivateFiles, claims_too_much, is_full
from reencuentro.web.words import say
from reencuentro.web.worker import start_worker

_SUPPLY = Action.SUPPLY_ROSTER


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_GET
@answering
def rosters(request: HttpRequest) -> HttpResponse:
    """The agency's lists, however they came, and where to drop another."""
    viewer = viewer_of(request, rosters)
    return render(request, "rosters/list.html", {"form": DropForm(), **_listed(viewer)})


def _listed(viewer: Viewer) -> dict[str, Any]:
    return {"lists": [beside_others(one) for one in lists_for(viewer)], "purpose": viewer.purpose}


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
    if handler.no_room:
        return no_room(request)
    if handler.too_large:
        return _too_large(request)
    if not form.is_valid():
        return render(request, "rosters/list.html", {"form": form, **_listed(viewer)}, status=HTTPStatus.BAD_REQUEST)
    file = form.cleaned_data["roster"]
    try:
        brought = drop_roster(Dropped(name=file.name or "", size=file.size or 0, chunks=file.chunks()), viewer)
    except RosterRefusedError as refused:
        form.add_error("roster", say("rosters_refused"))
        facts = {"form": form, "problem": refused.problem, "remedy": refused.remedy, **_listed(viewer)}
        return render(request, "rosters/list.html", facts, status=HTTPStatus.BAD_REQUEST)
    except OSError as failed:
        if not is_full(failed):
            raise
        return no_room(request)
    start_worker(at_once=True)
    return redirect(_address("roster", brought, viewer))


def _too_large(request: HttpRequest) -> HttpResponse:
    facts = {"megabytes": LARGEST // (1024 * 1024)}
    return render(request, "rosters/too_large.html", facts, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _address(name: str, one: Seen, viewer: Viewer) -> str:
    return f"{reverse(name, args=[one.token])}?purpose={viewer.purpose.value}"


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_GET
@answering
def roster(request: HttpRequest, token: str) -> HttpResponse:
    """One list: how it is understood, what it would change, how far it is, or what became of it."""
    viewer = viewer_of(request, roster)
    return render(request, "rosters/roster.html", told(list_for(viewer, token), viewer))


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_GET
@answering
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """How far a list is, for a page that asks again and again; in the end what it would change stands in its place.

    Where more than that is new, the page is told to load itself.
    """
    viewer = viewer_of(request, progress)
    one = drop_for(viewer, token)
    if one.state == DropState.SHOWN and one.officer_id == viewer.pk:
        return render(request, "rosters/change.html", told(one, viewer))  # what is open on the page stays open
    if one.state not in WORKING:
        response = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "rosters/progress.html", {"purpose": viewer.purpose, **progress_of(one)})


Deed = Callable[[RosterDrop, HttpRequest, Viewer], None]


def _doing(deed: Deed, to: str, done: str) -> Callable[..., HttpResponse]:
    """The view by which whoever brought a list says something of it, before it is taken in."""

    @declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
    @require_POST
    @answering
    def view(request: HttpRequest, token: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        one = _own(viewer, token)
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


def _own(viewer: Viewer, token: str) -> RosterDrop:
    one = drop_for(viewer, token)
    if one.officer_id != viewer.pk:
        raise NotAllowedError
    return one


def _say_column(one: RosterDrop, request: HttpRequest, viewer: Viewer) -> None:
    number, field = request.POST.get("column", ""), request.POST.get("field", "")
    columns: Any = shown_of(viewer, one).get("columns", [])
    if not (number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(columns)):
        raise AccountError("the list has no such column", remedy="Look at the page again.")
    say_column(one, columns[int(number)]["header"], field, viewer)
    start_worker(at_once=True)


def _discard(one: RosterDrop, _: HttpRequest, viewer: Viewer) -> None:
    discard_drop(one, viewer)


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_POST
@answering
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Says that a list shall be taken in, as the whole or as a part; what is missing is said beside its box."""
    viewer = viewer_of(request, take)
    one = _own(viewer, token)
    if one.state != DropState.SHOWN:
        messages.info(request, say("rosters_said_already"))  # sent twice, or from a page of before
        return redirect(_address("roster", one, viewer))
    form = TakeForm(request.POST, found=foreseen(one.told["foreseen"]))
    if not (form.is_valid() and _accepted(one, form, viewer)):
        return render(request, "rosters/roster.html", told(one, viewer, form), status=HTTPStatus.BAD_REQUEST)
    start_worker(at_once=True)
    messages.success(request, say("rosters_taken"))
    return redirect(_address("roster", one, viewer))


def _accepted(one: RosterDrop, form: TakeForm, viewer: Viewer) -> bool:
    extent, day = Extent(form.cleaned_data["extent"]), form.cleaned_data["as_of"]
    try:
        accept_drop(one, viewer, extent, as_of=day, confirmed=form.confirmed_number())
    except UnconfirmedError as asked:
        form.add_error("confirmed", say("rosters_confirm_needed", count=asked.lost))
        return False
    return True


@declared(action=_SUPPLY, purposes=purposes_on_pages(_SUPPLY))
@require_POST
@answering
def restate(request: HttpRequest, token: str) -> HttpResponse:
    """Says what a list is that was taken in as something else: the whole, a part, or a mistake."""
    viewer = viewer_of(request, restate)
    one = list_for(viewer, token)
    if one.roster_id is None or not may_restate(viewer, one):
        raise NotAllowedError
    form = RestateForm(request.POST, now=extent_of(viewer, one).extent)
    if form.is_valid():
        ask_extent(one, Extent(form.cleaned_data["extent"]), viewer)
        start_worker(at_once=True)
        messages.success(request, say("rosters_restated"))
    else:
        messages.error(request, say("rosters_restate_needed"))
    return redirect(_address("roster", one, viewer))


URLS: list[URLPattern] = [
    path("rosters/", rosters, name="rosters"),
    path("rosters/drop/", drop, name="drop_roster"),
    path("rosters/<str:token>/", roster, name="roster"),
    path("rosters/<str:token>/progress/", progress, name="roster_progress"),
    path("rosters/<str:token>/column/", _doing(_say_column, "roster", "rosters_column_said"), name="say_column"),
    path("rosters/<str:token>/take/", take, name="take_roster"),
    path("rosters/<str:token>/discard/", _doing(_discard, "rosters", "rosters_discarded"), name="discard_roster"),
    path("rosters/<str:token>/extent/", restate, name="restate_roster"),
    *mending.URLS,
]
