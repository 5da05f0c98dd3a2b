"""The hotline desk: whom to call back, and where a call is taken. It asks the registry about nobody."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.duties import VisibleDuties
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.desk import CALL
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import line_shown
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.worker import start_worker

_SEE = Action.SEE_DESK
_FRESH = timedelta(minutes=10)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=DECLARATIONS[_SEE].levels)
@require_GET
@answering
def desk(request: HttpRequest) -> HttpResponse:
    """Whom to call back, what is due first in front. Messages are passed on meanwhile, whoever they are for."""
    viewer = viewer_of(request, desk)
    found = VisibleDuties(viewer, _SEE).waiting("desk")
    if any(viewer.at - one.duty.begun_at < _FRESH for one in found.lines):
        start_worker()  # whoever the call is about
    facts = {
        "duties": [line_shown(one, viewer) for one in found.lines],
        "takes": decide_alone(viewer, Action.TAKE_MESSAGE).allowed,
        "kind": CALL,
        "addresses": {"duty": "duty_desk"},
        "more": found.last is not None,
        "purpose": viewer.purpose,
    }
    return render(request, "calls/desk.html", facts)


URLS: list[URLPattern] = [path("desk/", desk, name="desk")]
