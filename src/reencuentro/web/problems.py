"""Why a row or a list couldn't be taken, in the reader's language: `{{ text|problem }}` in a template.

Readers of files say it in English, at the terminal and in the registry. Here each of their sentences has its pair,
found by its shape; a test looks that none is without.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter

from django import template
from django.utils.translation import override

from reencuentro.interchange.headers import target_named
from reencuentro.web.roster_showing import field_label
from reencuentro.web.words import all_words, language

register = template.Library()
_OURS = "problem_"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What is said in English, as a pattern whose groups are the facts in it, and what is said in Spanish."""

    shape: re.Pattern[str]
    spanish: str


@cache
def _sentences() -> tuple[_Sentence, ...]:
    """The most words first: what leaves least open is most likely meant."""
    ours = (one for key, one in all_words().items() if key.startswith(_OURS))
    said = sorted(ours, key=lambda one: -_words(one["en"]))
    return tuple(_Sentence(re.compile("".join(_shape(one["en"])), re.DOTALL), one["es"]) for one in said)


def _words(text: str) -> int:
    return sum(len(words) for words, *_ in Formatter().parse(text))


def _shape(text: str) -> Iterator[str]:
    for words, fact, *_ in Formatter().parse(text):
        yield re.escape(words)
        if fact:
            yield f"(?P<{fact}>.+)"


def is_known(text: str) -> bool:
    """Whether the sentence can be said in Spanish."""
    return any(sentence.shape.fullmatch(text) for sentence in _sentences())


@register.filter
def problem(text: str) -> str:
    """The sentence in the reader's language; what nobody has put into Spanish stays as it is."""
    return text if language() == "en" else in_spanish(text)


def in_spanish(text: str) -> str:
    """The sentence in Spanish, and what stands in it where that is a sentence or a field as well."""
    for sentence in _sentences():
        if found := sentence.shape.fullmatch(text):
            return sentence.spanish.format(**{name: _fact(name, said) for name, said in found.groupdict().items()})
    return text


def _fact(name: str, said: str) -> str:
    if name != "field" or not target_named(said):
        return in_spanish(said)
    with override("es"):
        return field_label(said)
