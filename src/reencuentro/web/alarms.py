"""The board of children unaccounted for, and of relatives who leave: whom it waits for, and what was done."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.alarms import Doing, take_step
from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, permissible, permitted
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.alarms import Alarm
from reencuentro.records.reading import reading
from reencuentro.records.visible.board import (
    MOST_TRIED,
    AlarmSeen,
    Chosen,
    Place,
    agencies_on,
    alarm_numbered,
    alarm_seen,
    board_for,
    count_of,
)
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import (
    NotAllowedError,
    Viewer,
    behind_the_wall,
    purposes_of,
    whose_relatives,
)
from reencuentro.rules.alarms import State, Step, possible
from reencuentro.rules.custody import Alarm as Urgency
from reencuentro.rules.disclosure.vocabulary import WHO, Action, Level
from reencuentro.web.alarm_forms import ChoosingForm, HandForm, StepForm
from reencuentro.web.colleagues import unassigned
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.places import place_in, sealed_place
from reencuentro.web.showing import name_of
from reencuentro.web.words import say, say_count

_SEE = Action.SEE_PERSON
_LEVELS = WHO | {Level.PROTECTED}
_LIST = "the board"


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=_LEVELS)
@require_GET
@answering
def board(request: HttpRequest) -> HttpResponse:
    """Whom nobody can account for, and who is about to be left behind; what matters most first."""
    viewer = viewer_of(request, board)
    form = ChoosingForm(agencies_on(viewer), request.GET)
    chosen = form.chosen()
    found = board_for(viewer, place_in(request.GET.get("after", ""), _LIST, _place), chosen)
    query = {"purpose": viewer.purpose.value} | {name: text for name, text in form.cleaned_data.items() if text}
    if found.after:
        query["after"] = sealed_place(_LIST, found.after.weight, found.after.opened_at.isoformat(), found.after.pk)
    facts = {
        "alarms": [_told(one, viewer) for one in found.alarms],
        "following": f"?{urlencode(query)}" if found.after else "",
        "counted": _counted(count_of(viewer, chosen)),
        "filter": form,
        "narrowed": chosen != Chosen(),
        "opened": chosen != Chosen() or bool(form.errors),
        "purpose": viewer.purpose,
    }
    return render(request, "custody/board.html", facts, status=HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK)


def _counted(count: int) -> SafeString:
    return say("alarm_more", count=MOST_TRIED) if count > MOST_TRIED else say_count("alarm_count", count)


def _place(weight: str, opened_at: str, pk: str) -> Place:
    return Place(int(weight), datetime.fromisoformat(opened_at), int(pk))


def _told(one: AlarmSeen, viewer: Viewer) -> dict[str, Any]:
    alarm, days = one.alarm, (viewer.at - one.alarm.opened_at).days
    owner = alarm.owner.full_name if alarm.owner and alarm.owner.agency.code == viewer.facts.agency.code else ""
    return {
        "number": alarm.pk,
        "child": name_of(one.child) or one.child.person_id,
        "person": one.child.person_id,
        "kind": alarm.kind,
        "reason": f"alarm_{alarm.kind}_{alarm.reason}",
        "adult": one.adult,
        # Where somebody is proposed, it is no news that no source names them.
        "urgencies": [why for why in one.urgencies if not (one.relative and why == Urgency.NOBODY_NAMED)],
        "relative": one.relative,
        "waits": say_count("alarm_days", days) if days > 0 else say("alarm_today"),
        "since": alarm.opened_at,
        "agency": alarm.agency.name or alarm.agency.code,
        "place": one.place,
        "seen_on": alarm.seen_on,
        "on": one.on,
        "state": alarm.state,
        "lacking": alarm.lacking,
        "owner": owner,
        "owner_agency": (alarm.owner_agency.name or alarm.owner_agency.code) if alarm.owner_agency else "",
        "version": alarm.version,
    }


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=_LEVELS)
@require_GET
@answering
def alarm(request: HttpRequest, number: int) -> HttpResponse:
    """One alarm: what is known, what was done, and what can be done."""
    viewer = viewer_of(request, alarm)
    return render(request, "custody/alarm.html", _page(viewer, number))


_WORKING = (Step.TAKEN, Step.NOTED, Step.FOUND)
_SETTLING = (Step.CLOSED, Step.DOUBTED)


def _page(viewer: Viewer, number: int, form: forms.Form | None = None) -> dict[str, Any]:
    """What the page says; of what can be done, that alone which this officer may do with this alarm."""
    seen, steps = alarm_seen(viewer, number)
    able = permissible(viewer, _OFFERED, Matter(people=(seen.alarm.person,), others=acted_before(seen.alarm.found_by)))
    facts: dict[str, Any] = {"alarm": _told(seen, viewer), "steps": steps, "purpose": viewer.purpose, "form": form}
    facts |= {"relative": _relative(seen, viewer), "whose": whose_relatives(viewer), "protected": seen.protected}
    facts |= {"may_see_way": Action.SEE_LOCATION in able, "may_assign": Action.ASSIGN in able}
    offered = possible(State(seen.alarm.state), by=viewer.by, found_by=seen.alarm.found_by)
    asks = [step for step in offered if step is not Step.HANDED_OVER]
    by_action = {action: [step for step in asks if _action(seen.alarm, step) is action] for action in _ADDRESSES}
    action, work = next(((one, some) for one, some in by_action.items() if some and one in able), (None, []))
    if action is not None:
        facts["address"] = reverse(_ADDRESSES[action], args=[number])
        facts["working"] = form if isinstance(form, StepForm) else StepForm(work, auto_id="step_%s")
    elif asks:
        facts["ask"] = unassigned(viewer, Action.WORK_CASE, able, seen.child.shown)
    if Step.HANDED_OVER in offered and Action.ASSIGN in able:
        facts["handing"] = form if isinstance(form, HandForm) else HandForm(viewer, seen.child.shown, auto_id="hand_%s")
    return facts


_OFFERED = (Action.SETTLE_STEP, Action.WORK_CASE, Action.ASSIGN, Action.SEE_LOCATION)
"""What an alarm's page leads to."""


