"""One person's way on the pages: as a list and as a picture, and what officers note of it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.stays import StayStated, correct_stay, end_stay, note_stay, transfer_stay, withdraw_stay
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, purposes_of
from reencuentro.records.visible.ways import way_of
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.whereabouts import Stay
from reencuentro.web.declared import declared
from reencuentro.web.fields import DayField
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.way_showing import shown
from reencuentro.web.words import said_later, say

_SEE, _NOTE = Action.SEE_LOCATION, Action.NOTE_STAY


class StayForm(forms.Form):
    """With which agency somebody was, from when, until when."""

    agency = forms.ChoiceField(label=said_later("custody_agency"))
    began = DayField(label=said_later("custody_began"))
    ended = DayField(label=said_later("custody_ended"), required=False, help_text=said_later("custody_ended_help"))
    place = forms.CharField(
        label=said_later("custody_place"), help_text=said_later("custody_place_help"), required=False, max_length=200
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: Any = self.fields["agency"]
        agency.choices = [("", ""), *_agencies()]

    def clean(self) -> dict[str, Any]:
        """Days to come haven't happened, and nothing ends before it begins."""
        typed: dict[str, Any] = super().clean() or {}
        today = timezone.now().date()
        for name in ("began", "ended"):
            if (typed.get(name) or today) > today:
                self.add_error(name, say("custody_day_to_come"))
        began, ended = typed.get("began"), typed.get("ended")
        if began and ended and ended < began:
            self.add_error("ended", say("custody_ends_before"))
        return typed

    def stated(self, person: str, viewer: Viewer) -> StayStated:
        """What was typed."""
        typed = self.cleaned_data
        return StayStated(
            person=person,
            agency=typed["agency"],
            began_on=typed["began"],
            ended_on=typed.get("ended"),
            place=typed.get("place", ""),
            told_by=viewer.facts.agency.code,
        )


class MoveForm(StayForm):
    """To which agency somebody was moved, and when."""

    field_order = ("agency", "began", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ended"]
        self.fields["began"].label = say("custody_moved_on")


class EndForm(forms.Form):
    """The day on which somebody left."""

    ended = DayField(label=said_later("custody_left_on"))

    def clean_ended(self) -> Any:
        """A day to come hasn't happened."""
        if self.cleaned_data["ended"] > timezone.now().date():
            raise forms.ValidationError(say("custody_day_to_come"))
        return self.cleaned_data["ended"]


class NoForm(forms.Form):
    """Nothing to be filled in."""


def _agencies() -> list[tuple[str, str]]:
    told = Agency.objects.filter(suspended_at=None).order_by("name", "code").values_list("code", "name")
    return [(code, name or code) for code, name in told]


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=DECLARATIONS[_SEE].levels)
@require_GET
@answering
def way_page(request: HttpRequest, person: str) -> HttpResponse:
    """The way of one person through places and agencies."""
    viewer = viewer_of(request, way_page)
    seen = way_of(viewer, person)
    facts = {"person": person, "purpose": viewer.purpose, **shown(seen)}
    if viewer.purpose in purposes_of((_NOTE,), viewer.facts.roles):
        facts["forms"] = [
            ("note", StayForm(auto_id="note_%s"), reverse("note_stay", args=[person])),
            ("move", MoveForm(auto_id="move_%s"), reverse("move_stay", args=[person])),
            ("end", EndForm(auto_id="end_%s"), reverse("end_stay", args=[person])),
        ]
        facts["corrections"] = [(number, _correction(number, stay)) for number, stay in sorted(seen.noted.items())]
    return render(request, "custody/way.html", facts)


def _correction(number: int, stay: Stay) -> StayForm:
    """What was noted, to be put right."""
    said = {"agency": stay.agency, "began": stay.began, "ended": stay.ended, "place": stay.place}
    return StayForm(initial=said, auto_id=f"correct-{number}_%s")


Deed = Callable[[Any, str, Viewer, int], Any]


def _noting(kind: str, form_class: type[forms.Form], deed: Deed) -> Callable[..., HttpResponse]:
    """The view by which an officer notes something of a person's way; what was typed wrongly stays, with what to do."""

    @declared(action=_NOTE, purposes=purposes_on_pages(_NOTE), levels=DECLARATIONS[_NOTE].levels)
    @require_POST
    @answering
    def view(request: HttpRequest, person: str, number: int = 0) -> HttpResponse:
        viewer, form = viewer_of(request, view), form_class(request.POST)
        status = HTTPStatus.BAD_REQUEST
        try:
            with permitted(viewer, _NOTE, Matter(people=(person,))):
                if not form.is_valid():
                    raise AccountError("something isn't filled in as it must be", remedy="Correct what is marked.")
                deed(form, person, viewer, number)
        except NotAllowedError:
            raise
        except AccountError:
            if form.is_valid():
                form.add_error(None, say("custody_refused"))
                status = HTTPStatus.CONFLICT
            facts = {"form": form, "kind": kind, "person": person, "purpose": viewer.purpose}
            return render(request, "custody/stay.html", facts, status=status)
        messages.success(request, say(f"custody_{kind}_done"))
        return redirect(f"{reverse('way', args=[person])}?purpose={viewer.purpose.value}")

    return view


def _note(form: StayForm, person: str, viewer: Viewer, _: int) -> None:
    note_stay(form.stated(person, viewer), by=viewer.by, at=viewer.at)


def _move(form: StayForm, person: str, viewer: Viewer, _: int) -> None:
    transfer_stay(form.stated(person, viewer), by=viewer.by, at=viewer.at)


def _end(form: EndForm, person: str, viewer: Viewer, _: int) -> None:
    end_stay(person, form.cleaned_data["ended"], by=viewer.by, at=viewer.at)


def _correct(form: StayForm, person: str, viewer: Viewer, number: int) -> None:
    correct_stay(number, form.stated(person, viewer), by=viewer.by, at=viewer.at)


def _withdraw(_form: forms.Form, person: str, viewer: Viewer, number: int) -> None:
    withdraw_stay(person, number, by=viewer.by, at=viewer.at)


URLS: list[URLPattern] = [
    path("people/<str:person>/way/", way_page, name="way"),
    path("people/<str:person>/stays/note/", _noting("note", StayForm, _note), name="note_stay"),
    path("people/<str:person>/stays/move/", _noting("move", MoveForm, _move), name="move_stay"),
    path("people/<str:person>/stays/end/", _noting("end", EndForm, _end), name="end_stay"),
    path(
        "people/<str:person>/stays/<int:number>/correct/", _noting("correct", StayForm, _correct), name="correct_stay"
    ),
    path(
        "people/<str:person>/stays/<int:number>/withdraw/", _noting("withdraw", NoForm, _withdraw), name="withdraw_stay"
    ),
]
