"""What officers do about people on the pages: each deed is decided, done and noted in one transaction."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent, withhold
from reencuentro.actions.emergencies import Emergency, break_glass
from reencuentro.actions.gates import set_gate
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.releases import approve_release, release_child
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.officers import Officer
from reencuentro.records.reading import reading
from reencuentro.records.releases import open_approvals
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, purposes_of
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.web.declared import declared
from reencuentro.web.deed_forms import (
    ApproveForm,
    AssignForm,
    ConsentForm,
    DeedForm,
    EmergencyForm,
    GateForm,
    ReleaseForm,
    WithholdForm,
)
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.offers import DEEDS as OFFERS
from reencuentro.web.offers import offered
from reencuentro.web.refusals import told
from reencuentro.web.words import say

Cleaned = Mapping[str, Any]
"""What the form of a deed has understood."""
Deed = Callable[[Cleaned, str, Viewer], Any]
MatterOf = Callable[[Cleaned, str, Viewer], Matter]


def doing(
    action: Action, form_of: type[DeedForm], deed: Deed, matter_of: MatterOf | None = None
) -> Callable[..., HttpResponse]:
    """The view by which officers do this about one person. The form is for whom it may be allowed; whether it is, is
    decided when it is sent.
    """

    @declared(action=action, purposes=purposes_on_pages(action), levels=DECLARATIONS[action].levels)
    @require_http_methods(["GET", "POST"])
    @answering
    def view(request: HttpRequest, person: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        form = form_of(viewer, request.POST if request.method == "POST" else None)
        facts = {"form": form, "person": person, "purpose": viewer.purpose, "action": action.value}
        facts["explained"] = _HARD_WORDS.get(action, "")
        if request.method == "GET" or not form.is_valid():
            _require_offered(viewer, person, action)
            return render(request, "people/deed.html", facts, status=_ASKED[bool(form.is_bound)])
        matter = partial(matter_of, form.cleaned_data, person, viewer) if matter_of else Matter(people=(person,))
        try:
            with permitted(viewer, action, matter):
                deed(form.cleaned_data, person, viewer)
        except (AccountError, ConflictError) as refusal:
            if isinstance(refusal, NotAllowedError):
                raise
            form.add_error(None, told(refusal))
            return render(request, "people/deed.html", facts, status=HTTPStatus.CONFLICT)
        messages.success(request, say("done"))
        return redirect(_back_to(person, viewer))

    return view


_HARD_WORDS = {
    Action.SET_GATE: "gate",
    Action.BREAK_GLASS: "emergency",
    Action.APPROVE_RELEASE: "release",
    Action.RELEASE_CHILD: "release",
}
"""Words of the form that the help explains."""
_ASKED = {False: HTTPStatus.OK, True: HTTPStatus.BAD_REQUEST}
"""How the form is answered: as asked for, or as sent with something to correct."""


def _require_offered(viewer: Viewer, person: str, action: Action) -> None:
    """Raises NotAllowedError, noted, where the officer couldn't do it about this person anyway."""
    noting = reading(action.value, by=viewer.by, sought=[person], capacity=viewer.capacity(), at=viewer.at)
    with noting:
        if not offered(viewer, person, [one for one in OFFERS if one.action is action]):
            raise NotAllowedError


def _back_to(person: str, viewer: Viewer) -> str:
    """The person's page for whoever may see one for that purpose; else the first page."""
    if viewer.purpose in purposes_of((Action.SEE_PERSON,), viewer.facts.roles):
        return f"{reverse(Action.SEE_PERSON.value, args=[person])}?purpose={viewer.purpose.value}"
    return reverse("home")


def _assign(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    """Officers are found among those of the own agency alone: others' logins are none of its business."""
    assign(officer_of(cleaned["officer"]), person, by=viewer.by, at=viewer.at)


def _consent(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    stated = ConsentStated(
        person=person,
        purpose=cleaned["use"],
        recipient=agency_of(cleaned["agency"]),
        levels=frozenset(cleaned["levels"]),
        topics=frozenset(cleaned["topics"]),
        basis=cleaned["basis"],
        language=cleaned["language"],
    )
    record_consent(stated, by=viewer.by, at=viewer.at)


def _withhold(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    withhold(person, agency_of(cleaned["agency"]), by=viewer.by, at=viewer.at, by_court=cleaned["by_court"])


def _set_gate(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    set_gate(person, cleaned["state"], cleaned["reason"], by=viewer.by, at=viewer.at)


def _approve(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    adult, claimant = cleaned["adult"], cleaned["for_claimant"]
    approve_release(person, adult, _officer(viewer), Role(cleaned["role"]), at=viewer.at, for_claimant=claimant)


def _release(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    release_child(person, cleaned["adult"], _officer(viewer), at=viewer.at)


def _claim(cleaned: Cleaned, person: str, _: Viewer) -> Matter:
    return Matter(people=(person, cleaned["adult"]))


def _approved(cleaned: Cleaned, person: str, _: Viewer) -> Matter:
    others = tuple(one.as_rule() for one in open_approvals(person))
    return Matter(people=(person,), others=others, releasing_to=cleaned["adult"])


def _urgent(cleaned: Cleaned, person: str, viewer: Viewer) -> Matter:
    asked = _asked(cleaned, person)
    glass = BreakGlass(
        officer=viewer.facts.id,
        agency=viewer.facts.agency.code,
        person_id=person,
        levels=asked.levels,
        topics=asked.topics,
        reason=asked.reason,
        opened_at=viewer.at,
        until=viewer.at + timedelta(minutes=asked.minutes),
    )
    return Matter(people=(person,), glass=glass)


def _break_glass(cleaned: Cleaned, person: str, viewer: Viewer) -> None:
    break_glass(_officer(viewer), _asked(cleaned, person), at=viewer.at)


def _asked(cleaned: Cleaned, person: str) -> Emergency:
    levels, topics = frozenset(cleaned["levels"]), frozenset(cleaned["topics"])
    return Emergency(person=person, levels=levels, topics=topics, reason=cleaned["reason"], minutes=cleaned["minutes"])


def _officer(viewer: Viewer) -> Officer:
    return officer_of(viewer.facts.id)


DEEDS: Mapping[str, tuple[Action, Callable[..., HttpResponse]]] = {
    "assign/": (Action.ASSIGN, doing(Action.ASSIGN, AssignForm, _assign)),
    "consent/": (Action.RECORD_CONSENT, doing(Action.RECORD_CONSENT, ConsentForm, _consent)),
    "withhold/": (Action.WITHHOLD, doing(Action.WITHHOLD, WithholdForm, _withhold)),
    "gate/": (Action.SET_GATE, doing(Action.SET_GATE, GateForm, _set_gate)),
    "approve/": (Action.APPROVE_RELEASE, doing(Action.APPROVE_RELEASE, ApproveForm, _approve, _claim)),
    "release/": (Action.RELEASE_CHILD, doing(Action.RELEASE_CHILD, ReleaseForm, _release, _approved)),
    "emergency/": (Action.BREAK_GLASS, doing(Action.BREAK_GLASS, EmergencyForm, _break_glass, _urgent)),
}
"""What comes after a person's address to do something about them."""
