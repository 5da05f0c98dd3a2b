"""Who could break a silence: what a record must state for a fact to be compared, and which columns would state it."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from reencuentro.linkage.mentions import Mention, Relation


@dataclass(frozen=True, slots=True)
class Statement:
    """What one side of a comparison must say. columns: the fields, or their owners, as rosters' columns are read."""

    made: Callable[[Mention], bool]
    columns: frozenset[str]


def would_state(statement: Statement, columns: Iterable[str]) -> bool:
    """Whether a roster with these columns ("date_of_birth", "child2.age") has a place for it."""
    owners = (re.sub(r"\d*\..*", "", column) for column in columns)
    return not statement.columns.isdisjoint((*columns, *owners))


def _said(made: Callable[[Mention], object], *columns: str) -> Statement:
    return Statement(lambda mention: bool(made(mention)), frozenset(columns))


def _both(statement: Statement) -> tuple[Statement, Statement]:
    return statement, statement


def _names(*relations: Relation) -> Callable[[Mention], bool]:
    return lambda mention: any(one.relation in relations and (one.name or one.identifiers) for one in mention.relatives)


def _numbered(kinds: Collection[str]) -> Callable[[Mention], bool]:
    return lambda mention: any(one.kind in kinds for one in mention.identifiers)


_PARENTS = (Relation.MOTHER, Relation.FATHER, Relation.PARENT)
_PERSONAL = ("curp", "dpi", "cui", "dui", "dni", "nid", "passport", "fin")
_RELATIVES = ("relatives", "relative", "caller", "seeks")
_CLAIMED = ("child", "children", "sibling", "siblings", "grandparent", *_RELATIVES)
_BORN = _said(lambda one: one.birth or one.age is not None, "date_of_birth", "birth_year", "age")
_SURNAMES = _said(
    lambda one: one.surnames or one.first_surname or one.full_name, "surnames", "first_surname", "full_name"
)
_NAME = _said(lambda one: one.given_names or one.full_name, "given_names", "full_name")
_CLAIMS = _said(lambda one: one.relatives, *_CLAIMED)
_A_NUMBER = _said(_numbered(("a_number",)), "a_number")
_MOTHER = _said(_names(Relation.MOTHER, Relation.PARENT), "mother", "parent", *_RELATIVES)
_FATHER = _said(_names(Relation.FATHER, Relation.PARENT), "father", "parent", *_RELATIVES)

STATED: dict[str, tuple[Statement, Statement]] = {
    "given_names": _both(_NAME),
    "surnames": _both(_SURNAMES),
    "birth": _both(_BORN),
    "sex": _both(_said(lambda one: one.sex, "sex")),
    "nationality": _both(_said(lambda one: one.nationality, "nationality")),
    "origin": _both(_said(lambda one: one.municipality or one.department, "municipality", "department")),
    "language": _both(_said(lambda one: one.language, "language")),
    "a_number": _both(_A_NUMBER),
    "other_number": _both(_said(_numbered(_PERSONAL), *_PERSONAL)),
    "mother": _both(_MOTHER),
    "father": _both(_FATHER),
    "children": _both(_said(_names(Relation.CHILD), "child", "children", *_RELATIVES)),
    "family_unit": _both(_said(lambda one: one.family_unit, "family_unit")),
    "apprehension": _both(_said(lambda one: one.apprehended_on, "apprehended_on")),
    "journey": _both(_said(lambda one: one.admitted_on or one.apprehended_on, "admitted_on", "apprehended_on")),
    "phone": _both(_said(lambda one: one.phones, "phone")),
    "child_says": (_said(lambda one: one.relatives, "mother", "father", "parent", *_CLAIMED), _NAME),
    "relative_says": (_NAME, _CLAIMS),
    "claimed_age": (_BORN, _said(lambda one: any(child.age is not None for child in one.relatives), *_CLAIMED)),
    "parent_number": (
        _said(
            lambda one: any(parent.relation in _PARENTS and parent.identifiers for parent in one.relatives),
            "parent_a_number", "mother.a_number", "father.a_number",
        ),
        _A_NUMBER,
    ),
    "inheritance": _both(_SURNAMES),
    "generation": _both(_BORN),
    "kinship_claim": (_CLAIMS, _CLAIMS),
    "same_mother": _both(_MOTHER),
    "same_father": _both(_FATHER),
    "sibling_says": _both(_said(_names(Relation.SIBLING), "sibling", "siblings", *_RELATIVES)),
    "age_gap": _both(_BORN),
}  # fmt: skip
"""For each fact what the child's (or left) side must state, and what the relative's (or right) must."""
