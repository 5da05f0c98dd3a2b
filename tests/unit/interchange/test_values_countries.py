"""Nationalities and languages in any usual form."""

import pytest

from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.languages import read_language
from reencuentro.interchange.values.text import UnreadableError


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("HN", "HONDU, HN, HND, Honduras, hondureña, Honduran, Hondrus, HONDURAS C.A."),
        ("GT", "GUATE, GT, GTM, Guatemala, guatemalteco, Guatemalan, Gautemala, Guatamala"),
        ("SV", "ELSAL, SV, SLV, El Salvador, Salvadoreño, salvadoran, El Salvdor, SALVADOR"),
        ("MX", "MEXIC, MX, MEX, México, mexicana, Mexican, Méjico, Estados Unidos Mexicanos"),
        ("NI", "NICAR, NI, NIC, Nicaragua, nicaragüense"),
        ("EC", "ECUAD, ecuatoriana, Ecuadorian"),
        ("BR", "BRAZI, Brasil, brasileña"),
        ("CU", "CUBA, cubano"),
        ("DO", "DOMRE, República Dominicana, dominicana"),
        ("RO", "ROMAN, Romania, rumano"),
        ("US", "USA, Citizen, U.S., EE.UU., estadounidense"),
    ],
)
def test_country_in_any_form_is_its_code(code: str, words: str) -> None:
    for word in words.split(", "):
        assert read_country(word) == code, word


def test_place_with_its_country_is_in_that_country() -> None:
    assert read_country("San Pedro Sula, Honduras") == "HN"


@pytest.mark.parametrize("text", ["Wakanda", "ZZ", "12", "Guatemala/Honduras"])
def test_what_is_no_country_or_two_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(UnreadableError, match="write"):
        read_country(text)


def test_misspelling_between_two_countries_is_not_guessed() -> None:
    with pytest.raises(UnreadableError):
        read_country("Nigeri")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("spa", "Spanish, español, Castellano"),
        ("quc", "K'iche', Quiché, kiche, K’iche’"),
        ("mam", "Mam, MAM"),
        ("kek", "Q'eqchi', Kekchi, Q’eqchi’"),
        ("kjb", "Q'anjob'al, Kanjobal"),
        ("jac", "Popti', Jakalteko"),
        ("ixl", "Ixil"),
        ("cak", "Kaqchikel, cakchiquel"),
        ("cab", "Garífuna"),
        ("miq", "Mískito"),
        ("nah", "Náhuatl"),
        ("tzh", "Tzeltal"),
        ("tzo", "Tsotsil"),
        ("hat", "Haitian Creole, kreyòl"),
        ("por", "Portuguese"),
        ("eng", "Inglés"),
    ],
)
def test_language_in_any_form_is_its_code(code: str, words: str) -> None:
    for word in words.split(", "):
        assert read_language(word) == code, word


def test_unknown_language_stays_as_written() -> None:
    assert read_language("Una lengua de la sierra") == "Una lengua de la sierra"
    assert read_language("Mam (some Spanish)") == "mam"
