"""The forms about alarms: which of them are asked for, what is done with one, and to whom it goes."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from django import forms

from reencuentro.records.agencies import Agency
from reencuentro.records.visible.board import WHOSE, Chosen
from reencuentro.records.visible.colleagues import colleagues
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.alarms import Kind, Silence, Step
from reencuentro.rules.custody import Reason
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.removals import Leaving
from reencuentro.web.colleagues import to_choose
from reencuentro.web.fields import offer
from reencuentro.web.words import said_later, say

_REASONS_OF: tuple[tuple[Kind, type[StrEnum]], ...] = (
    (Kind.DEPARTURE, Leaving),
    (Kind.UNACCOUNTED, Reason),
    (Kind.SILENCE, Silence),
)
_REASONS = [
    (f"{kind.value}_{reason.value}", said_later(f"alarm_{kind.value}_{reason.value}"))
    for kind, reasons in _REASONS_OF
    for reason in reasons
]


class ChoosingForm(forms.Form):
    """Which alarms are asked for; what can't be is said beside its box, and chooses nothing."""

    reason = forms.ChoiceField(label=said_later("alarm_why"), required=False)
    agency = forms.ChoiceField(label=said_later("alarm_by_agency"), required=False)
    whose = forms.ChoiceField(label=said_later("alarm_owner"), required=False)

    def __init__(self, agencies: Sequence[Agency], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", say("alarm_any"))
        offer(
            self,
            reason=[anything, *_REASONS],
            agency=[anything, *((one.code, one.name or one.code) for one in agencies)],
            whose=[anything, *((one, say(f"alarm_whose_{one}")) for one in WHOSE)],
        )

    def chosen(self) -> Chosen:
        """What the boxes say, as far as they can be understood."""
        typed = self.cleaned_data if self.is_valid() else {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
        kind, _, reason = typed["reason"].partition("_")
        return Chosen(kind=kind, reason=reason, agency=typed["agency"], whose=typed["whose"])


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


class HandForm(forms.Form):
    """To whom an alarm is handed over: a colleague, or another agency that lists the child."""

    officer = forms.ChoiceField(
        label=said_later("alarm_to_officer"), help_text=said_later("alarm_to_officer_help"), required=False
    )
    agency = forms.ChoiceField(label=said_later("alarm_to_agency"), required=False)

    def __init__(self, viewer: Viewer, tellers: Collection[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(code__in=sorted(set(tellers) - {viewer.facts.agency.code})).order_by("name")
        named = [("", "–"), *((one.code, one.name or one.code) for one in others)]
        offer(self, officer=to_choose(colleagues(viewer, Action.WORK_CASE)), agency=named)
        if not others:
            del self.fields["agency"]

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(typed.get("officer")) == bool(typed.get("agency")):
            self.add_error("officer", say("alarm_to_one"))
        return typed
