"""Ages as people write them: 7, 7 años, 18 months, approx 7, 7-8, <1."""

import re
from dataclasses import dataclass

from reencuentro.interchange.values.text import UnreadableError, clean, fold

OLDEST = 120
"""No living person on a roster is older, in years."""

_PER_YEAR = {"year": 1.0, "month": 12.0, "week": 52.1775, "day": 365.2425}
_UNITS = {
    word: unit
    for unit, words in {
        "year": "y yr yrs yo year years ano anos a aos anios anio ans",
        "month": "m mo mos mth mths month months mes meses",
        "week": "w wk wks week weeks semana semanas sem",
        "day": "d day days dia dias",
    }.items()
    for word in words.split()
}
_APPROXIMATE = frozenset(
    """approx approximately about around circa c ca aprox aproximadamente aproximado unos unas como alrededor cerca est
    estimated estimado estimada maybe possibly apparent aparente aparenta entre between more mas over older""".split()
)
_LESS = frozenset("less under younger menos menor".split())
_IGNORED = frozenset("age aged edad de of old o than que the and y e cumplidos recien nacido nacida newborn".split())
_NEWBORN = frozenset(("newborn", "recien nacido", "recien nacida", "new born"))
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[<~±+?-]")
_NEGATIVE = re.compile(r"[-−]\s*\d")


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years; estimated where the source itself says that it is not exact."""

    years: float
    estimated: bool = False


def read_age(text: str, *, unit: str = "year") -> Age:
    """The age in years; unit is what a bare number counts: year, month, week or day.

    Raises UnreadableError for what is no age, a negative one, or one above OLDEST.
    """
    text = clean(text)
    if text.isdecimal():
        return _plausible(int(text) / _PER_YEAR[unit], estimated=False)
    if _NEGATIVE.match(text):
        raise UnreadableError("an age can't be negative: correct it or leave the cell empty", impossible=True)
    if fold(text) in _NEWBORN:
        return Age(0.0)
    return _from_tokens(_tokens(text), unit)


def _tokens(text: str) -> list[str]:
    lowered = fold_keeping_marks(text)
    return _TOKEN.findall(lowered)


def fold_keeping_marks(text: str) -> str:
    """Folded word by word, so that ~ < + ? - and decimal points stay."""
    return re.sub(r"[^\W\d_]+", lambda word: fold(word[0]), text)


def _from_tokens(tokens: list[str], unit: str) -> Age:
    numbers = [
        (position, float(token.replace(",", "."))) for position, token in enumerate(tokens) if token[0].isdigit()
    ]
    words = [token for token in tokens if token.isalpha()]
    known = _UNITS.keys() | _APPROXIMATE | _LESS | _IGNORED | {"to"}
    if not 1 <= len(numbers) <= 2 or any(word not in known for word in words):
        raise UnreadableError("not an age: write the years as a number")
    years = [number / _PER_YEAR[_unit_after(tokens, position, unit)] for position, number in numbers]
    less = "<" in tokens or any(word in _LESS for word in words)
    if len(years) == 2 and _adds_up(tokens, numbers):
        return _plausible(sum(years), estimated=False)
    mean = sum(years) / len(years)
    rough = len(years) == 2 or bool({"~", "±", "+", "?"} & set(tokens)) or any(word in _APPROXIMATE for word in words)
    return _plausible(mean / 2 if less else mean, estimated=less or rough)


def _unit_after(tokens: list[str], position: int, default: str) -> str:
    """The unit named next after a number: "7-8 months" counts both in months."""
    following = (
        _UNITS[token] for token in tokens[position + 1 :] if token in _UNITS and not _is_joining(tokens, token)
    )
    return next(following, default)


def _is_joining(tokens: list[str], word: str) -> bool:
    """Whether "a" stands between two numbers, as in the Spanish range "7 a 8"."""
    place = tokens.index(word)
    between = 0 < place < len(tokens) - 1 and tokens[place - 1][0].isdigit() and tokens[place + 1][0].isdigit()
    return word == "a" and between


def _adds_up(tokens: list[str], numbers: list[tuple[int, float]]) -> bool:
    """Whether two numbers are years and months of one age, as in "2 años 6 meses"."""
    (first, _), (second, _) = numbers
    between = {
        _UNITS[token] for token in tokens[first + 1 : second] if token in _UNITS and not _is_joining(tokens, token)
    }
    after = {_UNITS[token] for token in tokens[second + 1 :] if token in _UNITS}
    return between == {"year"} and bool(after) and after != {"year"}


def _plausible(years: float, *, estimated: bool) -> Age:
    if years > OLDEST:
        raise UnreadableError(
            f"nobody is {years:.0f} years old: correct the age or leave the cell empty", impossible=True
        )
    return Age(round(years, 2), estimated)
