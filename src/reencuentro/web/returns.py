"""Returns whose time is over, and the ports with their windows on a day: public facts, nobody's."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from reencuentro.records.visible.duties import late_count
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.alarms import Kind
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action
from reencuentro.rules.duties.returns import AREA
from reencuentro.rules.removals import Leaving
from reencuentro.rules.returns.arrangements import Window, for_a_child, table
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import WORDS, late_shown
from reencuentro.web.fields import DayField
from reencuentro.web.filled import in_words
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import said_later

_SEE = Action.SEE_RETURN


def late_returns(viewer: Viewer) -> int:
    """Of how many returns the time is over, up to one more than are counted."""
    return late_count(viewer, _SEE, AREA)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=DECLARATIONS[_SEE].levels | {IDENTITY.level})
@require_GET
@answering
def returns(request: HttpRequest) -> HttpResponse:
    """What is late of the returns of children and parents, the longest in front; and who is about to leave."""
    viewer = viewer_of(request, returns)
    facts = late_shown(viewer, _SEE, AREA) | {"leaving": [f"{Kind.DEPARTURE.value}_{one.value}" for one in Leaving]}
    return render(request, "returns/returns.html", facts)


class PortsForm(forms.Form):
    """Of which day the windows are asked for; today where none is named."""

    on = DayField(label=said_later("returns_day"), required=False)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_GET
@answering
def ports(request: HttpRequest) -> HttpResponse:
    """Each port with its hours on one day, by its own clock, when it is day there, and who takes a child over."""
    viewer = viewer_of(request, ports)
    form = PortsForm(request.GET)
    on = (form.cleaned_data["on"] if form.is_valid() else None) or timezone.localdate()
    open_then = [one for one in table() if one.holds(on)]
    sources = list(dict.fromkeys((one.source, one.read) for one in open_then))
    facts = {
        "filter": form,
        "on": on,
        "ports": [_told(one, on, sources) for one in open_then],
        "sources": [{"says": says, "read": read} for says, read in sources],
        "purpose": viewer.purpose,
    }
    return render(request, "returns/ports.html", facts)


def _told(window: Window, on: date, sources: Sequence[tuple[str, bool]]) -> dict[str, Any]:
    hours, day = for_a_child(window, on), window.daylight(on)
    return {
        "port": in_words(window.port, WORDS),
        "hours": _span((window.opens, window.closes)) if window.opens and window.closes else "",
        "day": _span(moment.astimezone(window.zone) for moment in (day.rises, day.sets)),
        "child": _span(hours) if hours else "",
        "receivers": ", ".join(in_words(one, WORDS) for one in sorted(window.receivers)),
        "source": sources.index((window.source, window.read)) + 1,
    }


def _span(moments: Iterable[Any]) -> str:
    return "–".join(f"{one:%H:%M}" for one in moments)


URLS: list[URLPattern] = [path("returns/", returns, name="returns"), path("returns/ports/", ports, name="ports")]
