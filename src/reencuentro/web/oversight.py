"""What oversees the others: who looked at a person, emergencies under review, and agreements."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.agreements import draft_agreement, sign_agreement, version_of, withdraw_agreement
from reencuentro.actions.emergencies import review_emergency
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, permitted
from reencuentro.errors import AccountError
from reencuentro.records.agreements import AgreementVersion, Side
from reencuentro.records.emergencies import BreakGlass, Finding
from reencuentro.records.reading import reading
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.overseeing import awaiting_review, looks_at, named_to, notices_to, versions_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Purpose, Role, Topic
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


_AGREE = Action.MANAGE_AGREEMENTS


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_GET
@answering
def agreements(request: HttpRequest) -> HttpResponse:
    """Every version of an agreement to which the own agency is a side."""
    viewer = viewer_of(request, agreements)
    with _reading("see_agreements", viewer):
        _require(viewer, _AGREE)
        found = list(versions_of(viewer.facts.agency.code))
    shown = {"versions": found, "signed": set(_signed_by(found, viewer)), "purpose": viewer.purpose}
    return render(request, "people/agreements.html", shown)


def _signed_by(versions: Iterable[AgreementVersion], viewer: Viewer) -> Iterator[int]:
    """The versions that the own agency has signed already."""
    mine = viewer.facts.agency.code
    return (one.pk for one in versions if mine in one.as_rule().signed_by)


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_POST
@answering
def draft(request: HttpRequest) -> HttpResponse:
    """Drafts a version; either side may."""
    viewer = viewer_of(request, draft)
    with permitted(viewer, _AGREE, Matter()):
        terms = _terms(Typed(request.POST))
        if viewer.facts.agency.code not in (terms.giver, terms.taker):
            raise NotAllowedError
        draft_agreement(terms, by=viewer.by, at=viewer.at)
    return redirect("agreements")


def _terms(typed: Typed) -> Agreement:
    taker = agency_of(typed.text("taker"))
    return Agreement(
        id=typed.text("agreement"),
        version=0,
        giver=typed.text("giver"),
        taker=taker.code,
        taker_kind=AgencyKind(taker.kind),
        purposes=typed.words("purposes", Purpose),
        roles=typed.words("roles", Role),
        levels=typed.levels("levels"),
        topics=typed.words("topics", Topic),
        only_nationals_of=frozenset(typed.text("only_nationals_of").split()),
        valid_from=_midnight(typed.text("from")),
        valid_until=_midnight(typed.text("until")),
    )


def _midnight(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time.min, UTC)
    except ValueError as wrong:
        raise AccountError("a day of the agreement can't be read", remedy="Write YYYY-MM-DD.") from wrong


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_POST
@answering
def sign(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """Signs for the own agency."""
    viewer = viewer_of(request, sign)
    with permitted(viewer, _AGREE, Matter()):
        sign_agreement(_ours(viewer, agreement, version), officer_of(viewer.facts.id), at=viewer.at)
    messages.success(request, say("done"))
    return redirect("agreements")


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_POST
@answering
def withdraw(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """Withdraws the own agency's word."""
    viewer = viewer_of(request, withdraw)
    with permitted(viewer, _AGREE, Matter()):
        why = Typed(request.POST).text("why")
        withdraw_agreement(_ours(viewer, agreement, version), why, by=viewer.by, at=viewer.at)
    messages.success(request, say("done"))
    return redirect("agreements")


def _ours(viewer: Viewer, agreement: str, version: int) -> AgreementVersion:
    """That version, if the own agency is a side; others' agreements are as if there were none."""
    try:
        found = version_of(agreement, version)
    except AccountError as absent:
        raise NotAllowedError from absent
    mine = officer_of(viewer.facts.id).agency_id
    if mine not in (found.agency_of(side) for side in Side):
        raise NotAllowedError
    return found
