"""Facts in an agency's own words: how a roster's cells show dates, sexes, countries, languages, names and relatives."""

from collections.abc import Callable, Mapping
from datetime import date

from reencuentro.linkage.mentions import Sex
from reencuentro.rehearsal.entries import Claim, Fact, Facts, claims_in
from reencuentro.rehearsal.slips import Name, without_accents
from reencuentro.rehearsal.styles import Style

DATES: dict[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "us": lambda day: f"{day.month:02d}/{day.day:02d}/{day.year}",
    "us_short": lambda day: f"{day.month}/{day.day}/{day.year}",
    "day_first": lambda day: f"{day.day:02d}/{day.month:02d}/{day.year}",
}
CODES = ("GT", "HN", "SV", "MX", "NI", "BR", "RO", "HT", "EC")


def _countries(names: str) -> dict[str, str]:
    return dict(zip(CODES, names.split(", "), strict=True))


COUNTRIES = {
    "agency": _countries("GUATE, HONDU, ELSAL, MEXIC, NICAR, BRAZI, ROMAN, HAITI, ECUAD"),
    "english": _countries("Guatemala, Honduras, El Salvador, Mexico, Nicaragua, Brazil, Romania, Haiti, Ecuador"),
    "spanish": _countries("Guatemala, Honduras, El Salvador, México, Nicaragua, Brasil, Rumania, Haití, Ecuador"),
    "iso": dict(zip(CODES, CODES, strict=True)),
}
MAYA = {"quc": "K'iche'", "mam": "Mam", "kek": "Q'eqchi'", "kjb": "Q'anjob'al"}
LANGUAGES = {
    "en": {**MAYA, "spa": "Spanish", "por": "Portuguese", "ron": "Romanian", "hat": "Haitian Creole"},
    "es": {**MAYA, "spa": "Español", "por": "Portugués", "ron": "Rumano", "hat": "Criollo haitiano"},
}
RELATIVES = {
    "son": "hijo",
    "daughter": "hija",
    "grandson": "nieto",
    "granddaughter": "nieta",
    "nephew": "sobrino",
    "niece": "sobrina",
    "brother": "hermano",
    "sister": "hermana",
    "mother": "madre",
    "father": "padre",
    "grandmother": "abuela",
    "aunt": "tía",
    "uncle": "tío",
    "cousin": "primo",
}
YES_NO = {"en": ("Y", "N"), "es": ("Sí", "No")}
NAME_PARTS: dict[str, Callable[[Name], str]] = {
    "given": lambda name: " ".join(name.given),
    "first_surname": lambda name: name.first,
    "second_surname": lambda name: name.second,
    "surnames": lambda name: f"{name.first} {name.second}".strip(),
    "full_name": lambda name: f"{name.first} {name.second}".strip() + ", " + " ".join(name.given),
    "natural_name": lambda name: name.natural,
}
NAMES_OF_PEOPLE = frozenset({"mother", "father"})
Cell = str | int | date | None


def render(facts: Facts, style: Style) -> list[Cell]:
    """One row in the style's columns; None where the fact is silent. Dates stay dates in workbooks."""
    return [_cell(field, facts, style) for field in style.columns.values()]


def render_object(facts: Facts, style: Style) -> dict[str, object]:
    """One JSON object; silent facts have no key, relatives are objects of their own."""
    found: dict[str, object] = {}
    for header, field in style.columns.items():
        if field == "relatives":
            found[header] = [_sought(claim, style) for claim in claims_in(facts)]
        elif (cell := _cell(field, facts, style)) is not None:
            found[header] = cell
    return found


def _cell(field: str, facts: Facts, style: Style) -> Cell:
    fact = facts.get("name" if field in NAME_PARTS else field)
    return None if fact is None else _shown(field, fact, style)


def _shown(field: str, fact: Fact, style: Style) -> Cell:
    if isinstance(fact, Name):
        return _written(NAME_PARTS[field](fact), style) or None
    if isinstance(fact, Sex):
        return style.sexes[fact is Sex.MALE]
    if isinstance(fact, bool):
        return YES_NO[style.language][not fact]
    if isinstance(fact, date):
        return fact if style.format == "xlsx" else DATES[style.dates](fact)
    if isinstance(fact, tuple):
        return "; ".join(_claimed(claim, style) for claim in fact) or None
    if isinstance(fact, str):
        return _text(field, fact, style)
    return fact if isinstance(fact, int) else None


def _text(field: str, text: str, style: Style) -> str:
    tables: Mapping[str, Mapping[str, str]] = {
        "nationality": COUNTRIES[style.countries],
        "language": LANGUAGES[style.language],
    }
    if field in tables:
        return tables[field][text]
    if field in ("a_number", "parent_a_number") and style.dashes:
        return f"{text[1:4]}-{text[4:7]}-{text[7:]}"
    return _written(text, style) if field in NAMES_OF_PEOPLE else text


def _written(name: str, style: Style) -> str:
    name = name if style.accents else without_accents(name)
    return name.upper() if style.capitals else name


def _word(claim: Claim, style: Style) -> str:
    return claim.word if style.language == "en" else RELATIVES[claim.word]


def _claimed(claim: Claim, style: Style) -> str:
    age = "" if claim.age is None else f", {claim.age}"
    return f"{_written(claim.name, style)} ({_word(claim, style)}{age})"


def _sought(claim: Claim, style: Style) -> dict[str, object]:
    sought: dict[str, object] = {"name": _written(claim.name, style), "relation": _word(claim, style)}
    return sought if claim.age is None else {**sought, "age": claim.age}
