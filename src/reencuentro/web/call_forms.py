"""The forms about calls: how one went, when one is to be held, from where the two speak, and which week is counted."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from reencuentro.records.calls import CallPlace
from reencuentro.records.visible.calls import PlanSeen
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.contact.regimes import ContactStandard
from reencuentro.rules.duties.call_log import CallArranged, CallLogged
from reencuentro.rules.duties.going import DutyError
from reencuentro.web.call_showing import place_named
from reencuentro.web.duty_showing import WORDS
from reencuentro.web.fields import DayField, offer
from reencuentro.web.filled import boxed
from reencuentro.web.refusals import told
from reencuentro.web.words import said_later, say

LoggedForm = boxed(CallLogged, WORDS, CallLogged.model_validate)
ArrangedForm = boxed(CallArranged, WORDS, CallArranged.model_validate)


def refused_in(form: forms.Form, refused: DutyError) -> None:
    """Says each rule that stands against it, with its source, beside its box."""
    for one in refused.broken:
        text = say(f"duty_broken_{one.rule}")
        sourced = say("duty_source", text=text, source=one.source) if one.source else text
        form.add_error(one.box if one.box in form.fields else None, str(sourced))
    if not refused.broken:
        form.add_error(None, told(refused))


def beginning(seen: PlanSeen, viewer: Viewer, answers: int = 0) -> dict[str, Any]:
    """What the boxes say before anybody touched them: today, as agreed; of an arranged call what was arranged."""
    zone = seen.plan.zone
    call = next((one for one in seen.calls if one.pk == answers), None)
    agreed = seen.seen.duty.gist or {}
    if call is None:
        return {"call_on": _today(viewer, zone), "call_channel": agreed.get("call_channel", "")}
    local = [one.astimezone(ZoneInfo(zone)) if one else None for one in (call.begins_at, call.ends_at)]
    began, ended = (f"{one:%H:%M}" if one else "" for one in local)
    return {"call_on": call.day, "call_began": began, "call_ended": ended, "call_channel": call.channel}


def _today(viewer: Viewer, zone: str) -> date:
    return viewer.at.astimezone(ZoneInfo(zone)).date()


_OWN = "-"
"""Chosen for a telephone that can always be reached; no place goes by it."""


class PlacesForm(forms.Form):
    """From where the two speak, so that calls are arranged when both can. What was chosen before isn't told here."""

    place = forms.ChoiceField(label=said_later("calls_place"), required=False)
    their_place = forms.ChoiceField(label=said_later("calls_their_place"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = CallPlace.objects.select_related("agency").order_by("name", "code")
        same, own = ("", say("calls_place_same")), (_OWN, say("calls_place_own"))
        choices = [same, own, *((one.code, place_named(one)) for one in places)]
        offer(self, place=choices, their_place=choices)

    def changes(self) -> dict[str, str]:
        """The places that were chosen, by their side; "" for a telephone."""
        return {side: "" if code == _OWN else code for side, code in self.cleaned_data.items() if code}


class KeptForm(forms.Form):
    """Which week is counted, and by which regime."""

    week = DayField(label=said_later("calls_kept_week"), required=False)
    measured = forms.ChoiceField(label=said_later("calls_kept_measure"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        each = [(one.value, said_later(f"{WORDS}_contact_standard_{one.value}")) for one in ContactStandard]
        offer(self, measured=[("", say("calls_kept_own")), *each])

    def monday(self, today: date) -> date:
        """The Monday of the week that is asked for, else of the last one that is over."""
        asked = self.cleaned_data.get("week") if self.is_valid() else None
        day = asked or today - timedelta(days=7)
        return day - timedelta(days=day.weekday())

    def standard(self) -> ContactStandard | None:
        """The regime by which it is measured; None for what each plan says."""
        asked = self.cleaned_data.get("measured") if self.is_valid() else ""
        return ContactStandard(asked) if asked else None
