"""The small forms by which officers open a case, take its steps, hand it on and give tasks."""

from typing import Any

from django import forms

from reencuentro.rules.timers.policies import law
from reencuentro.web.fields import DayField
from reencuentro.web.words import said_later

_CODE = 64
_LONGEST = 2_000


def _words(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=said_later(label), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class OpeningForm(forms.Form):
    """A case that is to be opened."""

    country = forms.ChoiceField(
        label=said_later("case_open_country"),
        choices=[(code, said_later(f"case_country_{code}")) for code in law().zones],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": said_later("choice_unknown")},
    )
    escalates_to = forms.CharField(label=said_later("case_work_escalates"), max_length=254)
    why = _words("case_open_why", required=False)


class ReasonForm(forms.Form):
    """Why."""

    reason = _words("case_step_reason", required=False, help_text=said_later("case_step_reason_help"))


class HandingForm(forms.Form):
    """To whom the work goes."""

    owner = forms.CharField(label=said_later("case_work_owner"), max_length=254)
    escalates_to = forms.CharField(label=said_later("case_work_escalates"), max_length=254)


class TaskForm(forms.Form):
    """What somebody shall do."""

    what = _words("case_task_what")
    agency = forms.CharField(label=said_later("case_task_agency"), max_length=_CODE)
    owner = forms.CharField(label=said_later("case_task_owner"), max_length=254, required=False)
    due = DayField(label=said_later("case_task_due"))
