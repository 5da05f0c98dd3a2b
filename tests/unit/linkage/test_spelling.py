"""Two written words that can be one: by ear, by habit of clerks, by slip of the hand, cut off."""

import pytest

from reencuentro.linkage.spelling import Likeness, fold, likeness, sound

HEARD_AS = {
    # Spanish
    "hernandez": "ernandes",
    "ernandes": "ernandes",
    "valdez": "baldes",
    "baldes": "baldes",
    "castillo": "kastio",
    "castiyo": "kastio",
    "villeda": "bieda",
    "guerra": "gera",
    "guzman": "gusman",
    "guadalupe": "uadalupe",
    "huanca": "uanka",
    "wanca": "uanka",
    "jimenez": "jimenes",
    "gimenez": "jimenes",
    "mejia": "mejia",
    "megia": "mejia",
    "cespedes": "sespedes",
    "quinonez": "kinones",
    "chavez": "Cabes",
    "campos": "kanpos",
    "canpos": "kanpos",
    "reyes": "reies",
    "christian": "kristian",
    "elizabeth": "elisabet",
    "josephina": "josefina",
    "anna": "ana",
    # Maya
    "xol": "sol",
    "shol": "sol",
    "tzoc": "sok",
    "tsoc": "sok",
    "choc": "Cok",
    "ixcoy": "iskoi",
    "iskoy": "iskoi",
    "kiche": "kiCe",
    "quiche": "kiCe",
    "tzunun": "sunun",
    "sunun": "sunun",
    "batz": "bas",
    "xicay": "sikai",
    "shicay": "sikai",
    "cuc": "kuk",
    "quc": "kuk",
}


@pytest.mark.parametrize(("word", "heard"), HEARD_AS.items())
def test_a_word_is_heard_as_a_spanish_ear_hears_it(word: str, heard: str) -> None:
    assert sound(word) == heard


@pytest.mark.parametrize(("one", "other"), [("lopez", "gomez"), ("guzman", "osman"), ("cruz", "ruiz"), ("xol", "col")])
def test_different_names_are_heard_as_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("written", ["", "h", "hh", "123", "محمد", "한국", "ñ"])
def test_any_word_can_be_heard(written: str) -> None:
    assert sound(fold(written)) == sound(sound(fold(written)))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  GARCÍA-LÓPEZ ", "garcia lopez"),
        ("Núñez", "nunez"),
        ("Nu\u0301n\u0303ez", "nunez"),
        ("K'iche'", "kiche"),
        ("K’iche’", "kiche"),
        ("Tzꞌunun", "tzunun"),
        ("Ma. del Carmen", "ma del carmen"),
        ("Straße", "strasse"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER M}aría", "maria"),
        ("\N{CIRCLED LATIN CAPITAL LETTER A}na", "ana"),
        ("\u202eMaria\u202c", "maria"),
        ("🙂", ""),
        ("---", ""),
        ("", ""),
    ],
)
def test_folding_keeps_what_tells_people_apart(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("lopez", "lopez", Likeness.EQUAL),
        ("lopez", "lopes", Likeness.VARIANT),
        ("xol", "shol", Likeness.VARIANT),
        ("paco", "francisco", Likeness.VARIANT),
        ("paco", "pancho", Likeness.VARIANT),
        ("meche", "mersedes", Likeness.VARIANT),  # a nickname, and a name spelt by ear
        ("martinez", "martinz", Likeness.SLIP),
        ("martinez", "matrinez", Likeness.SLIP),
        ("hernandez", "fernandez", Likeness.SLIP),
        ("velasquez", "velaskes", Likeness.VARIANT),
        ("menjivar", "menhivar", Likeness.SLIP),
        ("j", "juan", Likeness.SHORTENED),
        ("alej", "alejandro", Likeness.SHORTENED),
        ("al", "alejandro", Likeness.DIFFERENT),  # two letters begin too many names
        ("xol", "pop", Likeness.DIFFERENT),
        ("xol", "xal", Likeness.DIFFERENT),  # one letter of three is no slip
        ("lopez", "perez", Likeness.DIFFERENT),
        ("pedro", "juan", Likeness.DIFFERENT),
    ],
)
def test_how_alike_two_words_are(one: str, other: str, alike: Likeness) -> None:
    assert likeness(one, other) is alike
    assert likeness(other, one) is alike


def test_one_letter_is_no_variant_of_another_that_sounds_the_same() -> None:
    assert likeness("b", "v") is Likeness.DIFFERENT


@pytest.mark.parametrize(("one", "other"), [("00123", "00124"), ("ana2008", "ana2009"), ("maria1", "maria2")])
def test_another_figure_is_another_number_and_no_slip(one: str, other: str) -> None:
    assert likeness(one, other) == Likeness.DIFFERENT
