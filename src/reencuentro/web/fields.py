"""Fields of forms: how each is laid out, and dates in three boxes that may stay partly empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms, template
from django.core.exceptions import ValidationError

from reencuentro.linkage.mentions import Birth
from reencuentro.web.words import said_later

register = template.Library()

_YEARS = range(1850, 2101)
_PARTS = ("day", "month", "year")


class DateBoxes(forms.Widget):
    """Day, month and year, each in a box, and a tick for "not known" where that can be said."""

    use_fieldset = True

    def __init__(self, *, may_be_unknown: bool) -> None:
        super().__init__()
        self.may_be_unknown = may_be_unknown

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """What stands in the boxes; the last says whether "not known" was ticked."""
        return tuple(str(data.get(f"{name}_{part}", "")).strip() for part in (*_PARTS, "unknown"))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form that was sent has no such boxes."""
        return all(f"{name}_{part}" not in data for part in _PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box: where a message about the date leads."""
        return f"{id_}_day" if id_ else ""


class PartialDateField(forms.Field):
    """A date as far as it is known: becomes a Birth, or None for "not known"."""

    def __init__(self, *, may_be_unknown: bool = True, **options: Any) -> None:
        options.setdefault("help_text", said_later("date_help"))
        super().__init__(widget=DateBoxes(may_be_unknown=may_be_unknown), **options)

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for a date that there isn't, or that lacks its year."""
        *typed, unknown = value or ("", "", "", "")
        if unknown or not any(typed):
            if self.required and not unknown:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._read(tuple(_number(one) for one in typed))

    def _read(self, parts: tuple[int | None, ...]) -> Any:
        day, month, year = parts
        if year is None:
            raise ValidationError(said_later("date_needs_year"))
        if day is not None and month is None:
            raise ValidationError(said_later("date_wrong"))
        _exists(year, 1 if month is None else month, 1 if day is None else day)
        return Birth(year=year, month=month, day=day)


class DayField(PartialDateField):
    """A whole date: becomes a date, or None where it may be left empty and was."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", said_later("date_whole_help"))
        super().__init__(may_be_unknown=False, **options)

    def _read(self, parts: tuple[int | None, ...]) -> date:
        day, month, year = parts
        if day is None or month is None or year is None:
            raise ValidationError(said_later("date_needs_all"))
        return _exists(year, month, day)


def offer(form: forms.Form, **offered: Iterable[tuple[str, Any]]) -> None:
    """What can be chosen in each of these boxes, which is known only once it is known who asks."""
    for name, choices in offered.items():
        box = form.fields[name]
        assert isinstance(box, forms.ChoiceField)  # noqa: S101 - our own forms
        box.choices = list(choices)
        box.error_messages["invalid_choice"] = said_later("choice_unknown")  # without what was sent in its place


def _number(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len("2018")):
        raise ValidationError(said_later("date_wrong"))
    return int(text)


def _exists(year: int, month: int, day: int) -> date:
    try:
        if year in _YEARS:
            return date(year, month, day)
    except ValueError:
        pass
    raise ValidationError(said_later("date_wrong"))


_CLASSES: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (DateBoxes, "date", ""),
    (forms.HiddenInput, "hidden", ""),
    (forms.MultipleHiddenInput, "hidden", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "tick", "govuk-checkboxes__input"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.Textarea, "plain", "govuk-textarea"),
    (forms.Select, "plain", "govuk-select"),
    (forms.Widget, "plain", "govuk-input"),
)
"""For each widget its layout and its class; the first that fits counts."""


@register.simple_tag
def dress(field: forms.BoundField, width: str = "") -> str:
    """Gives the field's control its classes; its layout: plain, file, date, radios, checkboxes, tick or hidden.

    width: of a text box, in characters: 2, 3, 4, 5, 10, 20 or 30.
    """
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)  # it says what the label says, and vanishes when it is needed
    layout, look = next((layout, look) for kind, layout, look in _CLASSES if isinstance(widget, kind))
    if look:
        wrong = f" {look}--error" if field.errors and layout in ("plain", "file") else ""
        wide = f" govuk-input--width-{width}" if width and look == "govuk-input" else ""
        widget.attrs["class"] = f"{look}{wrong}{wide}"
    return layout


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a date. width: in characters."""

    name: str
    id: str
    label: str
    value: str
    width: int


@register.simple_tag
def date_boxes(field: forms.BoundField) -> list[Box]:
    """The three boxes of a date, with what stands in them."""
    values = _values(field.value())
    return [
        Box(f"{field.html_name}_{part}", f"{field.auto_id}_{part}", f"date_{part}", value, 4 if part == "year" else 2)
        for part, value in zip(_PARTS, values, strict=False)
    ]


@register.filter
def is_unknown(field: forms.BoundField) -> bool:
    """Whether "not known" was ticked."""
    value = field.value()
    return isinstance(value, tuple) and bool(value[-1])


def _values(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(map(str, value))
    return tuple(str(getattr(value, part, None) or "") for part in _PARTS)


@register.filter
def first_control(field: forms.BoundField) -> str:
    """The id of the field's first control, where a message about it leads."""
    choices = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{field.auto_id}_0" if choices else str(field.id_for_label)
