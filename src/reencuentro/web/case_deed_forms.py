"""The small forms by which officers open a case, take its steps, hand it on and give tasks."""

from typing import Any

from django import forms

from reencuentro.records.agencies import Agency
from reencuentro.records.officers import Officer
from reencuentro.records.visible.colleagues import colleagues, on_case
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.timers.policies import law
from reencuentro.web.colleagues import to_choose
from reencuentro.web.fields import DayField, offer
from reencuentro.web.words import said_later, say

_CODE = 64
_LONGEST = 2_000


def _words(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=said_later(label), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


def _colleague(label: str, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=said_later(label), **options)


class OpeningForm(forms.Form):
    """A case that is to be opened."""

    country = forms.ChoiceField(
        label=said_later("case_open_country"),
        choices=[(code, said_later(f"case_country_{code}")) for code in law().zones],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": said_later("choice_unknown")},
    )
    escalates_to = _colleague("case_work_escalates")
    why = _words("case_open_why", required=False)

    def __init__(self, viewer: Viewer, person: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, escalates_to=to_choose(_others(viewer, person)))


class ReasonForm(forms.Form):
    """Why."""

    reason = _words("case_step_reason", required=False, help_text=said_later("case_step_reason_help"))


class HandingForm(forms.Form):
    """To whom the work goes: a colleague, or somebody of another agency."""

    prefix = "hand"
    owner = _colleague("case_work_owner", required=False, help_text=said_later("case_work_owner_help"))
    elsewhere = forms.CharField(
        label=said_later("case_work_elsewhere"),
        help_text=said_later("case_work_elsewhere_help"),
        max_length=_CODE,
        required=False,
    )
    escalates_to = _colleague("case_work_escalates")

    def __init__(self, viewer: Viewer, person: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = on_case(viewer, Action.WORK_CASE, person)
        offer(self, owner=to_choose(workers), escalates_to=to_choose(on_case(viewer, Action.SEE_CASE, person)))

    def clean(self) -> dict[str, Any]:
        """One of the two goes on."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(given.get("owner")) == bool(given.get("elsewhere")):
            self.add_error("owner", say("case_work_one"))
        return given


class TaskForm(forms.Form):
    """What somebody shall do."""

    prefix = "task"
    what = _words("case_task_what")
    agency = forms.ChoiceField(label=said_later("case_task_agency"))
    owner = _colleague("case_task_owner", required=False, help_text=said_later("case_task_owner_help"))
    due = DayField(label=said_later("case_task_due"))

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(suspended_at=None).exclude(kind="").order_by("name", "code")
        named = [("", "–"), *((one.code, one.name or one.code) for one in agencies)]
        offer(self, agency=named, owner=to_choose(colleagues(viewer, Action.SEE_CASE)))


def _others(viewer: Viewer, person: str) -> list[Officer]:
    """To whom what is late can come: somebody else than who works on it."""
    return [one for one in on_case(viewer, Action.SEE_CASE, person) if one.pk != viewer.pk]
