"""What the columns of a table of people tell: the fields of the roster contract, and what only plain tables have."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reencuentro.interchange.headers import Field, Owner, Recognised, Target, recognise
from reencuentro.interchange.values.text import fold


class Told(StrEnum):
    """What a column tells of the person whom its row is about."""

    RECORD_ID = "record_id"
    AGENCY = "agency"
    GIVEN_NAMES = "given_names"
    MIDDLE_NAMES = "middle_names"
    SURNAMES = "surnames"
    FIRST_SURNAME = "first_surname"
    SECOND_SURNAME = "second_surname"
    FULL_NAME = "full_name"
    DATE_OF_BIRTH = "date_of_birth"
    BIRTH_YEAR = "birth_year"
    BIRTH_MONTH = "birth_month"
    BIRTH_DAY = "birth_day"
    AGE = "age"
    STATED_ON = "stated_on"
    SEX = "sex"
    NATIONALITY = "nationality"
    DEPARTMENT = "department"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"
    A_NUMBER = "a_number"
    OTHER_NUMBER = "other_number"
    FAMILY_UNIT = "family_unit"
    MOTHER = "mother"
    FATHER = "father"
    CHILDREN = "children"
    PHONE = "phone"
    ADDRESS = "address"
    POSTCODE = "postcode"
    OCCUPATION = "occupation"


NAMES = frozenset(
    (Told.GIVEN_NAMES, Told.SURNAMES, Told.FIRST_SURNAME, Told.SECOND_SURNAME, Told.FULL_NAME, Told.MIDDLE_NAMES)
)
JOINED = frozenset((Told.PHONE, Told.ADDRESS, Told.CHILDREN, Told.OTHER_NUMBER))
"""What several columns may tell at once."""

_FIELDS: Mapping[Field, Told] = {
    **{Field(told.value): told for told in Told if told.value in set(Field)},
    **dict.fromkeys(
        (Field.CURP, Field.DPI, Field.DUI, Field.DNI, Field.PASSPORT, Field.FIN, Field.OTHER_ID), Told.OTHER_NUMBER
    ),
}
_RELATIVES: Mapping[Owner, Told] = {
    Owner.MOTHER: Told.MOTHER,
    Owner.FATHER: Told.FATHER,
    Owner.CHILD: Told.CHILDREN,
}

# Words of headers that rosters have no field for, or that are short for a field in data sets only. All of a set must
# stand in the header.
_PHRASES: tuple[tuple[str, Told], ...] = tuple(
    (words, told)
    for told, phrases in {
        Told.FULL_NAME: "first and surname|first and last name|forename and surname",
        Told.POSTCODE: "postcode|post code|postal code|zip|zipcode|codigo postal|codpostal|cp|plz",
        Told.OCCUPATION: "occupation|job|profession|ocupacion|oficio|profesion",
        Told.AGENCY: "agency|source|dataset|data source|source system|organisation|organization|agencia|fuente",
        Told.ADDRESS: "street number|house number|street name|house|calle numero",
        Told.OTHER_NUMBER: (
            "nid|national id|soc sec id|soc sec|ssn|social security|nhs number|nhs no|tax id|nino|id card|cedula"
        ),
        Told.MUNICIPALITY: "adm 2|adm2|admin 2|admin2|suburb|locality|birthplace|parish",
        Told.DEPARTMENT: "adm 1|adm1|admin 1|admin1|county",
    }.items()
    for words in phrases.split("|")
)
_LABELS = frozenset(
    """cluster|cluster id|clusterid|person id|personid|entity id|entityid|entity|label|labels|true id|trueid|truth
    true match id|match id|matchid|group id|role|blocking number|gold|gold id|is match|ground truth|true label
    true cluster|duplicate of""".replace("\n    ", "|").split("|")
)
"""Headers of what is to be found: whoever uses them to find it only reads it off."""
_LABELLED_FAMILIES = frozenset(("family id", "familyid", "household id"))

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which columns tell what, the clearest first, and which are not used."""

    used: Mapping[Told, tuple[str, ...]]
    ignored: tuple[str, ...]

    @property
    def names_someone(self) -> bool:
        """Whether any column holds names."""
        return not NAMES.isdisjoint(self.used)


def meaning_of(headers: Sequence[str]) -> Meaning:
    """What a table's columns tell. Of several that tell the same thing only the clearest is used, but for lists."""
    labelled = any(_folded(header) in _LABELS for header in headers)
    found: dict[Told, list[tuple[int, int, str]]] = {}
    for position, header in enumerate(headers):
        if labelled and _folded(header) in _LABELLED_FAMILIES:
            continue
        if (told := _told(header)) is not None:
            found.setdefault(told[0], []).append((told[1], position, header))
    used = {
        told: tuple(header for _, _, header in (sorted(found[told]) if told not in JOINED else found[told]))
        for told in Told
        if told in found
    }
    used = {told: columns if told in JOINED else columns[:1] for told, columns in used.items()}
    taken = {header for columns in used.values() for header in columns}
    return Meaning(used, tuple(header for header in headers if header not in taken))


def knows(header: str) -> bool:
    """Whether a text is a header that says what its column holds."""
    return _told(header) is not None


def _folded(header: str) -> str:
    return fold(_CAMEL.sub(" ", header)) if not header.isupper() else fold(header)


def _told(header: str) -> tuple[Told, int] | None:
    """What a column tells, and how clear its header is (0: the clearest); None where it tells nothing that is used."""
    folded = _folded(header)
    if folded in _LABELS:
        return None
    padded = f" {folded} "
    for words, told in _PHRASES:
        if f" {words} " in padded:
            return told, 0 if words == folded else 1
    found = recognise(header)
    return None if found is None else _of(found)


def _of(found: Recognised) -> tuple[Told, int] | None:
    target: Target = found.target
    if target.owner is Owner.SUBJECT:
        told = _FIELDS.get(target.field)
    else:
        told = _RELATIVES.get(target.owner) if target.field in (Field.FULL_NAME, Field.CHILDREN) else None
    return None if told is None else (told, found.place)
