"""The pages about calls: the sheet of today, the pairs who wait, a plan with its calls, and how contact was kept."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reencuentro.actions.calls import arrange_call, log_call, place_calls
from reencuentro.actions.cases import Doer
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.records.reading import reading
from reencuentro.records.visible.calls import MINE, OURS, PlanSeen, VisibleCalls
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.duties import Place
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.reports.contact import DIMENSIONS, contact_kept
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action
from reencuentro.rules.duties.call_log import CallArranged, CallLogged
from reencuentro.rules.duties.going import DutyError
from reencuentro.web.call_forms import ArrangedForm, KeptForm, LoggedForm, PlacesForm, beginning, refused_in
from reencuentro.web.call_showing import line_of, plan_shown
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import allowed, line_shown, seen_shown
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.places import place_in, sealed_place
from reencuentro.web.words import say

_LIST = "the pairs to whom contact is overdue"
_SEE, _WORK = Action.SEE_CALLS, Action.WORK_CALLS
View = Callable[..., HttpResponse]


def _sees(view: View) -> View:
    levels = DECLARATIONS[_SEE].levels | {IDENTITY.level}
    return declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=levels)(view)


@_sees
@require_GET
@answering
def sheet(request: HttpRequest) -> HttpResponse:
    """The calls of today, and the pairs to whom contact is overdue: the own ones, or all of the agency."""
    viewer = viewer_of(request, sheet)
    calls, whose = VisibleCalls(viewer), OURS if request.GET.get("whose") == OURS else MINE
    late = calls.overdue(whose, place_in(request.GET.get("after", ""), _LIST, _place))
    facts = {
        "today": [line_of(one, viewer) for one in calls.today(whose)],
        "late": [line_of(one, viewer) for one in late.lines],
        "messages_left": [line_shown(one, viewer) for one in calls.messages(whose)],
        "addresses": {"duty": "duty_calls"},
        "following": sealed_place(_LIST, late.last[0].isoformat(), late.last[1]) if late.last else "",
        "whose": whose,
        "others": [OURS if whose == MINE else MINE],
        "purpose": viewer.purpose,
    }
    return render(request, "calls/sheet.html", facts)


def _place(due: str, key: str) -> Place:
    return datetime.fromisoformat(due), int(key)


@_sees
@require_GET
@answering
def plan(request: HttpRequest, duty: str) -> HttpResponse:
    """One plan: what is owed this week, each call, and what can be done."""
    viewer = viewer_of(request, plan)
    return _plan_page(request, viewer, VisibleCalls(viewer).plan(duty))


def _plan_page(
    request: HttpRequest, viewer: Viewer, seen: PlanSeen, places: PlacesForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    person = seen.seen.file.person
    works = _WORK in allowed(viewer, person, {_WORK})
    facts = {
        "duty": seen_shown(seen.seen, viewer),
        **plan_shown(seen, viewer),
        "works": works,
        "places": (places or PlacesForm()) if works else None,
        "purpose": viewer.purpose,
    }
    return render(request, "calls/plan.html", facts, status=status)


def _writes(form_of: type[Any], title: str, done: str, deed: Callable[..., Any]) -> View:
    """The page with a form about a call of a plan."""

    @_sees
    @require_http_methods(["GET", "POST"])
    @answering
    def view(request: HttpRequest, duty: str) -> HttpResponse:
        viewer = viewer_of(request, view)
        seen, answers = VisibleCalls(viewer).plan(duty), _number(request.GET.get("answers", ""))
        person = seen.seen.file.person
        if _WORK not in allowed(viewer, person, {_WORK}):
            raise NotAllowedError
        if request.method == "GET":
            return _form_page(request, viewer, seen, form_of(initial=beginning(seen, viewer, answers)), title)
        form = form_of(request.POST)
        if not form.is_valid():
            return _form_page(request, viewer, seen, form, title, HTTPStatus.BAD_REQUEST)
        try:
            with permitted(viewer, _WORK, Matter(people=(person,))):
                deed(seen, form.boxes, _doer(viewer), answers)
        except DutyError as refused:
            refused_in(form, refused)
            return _form_page(request, viewer, seen, form, title, HTTPStatus.CONFLICT)
        messages.success(request, say(done))
        return redirect(f"{reverse('calls_of_plan', args=[duty])}?purpose={viewer.purpose.value}")

    return view


def _form_page(
    request: HttpRequest, viewer: Viewer, seen: PlanSeen, form: Any, title: str, status: int = HTTPStatus.OK
) -> HttpResponse:
    facts = {
        "form": form,
        "title": title,
        "kind": "duty_kind_call_plan",
        "back": reverse("calls_of_plan", args=[seen.seen.duty.public_id]),
        "purpose": viewer.purpose,
    }
    return render(request, "duties/step.html", facts, status=status)


def _log(seen: PlanSeen, boxes: Any, doer: Doer, answers: int) -> None:
    log_call(seen.seen.duty, CallLogged.model_validate(boxes), doer, answers=answers)


def _arrange(seen: PlanSeen, boxes: Any, doer: Doer, answers: int) -> None:
    arrange_call(seen.seen.duty, CallArranged.model_validate(boxes), doer)


def _doer(viewer: Viewer) -> Doer:
    return Doer(officer=officer_of(viewer.facts.id), roles=viewer.facts.roles, at=viewer.at)


def _number(text: str) -> int:
    """A number that our own page sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**31)) else 0


