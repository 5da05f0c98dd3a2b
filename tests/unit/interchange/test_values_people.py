"""Words for sex, kinship, yes and no; and what placeholders and names are."""

import pytest

from reencuentro.interchange.values.people import (
    inverse,
    known_kinship,
    letters_mean_mujer,
    read_kinship,
    read_sex,
    read_yes_or_no,
)
from reencuentro.interchange.values.text import UnreadableError, clean, fold, is_silent, is_silent_name, whole_number
from reencuentro.linkage.mentions import Relation, Sex


@pytest.mark.parametrize("text", ["F", "female", "Femenino", "MUJER", "niña", "Girl", "Fem."])
def test_female_in_any_words(text: str) -> None:
    assert read_sex(text) is Sex.FEMALE


@pytest.mark.parametrize("text", ["M", "Male", "Masculino", "H", "hombre", "Niño", "boy", "Varón"])
def test_male_in_any_words(text: str) -> None:
    assert read_sex(text) is Sex.MALE


@pytest.mark.parametrize("text", ["X", "non-binary", "No binario", "Otro", "U"])
def test_neither_word_says_nothing(text: str) -> None:
    assert read_sex(text) is None


def test_m_beside_h_means_mujer_but_beside_f_male() -> None:
    assert letters_mean_mujer(["H", "M"])
    assert not letters_mean_mujer(["F", "M"])
    assert not letters_mean_mujer(["F", "M", "H"])
    assert read_sex("m", m_is_mujer=True) is Sex.FEMALE


def test_unknown_word_for_sex_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_sex("HONDU")


@pytest.mark.parametrize("text", ["Y", "Yes", "Sí", "SI", "1", "true", "Separated", "Yes - at border"])
def test_yes(text: str) -> None:
    assert read_yes_or_no(text) is True


@pytest.mark.parametrize("text", ["N", "No", "0", "FALSE", "Not separated", "no separado"])
def test_no(text: str) -> None:
    assert read_yes_or_no(text) is False


def test_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_yes_or_no("06/19/2018")


@pytest.mark.parametrize(
    ("word", "relation", "sex"),
    [
        ("hija", Relation.CHILD, Sex.FEMALE),
        ("Son", Relation.CHILD, Sex.MALE),
        ("mamá", Relation.MOTHER, Sex.FEMALE),
        ("PADRE", Relation.FATHER, Sex.MALE),
        ("hermano", Relation.SIBLING, Sex.MALE),
        ("tía", Relation.AUNT_UNCLE, Sex.FEMALE),
        ("abuela materna", Relation.GRANDPARENT, Sex.FEMALE),
        ("nieto", Relation.GRANDCHILD, Sex.MALE),
        ("nephew", Relation.NIECE_NEPHEW, Sex.MALE),
        ("prima", Relation.COUSIN, Sex.FEMALE),
        ("esposo", Relation.SPOUSE, Sex.MALE),
        ("madrastra", Relation.OTHER, Sex.FEMALE),
        ("stepdaughter", Relation.OTHER, Sex.FEMALE),
        ("su hijo", Relation.CHILD, Sex.MALE),
    ],
)
def test_kinship_word_tells_relation_and_sex(word: str, relation: Relation, sex: Sex) -> None:
    kinship = read_kinship(word)
    assert (kinship.relation, kinship.sex) == (relation, sex)


def test_unknown_kinship_word_is_some_other_relation() -> None:
    assert known_kinship("compadre de pila") is None
    assert read_kinship("compadre de pila").relation is Relation.OTHER


def test_every_relation_is_the_inverse_of_its_inverse_as_far_as_words_go() -> None:
    assert inverse(Relation.MOTHER) is Relation.CHILD
    assert inverse(Relation.AUNT_UNCLE) is Relation.NIECE_NEPHEW
    assert inverse(Relation.SIBLING) is Relation.SIBLING
    assert inverse(inverse(Relation.GRANDCHILD)) is Relation.GRANDCHILD


@pytest.mark.parametrize(
    "text", ["N/A", "unknown", "DESCONOCIDO", "sin nombre", "Not Provided", "-", "--", "?", ".", "FNU", "no sabe"]
)
def test_placeholder_names_nobody(text: str) -> None:
    assert is_silent_name(text)


@pytest.mark.parametrize(
    "text", ["Null", "NULL", "None", "Nulo", "Na", "Nil", "X", "=HYPERLINK(1)", "'; DROP TABLE", "👾", "Sinai"]
)
def test_real_or_strange_names_are_never_taken_for_placeholders(text: str) -> None:
    assert not is_silent_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "NA",
        "none",
        "sin datos",
        "s/d",
        "no aplica",
        "00/00/0000",
        "99999",
        "9999-99-99",
        "X",
        "xx/xx/xxxx",
        "#N/A",
        "00000000",
        "Pending",
    ],
)
def test_placeholder_elsewhere_says_nothing(text: str) -> None:
    assert is_silent(text)


@pytest.mark.parametrize("text", ["0", "99", "2018-06-19", "no", "Y", "A201234567", "El Paso", "Nogales"])
def test_facts_are_no_placeholders(text: str) -> None:
    assert not is_silent(text)


def test_invisible_marks_are_dropped_and_accents_composed() -> None:
    assert clean("\ufeff \u202eAna\u200b Mari\u0301a\u202c ") == "Ana María"


def test_folding_joins_what_apostrophes_part() -> None:
    assert fold("K’iche’") == fold("K'iche'") == "kiche"
    assert fold("Apellido(s) PATERNO") == "apellido s paterno"


def test_number_rounded_by_a_spreadsheet_is_refused_with_the_remedy() -> None:
    assert whole_number("201234567.0") == "201234567"
    with pytest.raises(UnreadableError, match="column as text"):
        whole_number("2.01E+08")
