"""What sources say about people: the values that everything else compares, stores and counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RecordKey = tuple[str, str]
"""Agency code and the agency's own record id: what names one record for good."""


class Sex(StrEnum):
    """Sex as rosters record it; None elsewhere means that the source is silent."""

    FEMALE = "F"
    MALE = "M"


class Relation(StrEnum):
    """What a relative is to the subject of the record: MOTHER means "is the subject's mother".

    Source: Primero's relationship list (domain vocabulary of family tracing).
    """

    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    AUNT_UNCLE = "aunt_uncle"
    NIECE_NEPHEW = "niece_nephew"
    COUSIN = "cousin"
    SPOUSE = "spouse"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Birth:
    """A date of birth as far as the source knows it.

    ambiguous: day and month can't be told apart (both 12 or less and the column's order is unclear).
    """

    year: int
    month: int | None = None
    day: int | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A typed number: kind is a_number, curp, dpi, dui, dni, passport, fin or another agency's name for it.

    value: letters upper-cased, spaces and punctuation dropped.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Someone a source names beside its subject.

    name: as written, may be empty where only an identifier is known.
    age: years, as stated on the mention's `stated_on`.
    """

    relation: Relation
    name: str = ""
    age: float | None = None
    sex: Sex | None = None
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one record of one agency says about one person, understood field by field.

    Text is as written, trimmed; an empty string or None means that the source is silent. Names are folded only
    when they are compared. A source gives either `full_name`, or `given_names` with `surnames` or with
    `first_surname` and `second_surname`.
    nationality: ISO 3166-1 alpha-2. language: ISO 639-3 where known, else as written. phones: E.164 where valid.
    age: years on the day `stated_on`.
    """

    agency: str
    record_id: str
    full_name: str = ""
    given_names: str = ""
    surnames: str = ""
    first_surname: str = ""
    second_surname: str = ""
    sex: Sex | None = None
    birth: Birth | None = None
    age: float | None = None
    age_estimated: bool = False
    stated_on: date | None = None
    nationality: str = ""
    department: str = ""
    municipality: str = ""
    language: str = ""
    identifiers: tuple[Identifier, ...] = ()
    family_unit: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    facility: str = ""
    apprehended_on: date | None = None
    apprehended_at: str = ""
    admitted_on: date | None = None
    discharged_on: date | None = None
    removed_on: date | None = None
    called_on: date | None = None
    destination: str = ""
    status: str = ""
    separated: bool | None = None
    separation_reason: str = ""
    relatives: tuple[Relative, ...] = ()
    notes: str = ""

    @property
    def key(self) -> RecordKey:
        """The record's agency and id."""
        return (self.agency, self.record_id)
