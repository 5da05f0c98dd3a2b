"""From a row's values to what it says of its subject and of those named beside it."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from reencuentro.interchange.headers.fields import IDENTIFIERS, RELATIONS, Field, Owner
from reencuentro.interchange.values.ages import Age
from reencuentro.interchange.values.dates import earliest_day, years_between
from reencuentro.interchange.values.people import ELDERS, Kinship, inverse
from reencuentro.interchange.values.text import UnreadableError, fold
from reencuentro.linkage.mentions import Birth, Identifier, Relation, Relative

Facts = dict[Field, Any]
"""A person's values by field; those that several columns tell are tuples."""

_SUFFIXES = frozenset("jr sr ii iii iv junior senior hijo h".split())
_MOVES = re.compile(
    r"\b(?:transfer\w*|sent|released?|referr\w*|moved?|discharged?|placed|deport\w*|remov\w*|repatriat\w*|returned|"
    r"reunif\w*|traslad\w*|enviad\w*|remitid\w*|canalizad\w*|entregad\w*|egresad\w*|repatriad\w*|derivad\w*|reunificad\w*|uac|"
    r"orr|hhs|ice|ero|usms|dif|inm|to|->|→)\b|->|→",
    re.IGNORECASE,
)
_DIRECT = {
    field: str(field) for field in (
    Field.GIVEN_NAMES, Field.SURNAMES, Field.FIRST_SURNAME, Field.SECOND_SURNAME, Field.FULL_NAME, Field.SEX,
    Field.NATIONALITY, Field.DEPARTMENT, Field.MUNICIPALITY, Field.LANGUAGE, Field.FAMILY_UNIT, Field.ADDRESS,
    Field.FACILITY, Field.APPREHENDED_ON, Field.APPREHENDED_AT, Field.ADMITTED_ON, Field.DISCHARGED_ON,
    Field.REMOVED_ON, Field.CALLED_ON, Field.DESTINATION, Field.STATUS, Field.SEPARATED, Field.SEPARATION_REASON,
    )
}  # fmt: skip
_HAPPENED = (
    Field.APPREHENDED_ON,
    Field.ADMITTED_ON,
    Field.DISCHARGED_ON,
    Field.REMOVED_ON,
    Field.CALLED_ON,
    Field.STATED_ON,
)
_AGES_STATED = (Field.STATED_ON, Field.ADMITTED_ON, Field.APPREHENDED_ON, Field.CALLED_ON)


def subject_facts(facts: Facts, reference: date | None) -> dict[str, Any]:
    """What a mention says of its subject, by the mention's own names. reference: the day of the roster, if known.

    Raises UnreadableError where the row contradicts itself: born after what happened to them.
    """
    told = {name: facts[field] for field, name in _DIRECT.items() if field in facts}
    _settle_names(told, facts.get(Field.MIDDLE_NAMES, ""))
    told["stated_on"] = stated_on(facts, reference)
    if birth := _birth(facts):
        _check_born_before(birth, facts, reference)
        told["birth"] = birth
    if age := cast(Age | None, facts.get(Field.AGE)):
        told["age"] = age.years
        told["age_estimated"] = age.estimated or bool(facts.get(Field.AGE_ESTIMATED))
    told["identifiers"] = identifiers(facts)
    told["phones"] = tuple(dict.fromkeys(facts.get(Field.PHONE, ())))
    told["notes"] = "\n".join(facts.get(Field.NOTES, ()))
    if "destination" not in told and _MOVES.search(told.get("status", "")):
        told["destination"] = told["status"]
    return told


def stated_on(facts: Facts, reference: date | None) -> date | None:
    """The day on which the row's ages are stated: its own, else the roster's."""
    return next((facts[field] for field in _AGES_STATED if field in facts), reference)


def identifiers(facts: Facts) -> tuple[Identifier, ...]:
    """Every number that names the person, in an order that no order of columns changes."""
    told = facts.keys() & IDENTIFIERS
    if len(told) == 1:
        return cast(tuple[Identifier, ...], facts[told.pop()])
    return tuple(sorted({number for field in told for number in facts[field]}))


def _settle_names(told: dict[str, Any], middle: str) -> None:
    """Either the full name or its parts, never both; a comma in the full name parts surnames and given names."""
    if middle:
        told["given_names"] = f"{told.get('given_names', '')} {middle}".strip()
    if "full_name" in told and (told.get("given_names") or not _has_surname(told)):
        if told.get("given_names"):
            del told["full_name"]
        elif parts := surnames_and_given(told["full_name"]):
            del told["full_name"]
            told["surnames"], told["given_names"] = parts
    elif "full_name" in told:
        for name in ("surnames", "first_surname", "second_surname"):
            told.pop(name, None)
    if told.get("first_surname") or told.get("second_surname"):
        told.pop("surnames", None)


