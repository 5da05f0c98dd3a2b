"""The forms about lists: a file, whether it is the whole list, and what a list is that was taken for something else."""

from collections.abc import Mapping
from typing import Any

from django import forms

from reencuentro.actions.foreseeing import Foreseen
from reencuentro.records.rosters import Extent
from reencuentro.web.fields import DayField
from reencuentro.web.words import said_later, say


class DropForm(forms.Form):
    """A file."""

    roster = forms.FileField(label=said_later("rosters_file"), help_text=said_later("rosters_file_help"))


_EXTENTS = [(one.value, said_later(f"rosters_extent_{one.value}")) for one in (Extent.PART, Extent.WHOLE)]


class TakeForm(forms.Form):
    """What whoever brings a list must say: whether it is the whole, and the day, where the list doesn't tell itself.

    Nothing is chosen beforehand. Where the whole list would lose many, their number is to be confirmed.
    """

    extent = forms.ChoiceField(
        label=said_later("rosters_extent"),
        help_text=said_later("rosters_extent_help"),
        choices=_EXTENTS,
        widget=forms.RadioSelect,
        error_messages={"required": said_later("rosters_extent_needed")},
    )
    confirmed = forms.BooleanField(required=False)
    as_of = DayField(label=said_later("rosters_as_of"), required=False)

    def __init__(self, *args: Any, found: Foreseen, **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = found
        if found.must_be_confirmed:
            # The number itself is sent: what was confirmed for another number counts for nothing.
            self.fields["confirmed"].widget = forms.CheckboxInput(attrs={"value": found.lost})
            self.fields["confirmed"].label = say("rosters_confirm", count=found.lost, listed=found.listed)
        else:
            del self.fields["confirmed"]

    def confirmed_number(self) -> int | None:
        """How many are gone, by the word of whoever brings the list."""
        said = str(self.data.get("confirmed", ""))
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


class RestateForm(forms.Form):
    """What a list is that was taken in as something else. now: what it was taken for.

    That it is the whole list isn't said here: whoever would be gone is shown first, when it is handed in again.
    """

    extent = forms.ChoiceField(
        label=said_later("rosters_restate"),
        widget=forms.RadioSelect,
        error_messages={"required": said_later("rosters_restate_needed")},
    )

    def __init__(self, *args: Any, now: str, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(one.value, say(f"rosters_restate_{one.value}")) for one in _MISTAKEN_FOR.get(now, ())]
        self.fields["extent"].choices = choices  # type: ignore[attr-defined]  # it is a ChoiceField


_MISTAKEN_FOR: Mapping[str, tuple[Extent, ...]] = {
    Extent.WHOLE: (Extent.PART, Extent.WITHDRAWN),
    Extent.PART: (Extent.WITHDRAWN,),
}
