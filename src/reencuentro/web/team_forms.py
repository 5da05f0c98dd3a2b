"""The forms of a team: what an officer covers, until when they are away, and which officer takes which child."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from babel import Locale
from django import forms
from django.utils import timezone

from reencuentro.actions.team import CoverStated
from reencuentro.records.team import Cover
from reencuentro.rules.shifts import Shift, overlap, read_kept, read_shift
from reencuentro.rules.states import STATES
from reencuentro.web.fields import DayField
from reencuentro.web.said import tongues
from reencuentro.web.words import language, said_later, say

_WEEK = range(7)
UNKNOWN = "und"
"""A language of which nobody knows which it is: nobody can say that they speak it."""
_NOBODY: tuple[str, Any] = ("", "–")


def weekday(number: int) -> str:
    """What the day is called; 0 is Monday."""
    return str(Locale(language()).days["stand-alone"]["wide"][number]).capitalize()


def shifts_told(shifts: Iterable[Shift]) -> list[str]:
    """The shifts of a week in words; days that follow each other with the same hours are told together."""
    runs: list[list[Shift]] = []
    for one in sorted(shifts):
        last = runs[-1][-1] if runs else None
        if last and one.weekday == last.weekday + 1 and str(one) == str(last):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [f"{_days(run)} {run[0]}" for run in runs]


def _days(run: Sequence[Shift]) -> str:
    first, last = weekday(run[0].weekday), weekday(run[-1].weekday)
    return (
        first
        if len(run) == 1
        else str(say("team_days", first=first, last=last.lower() if language() == "es" else last))
    )


class _ShiftField(forms.CharField):
    """The shift of one day of the week, as 08:00-16:00; None where there is none."""

    def __init__(self, number: int) -> None:
        super().__init__(required=False, max_length=20)
        self.number = number

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for what is no shift."""
        text = super().clean(value)
        try:
            return read_shift(self.number, text) if text else None
        except ValueError as wrong:
            raise forms.ValidationError(str(say("team_shift_wrong")), code="invalid") from wrong


class CoverForm(forms.Form):
    """In which state an officer works, what they speak, and when they are on shift."""

    state = forms.ChoiceField(
        label=said_later("team_state"), error_messages={"invalid_choice": said_later("choice_unknown")}
    )
    languages = forms.MultipleChoiceField(
        label=said_later("team_languages"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": said_later("choice_unknown")},
    )

    def __init__(self, data: Any = None, cover: Cover | None = None) -> None:
        super().__init__(data, initial=_as_typed(cover) if cover else None)
        fields: Any = self.fields
        fields["state"].choices = [_NOBODY, *((one.code, one.name) for one in STATES.values())]
        fields["languages"].choices = [one for one in tongues() if one[0] != UNKNOWN]
        for number in _WEEK:
            fields[f"shift_{number}"] = _ShiftField(number)
            fields[f"shift_{number}"].label = weekday(number)
        fields["shift_0"].help_text = say("team_shift_help")

    def clean(self) -> dict[str, Any]:
        """Raises nothing: what is wrong stands in the form."""
        given: dict[str, Any] = super().clean() or {}
        shifts = [given[name] for name in map("shift_{}".format, _WEEK) if given.get(name)]
        if not shifts and not self.errors:
            self.add_error("shift_0", str(say("team_shift_missing")))
        if overlap(shifts):
            self.add_error(None, str(say("team_shifts_overlap")))
        return {**given, "shifts": shifts}

    def stated(self) -> CoverStated:
        """As the action takes it; the form is valid."""
        told = self.cleaned_data
        return CoverStated(state=told["state"], languages=frozenset(told["languages"]), shifts=told["shifts"])


def _as_typed(cover: Cover) -> dict[str, Any]:
    shifts: Sequence[Shift] = read_kept(cover.shifts)
    return {
        "state": cover.state,
        "languages": cover.languages.split(),
        **{f"shift_{one.weekday}": str(one) for one in shifts},
    }


class LeaveForm(forms.Form):
    """The last day of a leave that begins now."""

    last_day = DayField(label=said_later("team_leave_until"))

    def clean_last_day(self) -> Any:
        """Raises ValidationError for a day that has gone by."""
        day = self.cleaned_data["last_day"]
        if day < timezone.localdate():
            raise forms.ValidationError(str(say("team_leave_gone_by")), code="invalid")
        return day

    @property
    def until(self) -> datetime:
        """The first instant at which the leave is over; the form is valid."""
        after = self.cleaned_data["last_day"] + timedelta(days=1)
        return datetime.combine(after, time.min, timezone.get_current_timezone())


class GivingForm(forms.Form):
    """Of each child where they are, and, once that is asked, which officer takes them.

    children: by public id. states: what stands there at first. officers: offered, by public id and name, where empty
    nobody is asked for.
    """

    def __init__(
        self,
        data: Any,
        children: Mapping[str, str],
        states: Mapping[str, str],
        officers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(data)
        self.children = children
        choices = [("", say("team_state_unknown")), *((one.code, one.name) for one in STATES.values())]
        wrong = {"invalid_choice": said_later("choice_unknown")}
        for person, name in children.items():
            self.fields[f"state-{person}"] = forms.ChoiceField(
                label=say("team_state_of", child=name),
                choices=choices,
                required=False,
                initial=states.get(person, ""),
                error_messages=wrong,
            )
            if officers:
                self.fields[f"officer-{person}"] = forms.ChoiceField(
                    label=say("team_officer_of", child=name),
                    choices=[("", say("team_nobody_yet")), *officers],
                    required=False,
                    error_messages=wrong,
                )

    def states(self) -> dict[str, str]:
        """Where each child is, as far as it was said; the form is valid."""
        return {person: self.cleaned_data.get(f"state-{person}", "") for person in self.children}

    def chosen(self) -> dict[str, str]:
        """Which officer takes which child; the form is valid."""
        found = {person: self.cleaned_data.get(f"officer-{person}", "") for person in self.children}
        return {person: officer for person, officer in found.items() if officer}

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField | None]]:
        """Each child with the boxes that stand beside them."""
        for person in self.children:
            officer = self[f"officer-{person}"] if f"officer-{person}" in self.fields else None
            yield person, self[f"state-{person}"], officer
