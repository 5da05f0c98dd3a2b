"""Forms of the rules on a page: each box laid out by what it may hold, what was typed taken as the rules take it.

words: what stands before the name of a box or of a choice in the key of its text: "case" in "case_box_language".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Any

from django import forms
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.cases.boxes import Answer, Filled, Look
from reencuentro.web.dates import day
from reencuentro.web.fields import DayField, PartialDateField
from reencuentro.web.words import is_said, said_later, say

_MANY = 6
"""More choices than these are laid out as a list to choose from."""


def boxed(model: type[Filled], words: str, taken: Callable[[dict[str, Any]], object]) -> type["BoxedForm"]:
    """The form of that shape. taken: understands the boxes; it raises pydantic's ValidationError for what can't be."""
    boxes = {name: _field(words, name, info) for name, info in model.model_fields.items()}
    return type("Boxed", (BoxedForm,), {"taken": staticmethod(taken), **boxes})


def people_boxes(model: type[Filled]) -> list[str]:
    """The boxes of that shape which take a person's number."""
    return [name for name, info in model.model_fields.items() if _look(info) is Look.PERSON]


class BoxedForm(forms.Form):
    """Understood as the rules understand it; what they refuse is said beside its box. boxes: as the rules take them.

    beside: fields that are no boxes of the shape. numbers: by the box of a person, the field that takes the number of
    somebody who isn't offered there; needed: those boxes of which one of the two must say something.
    """

    taken: Callable[[dict[str, Any]], object]
    beside: frozenset[str] = frozenset()
    numbers: Mapping[str, str] = MappingProxyType({})
    needed: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for box, number in self.numbers.items():
            widget, said = self.fields[box].widget, self.initial.get(box, "")
            if said and said not in dict(getattr(widget, "choices", ())):  # somebody who isn't offered
                self.initial = {**self.initial, box: "", number: said}

    def clean(self) -> dict[str, Any]:
        """Raises nothing: what is wrong stands beside its box."""
        given: dict[str, Any] = super().clean() or {}
        for box, number in self.numbers.items():
            given[box] = given.get(number) or given.get(box)
            if box in self.needed and not given[box] and not {box, number} & set(self.errors):
                self.add_error(box, self.fields[box].error_messages["required"])
        if self.errors:
            return given
        self.boxes = {
            name: _plain(value, self.fields[name]) for name, value in given.items() if name not in self.beside
        }
        try:
            self.taken(self.boxes)
        except ValidationError as wrong:
            for error in wrong.errors():
                self.add_error(str(error["loc"][0]) if error["loc"] else None, _wrong(error))
        return given


def _wrong(error: Any) -> str:
    code = str((error.get("ctx") or {}).get("code", ""))
    return str(say(f"case_wrong_{code}" if code else "case_wrong"))


def _plain(value: Any, field: forms.Field) -> Any:
    """What a field understood, as the rules take it: of a whole day nothing is None, of words nothing is ""."""
    if isinstance(value, Birth):
        parts = (f"{value.year:04}", *(f"{part:02}" for part in (value.month, value.day) if part))
        return "-".join(parts)
    return "" if value is None and not isinstance(field, _Day) else value


def initial(filled: Filled) -> dict[str, Any]:
    """What a kept form says, as the fields of its page take it."""
    return {name: _shown(value) for name, value in filled}


def _shown(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum) and _PARTIAL.fullmatch(value):
        year, month, number = (int(part) if part else None for part in (value + "--").split("-")[:3])
        return Birth(year=year or 0, month=month, day=number)
    return value.value if isinstance(value, Enum) else value


_PARTIAL = re.compile(r"\d{4}(-\d{2}){0,2}")


def words_typed(form: forms.Form) -> list[tuple[str, str]]:
    """The label of each box in which words were typed, and those words, of a form that can't be taken any more."""
    boxes = (one for one in form if isinstance(one.field, forms.CharField))
    return [(str(one.label), str(one.data)) for one in boxes if one.data]


def told(filled: Filled, words: str) -> Iterator[tuple[str, str]]:
    """The label and the answer of each box that says something."""
    for name, value in filled:
        if value not in ("", None) and value != Answer.UNKNOWN:
            yield str(say(label_of(words, name))), in_words(value, words)


def in_words(value: Any, words: str) -> str:
    """An answer in the reader's language."""
    if isinstance(value, Enum):
        return str(say(choice_of(words, type(value), value)))
    if isinstance(value, date) or (isinstance(value, str) and _PARTIAL.fullmatch(value)):
        return day(value)
    return str(value)


def label_of(words: str, name: str) -> str:
    """The key of a box's label: the words' own, else as forms of cases have it."""
    key = f"{words}_box_{name}"
    return key if is_said(key) else f"case_box_{name}"


def choice_of(words: str, kind: type[Enum], value: Any) -> str:
    """The key of a choice: the words' own, else as forms of cases have it."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    key = f"{words}_{name}_{value.value}"
    return key if is_said(key) else f"case_{name}_{value.value}"


def _field(words: str, name: str, info: FieldInfo) -> forms.Field:
    kind = info.annotation
    options: dict[str, Any] = {"label": said_later(label_of(words, name)), "required": info.is_required()}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _chosen(words, kind, info, options)
    look = _look(info)
    return _Day(**options) if look is None else _LOOKS[look](**options)


def _look(info: FieldInfo) -> Look | None:
    return next((one for one in info.metadata if isinstance(one, Look)), None)


def _chosen(words: str, kind: type[Enum], info: FieldInfo, options: dict[str, Any]) -> forms.Field:
    choices: list[tuple[str, Any]] = [(one.value, said_later(choice_of(words, kind, one))) for one in kind]
    few = len(choices) <= _MANY
    if not few and info.is_required():
        choices = [("", "–"), *choices]
    widget = forms.RadioSelect() if few else forms.Select()
    start = None if info.is_required() else info.default.value
    # A box that nobody touched says what it said before: mostly "not known".
    field = _Choice(choices=choices, widget=widget, initial=start, **{**options, "required": info.is_required()})
    field.silent = start or ""
    return field


class _Choice(forms.ChoiceField):
    """One of our words. silent: what it says where nothing was sent."""

    silent = ""
    default_error_messages = {"invalid_choice": said_later("choice_unknown")}  # noqa: RUF012 - as Django has it

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for what isn't one of our words."""
        return super().clean(value) or self.silent


class _Day(DayField):
    """A whole day; None where it stays empty."""

    def clean(self, value: Any) -> Any:
        """Raises ValidationError for a day that there isn't."""
        found = super().clean(value)
        return None if found is None else found.isoformat()


def _line(**options: Any) -> forms.Field:
    return forms.CharField(max_length=200, **options)


def _text(**options: Any) -> forms.Field:
    return forms.CharField(max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}), **options)


def _hour(**options: Any) -> forms.Field:
    pattern = r"^(?:[01]\d|2[0-3]):[0-5]\d$"
    return forms.RegexField(pattern, max_length=5, error_messages={"invalid": said_later("case_wrong_hour")}, **options)


def person_field(**options: Any) -> forms.Field:
    """A person's number."""
    pattern = r"^[A-Za-z0-9_.:-]{1,64}$"
    wrong = {"invalid": said_later("case_wrong_person")}
    return forms.RegexField(pattern, max_length=64, error_messages=wrong, **options)


_LOOKS: Mapping[Look, Callable[..., forms.Field]] = {
    Look.LINE: _line,
    Look.TEXT: _text,
    Look.PARTIAL_DAY: PartialDateField,
    Look.HOUR: _hour,
    Look.PERSON: person_field,
}
