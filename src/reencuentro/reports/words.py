"""The words of the report in Spanish and English, and numbers and dates as people write them in each."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

Language = Literal["es", "en"]
LANGUAGES: tuple[Language, ...] = ("es", "en")

WITHHELD = "×"
"""Stands where a number is withheld; the page says so under the table."""

# Mexican Spanish groups thousands as English does, so 1,995 reads alike in both.
_LOCALES: Mapping[Language, str] = {"es": "es_MX", "en": "en_GB"}
_DAYS: Mapping[Language, str] = {"es": "d 'de' MMMM 'de' y", "en": "d MMMM y"}
_SHARES: Mapping[Language, str] = {"es": "#,##0 %", "en": "#,##0%"}
_FINE_SHARES: Mapping[Language, str] = {"es": "#,##0.## %", "en": "#,##0.##%"}


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Every text by kind, code and language, from `words.toml` beside this module."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def label_of(kind: str, code: str, language: Language) -> str:
    """The words for a code; a country by its name, and the code itself where there are none (agencies, new facts)."""
    if kind == "country" and code:
        return str(Locale.parse(_LOCALES[language]).territories.get(code, code))
    known = _words().get("age" if kind == "country" else kind, {})
    words = known.get(code or "unknown")
    return words[language] if words else code


def definition_of(figure: str, language: Language) -> str:
    """What a figure counts, in a sentence. Raises KeyError for a figure that isn't defined."""
    return _words()["definition"][figure][language]


def page_text(key: str, language: Language, **facts: str) -> str:
    """A sentence of the page with its facts put in. Raises KeyError for a sentence that isn't there."""
    return _words()["page"][key][language].format(**facts)


def terminal_text(key: str, language: Language, **facts: str) -> str:
    """A sentence of the terminal's summary with its facts put in. Raises KeyError for a sentence that isn't there."""
    return _words()["terminal"][key][language].format(**facts)


def explanation_text(key: str, language: Language, **facts: str) -> str:
    """A sentence of an explanation with its facts put in. Raises KeyError for a sentence that isn't there."""
    return _words()["explanation"][key][language].format(**facts)


def day_text(day: date | None, language: Language) -> str:
    """A date as people write it: 19 de junio de 2018, 19 June 2018; a dash for none."""
    return format_date(day, _DAYS[language], locale=_LOCALES[language]) if day else "–"


def count_text(value: int | None, language: Language) -> str:
    """A count with grouped thousands, or the sign for one that is withheld."""
    return WITHHELD if value is None else format_decimal(value, locale=_LOCALES[language])


def share_text(part: float, language: Language) -> str:
    """A share in [0, 1] in whole per cent."""
    return format_percent(part, format=_SHARES[language], locale=_LOCALES[language])


def fine_share_text(part: float, language: Language) -> str:
    """A probability in [0, 1], one way wherever it is told: in whole per cent, and finer towards either end.

    12 %, 99.8 %, 99.97 %, 0.3 %, 0.02 %.
    """
    rest = min(part, 1 - part)
    digits = next(digits for least, digits in ((0.01, 2), (0.001, 3), (0.0, 4)) if rest >= least - _EXACT)
    return format_percent(round(part, digits), format=_FINE_SHARES[language], locale=_LOCALES[language])


_EXACT = 1e-9
