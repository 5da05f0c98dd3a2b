"""Boxes of the registration forms: each understands what people write, or says in their language what it takes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from reencuentro.interchange.photos import MOST_BYTES, PhotoRefusedError, Trouble, plain_photo
from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.documents import read_identifiers
from reencuentro.interchange.values.phones import read_phones
from reencuentro.interchange.values.text import UnreadableError, clean
from reencuentro.web.words import said_later

SHORT, LONG = 200, 2_000
"""Characters of a line, and of a text."""


class Line(forms.CharField):
    """A line of text; read: what it means, else the text itself. trouble: the key of what to say where it can't."""

    def __init__(self, read: Callable[[str], Any] = str, trouble: str = "", **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", SHORT)
        super().__init__(**options)
        self._read, self._trouble = read, trouble

    def clean(self, value: Any) -> Any:
        """What the text means; "" where it says nothing."""
        text = clean(super().clean(value))
        if not text:
            return ""
        try:
            return self._read(text)
        except (UnreadableError, OverflowError) as unread:
            raise ValidationError(said_later(self._trouble)) from unread


class Text(Line):
    """Several lines of text."""

    def __init__(self, rows: int = 3, **options: Any) -> None:
        super().__init__(max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}), **options)


def age_line(**options: Any) -> Line:
    """An age, exact, about or from to."""
    return Line(read_age, "person_age_wrong", **options)


def country_line(**options: Any) -> Line:
    """A country, by its name or its people's."""
    return Line(read_country, "person_country_wrong", **options)


def phones_line(**options: Any) -> Line:
    """One telephone number or several."""
    return Line(_phones, "person_phone_wrong", **options)


def _phones(text: str) -> tuple[str, ...]:
    found = read_phones(text)
    if not found:
        raise UnreadableError("no number")
    return found


def number_line(**options: Any) -> Line:
    """A document's number; its kind stands in a box of its own."""
    return Line(_number, "person_number_wrong", max_length=60, **options)


def _number(text: str) -> str:
    if not read_identifiers("other_id", text):
        raise UnreadableError("no number")
    return text


class PhotoField(forms.Field):
    """A photo; becomes a JPEG of its pixels alone, or b"" where none was sent."""

    def __init__(self, **options: Any) -> None:
        accepted = {"accept": "image/jpeg,image/png,image/webp"}
        super().__init__(required=False, widget=forms.FileInput(attrs=accepted), **options)

    def clean(self, value: Any) -> bytes:
        """Raises ValidationError for what is no photo, too large, or has more pixels than any camera makes."""
        if not isinstance(value, UploadedFile):
            return b""
        try:
            if value.size is None or value.size > MOST_BYTES:
                raise PhotoRefusedError(Trouble.TOO_LARGE)
            return plain_photo(value.read())
        except PhotoRefusedError as refused:
            raise ValidationError(said_later(f"person_photo_{refused.trouble}")) from refused


def one_of(label: str, words: dict[str, str], **options: Any) -> forms.ChoiceField:
    """One of several words, by their keys, or none."""
    choices = [(value, said_later(key)) for value, key in words.items()]
    options = {"required": False, "error_messages": {"invalid_choice": said_later("choice_unknown")}, **options}
    return forms.ChoiceField(label=said_later(label), choices=choices, **options)
