"""Agreements of the own agency: every version with how it stands, signed and withdrawn by who may."""

from collections.abc import Sequence
from datetime import datetime, timedelta
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
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.overseeing import versions_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.phases import Phase, phases
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.typed import Typed
from reencuentro.web.words import say

_AGREE = Action.MANAGE_AGREEMENTS
ENDING = timedelta(days=30)
"""How long before its end an agreement is marked: time enough for both sides to look at the next version."""
_TONES = {Phase.IN_FORCE: "green", Phase.OVER: "red", Phase.WITHDRAWN: "red", Phase.REPLACED: "grey"}
_CAN_BE_SIGNED = frozenset({Phase.DRAFT, Phase.AGREED})


@declared(action=_AGREE, purposes=purposes_on_pages(_AGREE))
@require_GET
@answering
def agreements(request: HttpRequest) -> HttpResponse:
    """Every version of an agreement to which the own agency is a side."""
    viewer = viewer_of(request, agreements)
    with reading("see_agreements", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        if not decide_alone(viewer, _AGREE).allowed:
            raise NotAllowedError
        found = list(versions_of(viewer.facts.agency.code))
    facts = {"versions": list(_told(found, viewer)), "purpose": viewer.purpose}
    return render(request, "agreements/list.html", facts)


def _told(versions: Sequence[AgreementVersion], viewer: Viewer) -> list[dict[str, Any]]:
    """Each version, how it stands, and what the own agency can do with it."""
    stands = phases([one.as_rule() for one in versions], viewer.at)
    last = {one.agreement: one.version for one in versions}
    mine = viewer.facts.agency.code
    return [
        {
            "one": version,
            "phase": phase.value,
            "tone": _TONES.get(phase, "blue"),
            "ending": phase is Phase.IN_FORCE and _ends_soon(version, viewer.at),
            "sign": phase in _CAN_BE_SIGNED and mine not in version.as_rule().signed_by,
            "withdraw": phase in _CAN_BE_SIGNED | {Phase.IN_FORCE},
            "next": last[version.agreement] == version.version,
        }
        for version, phase in zip(versions, stands, strict=True)
    ]


def _ends_soon(version: AgreementVersion, at: datetime) -> bool:
    return version.until - at <= ENDING


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
