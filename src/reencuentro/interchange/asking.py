"""What somebody types into the one box to find a person: names in any order, numbers, a telephone, a place, an age."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.countries import country_named
from reencuentro.interchange.values.dates import EARLIEST_BIRTH, DayOrder, as_birth, in_order, read_date
from reencuentro.interchange.values.documents import read_identifiers
from reencuentro.interchange.values.phones import read_phones
from reencuentro.interchange.values.text import UnreadableError, clean, fold, is_silent_name
from reencuentro.linkage.mentions import Birth, Identifier, Mention

FEWEST_LETTERS = 3
"""Letters or digits below which nothing is looked for yet."""
MOST_LETTERS = 200
"""Characters of a question; what is beyond them is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it may have been meant. readings: what may be looked for, the plainest first; none for too little.

    place_alone: it names a place and nobody, and a place alone finds nobody.
    """

    readings: tuple[Mention, ...] = ()
    place_alone: bool = False


def asked_from(text: str, today: date) -> Asked:
    """What the text asks for, in each way in which it may be understood; today bounds births and states ages.

    Names need two words, or one beside a day of birth, a number or a place: one word is borne by too many.
    """
    text = clean(text.encode("utf-8", "ignore").decode("utf-8"))[:MOST_LETTERS]
    if sum(character.isalnum() for character in text) < FEWEST_LETTERS:
        return Asked()
    told = _told(text, today)
    said = Mention(
        agency="",
        record_id="",
        birth=told.birth,
        age=told.age,
        stated_on=today if told.age is not None else None,
        nationality=told.nationality,
        identifiers=tuple(dict.fromkeys(told.numbers)),
        phones=tuple(dict.fromkeys(told.phones)),
    )
    names = list(_names(told))
    readings = tuple(replace(said, full_name=name, municipality=place) for name, place in names)
    if not names and (said.identifiers or said.phones):
        readings = (said,)
    return Asked(readings=readings, place_alone=not readings and bool(told.nationality or told.places))


@dataclass(slots=True)
class _Told:
    """What the words of the question turned out to be; parts: what is left between commas, words of names maybe."""

    birth: Birth | None = None
    age: float | None = None
    nationality: str = ""
    numbers: list[Identifier] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def _told(text: str, today: date) -> _Told:
    told = _Told()
    for find, keep in _FINDERS:
        for match in find.finditer(text):
            if keep(told, match, today):
                text = text.replace(match[0], " , " if find is _AGE or find is _DAY else " ", 1)
    for part in text.split(","):
        _tell_part(told, part)
    return told


def _tell_part(told: _Told, part: str) -> None:
    """What stands between commas: a country, a place after "de" or "from", or words of a name."""
    words = re.sub(r"\s+", " ", part).strip(" .;:-/")
    place = _PLACE.search(words)
    if place and _is_country_or_rest(told, place["place"]):
        words = words[: place.start()].strip()
    if country := country_named(words):
        told.nationality = told.nationality or country
    elif any(map(str.isalpha, words)) and not is_silent_name(words):
        told.parts.append(words)


def _is_country_or_rest(told: _Told, place: str) -> bool:
    """A name may hold "de" as well: only what stands behind "from", or names a country, is surely a place."""
    if country := country_named(place):
        told.nationality = told.nationality or country
        return True
    told.places.append(place)
    return True


def _names(told: _Told) -> Iterator[tuple[str, str]]:
    """Name and place, in every way in which the parts may be meant: what stands last may be a place, or a name."""
    dated = told.birth is not None and told.birth.day is not None
    beside = dated or bool(told.numbers or told.phones)
    place = told.places[0] if told.places else ""
    for name, town in dict.fromkeys(_ways(told.parts)):
        words = fold(name).split()
        if len(words) > 1 or (words and (beside or place or town)):
            yield name, place or town


def _ways(parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(parts) > 1:
        yield " ".join(parts[:-1]), parts[-1]
        yield ", ".join(parts[:2]), ""
    elif parts:
        yield parts[0], ""
        words = parts[0].split()
        if len(words) > _GIVEN_AND_SURNAME:
            yield " ".join(words[:-1]), words[-1]


_GIVEN_AND_SURNAME = 2  # words; of more, the last may be a place


def _keep_kind(kind: str) -> "Keep":
    def keep(told: _Told, match: re.Match[str], _: date) -> bool:
        try:
            told.numbers += read_identifiers(kind, match["number"])
        except UnreadableError:
            return False
        return True

    return keep


def _keep_interim(told: _Told, match: re.Match[str], _: date) -> bool:
    told.numbers.append(Identifier("interim", re.sub(r"\W", "", match[0]).upper()))
    return True


def _keep_named(told: _Told, match: re.Match[str], today: date) -> bool:
    return _keep_kind(_KINDS[fold(match["kind"])])(told, match, today)


def _keep_birth(told: _Told, match: re.Match[str], today: date) -> bool:
    try:
        read = read_date(match["day"])
        birth = as_birth(in_order(read, DayOrder.DAY_FIRST), ambiguous=read.open_order)
    except UnreadableError:
        return False
    if told.birth is not None or not EARLIEST_BIRTH <= birth.year <= today.year:
        return False
    told.birth = birth
    return True


def _keep_age(told: _Told, match: re.Match[str], _: date) -> bool:
    try:
        told.age = read_age(match[0]).years
    except UnreadableError:
        return False
    return True


def _keep_digits(told: _Told, match: re.Match[str], _: date) -> bool:
    """A number whose kind isn't said may be a telephone's or any document's: it is looked for as all of them."""
    text = match[0]
    told.phones += read_phones(text)
    told.numbers += read_identifiers("number", text)
    if len(re.sub(r"\D", "", text)) <= _LONGEST_A_NUMBER:
        told.numbers += read_identifiers("a_number", text)
    return True


