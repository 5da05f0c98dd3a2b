"""Names of the two-surname world: taken apart, and compared part by part."""

import pytest

from reencuentro.linkage.names import (
    LONGEST,
    Given,
    Lexicon,
    Name,
    Surnames,
    aligned,
    compare_given,
    compare_surnames,
    given_likeness,
    name_of,
    split_name,
    words,
)
from reencuentro.linkage.spelling import Likeness
from tests.unit.linkage.cast import said

LEXICON = Lexicon(given=["juan", "maria", "jose", "ana"] * 3, surnames=["lopez", "perez", "garcia", "xol"] * 3)
NOBODY = Name((), ())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("de la Cruz", "cruz"),
        ("Delacruz", "cruz"),
        ("De Los Santos", "santos"),
        ("delosreyes", "reyes"),
        ("DE LA CRUZ DE LEÓN", "cruz leon"),
        ("Ruiz y Gómez", "ruiz gomez"),
        ("Vda. de Pérez", "perez"),
        ("López Jr.", "lopez"),
        ("María de los Ángeles", "maria angeles"),
        ("O'Connor", "oconnor"),
        ("delator", "delator"),  # too little would be left
        ("de", "de"),  # a particle alone is the name
        ("Null", "null"),  # a surname like any other
        ("x", "x"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_particles_are_left_out(written: str, kept: str) -> None:
    assert words(written) == tuple(kept.split())


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Montes de Oca", "montesoca"),
        ("MONTES DE OCA PÉREZ", "montesoca perez"),
        ("Pérez Montes de Oca", "perez montesoca"),
        ("Ponce de León", "ponceleon"),
        ("Montes Pérez", "montes perez"),
        ("Juan Montes de", "juan montes"),
    ],
)
def test_montes_de_oca_is_one_surname(written: str, kept: str) -> None:
    assert words(written) == tuple(kept.split())


@pytest.mark.parametrize(
    ("written", "kept"),
    [("San Juan", "sanjuan"), ("Sta. Cruz", "santacruz"), ("Santa Cruz", "santacruz"), ("Santo Domingo", "sandomingo")],
)
def test_a_saint_stays_with_the_name(written: str, kept: str) -> None:
    assert words(written) == (kept,)


@pytest.mark.parametrize("written", ["Santa", "Sto", "san"])
def test_a_saint_without_a_name_is_a_name(written: str) -> None:
    assert len(words(written)) == 1


@pytest.mark.parametrize(
    ("written", "given", "surnames"),
    [
        ("García López, María José", "maria jose", "garcia lopez"),
        ("DE LA CRUZ, ANA", "ana", "cruz"),
        ("María José García López", "maria jose", "garcia lopez"),
        ("LOPEZ PEREZ JUAN JOSE", "juan jose", "lopez perez"),
        ("LOPEZ PEREZ JUAN", "juan", "lopez perez"),
        ("Juan López Pérez", "juan", "lopez perez"),
        ("Juan José López", "juan jose", "lopez"),
        ("LOPEZ JUAN", "juan", "lopez"),
        ("Juan López", "juan", "lopez"),
        ("Ana Montes de Oca", "ana", "montesoca"),
        ("Juan", "juan", ""),
        (", Juan", "juan", ""),
        ("", "", ""),
    ],
)
def test_a_name_written_in_one_piece_is_taken_apart(written: str, given: str, surnames: str) -> None:
    assert split_name(written, LEXICON) == Name(tuple(given.split()), tuple(surnames.split()))


def test_given_names_come_first_where_nothing_says_otherwise() -> None:
    assert split_name("Itzel Aketzali Tun Pech", Lexicon()) == Name(("itzel", "aketzali"), ("tun", "pech"))


def test_the_data_at_hand_teach_which_words_are_surnames() -> None:
    known = [said(record_id=str(i), given_names="Itzel Aketzali", surnames="Tun Pech") for i in range(5)]

    assert split_name("TUN PECH ITZEL", Lexicon()).given == ("tun",)
    assert split_name("TUN PECH ITZEL", Lexicon.of(known)) == Name(("itzel",), ("tun", "pech"))


@pytest.mark.parametrize(
    "facts",
    [
        {"given_names": "María José", "surnames": "García López"},
        {"given_names": "María José", "first_surname": "García", "second_surname": "López"},
        {"full_name": "García López, María José"},
        {"full_name": "María José García López"},
        {"surnames": "María José García López"},  # the whole name in one of two columns
        {"given_names": "García López María José"},
    ],
)
def test_however_a_source_writes_it_the_name_is_the_same(facts: dict[str, str]) -> None:
    assert name_of(said(**facts), LEXICON) == Name(("maria", "jose"), ("garcia", "lopez"))


def test_a_surname_of_two_words_in_a_column_of_its_own_is_one_surname() -> None:
    found = name_of(said(given_names="Ana", first_surname="San Martín Ixcoy", second_surname="de León"), LEXICON)

    assert found.surnames == ("sanmartinixcoy", "leon")


def test_a_lone_second_surname_is_still_a_surname() -> None:
    assert name_of(said(given_names="Ana", second_surname="López"), LEXICON) == Name(("ana",), ("lopez",))


