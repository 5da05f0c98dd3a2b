"""The one box: names in any order, numbers, telephones, ages and places, each told by how it is written."""

from datetime import date

import pytest

from reencuentro.interchange.asking import MOST_LETTERS, asked_from
from reencuentro.linkage.mentions import Birth, Identifier, Mention

TODAY = date(2026, 11, 22)


def first(text: str) -> Mention:
    """The plainest reading."""
    return asked_from(text, TODAY).readings[0]


def test_a_name_stays_as_it_was_typed() -> None:
    assert first("escobar mejía, rosa").full_name in ("escobar mejía", "escobar mejía, rosa")
    assert first("Rosa Emma Escobar").full_name == "Rosa Emma Escobar"


def test_the_last_word_may_be_a_place_or_a_name() -> None:
    readings = asked_from("rosa escobar yamaranguila", TODAY).readings
    assert [(one.full_name, one.municipality) for one in readings] == [
        ("rosa escobar yamaranguila", ""),
        ("rosa escobar", "yamaranguila"),
    ]


def test_what_stands_behind_a_comma_may_be_a_place_or_the_given_names() -> None:
    readings = asked_from("Escobar Mejía, Rosa Emma", TODAY).readings
    assert {one.full_name for one in readings} == {"Escobar Mejía", "Escobar Mejía, Rosa Emma"}


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("Rosa Escobar, 2014-05-09", Birth(year=2014, month=5, day=9)),
        ("Rosa Escobar 25/12/2014", Birth(year=2014, month=12, day=25)),
        ("Rosa Escobar 04/05/2014", Birth(year=2014, month=5, day=4, ambiguous=True)),
        ("Rosa Escobar, 2014-05", Birth(year=2014, month=5)),
        ("Rosa Escobar 2014", Birth(year=2014)),
    ],
)
def test_a_birth_is_understood_as_far_as_it_is_known(text: str, birth: Birth) -> None:
    assert first(text).birth == birth


@pytest.mark.parametrize(("text", "years"), [("6 años", 6.0), ("8 months", 0.67), ("5-7 years", 6.0)])
def test_an_age_is_stated_today(text: str, years: float) -> None:
    asked = first(f"Rosa Escobar {text}")
    assert (asked.age, asked.stated_on) == (years, TODAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A 201-234-567", Identifier("a_number", "201234567")),
        ("a#201234567", Identifier("a_number", "201234567")),
        ("dpi 1234 56789 0101", Identifier("dpi", "1234567890101")),
        ("LOGJ800101HDFPRN09", Identifier("curp", "LOGJ800101HDFPRN09")),
        ("r-7k3f-9q2d", Identifier("interim", "R7K3F9Q2D")),
        ("pasaporte G1234567", Identifier("passport", "G1234567")),
    ],
)
def test_a_number_is_told_by_its_shape_or_its_name(text: str, number: Identifier) -> None:
    assert number in first(text).identifiers
    assert first(text).full_name == ""


def test_bare_digits_may_be_a_telephone_or_a_document() -> None:
    asked = first("5555 1234")
    assert asked.phones == ("+50255551234",)
    assert Identifier("number", "55551234") in asked.identifiers


def test_a_country_is_no_name() -> None:
    asked = first("rosa escobar, guatemalteca")
    assert (asked.full_name, asked.nationality) == ("rosa escobar", "GT")


@pytest.mark.parametrize("text", ["Honduras", "from San Pedro Sula", "hondureña"])
def test_a_place_alone_asks_for_nobody_and_says_so(text: str) -> None:
    asked = asked_from(text, TODAY)
    assert (asked.readings, asked.place_alone) == ((), True)


@pytest.mark.parametrize(
    "text", ["", "  ", "ro", "Rosa", "Rosa 2014", "Rosa, 6 años", "2014", "🙂🙂🙂🙂", "\u200b" * 9, "..."]
)
def test_too_little_asks_for_nobody(text: str) -> None:
    assert asked_from(text, TODAY).readings == ()


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "\0rosa\0 escobar", "rosa \ud800 escobar", "1" * 5_000, "a," * 5_000, "9" * 30]
)
def test_no_text_is_too_much(text: str) -> None:
    assert all(len(one.full_name) <= MOST_LETTERS for one in asked_from(text, TODAY).readings)