_LONGEST_A_NUMBER = 9  # digits
Keep = Callable[[_Told, re.Match[str], date], bool]
_KINDS = {
    **dict.fromkeys(("dpi", "cui"), "dpi"), "curp": "curp", "dui": "dui", "dni": "dni", "fin": "fin",
    **dict.fromkeys(("pasaporte", "passport"), "passport"),
}  # fmt: skip
_NAMED = rf"\b(?P<kind>{'|'.join(_KINDS)})\b[ :#.]{{0,3}}(?P<number>[A-Z]{{0,3}}\d[\d -]{{4,20}})"
_AGE = re.compile(
    r"\b\d{1,3}(?:\s*[-–]\s*\d{1,3})?\s*(?:años?|anos?|years?(?: old)?|meses|months?|semanas|weeks?)\b", re.IGNORECASE
)
_DAY = re.compile(
    r"(?<![\w-])(?P<day>\d{4}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?:19|20)\d{2})(?![\w-])"
)
_PLACE = re.compile(r"\b(?:from|desde|originari[oa] de|natural de|vive en|lives in)\s+(?P<place>.+)$", re.IGNORECASE)
_FINDERS: tuple[tuple[re.Pattern[str], Keep], ...] = (
    (re.compile(r"\bR-?[0-9BCDFGHJKMNPQRSTVWXZ]{4}-?[0-9BCDFGHJKMNPQRSTVWXZ]{4}\b", re.IGNORECASE), _keep_interim),
    (re.compile(r"\b(?P<number>[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d)\b", re.IGNORECASE), _keep_kind("curp")),
    (re.compile(r"\b(?P<number>A[ #-]{0,2}\d{2,3}[ -]?\d{3}[ -]?\d{3})\b", re.IGNORECASE), _keep_kind("a_number")),
    (
        re.compile(
            rf"\b(?P<kind>{'|'.join(_KINDS)})\b[ :#.]{{0,3}}(?P<number>[A-Z]{{0,3}}\d[\d -]{{4,20}})", re.IGNORECASE
        ),
        _keep_named,
    ),
    (_DAY, _keep_birth),
    (_AGE, _keep_age),
    (re.compile(r"\b(?=[A-Z]*\d)(?P<number>[A-Z]{1,3}\d{6,12})\b", re.IGNORECASE), _keep_kind("number")),
    (re.compile(r"\+?\(?\d[\d ().-]{5,20}\d"), _keep_digits),
)
"""What can be told by how it is written, the surest first; what was taken isn't read again."""
