"""What other agencies ask of the own one for a child: the list, one of them, and the answer.

Who reads this page may know nothing of the child, who isn't named on it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import StepStated, take_step
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.visible.duties import DutySeen, Place, VisibleDuties
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.going import DutyError, handed_in
from reencuentro.rules.duties.referrals import REFERRAL
from reencuentro.rules.duties.steps import Step
from reencuentro.web.declared import declared
from reencuentro.web.duties import overtaken
from reencuentro.web.duty_showing import WORDS, history_shown, line_shown, seen_shown, steps_open
from reencuentro.web.filled import BoxedForm, boxed
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.places import place_in, sealed_place
from reencuentro.web.refusals import told
from reencuentro.web.words import is_said, say

_SEE = Action.SEE_REFERRALS
_LIST = "the list of referrals"


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_GET
@answering
def referrals(request: HttpRequest) -> HttpResponse:
    """What waits: for an answer, or to be done; what is due first in front."""
    viewer = viewer_of(request, referrals)
    after = place_in(request.GET.get("after", ""), _LIST, _place)
    found = VisibleDuties(viewer, _SEE).asked(REFERRAL.area, after)
    facts = {
        "duties": [line_shown(one, viewer) for one in found.lines],
        "following": sealed_place(_LIST, found.last[0].isoformat(), found.last[1]) if found.last else "",
        "addresses": {"duty": "referral"},
        "purpose": viewer.purpose,
    }
    return render(request, "referrals/list.html", facts)


def _place(due: str, key: str) -> Place:
    return datetime.fromisoformat(due), int(key)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_GET
@answering
def referral(request: HttpRequest, duty: str) -> HttpResponse:
    """One of them: what is asked, what was answered, and what can be answered now."""
    viewer = viewer_of(request, referral)
    return _shown(request, viewer, _asked(viewer, duty))


def _asked(viewer: Viewer, duty: str) -> DutySeen:
    """Raises NotAllowedError, too, for what the own agency asks of others: that is about a child, on their pages."""
    seen = VisibleDuties(viewer, _SEE).get(duty, REFERRAL.area)
    other = seen.duty.counterpart
    if other is None or other.code != viewer.facts.agency.code:
        raise NotAllowedError
    return seen


def _shown(
    request: HttpRequest, viewer: Viewer, seen: DutySeen, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    facts = {
        "duty": seen_shown(seen, viewer),
        "history": history_shown(seen, viewer),
        "steps": [(one.name, f"duty_step_{one.name}") for one in _open(seen, viewer)],
        "addresses": {"step": "step_referral", "child": "duties_referrals", "list": "referrals"},
        "purpose": viewer.purpose,
        **more,
    }
    return render(request, "duties/duty.html", facts, status=status)


def _open(seen: DutySeen, viewer: Viewer) -> list[Step]:
    return [one for one in steps_open(seen, viewer) if one.action is Action.ANSWER_REFERRAL]


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_http_methods(["GET", "POST"])
@answering
def answer(request: HttpRequest, duty: str, step: str) -> HttpResponse:
    """Accepts it, rejects it with a reason, or says that it is done."""
    viewer = viewer_of(request, answer)
    seen = _asked(viewer, duty)
    taken = next((one for one in _open(seen, viewer) if one.name == step), None)
    if taken is None:
        if request.method == "POST" and (typed := overtaken(seen, step, request.POST)) is not None:
            return _shown(request, viewer, seen, HTTPStatus.CONFLICT, conflict=True, typed=typed)
        raise NotAllowedError
    form = boxed(taken.shape, WORDS, partial(handed_in, taken))(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _step_page(request, viewer, seen, taken, form)
    stated = StepStated(step=step, boxes=form.boxes, seen=_number(request.POST.get("version", "")))
    doer = Doer(officer=officer_of(viewer.facts.id), roles=viewer.facts.roles, at=viewer.at)
    if not _done(form, viewer, lambda: take_step(seen.duty, stated, doer)):
        return _step_page(request, viewer, seen, taken, form, HTTPStatus.CONFLICT)
    messages.success(request, say("duty_step_done"))
    return redirect(f"{reverse('referral', args=[duty])}?purpose={viewer.purpose.value}")


def _done(form: BoxedForm, viewer: Viewer, deed: Callable[[], object]) -> bool:
    """Whether it was done; where it was refused, that stands in the form."""
    try:
        with permitted(viewer, Action.ANSWER_REFERRAL, Matter()):
            deed()
    except DutyError as refused:
        for one in refused.broken:
            form.add_error(one.box if one.box in form.fields else None, str(say(f"duty_broken_{one.rule}")))
        if not refused.broken:
            form.add_error(None, told(refused))
    except (AccountError, ConflictError) as refused:
        form.add_error(None, told(refused))
    return not form.errors


def _step_page(
    request: HttpRequest, viewer: Viewer, seen: DutySeen, step: Step, form: BoxedForm, status: int | None = None
) -> HttpResponse:
    help_key = f"duty_step_help_{step.name}"
    facts: dict[str, Any] = {
        "form": form,
        "title": f"duty_step_{step.name}",
        "help": help_key if is_said(help_key) else "",
        "kind": f"duty_kind_{REFERRAL.code}",
        "version": seen.duty.steps_taken,
        "back": reverse("referral", args=[seen.duty.public_id]),
        "purpose": viewer.purpose,
    }
    wrong = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "duties/step.html", facts, status=status or wrong)


def _number(text: str) -> int:
    """A number that our own page sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**31)) else 0


URLS: list[URLPattern] = [
    path("referrals/", referrals, name="referrals"),
    path("referrals/<str:duty>/", referral, name="referral"),
    path("referrals/<str:duty>/<str:step>/", answer, name="step_referral"),
]
"""The pages of whoever is asked."""