@pytest.mark.parametrize("written", ["", "🙂", "---", "   "])
def test_no_name_is_nobody(written: str) -> None:
    assert name_of(said(full_name=written), LEXICON) == NOBODY
    assert not name_of(said(full_name=written), LEXICON)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("maria jose", "maria jose", Given.SAME),
        ("maria jose", "jose maria", Given.SAME),
        ("maria jose", "maria", Given.SUBSET),
        ("maria jose", "jose", Given.SUBSET),
        ("paco", "francisco", Given.VARIANT),
        ("lupita", "maria guadalupe", Given.VARIANT),
        ("yesenia", "llesenia", Given.VARIANT),
        ("alexander", "alexandr", Given.SLIP),
        ("j", "juan", Given.SHORTENED),
        ("alej", "alejandro", Given.SHORTENED),
        ("j l", "juan luis", Given.SHORTENED),
        ("juan carlos", "juan pedro", Given.PARTLY),
        ("juan", "pedro", Given.DIFFERENT),
        ("", "juan", Given.UNKNOWN),
        ("", "", Given.UNKNOWN),
    ],
)
def test_how_given_names_agree(one: str, other: str, level: Given) -> None:
    forth, shared = compare_given(tuple(one.split()), tuple(other.split()))

    assert forth is level
    assert (level, shared) == compare_given(tuple(other.split()), tuple(one.split()))


def test_only_the_words_that_agree_are_shared() -> None:
    assert compare_given(("juan", "carlos"), ("juan", "pedro"))[1] == ("juan",)
    assert compare_given(("ana",), ("ana", "lucia"))[1] == ("ana",)
    assert compare_given(("ana",), ("eva",))[1] == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mario", "maria"),
        ("juan", "juana"),
        ("francisco", "francisca"),
        ("martin", "martina"),
        ("juanito", "juanita"),
        ("panchito", "panchita"),
        ("angel", "angela"),
    ],
)
def test_mario_and_maria_are_two_people(one: str, other: str) -> None:
    assert given_likeness(one, other) is Likeness.DIFFERENT
    assert given_likeness(other, one) is Likeness.DIFFERENT
    assert compare_given((one,), (other,))[0] is Given.DIFFERENT


@pytest.mark.parametrize(("one", "other"), [("sara", "sarah"), ("teresa", "teresita"), ("rosa", "rosita")])
def test_an_ending_that_tells_no_sex_is_no_difference(one: str, other: str) -> None:
    assert given_likeness(one, other) is Likeness.VARIANT


def test_each_word_is_used_once() -> None:
    assert aligned([[Likeness.EQUAL], [Likeness.EQUAL]]) == [(0, 0, Likeness.EQUAL)]
    assert aligned([[Likeness.SHORTENED, Likeness.SHORTENED], [Likeness.EQUAL, Likeness.DIFFERENT]]) == [
        (1, 0, Likeness.EQUAL),
        (0, 1, Likeness.SHORTENED),
    ]


def test_words_that_nothing_answers_are_left_out() -> None:
    assert aligned([[Likeness.DIFFERENT]]) == []
    assert aligned([]) == []


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("garcia lopez", "garcia lopez", Surnames.BOTH),
        ("garcia lopez", "garsia lopes", Surnames.BOTH_NEARLY),
        ("garcia lopez", "garcialopez", Surnames.BOTH_NEARLY),
        ("garcia lopez", "garcia l", Surnames.BOTH_NEARLY),
        ("garcia lopez", "lopez garcia", Surnames.SWAPPED),
        ("garcia lopez", "garcia", Surnames.ONE),
        ("garcia", "garcia", Surnames.ONE),
        ("garcia lopez", "garsia", Surnames.ONE_NEARLY),
        ("garcia lopez", "lopez", Surnames.CROSSED),
        ("garcia lopez", "garcia perez", Surnames.FIRST_ONLY),
        ("garcia lopez", "perez lopez", Surnames.SECOND_ONLY),
        ("garcia lopez", "xol choc", Surnames.DIFFERENT),
        ("garcia", "xol", Surnames.DIFFERENT),
        ("garcia lopez", "xol", Surnames.DIFFERENT),
        ("", "garcia", Surnames.UNKNOWN),
        ("", "", Surnames.UNKNOWN),
    ],
)
def test_how_surnames_agree(one: str, other: str, level: Surnames) -> None:
    forth, shared = compare_surnames(tuple(one.split()), tuple(other.split()))

    assert forth is level
    assert (level, shared) == compare_surnames(tuple(other.split()), tuple(one.split()))


def test_second_surname_missing_on_one_roster_still_agrees() -> None:
    level, shared = compare_surnames(words("García López"), words("García"))

    assert level is Surnames.ONE
    assert shared == ("garcia",)


def test_surnames_written_as_one_word_agree_as_both() -> None:
    assert compare_surnames(("garcialopez",), ("garcia", "lopez"))[1] == ("garcia", "lopez")


def test_a_name_of_thousands_of_words_ends_somewhere() -> None:
    assert len(words("ab " * 5_000)) == LONGEST
    assert len(split_name("ab " * 5_000, LEXICON).surnames) < LONGEST