@_sees
@require_POST
@answering
def places(request: HttpRequest, duty: str) -> HttpResponse:
    """Notes from where the two speak."""
    viewer = viewer_of(request, places)
    seen, form = VisibleCalls(viewer).plan(duty), PlacesForm(request.POST)
    with permitted(viewer, _WORK, Matter(people=(seen.seen.file.person,))):
        if form.is_valid():
            place_calls(seen.seen.duty, _doer(viewer), **form.changes())
    if not form.is_valid():
        return _plan_page(request, viewer, seen, form, HTTPStatus.BAD_REQUEST)
    messages.success(request, say("calls_places_saved"))
    return redirect(f"{reverse('calls_of_plan', args=[duty])}?purpose={viewer.purpose.value}")


@declared(
    action=Action.SEE_FIGURES,
    purposes=purposes_on_pages(Action.SEE_FIGURES),
    levels=DECLARATIONS[Action.SEE_FIGURES].levels,
)
@require_GET
@answering
def kept(request: HttpRequest) -> HttpResponse:
    """How contact was kept in a week, by place and regime: of the own agency's plans, small counts withheld."""
    viewer = viewer_of(request, kept)
    form = KeptForm(request.GET)
    noting = reading(Action.SEE_FIGURES.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at)
    with noting, behind_the_wall(viewer):
        if not decide_alone(viewer, Action.SEE_FIGURES).allowed:
            raise NotAllowedError
        monday = form.monday(viewer.at.date())
        found = contact_kept(monday, measured=form.standard(), agency=viewer.facts.agency.code)
    facts = {
        "kept": found,
        "by": [(f"calls_kept_{dimension}", dimension, found.by[dimension]) for dimension in DIMENSIONS],
        "filter": form,
        "purpose": viewer.purpose,
    }
    return render(request, "calls/kept.html", facts, status=HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK)


log = _writes(LoggedForm, "calls_log", "calls_kept_saved", _log)
arrange = _writes(ArrangedForm, "calls_arrange", "calls_arranged_saved", _arrange)
URLS: list[URLPattern] = [
    path("calls/", sheet, name="calls"),
    path("calls/kept/", kept, name="calls_kept"),
    path("calls/<str:duty>/", plan, name="calls_of_plan"),
    path("calls/<str:duty>/log/", log, name="log_call"),
    path("calls/<str:duty>/arrange/", arrange, name="arrange_call"),
    path("calls/<str:duty>/places/", places, name="place_calls"),
]
