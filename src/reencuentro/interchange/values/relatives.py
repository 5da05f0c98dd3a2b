"""Cells that name relatives: free lists as people write them, and what a caller seeks as JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.dates import DayOrder, as_birth, in_century, in_order, read_date, years_between
from reencuentro.interchange.values.documents import read_identifiers
from reencuentro.interchange.values.people import Kinship, known_kinship
from reencuentro.interchange.values.text import UnreadableError, clean, fold, is_silent, is_silent_name
from reencuentro.linkage.mentions import Identifier, Relation, Relative, Sex

# A semicolon within parentheses parts details, not people.
_ENTRY_ENDS = re.compile(r"[;|\n\r•]+(?![^(\[]*[)\]])|(?<=\))\s*(?:,|/|&|\by\b|\band\b)\s*")
_DETAILS = re.compile(r"^(?P<name>[^(\[]*)[(\[](?P<details>.*?)[)\]]?(?P<rest>[^)\]]*)$", re.DOTALL)
_LEADING = re.compile(r"^(?P<kin>[^\W\d_][^:,(]{1,30}?)\s*:\s*(?P<name>.+)$", re.DOTALL)
_DETAIL_ENDS = re.compile(r"[,;]|(?<!\d)/|/(?!\d)|\s[-–]\s")
_KIN_THEN_AGE = re.compile(r"(?P<kin>[^\W\d_][^\d<~]*?)\s+(?:(?:de|age|aged|edad)\s+)?(?P<age>[\d<~].*)", re.DOTALL)
_NUMBERED = re.compile(r"(?:^|\s)\d{1,2}[.)]\s+(?=[^\W\d_])")
_AND = re.compile(r"\s+(?:y|e|and|&)\s+", re.IGNORECASE)
_A_NUMBER = re.compile(
    r"\bA\s*(?:#|-?\s?number:?|no\.?|núm\.?)?\s*[:\-]?\s*(\d[\d\- ]{6,11}\d)\b|\b(\d{9})\b", re.IGNORECASE
)
_AGE_UNITS = r"(?:años?|anos?|yrs?\.?|years?(?: old)?|y/?o|meses|months?|mos?\.?)"
_TRAILING_AGE = re.compile(
    rf"[\s,]+((?:~|<)?\s*\d{{1,3}}(?:\s*[-–]\s*\d{{1,3}})?\s*{_AGE_UNITS}(?: de edad)?)\.?\s*$", re.IGNORECASE
)
_NOBODY = frozenset("0 no ninguno ninguna none nadie nobody null na nil no one".split())


@dataclass(frozen=True, slots=True)
class Reading:
    """How a cell of relatives is to be read: who is meant where no relation is told, and the day ages are stated on."""

    relation: Relation = Relation.OTHER
    sex: Sex | None = None
    on: date | None = None
    kinship: Mapping[str, Relation] | None = None  # an agency's own words, folded


def read_relatives(text: str, reading: Reading) -> tuple[Relative, ...]:
    """The relatives in a cell: `NAME (relation, age); …` and the usual variants, in English and Spanish.

    An unknown word of kinship is OTHER. Raises UnreadableError where an age or a number can't be right.
    """
    text = clean(text)
    if fold(text) in _NOBODY - {"null"}:
        return ()
    found = (_entry(entry, reading) for entry in _entries(text) if not is_silent_name(entry))
    return tuple(relative for relative in found if relative.name or relative.identifiers)


def _entries(text: str) -> list[str]:
    """The cell's parts, one a person; names alone are told apart by "y" or commas only where each has two words."""
    if _NUMBERED.match(text):
        text = _NUMBERED.sub(";", text)
    entries = [entry.strip(" ,-–") for entry in _ENTRY_ENDS.split(text)]
    return [name for entry in entries if entry for name in _bare_names(entry)]


def _bare_names(entry: str) -> list[str]:
    if any(mark in entry for mark in "(["):
        return [entry]
    for names in (_AND.split(entry), entry.split(",") if entry.count(",") > 1 else []):
        if len(names) > 1 and all(len(name.split()) > 1 and not _is_detail(name) for name in names):
            return [name.strip() for name in names]
    return [entry]


def _entry(entry: str, reading: Reading) -> Relative:
    relative = Relative(relation=reading.relation, sex=reading.sex)
    if (leading := _LEADING.match(entry)) and (kinship := _kinship(leading["kin"], reading)):
        relative = replace(relative, relation=kinship.relation, sex=kinship.sex or relative.sex)
        entry = leading["name"]
    name, details = _name_and_details(entry)
    for detail in details:
        relative = _with_detail(relative, detail, reading)
    name, relative = _pull_a_number(name, relative)
    name, relative = _pull_trailing_age(name, relative)
    name = name.strip(" ,-–")
    return replace(relative, name="" if _is_count(name) or is_silent_name(name) else name)


def _is_count(name: str) -> bool:
    """Whether "2" or "3 hijos" stands where names should: it names nobody."""
    words = fold(name).split()
    return bool(words) and words[0].isdecimal() and all(known_kinship(word) for word in words[1:])


def _name_and_details(entry: str) -> tuple[str, list[str]]:
    """The name, and what is told beside it in parentheses, between commas or between dashes."""
    if match := _DETAILS.match(entry):
        beside = f"{match['details']},{match['rest']}"
        return match["name"], [part for part in _DETAIL_ENDS.split(beside) if part.strip()]
    parts = [part.strip() for part in re.split(r"\s+[-–—]\s+", entry)]
    if len(parts) > 1 and all(_is_detail(part) for part in parts[1:]):
        return parts[0], parts[1:]
    parts = [part.strip() for part in entry.split(",")]
    details: list[str] = []
    while len(parts) > 1 and _is_detail(parts[-1]):
        details.insert(0, parts.pop())
    return ", ".join(parts), details


