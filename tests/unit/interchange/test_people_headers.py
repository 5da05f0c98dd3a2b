"""Which column of a plain table tells what, whoever made the table."""

import pytest

from reencuentro.interchange.people.headers import Told, knows, meaning_of

FEBRL = (
    "rec_id given_name surname street_number address_1 address_2 suburb postcode state date_of_birth soc_sec_id"
    " phone_number blocking_number"
).split()
HISTORICAL = (
    "unique_id cluster full_name first_and_surname first_name surname dob birth_place postcode_fake gender occupation"
).split()
PEOPLE = (
    "rec_id person_id family_id role agency given surname1 surname2 sex dob adm2 nid father_name mother_name"
    " children_names"
).split()


def test_the_columns_of_febrl_are_understood() -> None:
    meaning = meaning_of(FEBRL)

    assert meaning.used == {
        Told.RECORD_ID: ("rec_id",),
        Told.GIVEN_NAMES: ("given_name",),
        Told.SURNAMES: ("surname",),
        Told.DATE_OF_BIRTH: ("date_of_birth",),
        Told.DEPARTMENT: ("state",),
        Told.MUNICIPALITY: ("suburb",),
        Told.OTHER_NUMBER: ("soc_sec_id",),
        Told.PHONE: ("phone_number",),
        Told.ADDRESS: ("street_number", "address_1", "address_2"),
        Told.POSTCODE: ("postcode",),
    }
    assert meaning.ignored == ("blocking_number",)


def test_the_columns_of_historical_persons_are_understood() -> None:
    meaning = meaning_of(HISTORICAL)

    assert {str(told): headers[0] for told, headers in meaning.used.items()} == {
        "record_id": "unique_id",
        "given_names": "first_name",
        "surnames": "surname",
        "full_name": "full_name",
        "date_of_birth": "dob",
        "sex": "gender",
        "municipality": "birth_place",
        "postcode": "postcode_fake",
        "occupation": "occupation",
    }
    assert meaning.ignored == ("cluster", "first_and_surname")


def test_the_columns_of_people_with_relatives_are_understood() -> None:
    meaning = meaning_of(PEOPLE)

    assert {str(told): headers[0] for told, headers in meaning.used.items()} == {
        "record_id": "rec_id",
        "agency": "agency",
        "given_names": "given",
        "first_surname": "surname1",
        "second_surname": "surname2",
        "date_of_birth": "dob",
        "sex": "sex",
        "municipality": "adm2",
        "other_number": "nid",
        "mother": "mother_name",
        "father": "father_name",
        "children": "children_names",
    }


@pytest.mark.parametrize("label", ["cluster", "person_id", "entity_id", "Cluster ID", "true_match_id", "role", "label"])
def test_what_is_to_be_found_is_never_read_off(label: str) -> None:
    assert not knows(label)


def test_a_family_number_counts_unless_it_stands_beside_the_answer() -> None:
    assert Told.FAMILY_UNIT in meaning_of(["name", "family_id"]).used
    assert Told.FAMILY_UNIT not in meaning_of(["name", "family_id", "person_id"]).used


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Fecha de nacimiento", Told.DATE_OF_BIRTH),
        ("Primer apellido", Told.FIRST_SURNAME),
        ("Apellido materno", Told.SECOND_SURNAME),
        ("Sexo", Told.SEX),
        ("Código postal", Told.POSTCODE),
        ("ZIP", Told.POSTCODE),
        ("zipCode", Told.POSTCODE),
        ("Ocupación", Told.OCCUPATION),
        ("SSN", Told.OTHER_NUMBER),
        ("A-Number", Told.A_NUMBER),
        ("ADM2_PCODE", Told.MUNICIPALITY),
        ("Domicilio", Told.ADDRESS),
        ("Hijos", Told.CHILDREN),
        ("Teléfono", Told.PHONE),
    ],
)
def test_headers_are_understood_in_both_languages(header: str, told: Told) -> None:
    assert list(meaning_of([header]).used) == [told]


def test_of_two_columns_that_tell_the_same_the_clearer_is_used() -> None:
    meaning = meaning_of(["Name of person", "Full Name"])

    assert meaning.used[Told.FULL_NAME] == ("Full Name",)
    assert meaning.ignored == ("Name of person",)


def test_a_table_without_names_names_nobody() -> None:
    assert not meaning_of(["dob", "sex"]).names_someone
    assert meaning_of(["dob", "apellidos"]).names_someone
