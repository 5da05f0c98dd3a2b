"""From a column's cells to values: which reader serves which field, and how its answers are remembered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from reencuentro.interchange.headers.fields import EVENTS, IDENTIFIERS, NAMES, RELATIONS, Field, Target
from reencuentro.interchange.rosters.readings import Problem
from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.dates import DayOrder, as_birth, as_event, in_century, in_order, read_date
from reencuentro.interchange.values.documents import read_identifiers
from reencuentro.interchange.values.languages import read_language
from reencuentro.interchange.values.people import Kinship, read_kinship, read_sex, read_yes_or_no
from reencuentro.interchange.values.phones import read_phones
from reencuentro.interchange.values.relatives import Reading, read_relatives, read_seeks
from reencuentro.interchange.values.text import UnreadableError, clean, fold, is_silent, is_silent_name, whole_number
from reencuentro.linkage.mentions import Birth, Relation, Sex

_LATEST_PLAUSIBLE = timedelta(days=366)
_MOST_REMEMBERED = 50_000

Value = object
Read = Callable[[str], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a column writes its values, as judged over all of it.

    order: of day and month; ambiguous: that order is a guess. latest: no birth is later, and two-digit years end there.
    as_of: the day that the roster describes; events long after it can't be right. unit: what bare ages count.
    words: the agency's own words, folded, and what to read in their place.
    """

    order: DayOrder = DayOrder.MONTH_FIRST
    ambiguous: bool = False
    latest: date | None = None
    as_of: date | None = None
    m_is_mujer: bool = False
    unit: str = "year"
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    kinship: Mapping[str, Relation] = field(default_factory=dict)


class CellReader:
    """Reads the cells of one column; None where a cell is silent, a Problem where it can't be read."""

    def __init__(self, header: str, target: Target, manner: Manner) -> None:
        self.header, self.target = header, target
        self._read = reader_of(target, manner)
        self._words = manner.words
        self.known: dict[str, Value] = {}
        self._is_silent = _silence(target.field)

    def __call__(self, cell: str) -> Value:
        """The cell's value, remembered, since most columns say the same few things again and again."""
        if cell in self.known:
            return self.known[cell]
        if len(self.known) >= _MOST_REMEMBERED:
            self.known.clear()
        value = self.known[cell] = self._value(cell)
        return value

    def _value(self, cell: str) -> Value:
        text = clean(cell)
        if self._words:
            text = self._words.get(fold(text), text)
        if not text or self._is_silent(text):
            return None
        try:
            return self._read(text)
        except UnreadableError as problem:
            return Problem(self.header, cell, str(problem))


def _silence(wanted: Field) -> Callable[[str], bool]:
    if wanted in NAMES or wanted in _LISTS:
        return is_silent_name
    return _is_silent_key if wanted in _KEYS else is_silent


def _is_silent_key(text: str) -> bool:
    """As is_silent, but 9999 and 0000 are keys like any other."""
    return is_silent(text) and not any(character.isdecimal() for character in text)


_KEYS = frozenset((Field.RECORD_ID, Field.FAMILY_UNIT))
_LISTS = frozenset((Field.RELATIVES, Field.CHILDREN, Field.SIBLINGS, Field.SEEKS))


def reader_of(target: Target, manner: Manner) -> Read:
    """The function that reads a clean cell of such a column; it raises UnreadableError."""
    if (target.owner and target.field is Field.FULL_NAME) or target.field in _LISTS:
        return _relatives_reader(target, manner)
    if target.field in IDENTIFIERS:
        return partial(read_identifiers, manner.kind or str(target.field))
    if target.field in EVENTS:
        return partial(_event, manner)
    make = _READERS.get(target.field)
    return make(manner) if make else _text


def _relatives_reader(target: Target, manner: Manner) -> Read:
    relation, sex = _DEFAULTS.get(target.field) or RELATIONS[target.owner]
    reading = Reading(relation=relation, sex=sex, on=manner.latest, kinship=manner.kinship)
    return partial(read_seeks if target.field is Field.SEEKS else read_relatives, reading=reading)


_DEFAULTS: dict[Field, tuple[Relation, Sex | None]] = {
    Field.CHILDREN: (Relation.CHILD, None),
    Field.SIBLINGS: (Relation.SIBLING, None),
    Field.RELATIVES: (Relation.OTHER, None),
    Field.SEEKS: (Relation.OTHER, None),
}


def _text(text: str) -> str:
    return text


def _birth(manner: Manner, text: str) -> Birth:
    read = in_century(in_order(read_date(text), manner.order), manner.latest)
    return as_birth(read, ambiguous=manner.ambiguous)


def _event(manner: Manner, text: str) -> date:
    read = in_century(in_order(read_date(text), manner.order), manner.as_of)
    day = as_event(read)
    if manner.as_of and day > manner.as_of + _LATEST_PLAUSIBLE:
        raise UnreadableError("later than the roster itself by more than a year: correct the date", impossible=True)
    return day


def _month(text: str) -> int:
    month = read_date(f"{text} 2000").month if not text.isdecimal() else int(text)
    if month is None or not 1 <= month <= 12:
        raise UnreadableError("not a month: write 1 to 12", impossible=True)
    return month


def _whole(least: int, most: int, text: str) -> int:
    number = whole_number(text)
    if not number.isdecimal() or not least <= int(number) <= most:
        raise UnreadableError(
            f"not a number from {least} to {most}: correct it or leave the cell empty", impossible=True
        )
    return int(number)


def _kinship(own: Mapping[str, Relation], text: str) -> Kinship:
    relation = own.get(fold(text))
    return Kinship(relation) if relation else read_kinship(text)


_READERS: dict[Field, Callable[[Manner], Read]] = {
    Field.RECORD_ID: lambda _manner: whole_number,
    Field.FAMILY_UNIT: lambda _manner: whole_number,
    Field.DATE_OF_BIRTH: lambda manner: partial(_birth, manner),
    Field.BIRTH_YEAR: lambda _manner: partial(_whole, 1900, 2100),
    Field.BIRTH_MONTH: lambda _manner: _month,
    Field.BIRTH_DAY: lambda _manner: partial(_whole, 1, 31),
    Field.AGE: lambda manner: partial(read_age, unit=manner.unit),
    Field.AGE_ESTIMATED: lambda _manner: read_yes_or_no,
    Field.SEX: lambda manner: partial(read_sex, m_is_mujer=manner.m_is_mujer),
    Field.NATIONALITY: lambda _manner: read_country,
    Field.LANGUAGE: lambda _manner: read_language,
    Field.SEPARATED: lambda _manner: read_yes_or_no,
    Field.RELATION: lambda manner: partial(_kinship, manner.kinship),
}


class PhoneReader:
    """Reads a column of phones, each as in the country of its row's person."""

    def __init__(self, header: str, target: Target, manner: Manner, country: str) -> None:
        self._manner, self._header, self._target, self._country = manner, header, target, country
        self._readers: dict[str, CellReader] = {}

    def __call__(self, cell: str, nationality: str) -> Value:
        """The cell's phones, remembered by country."""
        country = self._country or nationality
        if (reader := self._readers.get(country)) is None:
            reader = self._readers[country] = _ReaderOfPhones(self._header, self._target, self._manner, country)
        return reader(cell)


class _ReaderOfPhones(CellReader):
    def __init__(self, header: str, target: Target, manner: Manner, country: str) -> None:
        super().__init__(header, target, manner)
        self._read = partial(read_phones, country=country)
