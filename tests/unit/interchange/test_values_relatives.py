"""Relatives in a cell, in the ways people write them."""

from datetime import date

import pytest

from reencuentro.interchange.values.relatives import Reading, read_relatives, read_seeks
from reencuentro.interchange.values.text import UnreadableError
from reencuentro.linkage.mentions import Relation, Relative, Sex

CHILDREN = Reading(relation=Relation.CHILD)


@pytest.mark.parametrize(
    "text",
    [
        "ANA LOPEZ (daughter, 7)",
        "ANA LOPEZ (hija, 7 años)",
        "ANA LOPEZ (7, daughter)",
        "ANA LOPEZ, daughter, 7 yrs",
        "ANA LOPEZ - hija - 7",
        "Hija: ANA LOPEZ, 7",
        "ANA LOPEZ [hija; 7]",
        "1) ANA LOPEZ (hija, 7)",
        "ANA LOPEZ (hija, 7",
        "ANA LOPEZ (hija 7)",
        "ANA LOPEZ (hija de 7 años)",
        "ANA LOPEZ (daughter age 7)",
    ],
)
def test_name_relation_and_age_in_any_order_and_punctuation(text: str) -> None:
    assert read_relatives(text, Reading()) == (
        Relative(relation=Relation.CHILD, name="ANA LOPEZ", age=7, sex=Sex.FEMALE),
    )


@pytest.mark.parametrize(
    "text",
    [
        "ANA LOPEZ (7); LUIS LOPEZ (5)",
        "ANA LOPEZ (7)\nLUIS LOPEZ (5)",
        "ANA LOPEZ (7) | LUIS LOPEZ (5)",
        "ANA LOPEZ (7), LUIS LOPEZ (5)",
        "ANA LOPEZ (7) y LUIS LOPEZ (5)",
        "1) ANA LOPEZ (7) 2) LUIS LOPEZ (5)",
    ],
)
def test_several_are_told_apart(text: str) -> None:
    found = read_relatives(text, CHILDREN)
    assert [(one.name, one.age) for one in found] == [("ANA LOPEZ", 7), ("LUIS LOPEZ", 5)]


def test_column_tells_the_relation_where_the_cell_does_not() -> None:
    assert read_relatives("ANA LOPEZ", CHILDREN)[0].relation is Relation.CHILD
    assert read_relatives("ANA LOPEZ", Reading())[0].relation is Relation.OTHER


def test_comma_between_surname_and_name_parts_nobody() -> None:
    found = read_relatives("LOPEZ GARCIA, ANA MARIA, hija, 7", CHILDREN)
    assert [one.name for one in found] == ["LOPEZ GARCIA, ANA MARIA"]


def test_two_whole_names_joined_by_y_are_two_people() -> None:
    assert [one.name for one in read_relatives("ANA LOPEZ y LUIS LOPEZ", CHILDREN)] == ["ANA LOPEZ", "LUIS LOPEZ"]


def test_unknown_word_of_kinship_is_other() -> None:
    assert read_relatives("ROSA XOL (compadre)", CHILDREN)[0].relation is Relation.OTHER


def test_agency_word_of_kinship_from_a_mapping() -> None:
    own = Reading(kinship={"entenada": Relation.CHILD})
    assert read_relatives("ROSA XOL (entenada)", own)[0].relation is Relation.CHILD


def test_parent_with_a_number_or_age_beside_the_name() -> None:
    mother = Reading(relation=Relation.MOTHER, sex=Sex.FEMALE)
    with_number = read_relatives("MARIA LOPEZ (A# 201-234-567)", mother)[0]
    assert (with_number.name, with_number.identifiers[0].value) == ("MARIA LOPEZ", "201234567")
    assert read_relatives("MARIA LOPEZ, 34", mother)[0] == Relative(
        relation=Relation.MOTHER, name="MARIA LOPEZ", age=34, sex=Sex.FEMALE
    )


def test_date_of_birth_beside_a_name_is_an_age_on_the_day_of_the_roster() -> None:
    assert read_relatives("ANA LOPEZ (hija, DOB 05/14/2011)", Reading(on=date(2018, 6, 19)))[0].age == 7
    assert read_relatives("ANA LOPEZ (hija, 2011-05-14)", Reading())[0].age is None


@pytest.mark.parametrize("text", ["2", "3 hijos", "none", "Ninguno", "0", "UNKNOWN", "no"])
def test_counts_and_placeholders_name_nobody(text: str) -> None:
    assert read_relatives(text, CHILDREN) == ()


def test_null_is_a_name() -> None:
    assert read_relatives("Null (hijo, 3)", CHILDREN)[0].name == "Null"


def test_impossible_age_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_relatives("ANA LOPEZ (hija, 430)", CHILDREN)


def test_sought_people_as_json() -> None:
    ana = '{"name": "ANA LOPEZ", "relation": "daughter", "age": 7}'
    luis = '{"nombre": "LUIS", "parentesco": "sobrino", "edad": "5 años"}'
    assert read_seeks(f"[{ana}, {luis}]", Reading()) == (
        Relative(relation=Relation.CHILD, name="ANA LOPEZ", age=7, sex=Sex.FEMALE),
        Relative(relation=Relation.NIECE_NEPHEW, name="LUIS", age=5, sex=Sex.MALE),
    )


@pytest.mark.parametrize(
    "text", ['[{"name": ', "[NaN]", "[1, 2]", "[" * 100_000, '[{"name": "A", "age": 430}]', "[1" + "0" * 5000 + "]"]
)
def test_broken_json_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_seeks(text, Reading())


def test_sought_people_in_words() -> None:
    assert read_seeks("ANA LOPEZ (hija, 7)", Reading())[0].age == 7
