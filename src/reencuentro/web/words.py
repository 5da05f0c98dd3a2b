"""The words of the pages, in Spanish and English: `{% say key %}` in a template.

They stand in words.toml, and of each area in a file of its own in words/.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django import template
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """Every text by its key. Raises ValueError where two files say the same key: one of them would never be read."""
    here = files(__package__)
    told: dict[str, Mapping[str, str]] = {}
    for file in (here.joinpath("words.toml"), *sorted(here.joinpath("words").iterdir(), key=lambda one: one.name)):
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        if twice := told.keys() & said.keys():
            raise ValueError(f"{file.name} says again: {', '.join(sorted(twice))}")
        told |= said
    return told


def language() -> str:
    """The reader's language: es or en."""
    return (get_language() or "es")[:2]


@register.simple_tag
def say(key: str, **facts: object) -> SafeString:
    """The text in the reader's language, with its facts put in and escaped. Raises KeyError where there is no text."""
    text = all_words()[key][language()]
    return format_html(text, **facts) if facts else SafeString(text)


def is_said(key: str) -> bool:
    """Whether there is such a text."""
    return key in all_words()


@register.simple_tag
def say_if(prefix: str, word: str) -> str:
    """The text under prefix and word; where there is none, the word itself with its underscores read as spaces."""
    key = f"{prefix}{word}"
    return say(key) if is_said(key) else word.replace("_", " ")


@register.simple_tag
def say_count(key: str, count: int, **facts: object) -> SafeString:
    """The text for one (`key_one`) or for any other number (`key_many`); the number is its fact `count`."""
    return say(f"{key}_one" if count == 1 else f"{key}_many", count=count, **facts)


said_later = lazy(say, str)
"""As `say`, in the language of whoever reads the page in the end."""
