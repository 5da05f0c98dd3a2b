"""Agreements of the own agency: every version with how it stands, signed and withdrawn by who may."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.agreements import sign_agreement, version_of, withdraw_agreement
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.errors import AccountError
from reencuentro.records.agreements import AgreementVersion, Side
from reencuentro.records.reading import reading
from reencuentro.records.visible.agreed import UNSETTLED, Agreed, agreed_by
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.phases import Phase
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.typed import Typed
from reencuentro.web.words import say

_AGREE = Action.MANAGE_AGREEMENTS
_TONES = {Phase.IN_FORCE: "green", Phase.OVER: "red", Phase.WITHDRAWN: "red", Phase.REPLACED: "grey"}


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_GET
@answering
def agreements(request: HttpRequest) -> HttpResponse:
    """Every version of an agreement to which the own agency is a side."""
    viewer = viewer_of(request, agreements)
    with reading("see_agreements", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        if not decide_alone(viewer, _AGREE).allowed:
            raise NotAllowedError
        found = agreed_by(viewer)
    facts = {"versions": [_told(one) for one in found], "purpose": viewer.purpose}
    return render(request, "agreements/list.html", facts)


def _told(one: Agreed) -> dict[str, Any]:
    """A version as the page has it, and what the own agency can do with it."""
    return {
        "one": one.version,
        "phase": one.phase.value,
        "tone": _TONES.get(one.phase, "blue"),
        "ending": one.ending,
        "sign": one.signable,
        "withdraw": one.phase in UNSETTLED | {Phase.IN_FORCE},
        "next": one.is_last,
    }


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_POST
@answering
def sign(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """Signs for the own agency."""
    viewer = viewer_of(request, sign)
    with permitted(viewer, _AGREE, Matter()):
        sign_agreement(ours(viewer, agreement, version), officer_of(viewer.facts.id), at=viewer.at)
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
        withdraw_agreement(ours(viewer, agreement, version), why, by=viewer.by, at=viewer.at)
    messages.success(request, say("done"))
    return redirect("agreements")


def ours(viewer: Viewer, agreement: str, version: int) -> AgreementVersion:
    """That version, if the own agency is a side. Raises NotAllowedError for others', as if there were none."""
    try:
        found = version_of(agreement, version)
    except AccountError as absent:
        raise NotAllowedError from absent
    mine = officer_of(viewer.facts.id).agency_id
    if mine not in (found.agency_of(side) for side in Side):
        raise NotAllowedError
    return found