def _is_detail(text: str) -> bool:
    return bool(known_kinship(text) or _A_NUMBER.search(text)) or (
        any(mark.isdecimal() for mark in text) and _is_age_or_date(text)
    )


def _is_age_or_date(text: str) -> bool:
    for read in (read_age, read_date):
        try:
            read(text)
        except UnreadableError as problem:
            if problem.impossible:
                return True
        else:
            return True
    return False


def _with_detail(relative: Relative, detail: str, reading: Reading) -> Relative:
    detail = detail.strip()
    if not detail or is_silent(detail):
        return relative
    if kinship := _kinship(detail, reading):
        return replace(relative, relation=kinship.relation, sex=kinship.sex or relative.sex)
    if _A_NUMBER.search(detail):
        return _pull_a_number(detail, relative)[1]
    if (both := _KIN_THEN_AGE.fullmatch(detail)) and (kinship := _kinship(both["kin"], reading)):
        relative, detail = replace(relative, relation=kinship.relation, sex=kinship.sex or relative.sex), both["age"]
    if any(mark.isdecimal() for mark in detail):
        return replace(relative, age=_age(detail, reading.on))
    if fold(detail) in ("f", "m", "female", "male"):
        return replace(relative, sex=Sex.FEMALE if fold(detail)[0] == "f" else Sex.MALE)
    return replace(relative, relation=Relation.OTHER)


def _kinship(text: str, reading: Reading) -> Kinship | None:
    own = (reading.kinship or {}).get(fold(text))
    return Kinship(own) if own else known_kinship(text)


def _age(text: str, on: date | None) -> float | None:
    """The age a detail tells, itself or by a date of birth; None where there is no day to measure the latter on."""
    try:
        return read_age(re.sub(r"^\s*(?:age|edad)\s*:?\s*", "", text, flags=re.IGNORECASE)).years
    except UnreadableError as problem:
        if problem.impossible:
            raise
    try:
        return age_from_birth(
            re.sub(r"^\s*(?:dob|born|fdn|nac\w*|f\.?\s?nac\w*\.?)\s*:?\s*", "", text, flags=re.IGNORECASE), on
        )
    except UnreadableError as problem:
        if problem.impossible:
            raise
        return None


def age_from_birth(text: str, on: date | None, order: DayOrder = DayOrder.MONTH_FIRST) -> float | None:
    """Years lived on a day by someone born on the date in the text. Raises UnreadableError where it is no date."""
    read = in_century(in_order(read_date(text), order), on)
    return years_between(as_birth(read, ambiguous=False), on) if on else None


def _pull_a_number(text: str, relative: Relative) -> tuple[str, Relative]:
    match = _A_NUMBER.search(text)
    if not match:
        return text, relative
    found: tuple[Identifier, ...] = read_identifiers("a_number", match[1] or match[2])
    return text[: match.start()] + text[match.end() :], replace(relative, identifiers=relative.identifiers + found)


def _pull_trailing_age(name: str, relative: Relative) -> tuple[str, Relative]:
    match = _TRAILING_AGE.search(name)
    if not match or relative.age is not None:
        return name, relative
    return name[: match.start()], replace(relative, age=read_age(match[1]).years)


_NAME_KEYS = ("name", "full_name", "nombre", "nombre_completo")
_RELATION_KEYS = ("relation", "relationship", "relacion", "parentesco")
_AGE_KEYS = ("age", "edad")


def read_seeks(text: str, reading: Reading) -> tuple[Relative, ...]:
    """Whom the subject seeks: a JSON array of {"name", "relation", "age"}; other text is a list of relatives.

    relation is what the sought person is to the subject. Raises UnreadableError for broken JSON.
    """
    if not clean(text).startswith(("[", "{")):
        return read_relatives(text, reading)
    try:
        # Deep nesting ends in RecursionError, an endless number in ValueError.
        found = json.loads(clean(text), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise UnreadableError('broken JSON: write [{"name": "…", "relation": "…", "age": 7}]') from None
    entries = found if isinstance(found, list) else [found]
    if not all(isinstance(entry, dict) for entry in entries):
        raise UnreadableError('every person sought must be an object: write [{"name": "…", "relation": "…", "age": 7}]')
    sought = (
        _sought({fold(key).replace(" ", "_"): value for key, value in entry.items()}, reading) for entry in entries
    )
    return tuple(relative for relative in sought if relative.name or relative.identifiers)


def _refuse_constant(_name: str) -> float:
    raise ValueError("not a number")


def _sought(entry: Mapping[str, object], reading: Reading) -> Relative:
    name, relation, age = (_first(entry, keys) for keys in (_NAME_KEYS, _RELATION_KEYS, _AGE_KEYS))
    relative = Relative(relation=reading.relation, name="" if is_silent_name(name) else name)
    if relation and not is_silent(relation):
        kinship = _kinship(relation, reading) or Kinship(Relation.OTHER)
        relative = replace(relative, relation=kinship.relation, sex=kinship.sex)
    if age and not is_silent(age):
        relative = replace(relative, age=read_age(age).years)
    a_number = _first(entry, ("a_number", "anumber", "alien_number"))
    return (
        replace(relative, identifiers=read_identifiers("a_number", a_number))
        if a_number and not is_silent(a_number)
        else relative
    )


def _first(entry: Mapping[str, object], keys: tuple[str, ...]) -> str:
    """The first of the keys that says something, as clean text; nested values say nothing we know."""
    values = (entry[key] for key in keys if key in entry)
    return next(
        (clean(str(value)) for value in values if isinstance(value, str | int | float) and not isinstance(value, bool)),
        "",
    )
