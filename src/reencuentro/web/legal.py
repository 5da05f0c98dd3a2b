"""Legal matters whose time is over, and the times of the law with the last day of each: public facts, nobody's."""

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
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action
from reencuentro.rules.duties.legal import AREA
from reencuentro.rules.legal.deadlines import TimeOfLaw, times
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import WORDS, late_shown
from reencuentro.web.fields import DayField
from reencuentro.web.filled import in_words
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import said_later, say

_SEE = Action.SEE_LEGAL


def late_matters(viewer: Viewer) -> int:
    """Of how many legal matters the time is over, up to one more than are counted."""
    return late_count(viewer, _SEE, AREA)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE), levels=DECLARATIONS[_SEE].levels | {IDENTITY.level})
@require_GET
@answering
def legal(request: HttpRequest) -> HttpResponse:
    """What is late of the legal matters, what has been longest in front."""
    viewer = viewer_of(request, legal)
    facts = late_shown(viewer, _SEE, AREA)
    return render(request, "returns/legal.html", facts)


class StartForm(forms.Form):
    """From which day the times run; today where none is named."""

    start = DayField(label=said_later("legal_times_start"), required=False)


@declared(action=_SEE, purposes=purposes_on_pages(_SEE))
@require_GET
@answering
def legal_times(request: HttpRequest) -> HttpResponse:
    """Each time of the law that holds for what starts on one day, and its last day by the calendar of its country."""
    viewer = viewer_of(request, legal_times)
    form = StartForm(request.GET)
    start = (form.cleaned_data["start"] if form.is_valid() else None) or timezone.localdate()
    held = [one for one in times().times if one.valid_from <= start < one.valid_until]
    facts = {
        "filter": form,
        "start": start,
        "times": [_told(one, start) for one in held],
        "purpose": viewer.purpose,
    }
    return render(request, "returns/times.html", facts)


def _told(found: TimeOfLaw, start: date) -> dict[str, Any]:
    spans = {"days": found.days, "business": found.business_days, "years": found.years}
    length = next((say(f"legal_times_{unit}", count=count) for unit, count in spans.items() if count), "")
    return {
        "which": in_words(found.code, WORDS),
        "length": length,
        "last": times().last_day(found, start),
        "exempt": bool(found.exempt),
        "source": found.source,
        "read": found.read,
    }


URLS: list[URLPattern] = [path("legal/", legal, name="legal"), path("legal/times/", legal_times, name="legal_times")]
