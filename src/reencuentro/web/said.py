"""What a source said of a person, as its reader says it: dates, countries, documents and relatives in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from babel import Locale
from django import template

from reencuentro.reports.facts import in_text
from reencuentro.rules.registration import LANGUAGES
from reencuentro.web.dates import day
from reencuentro.web.words import is_said, language, say

register = template.Library()


@register.filter
def agency(code: str, names: Mapping[str, str]) -> str:
    """What the agency is called, where it has a name; else its code. names: the page's `agency_names`."""
    return names.get(code, code)


@register.filter
def agencies(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Several, as a list in words."""
    return ", ".join(agency(code, names) for code in codes)


@register.filter
def agency_key(sides: Sequence[Any], names: Mapping[str, str]) -> str:
    """What the codes mean that stand beside what the records of both sides say."""
    codes = sorted({record.agency for side in sides for record in side.records} & names.keys())
    return "; ".join(f"{code}: {names[code]}" for code in codes)


@register.filter
def countries(codes: Sequence[str]) -> str:
    """What the reader calls them."""
    return ", ".join(map(_country, codes))


def in_words(fact: str, value: Any) -> str:
    """The value of a fact of a mention, in the reader's language; what has no other words stays as it was written."""
    spoken = _SPOKEN.get(fact)
    return spoken(value) if spoken else in_text(value)


def _yes_or_no(value: Any) -> str:
    return str(say("fact_yes" if value else "fact_no"))


def _sex(value: Any) -> str:
    key = f"sex_{str(value).lower()}"
    return str(say(key)) if is_said(key) else str(value)


def _country(value: Any) -> str:
    return str(Locale(language()).territories.get(str(value), value))


def tongue(code: str) -> str:
    """What the language is called: as the forms call it, or as Babel does; of one that nobody has named, the code."""
    if code in LANGUAGES:
        return LANGUAGES[code][0 if language() == "es" else 1]
    return str(Locale(language()).languages.get(_TWO_LETTERS.get(code, code), code))


_TWO_LETTERS = {"fra": "fr"}
"""Languages that Babel calls by two letters, rosters by three, and the forms not at all."""


def tongues() -> list[tuple[str, str]]:
    """The languages that a form offers, by name."""
    return [(code, tongue(code).capitalize()) for code in LANGUAGES]


def _documents(value: Sequence[Sequence[str]]) -> str:
    return "; ".join(f"{_document(kind)} {number}" for kind, number in value)


def _document(kind: str) -> str:
    key = f"document_{kind}"
    return str(say(key)) if is_said(key) else kind.upper()


def _relatives(value: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(map(_relative, value))


def _relative(one: Mapping[str, Any]) -> str:
    relation = f"relation_{one.get('relation', '')}"
    told = [str(say(relation))] if is_said(relation) else []
    if one.get("age") is not None:
        told.append(str(say("fact_years_one" if one["age"] == 1 else "fact_years_many", age=_age(one["age"]))))
    if one.get("identifiers"):
        told.append(_documents(one["identifiers"]))
    return f"{one.get('name', '')} ({', '.join(told)})".strip() if told else str(one.get("name", ""))


def _age(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


_SPOKEN: Mapping[str, Callable[[Any], str]] = {
    "birth": day,
    "sex": _sex,
    "age": _age,
    "age_estimated": _yes_or_no,
    "separated": _yes_or_no,
    "nationality": _country,
    "language": lambda value: tongue(str(value)),
    "identifiers": _documents,
    "relatives": _relatives,
    **dict.fromkeys(("stated_on", "apprehended_on", "admitted_on", "discharged_on", "removed_on", "called_on"), day),
}
