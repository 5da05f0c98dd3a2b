"""Mentions as arrays: every text becomes a small number once, so that records are compared by the million.

In every coded column 0 means that the source is silent.
"""

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from reencuentro.linkage.kernels import Kernel
from reencuentro.linkage.mentions import Mention, Relation, Sex
from reencuentro.linkage.naming import Names, Numbering, Texts, Written, split_texts, take_apart
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.spelling import fold
from reencuentro.linkage.words import Words

Floats = NDArray[np.float64]
T = TypeVar("T", bound=Hashable)


class Vocabulary(Generic[T]):
    """Numbers for values, in the order of first sight; entry 0 is silence."""

    def __init__(self, silence: T) -> None:
        self.values: list[T] = [silence]
        self._codes: dict[T, int] = {silence: 0}

    def code(self, value: T) -> int:
        """The value's number, a new one for a new value."""
        found = self._codes.setdefault(value, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found


@dataclass(frozen=True, slots=True)
class Lists:
    """Any number of codes a record, up to LONGEST: row i of `padded` holds those of record i, then zeros."""

    padded: Ints

    @classmethod
    def of(cls, lists: Sequence[Iterable[int]]) -> "Lists":
        """From one iterable of codes a record; silence (0) is left out, and so is what is beyond LONGEST."""
        rows = [sorted({code for code in codes if code})[:LONGEST] for codes in lists]
        padded = np.zeros((len(rows), max(map(len, rows), default=0) or 1), np.int32)
        for record, row in enumerate(rows):
            padded[record, : len(row)] = row
        return cls(padded)

    def at(self, record: int) -> Ints:
        """The codes of one record."""
        row = self.padded[record]
        return np.asarray(row[row > 0], np.int32)


LONGEST = 12
"""Numbers, phones or children of one record that are compared."""


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of texts by number, 0 where silent; without any records where no source has such a column.

    values: folded texts by number, the first of them empty.
    """

    codes: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    values: Sequence[str] = ("",)

    @cached_property
    def shares(self) -> Floats:
        """log2 of how often strangers state each value, by its number; the two who are compared don't count."""
        counts = np.bincount(self.codes, minlength=len(self.values))
        total = int(counts[1:].sum())
        return np.asarray(np.log2((np.maximum(counts - 2, 0) + _UNSEEN) / (total + _UNSEEN)), np.float64)


_UNSEEN = 1.0  # others who state a value that only the two at hand are seen to state


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The comparable facts of N records, one array of length N each, in the records' order."""

    names: Names
    words: Words  # of names and relative_names
    agency: Ints
    sex: Ints  # 1 female, 2 male
    year: Ints
    month: Ints
    day: Ints
    ambiguous: NDArray[np.bool_]
    born: Floats  # middle of the interval in which the person was born, in years; NaN where silent
    born_within: Floats  # half the width of that interval, in years
    nationality: Ints  # into nationalities
    nationalities: list[str]
    department: Ints
    municipality: Ints  # into municipalities
    municipalities: list[str]
    language: Ints
    identifiers: Lists  # into identifier_values, the agency's own record id included
    identifier_values: list[str]
    a_number: Ints
    a_numbers: list[str]
    other_number: Ints  # a national or passport number: the first of them
    other_numbers: list[str]
    mother: Ints  # into relative_names
    father: Ints
    relative_names: Names
    children: Lists  # into relative_names
    family_unit: Ints  # into family_units
    family_units: list[str]
    apprehended_on: Ints  # proleptic ordinal day
    apprehended_at: Ints
    admitted_on: Ints  # proleptic ordinal day
    phones: Lists  # into phone_numbers
    phone_numbers: list[str]
    postcode: Coded = Coded()
    address: Coded = Coded()
    occupation: Coded = Coded()

    def __len__(self) -> int:
        return len(self.names)

    @cached_property
    def kernel(self) -> Kernel:
        """Compares the records' own names."""
        return Kernel(self.names, self.words)

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """The facts of which at least one record speaks."""
        return frozenset(fact for fact, said in self._said.items() if said.any())

    def speaks(self, fact: str) -> NDArray[np.bool_]:
        """Which records speak of the fact, so that two of them may be compared on it."""
        return np.asarray(self._said[fact] != 0, np.bool_)

    @cached_property
    def _said(self) -> dict[str, NDArray[Any]]:
        return {
            "birth": ~np.isnan(self.born),
            "sex": self.sex,
            "nationality": self.nationality,
            "origin": self.municipality + self.department,
            "language": self.language,
            "a_number": self.a_number,
            "other_number": self.other_number,
            # Where there is one kind of number alone, whether any number agrees is no news.
            "any_number": np.asarray(self.identifiers.padded.any(axis=1) & self._kinds_of_numbers),
            "mother": self.mother,
            "father": self.father,
            "children": self.children.padded[:, 0],
            "family_unit": self.family_unit,
            "apprehension": self.apprehended_on,
            "journey": self.admitted_on + self.apprehended_on,
            "phone": self.phones.padded[:, 0],
            "agency": self.agency,
            "postcode": self.postcode.codes,
            "address": self.address.codes,
            "occupation": self.occupation.codes,
        }

    @property
    def _kinds_of_numbers(self) -> bool:
        fewer, more = sorted((len(self.a_numbers), len(self.other_numbers)))
        return fewer > 1 or len(self.identifier_values) - self.identifier_values.count("") >= more

    @cached_property
    def relatives(self) -> Kernel:
        """Compares the names of relatives, by two given names and two surnames at most."""
        return Kernel(self.relative_names, self.words, in_full=False)

    def make_ready(self) -> None:
        """What comparing names needs, made at once on every core instead of when it is first asked for."""
        _ = self.words.similar, self.words.letters  # which all of them start from
        kernel, relatives = self.kernel, self.relatives
        parts: tuple[Callable[[], object], ...] = (
            lambda: self.words.table,
            lambda: kernel.given,
            lambda: kernel.surnames,
            lambda: relatives.given,
            lambda: relatives.surnames,
        )
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            list(workers.map(lambda part: part(), parts))


def columns_of(mentions: Sequence[Mention]) -> Columns:
    """Fold, take apart and number everything that records are compared by."""
    numbering = Numbering()
    given, surnames, leanings = take_apart(_written(mentions), len(mentions), numbering)
    relatives = Vocabulary("")

    def relative(mention: Mention, relation: Relation) -> list[int]:
        return [relatives.code(one.name) for one in mention.relatives if one.relation is relation and one.name]

    def first(codes: list[int]) -> int:
        return codes[0] if codes else 0

    mother = _ints(first(relative(mention, Relation.MOTHER)) for mention in mentions)
    father = _ints(first(relative(mention, Relation.FATHER)) for mention in mentions)
    children = Lists.of([relative(mention, Relation.CHILD) for mention in mentions])
    relative_given, relative_surnames = split_texts(Texts(pa.array(relatives.values, pa.string())), leanings, numbering)
    texts = numbering.texts
    a_number, a_numbers = _coded(_number(mention, "a_number") for mention in mentions)
    other_number, other_numbers = _coded(_number(mention, *_PERSONAL_NUMBERS) for mention in mentions)
    nationality, nationalities = _coded(mention.nationality for mention in mentions)
    municipality, municipalities = _coded(fold(mention.municipality) for mention in mentions)
    family_unit, family_units = _coded(fold(mention.family_unit) for mention in mentions)
    identifiers, identifier_values = _lists(_numbers(mention) for mention in mentions)
    phones, phone_numbers = _lists(mention.phones for mention in mentions)
    born = np.array([_born(mention) for mention in mentions], np.float64).reshape(-1, 2)
    return Columns(
        names=Names(texts, given, surnames),
        words=Words(texts),
        agency=_coded(mention.agency for mention in mentions)[0],
        sex=_ints(_SEX[mention.sex] for mention in mentions),
        year=_ints(mention.birth.year if mention.birth else 0 for mention in mentions),
        month=_ints((mention.birth.month or 0) if mention.birth else 0 for mention in mentions),
        day=_ints((mention.birth.day or 0) if mention.birth else 0 for mention in mentions),
        ambiguous=np.array([bool(mention.birth and mention.birth.ambiguous) for mention in mentions], np.bool_),
        born=born[:, 0],
        born_within=born[:, 1],
        nationality=nationality,
        nationalities=nationalities,
        department=_coded(fold(mention.department) for mention in mentions)[0],
        municipality=municipality,
        municipalities=municipalities,
        language=_coded(fold(mention.language) for mention in mentions)[0],
        identifiers=identifiers,
        identifier_values=identifier_values,
        a_number=a_number,
        a_numbers=a_numbers,
        other_number=other_number,
        other_numbers=other_numbers,
        mother=mother,
        father=father,
        children=children,
        relative_names=Names(texts, relative_given, relative_surnames),
        family_unit=family_unit,
        family_units=family_units,
        apprehended_on=_ints(_ordinal(mention.apprehended_on) for mention in mentions),
        apprehended_at=_coded(fold(mention.apprehended_at) for mention in mentions)[0],
        admitted_on=_ints(_ordinal(mention.admitted_on) for mention in mentions),
        phones=phones,
        phone_numbers=phone_numbers,
    )


def _written(mentions: Sequence[Mention]) -> Written:
    def texts(part: Callable[[Mention], str]) -> pa.Array:
        return pa.array([part(mention) for mention in mentions], pa.string())

    return Written(
        given_names=texts(lambda mention: mention.given_names),
        first_surname=texts(lambda mention: mention.first_surname),
        second_surname=texts(lambda mention: mention.second_surname),
        surnames=texts(lambda mention: mention.surnames),
        full_name=texts(lambda mention: mention.full_name),
    )


_SEX = {None: 0, Sex.FEMALE: 1, Sex.MALE: 2}
_PERSONAL_NUMBERS = ("curp", "dpi", "cui", "dui", "dni", "nid", "passport", "fin")
_SHORTEST_NUMBER = 5  # shorter numbers are serial numbers of lists, shared by chance


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int32)


