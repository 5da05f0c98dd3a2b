"""What oversees the others: who looked at a person, and emergencies under review."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.emergencies import review_emergency
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, permitted
from reencuentro.records.emergencies import BreakGlass, Finding
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.overseeing import awaiting_review, looks_at, named_to, notices_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.typed import Typed
from reencuentro.web.words import say


@declared(action=Action.SEE_AUDIT, purposes=purposes_on_pages(Action.SEE_AUDIT))
@require_GET
@answering
def looks(request: HttpRequest, person: str) -> HttpResponse:
    """Who looked at a person, when and what for."""
    viewer = viewer_of(request, looks)
    with _reading("see_audit", viewer, person):
        _require(viewer, Action.SEE_AUDIT)
        entries = list(looks_at(person, viewer))
        names = named_to(viewer, {one.officer for one in entries})
    told = [
        {
            "at": one.at,
            "officer": one.officer,
            "name": names.get(one.officer, ""),
            "agency": one.agency,
            "action": one.action,
            "purpose": one.purpose,
            "outcome": one.outcome,
        }
        for one in entries
    ]
    return render(request, "people/looks.html", {"entries": told})


@contextmanager
def _reading(what: str, viewer: Viewer, *sought: str) -> Iterator[None]:
    """Reads within, noted, and on PostgreSQL no rows but the officer's."""
    with reading(what, by=viewer.by, sought=sought, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        yield


def _require(viewer: Viewer, action: Action) -> None:
    if not decide_alone(viewer, action).allowed:
        raise NotAllowedError


_REVIEW = Action.REVIEW_BREAK_GLASS


@declared(action=_REVIEW, purposes=purposes_on_pages(_REVIEW))
@require_GET
@answering
def emergencies(request: HttpRequest) -> HttpResponse:
    """What another agency must review, and what the own agency was told of; by number, without the person."""
    viewer = viewer_of(request, emergencies)
    agency = viewer.facts.agency.code
    with _reading("see_emergencies", viewer):
        others = [one for one in awaiting_review() if one.agency.code != agency]
        waiting = [one for one in others if decide_alone(viewer, _REVIEW, _broken_by(one)).allowed]
        told = list(notices_to(agency))
    return render(request, "people/emergencies.html", {"waiting": waiting, "told": told, "purpose": viewer.purpose})


def _broken_by(emergency: BreakGlass) -> tuple[Approval, ...]:
    return acted_before(f"officer:{emergency.officer.public_id}")


@declared(action=_REVIEW, purposes=purposes_on_pages(_REVIEW))
@require_POST
@answering
def review(request: HttpRequest, number: int) -> HttpResponse:
    """Says what the review of an emergency found."""
    viewer, typed = viewer_of(request, review), Typed(request.POST)
    found = _awaiting(number, viewer)
    with permitted(viewer, _REVIEW, Matter(others=_broken_by(found) if found else ())):
        if found is None:
            raise NotAllowedError
        finding = typed.word("finding", Finding)
        review_emergency(found, officer_of(viewer.facts.id), finding, at=viewer.at, note=typed.text("note"))
    messages.success(request, say("done"))
    return redirect("home")


def _awaiting(number: int, viewer: Viewer) -> BreakGlass | None:
    with transaction.atomic(), behind_the_wall(viewer):
        return next((one for one in awaiting_review() if one.pk == number), None)
