"""The board of children unaccounted for, and of relatives who leave: whom it waits for, and what was done."""

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.alarms import Doing, take_step
from reencuentro.actions.assignments import assign
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, permitted
from reencuentro.errors import AccountError, ConflictError, SettingsError
from reencuentro.records.alarms import Alarm
from reencuentro.records.reading import reading
from reencuentro.records.visible.board import AlarmSeen, Place, alarm_numbered, alarm_seen, board_for
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall, purposes_of
from reencuentro.rules.alarms import State, Step, possible
from reencuentro.rules.disclosure.vocabulary import Action, Level
from reencuentro.web.boxes import seal, unseal
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.showing import records_shown
from reencuentro.web.words import said_later, say

_SEE = Action.SEE_PERSON
_LEVELS = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY, Level.PROTECTED})
_PLACE = "a place on the board"


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=_LEVELS)
@require_GET
@answering
def board(request: HttpRequest) -> HttpResponse:
    """Whom nobody can account for, and who is about to be left behind; what matters most first."""
    viewer = viewer_of(request, board)
    found = board_for(viewer, _after(request))
    facts = {
        "alarms": [_told(one, viewer) for one in found.alarms],
        "following": _sealed(found.after) if found.after else "",
        "purpose": viewer.purpose,
    }
    return render(request, "custody/board.html", facts)


def _sealed(place: Place) -> str:
    """The last one tried may be about somebody who isn't shown, so the address doesn't tell which it is."""
    return seal(f"{place.weight} {place.opened_at.isoformat()} {place.pk}", _PLACE)


def _after(request: HttpRequest) -> Place | None:
    given = request.GET.get("after", "")
    if not given:
        return None
    try:
        weight, opened_at, pk = unseal(given, _PLACE).split(" ")
        return Place(int(weight), datetime.fromisoformat(opened_at), int(pk))
    except (SettingsError, ValueError) as forged:
        raise NotAllowedError from forged


def _told(one: AlarmSeen, viewer: Viewer) -> dict[str, Any]:
    alarm = one.alarm
    name = next((record.name for record in records_shown(one.child) if record.name), "")
    owner = alarm.owner.full_name if alarm.owner and alarm.owner.agency.code == viewer.facts.agency.code else ""
    return {
        "number": alarm.pk,
        "child": name or one.child.person_id,
        "person": one.child.person_id,
        "kind": alarm.kind,
        "reason": f"alarm_{alarm.kind}_{alarm.reason}",
        "adult": one.adult,
        "urgencies": one.urgencies,
        "days": (viewer.at - alarm.opened_at).days,
        "since": alarm.opened_at,
        "agency": alarm.agency.name or alarm.agency.code,
        "place": one.place,
        "seen_on": alarm.seen_on,
        "on": alarm.on,
        "state": alarm.state,
        "lacking": alarm.lacking,
        "owner": owner,
        "owner_agency": (alarm.owner_agency.name or alarm.owner_agency.code) if alarm.owner_agency else "",
        "version": alarm.version,
    }


class StepForm(forms.Form):
    """What an officer does with an alarm, and on what it rests."""

    step = forms.ChoiceField(label=said_later("alarm_step"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=said_later("alarm_note"),
        help_text=said_later("alarm_note_help"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, steps: Sequence[Step], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["step"]
        choices.choices = [(step.value, say(f"alarm_step_{step.value}")) for step in steps]

    def clean(self) -> dict[str, Any]:
        """Some steps must say on what they rest."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("step") in _NEED_WORDS and not typed.get("note"):
            self.add_error("note", say("alarm_note_missing"))
        return typed


_NEED_WORDS = (Step.FOUND, Step.NOTED, Step.DOUBTED)
_WORKING = (Step.TAKEN, Step.NOTED, Step.FOUND)
_SETTLING = (Step.CLOSED, Step.DOUBTED)


class HandForm(forms.Form):
    """To whom an alarm is handed over: a colleague, or another agency that lists the child."""

    officer = forms.CharField(
        label=said_later("alarm_to_officer"),
        help_text=said_later("alarm_to_officer_help"),
        required=False,
        max_length=150,
    )
    agency = forms.CharField(
        label=said_later("alarm_to_agency"), help_text=said_later("alarm_to_agency_help"), required=False, max_length=60
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(typed.get("officer")) == bool(typed.get("agency")):
            self.add_error("officer", say("alarm_to_one"))
        return typed


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=_LEVELS)
@require_GET
@answering
def alarm(request: HttpRequest, number: int) -> HttpResponse:
    """One alarm: what is known, what was done, and what can be done."""
    viewer = viewer_of(request, alarm)
    return render(request, "custody/alarm.html", _page(viewer, number))


def _page(viewer: Viewer, number: int, form: forms.Form | None = None) -> dict[str, Any]:
    seen, steps = alarm_seen(viewer, number)
    facts: dict[str, Any] = {"alarm": _told(seen, viewer), "steps": steps, "purpose": viewer.purpose, "form": form}
    offered = possible(State(seen.alarm.state), by=viewer.by, found_by=seen.alarm.found_by)
    by_action = {
        action: [step for step in offered if step is not Step.HANDED_OVER and _action(seen.alarm, step) is action]
        for action in (Action.SETTLE_STEP, Action.WORK_CASE)
        if _may(viewer, action)
    }
    action, work = next(((action, some) for action, some in by_action.items() if some), (Action.WORK_CASE, []))
    if work:
        facts["address"] = reverse(_ADDRESSES[action], args=[number])
        facts["working"] = form if isinstance(form, StepForm) else StepForm(work, auto_id="step_%s")
    if Step.HANDED_OVER in offered and _may(viewer, Action.ASSIGN):
        facts["handing"] = form if isinstance(form, HandForm) else HandForm(auto_id="hand_%s")
    return facts


_ADDRESSES = {Action.SETTLE_STEP: "settle_alarm", Action.WORK_CASE: "work_alarm"}


def _may(viewer: Viewer, action: Action) -> bool:
    return viewer.purpose in purposes_of((action,), viewer.facts.roles)


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
        form: Any = HandForm(request.POST) if steps == (Step.HANDED_OVER,) else StepForm([*steps], request.POST)
        found = _found(viewer, number)
        try:
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


def _take(found: Alarm, form: Any, viewer: Viewer, version: int) -> None:
    officer, typed = officer_of(viewer.facts.id), form.cleaned_data
    if isinstance(form, StepForm):
        doing = Doing(step=Step(typed["step"]), version=version, note=typed["note"])
    elif typed["agency"]:
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