def _coded(values: Iterable[str]) -> tuple[Ints, list[str]]:
    vocabulary = Vocabulary("")
    codes = _ints(vocabulary.code(value) for value in values)
    return codes, vocabulary.values


def _lists(values: Iterable[Iterable[str]]) -> tuple[Lists, list[str]]:
    vocabulary = Vocabulary("")
    return Lists.of([[vocabulary.code(value) for value in row] for row in values]), vocabulary.values


def _number(mention: Mention, *kinds: str) -> str:
    """The first identifier of these kinds, the kinds in order of preference."""
    found = sorted((kinds.index(one.kind), one.value) for one in mention.identifiers if one.kind in kinds)
    return found[0][1] if found else ""


def _numbers(mention: Mention) -> list[str]:
    """All numbers of the record whatever their kind: one agency's record id is another's "other number"."""
    own = "".join(letter for letter in mention.record_id.upper() if letter.isalnum())
    return [value for value in (*(one.value for one in mention.identifiers), own) if len(value) >= _SHORTEST_NUMBER]


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _born(mention: Mention) -> tuple[float, float]:
    """When the person was born, as (middle, half width) in years; (NaN, 0) where nothing is known."""
    birth = mention.birth
    if birth and birth.month and birth.day and (birth.month, birth.day) != (1, 1):
        return birth.year + (birth.month - 0.5) / 12 + (birth.day - 15) / 365, 0.0
    if birth and birth.month and birth.month != 1:
        return birth.year + (birth.month - 0.5) / 12, 0.05
    if birth:
        return birth.year + 0.5, 0.5  # 1 January stands for a year of birth more often than for the day
    if mention.age is None or mention.stated_on is None:
        return float("nan"), 0.0
    stated = mention.stated_on.year + mention.stated_on.timetuple().tm_yday / 365.25
    return stated - mention.age - 0.5, 1.5 if mention.age_estimated else 0.5