def _has_surname(told: Mapping[str, Any]) -> bool:
    return any(told.get(name) for name in ("surnames", "first_surname", "second_surname"))


def surnames_and_given(name: str) -> tuple[str, str] | None:
    """The parts of "SURNAME SURNAME, GIVEN GIVEN"; None where no comma parts them."""
    surnames, comma, given = (part.strip() for part in name.partition(","))
    if not (comma and surnames and given) or "," in given or fold(given) in _SUFFIXES:
        return None
    return surnames, given


def _birth(facts: Facts) -> Birth | None:
    if Field.DATE_OF_BIRTH in facts or Field.BIRTH_YEAR not in facts:
        return cast(Birth | None, facts.get(Field.DATE_OF_BIRTH))
    year, month = facts[Field.BIRTH_YEAR], facts.get(Field.BIRTH_MONTH)
    day = facts.get(Field.BIRTH_DAY) if month else None
    if month and day and day > monthrange(year, month)[1]:
        raise UnreadableError(f"there is no day {day} in month {month} of that year: correct it or leave it empty")
    return Birth(year=year, month=month, day=day)


def _check_born_before(birth: Birth, facts: Facts, reference: date | None) -> None:
    known = [facts[field] for field in _HAPPENED if field in facts] + ([reference] if reference else [])
    if known and earliest_day(birth) > max(known):
        raise UnreadableError("born after everything else that the roster tells: correct the date of birth")


def relative_of(owner: Owner, facts: Facts, on: date | None) -> tuple[Relative, ...]:
    """Those whom a set of columns such as "Child 1 Name" and "Child 1 Age" names; on: the day ages are stated."""
    relation, sex = RELATIONS[owner]
    blank = Relative(relation=relation, sex=sex)
    named: tuple[Relative, ...] = facts.get(Field.FULL_NAME, ()) or _named_in_parts(facts, blank)
    numbers = identifiers(facts)
    if not named:
        return tuple(replace(blank, identifiers=(number,)) for number in numbers)
    if len(named) > 1:
        return named
    one = named[0]
    age, birth = facts.get(Field.AGE), facts.get(Field.DATE_OF_BIRTH)
    years = age.years if age else years_between(birth, on) if birth and on else one.age
    own = tuple(dict.fromkeys((*one.identifiers, *numbers)))
    return (replace(one, age=years, sex=facts.get(Field.SEX) or one.sex, identifiers=own),)


def _named_in_parts(facts: Facts, blank: Relative) -> tuple[Relative, ...]:
    parts = (Field.GIVEN_NAMES, Field.MIDDLE_NAMES, Field.FIRST_SURNAME, Field.SECOND_SURNAME, Field.SURNAMES)
    name = " ".join(facts[field] for field in parts if field in facts)
    return (replace(blank, name=name),) if name else ()


def with_kinship(told: dict[str, Any], relatives: tuple[Relative, ...], kinship: Kinship) -> tuple[Relative, ...]:
    """The relatives with the relation that a column of its own tells; told may learn the subject's sex from it.

    "Mother" beside a child means that the subject is the mother; "son" beside a parent, that the subject is the son;
    else the word says what the relative is to the subject.
    """
    return tuple(_related(told, relative, kinship) for relative in relatives)


def _related(told: dict[str, Any], relative: Relative, kinship: Kinship) -> Relative:
    word = kinship.relation
    of_subject = (relative.relation is Relation.CHILD and word in ELDERS) or (
        relative.relation is Relation.PARENT and word is Relation.CHILD
    )
    if of_subject:
        if kinship.sex:
            told.setdefault("sex", kinship.sex)
        return replace(relative, relation=relative.relation if word is Relation.CHILD else inverse(word))
    return replace(relative, relation=word, sex=kinship.sex or relative.sex)


def sorted_relatives(relatives: Iterable[Relative]) -> tuple[Relative, ...]:
    """Each relative once, in an order that no order of columns changes."""
    return tuple(sorted(set(relatives), key=_order))


def _order(relative: Relative) -> tuple[str, str, float, str, tuple[Identifier, ...]]:
    age = -1.0 if relative.age is None else relative.age
    return (relative.relation, relative.name, age, relative.sex or "", relative.identifiers)
