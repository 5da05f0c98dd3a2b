"""The words of the pages, in Spanish and English: `{% say key %}` in a template."""

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
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@register.simple_tag
def say(key: str, **facts: object) -> SafeString:
    """The text in the reader's language, with its facts put in and escaped. Raises KeyError where there is no text."""
    language = (get_language() or "es")[:2]
    return format_html(_words()[key][language], **facts) if facts else SafeString(_words()[key][language])


said_later = lazy(say, str)
"""As `say`, in the language of whoever reads the page in the end."""
