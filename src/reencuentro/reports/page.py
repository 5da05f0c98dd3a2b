"""The situation report as one page: Spanish and English in it, nothing from outside, no script, no names."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.template import Context, Engine, Template

from reencuentro.reports.sections import sections_of
from reencuentro.reports.situation import Situation
from reencuentro.reports.words import LANGUAGES, Language, count_text, day_text, definition_of, label_of, page_text

_CARDS = ("unaccounted", "children", "certified", "ties", "contradictions", "quarantined")
_FIXED_TEXTS = (
    "own_language", "subtitle", "skip", "contents", "key_figures", "definitions", "method", "unit", "source",
    "withheld_note", "withheld_lists",
)  # fmt: skip
_METHOD = ("method_proposes", "method_unknown", "method_same", "method_lists")


def report_html(told: Situation, *, language: Language = "es") -> str:
    """The page, self-contained, with both languages in it; `language` is the one shown first."""
    languages = sorted(LANGUAGES, key=lambda each: each != language)
    context = Context(
        {
            "language": language,
            "title": " · ".join(page_text("title", each) for each in languages),
            "switch": " · ".join(page_text("language", each) for each in languages),
            "style": _file("report.css"),
            "versions": [_version(told, each) for each in languages],
        }
    )
    return str(_template().render(context))


@cache
def _template() -> Template:
    return Engine(autoescape=True).from_string(_file("report.html"))


def _file(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _version(told: Situation, language: Language) -> Mapping[str, object]:
    """All that the template needs for one language: texts, and sections of texts."""
    day = day_text(told.as_of, language)
    return {
        "language": language,
        "texts": {key: page_text(key, language) for key in _FIXED_TEXTS},
        "heading": told.title or page_text("title", language),
        "as_of": page_text("as_of", language, day=day),
        "what": page_text("what", language, agencies=_agencies(told, language)),
        "withholds_small": told.withholds_small,
        "cards": [_card(told, key, language) for key in _CARDS],
        "sections": sections_of(told, language),
        "definitions": [_definition(told, figure.key, language) for figure in told.figures],
        "method": [page_text(key, language) for key in _METHOD],
        "footer": page_text("footer", language, day=day),
    }


def _agencies(told: Situation, language: Language) -> str:
    agencies = len({roster.agency for roster in told.rosters})
    if agencies == 1:
        return page_text("agencies_one", language)
    return page_text("agencies_many", language, n=count_text(agencies, language))


def _card(told: Situation, key: str, language: Language) -> Mapping[str, str]:
    return {
        "key": key,
        "label": label_of("figure", key, language),
        "value": count_text(told.figure(key).value, language),
    }


def _definition(told: Situation, key: str, language: Language) -> Mapping[str, str]:
    figure = told.figure(key)
    return {
        "label": label_of("figure", key, language),
        "value": count_text(figure.value, language),
        "text": definition_of(key, language),
        "unit": label_of("unit", figure.unit, language),
        "source": label_of("source", figure.source, language),
    }