def _relative(seen: AlarmSeen, viewer: Viewer) -> dict[str, Any] | None:
    """Who is taken for family, whom looking at comes next: by name as far as that may be shown, else by number."""
    tie = seen.relative
    if tie is None:
        return None
    look = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO)
    named: dict[str, str] = {one.person_id: name_of(one) for one in look.among([tie.relative])}
    compares = viewer.purpose in purposes_of((Action.SEE_MATCH,), viewer.facts.roles)
    return {"tie": tie, "name": named.get(tie.relative) or tie.relative, "compares": compares}


_ADDRESSES = {Action.SETTLE_STEP: "settle_alarm", Action.WORK_CASE: "work_alarm"}


def _action(one: Alarm, step: Step) -> Action:
    """A second look at what an officer found is a second person's word; all else is work."""
    return Action.SETTLE_STEP if step in _SETTLING and one.found_by else Action.WORK_CASE


def _doing(action: Action, steps: tuple[Step, ...]) -> Callable[..., HttpResponse]:
    """The view by which an officer takes one of these steps."""

    @declared(action=action, purposes=purposes_on_pages(action), levels=_LEVELS)
    @require_POST
    @answering
    def view(request: HttpRequest, number: int) -> HttpResponse:
        viewer, version = viewer_of(request, view), _number(request.POST.get("version", ""))
        found = _found(viewer, number)
        try:
            form: Any = _sent(request, viewer, found, steps)
            with permitted(viewer, action, Matter(people=(found.person,), others=acted_before(found.found_by))):
                if not form.is_valid():
                    raise AccountError("something isn't filled in as it must be", remedy="Correct what is marked.")
                if steps != (Step.HANDED_OVER,) and _action(found, Step(form.cleaned_data["step"])) is not action:
                    raise NotAllowedError
                _take(found, form, viewer, version)
        except NotAllowedError:
            raise
        except (AccountError, ConflictError) as refused:
            status = HTTPStatus.BAD_REQUEST
            if form.is_valid():
                meanwhile = isinstance(refused, ConflictError)
                form.add_error(None, say("alarm_meanwhile" if meanwhile else "alarm_refused"))
                status = HTTPStatus.CONFLICT
            return render(request, "custody/alarm.html", _page(viewer, number, form), status=status)
        messages.success(request, say("done"))
        return redirect(f"{reverse('alarms')}?purpose={viewer.purpose.value}")

    return view


def _found(viewer: Viewer, number: int) -> Alarm:
    """The alarm, of which nothing is shown before it is decided on."""
    with reading("see_alarm", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        found = alarm_numbered(number)
        if found is None:
            raise NotAllowedError
    return found


def _sent(request: HttpRequest, viewer: Viewer, found: Alarm, steps: tuple[Step, ...]) -> Any:
    if steps != (Step.HANDED_OVER,):
        return StepForm([*steps], request.POST)
    seen, _ = alarm_seen(viewer, found.pk)
    return HandForm(viewer, seen.child.shown, request.POST, auto_id="hand_%s")


def _take(found: Alarm, form: Any, viewer: Viewer, version: int) -> None:
    officer, typed = officer_of(viewer.facts.id), form.cleaned_data
    if isinstance(form, StepForm):
        doing = Doing(step=Step(typed["step"]), version=version, note=typed["note"])
    elif typed.get("agency"):
        doing = Doing(step=Step.HANDED_OVER, version=version, agency=typed["agency"])
    else:
        to = officer_of(typed["officer"])
        if to.agency_id != officer.agency_id:
            raise AccountError("there is no such officer", remedy="Name an officer of your agency.")
        if not to.assignments.in_force(viewer.at).filter(person=found.person).exists():
            assign(to, found.person, by=viewer.by, at=viewer.at)  # who looks for a child must see where it was
        doing = Doing(step=Step.HANDED_OVER, version=version, to=to)
    take_step(found, doing, officer, at=viewer.at)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


URLS: list[URLPattern] = [
    path("alarms/", board, name="alarms"),
    path("alarms/<int:number>/", alarm, name="alarm"),
    path("alarms/<int:number>/hand/", _doing(Action.ASSIGN, (Step.HANDED_OVER,)), name="hand_alarm"),
    path("alarms/<int:number>/work/", _doing(Action.WORK_CASE, (*_WORKING, *_SETTLING)), name="work_alarm"),
    path("alarms/<int:number>/settle/", _doing(Action.SETTLE_STEP, _SETTLING), name="settle_alarm"),
]
