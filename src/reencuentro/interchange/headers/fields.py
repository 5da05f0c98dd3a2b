"""What a column can tell: the fields of the roster contract, and whose they are."""

import re
from dataclasses import dataclass
from enum import StrEnum

from reencuentro.linkage.mentions import Relation, Sex


class Field(StrEnum):
    """A field of the roster contract."""

    RECORD_ID = "record_id"
    FAMILY_UNIT = "family_unit"
    A_NUMBER = "a_number"
    CURP = "curp"
    DPI = "dpi"
    DUI = "dui"
    DNI = "dni"
    PASSPORT = "passport"
    FIN = "fin"
    OTHER_ID = "other_id"
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
    AGE_ESTIMATED = "age_estimated"
    SEX = "sex"
    NATIONALITY = "nationality"
    DEPARTMENT = "department"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"
    FACILITY = "facility"
    APPREHENDED_ON = "apprehended_on"
    APPREHENDED_AT = "apprehended_at"
    ADMITTED_ON = "admitted_on"
    DISCHARGED_ON = "discharged_on"
    REMOVED_ON = "removed_on"
    CALLED_ON = "called_on"
    STATED_ON = "stated_on"
    DESTINATION = "destination"
    STATUS = "status"
    SEPARATED = "separated"
    SEPARATION_REASON = "separation_reason"
    RELATIVES = "relatives"
    CHILDREN = "children"
    SIBLINGS = "siblings"
    RELATION = "relation"
    SEEKS = "seeks"
    PHONE = "phone"
    ADDRESS = "address"
    NOTES = "notes"


class Owner(StrEnum):
    """Whom a column speaks of: the row's own subject, or someone named beside it."""

    SUBJECT = ""
    CHILD = "child"
    CALLER = "caller"
    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    SIBLING = "sibling"
    SPOUSE = "spouse"
    GRANDPARENT = "grandparent"
    RELATIVE = "relative"
    STAFF = "staff"  # officers, lawyers, case workers: nobody whom the registry looks for


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """What a column is understood as: a field of its owner; slot tells "Child 1" from "Child 2"."""

    field: Field
    owner: Owner = Owner.SUBJECT
    slot: int = 0

    def __str__(self) -> str:
        """The name that reports show and mapping files use: "surnames", "mother", "child.age", "child2.age"."""
        if short := _SHORT_NAMES.get(self):
            return short
        owner = f"{self.owner}{self.slot or ''}." if self.owner else ""
        return f"{owner}{self.field}"


_SHORT_NAMES: dict[Target, str] = {
    Target(Field.FULL_NAME, Owner.MOTHER): "mother",
    Target(Field.FULL_NAME, Owner.FATHER): "father",
    Target(Field.FULL_NAME, Owner.PARENT): "parent",
    Target(Field.A_NUMBER, Owner.PARENT): "parent_a_number",
}
_BY_SHORT_NAME = {name: target for target, name in _SHORT_NAMES.items()}
_OWNED = re.compile(r"(?:(?P<owner>[a-z]+)(?P<slot>\d{0,2})\.)?(?P<field>[a-z_]+)")


def target_named(name: str) -> Target | None:
    """The target that a name from a mapping file means, or None where there is no such."""
    if short := _BY_SHORT_NAME.get(name):
        return short
    match = _OWNED.fullmatch(name)
    if not match or match["field"] not in set(Field) or (match["owner"] or "") not in set(Owner):
        return None
    return Target(Field(match["field"]), Owner(match["owner"] or ""), int(match["slot"] or 0))


def target_names() -> tuple[str, ...]:
    """Every name that a mapping file may use for someone's field, without slots."""
    owned = (Target(field, owner) for owner in RELATIONS for field in sorted(OF_RELATIVES))
    return tuple(dict.fromkeys((*map(str, Field), *_BY_SHORT_NAME, *map(str, owned))))


IDENTIFIERS = frozenset(
    (Field.A_NUMBER, Field.CURP, Field.DPI, Field.DUI, Field.DNI, Field.PASSPORT, Field.FIN, Field.OTHER_ID)
)
BIRTHS = frozenset((Field.DATE_OF_BIRTH,))
EVENTS = frozenset(
    (Field.APPREHENDED_ON, Field.ADMITTED_ON, Field.DISCHARGED_ON, Field.REMOVED_ON, Field.CALLED_ON, Field.STATED_ON)
)
DATES = BIRTHS | EVENTS
NAMES = frozenset(
    (Field.GIVEN_NAMES, Field.MIDDLE_NAMES, Field.SURNAMES, Field.FIRST_SURNAME, Field.SECOND_SURNAME, Field.FULL_NAME)
)
SURNAMES = frozenset((Field.SURNAMES, Field.FIRST_SURNAME, Field.SECOND_SURNAME))
REPEATED = frozenset(
    (Field.PHONE, Field.NOTES, Field.OTHER_ID, Field.RELATIVES, Field.CHILDREN, Field.SIBLINGS, Field.SEEKS)
)
"""Fields that several columns may tell at once."""

OF_RELATIVES = NAMES | IDENTIFIERS | frozenset((Field.DATE_OF_BIRTH, Field.AGE, Field.SEX, Field.RELATION))
"""What the registry keeps of someone named beside the subject."""

RELATIONS: dict[Owner, tuple[Relation, Sex | None]] = {
    Owner.CHILD: (Relation.CHILD, None),
    Owner.MOTHER: (Relation.MOTHER, Sex.FEMALE),
    Owner.FATHER: (Relation.FATHER, Sex.MALE),
    Owner.PARENT: (Relation.PARENT, None),
    Owner.SIBLING: (Relation.SIBLING, None),
    Owner.SPOUSE: (Relation.SPOUSE, None),
    Owner.GRANDPARENT: (Relation.GRANDPARENT, None),
    Owner.RELATIVE: (Relation.OTHER, None),
    Owner.CALLER: (Relation.OTHER, None),
}
"""What each owner is to the subject, and the sex that says."""
