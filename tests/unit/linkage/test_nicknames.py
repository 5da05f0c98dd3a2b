"""Nicknames and the names that they stand for."""

import pytest

from reencuentro.linkage.nicknames import _STANDS_FOR, formal_names
from reencuentro.linkage.spelling import fold, sound

STANDS_FOR = {
    "beny": "benjamin",
    "beto": "alberto gilberto heriberto humberto norberto roberto",
    "chabela": "isabel",
    "chago": "santiago",
    "chalo": "gonzalo",
    "chava": "salvador",
    "chente": "vicente",
    "chepe": "jose",
    "chica": "francisca",
    "chico": "francisco",
    "chuy": "jesus maria",
    "chus": "jesus",
    "concha": "concepcion",
    "coque": "jorge",
    "goyo": "gregorio",
    "kike": "enrique",
    "lencho": "lorenzo",
    "licho": "eliseo",
    "lupe": "guadalupe",
    "memo": "guillermo",
    "mincho": "benjamin fermin",
    "moncho": "ramon",
    "mundo": "edmundo raymundo",
    "nacho": "ignacio",
    "nando": "fernando",
    "neto": "ernesto",
    "paco": "francisco",
    "pepe": "jose",
    "quincho": "joaquin",
    "quique": "enrique",
    "rolo": "rolando",
    "tencho": "inocencio",
    "tono": "antonio",
    "wicho": "luis",
    "yeyo": "rogelio sergio",
}
DIMINUTIVES = {
    "juanito": "juan",
    "juanita": "juana",
    "carlitos": "carlos",
    "marquitos": "marcos",
    "felipito": "felipe",
    "rosarito": "rosario",
    "antonito": "antonio",
    "marita": "maria",
    "dieguito": "diego",
    "enriquito": "enrique",
    "josecito": "jose",
    "carmencita": "carmen",
    "merceditas": "mercedes",
    "rosita": "rosa",
}
DIMINUTIVES_OF_NICKNAMES = {
    "lupita": "guadalupe",
    "chepito": "jose",
    "paquito": "francisco",
    "monchito": "ramon",
    "conchita": "concepcion",
    "lolita": "dolores",
    "chabelita": "isabel",
}


@pytest.mark.parametrize(("nickname", "names"), STANDS_FOR.items())
def test_a_nickname_stands_for_its_names(nickname: str, names: str) -> None:
    assert formal_names(nickname) >= {nickname, *names.split()}


@pytest.mark.parametrize(("diminutive", "name"), [*DIMINUTIVES.items(), *DIMINUTIVES_OF_NICKNAMES.items()])
def test_a_diminutive_is_undone(diminutive: str, name: str) -> None:
    assert name in formal_names(diminutive)


@pytest.mark.parametrize("name", ["francisco", "kevin", "xol", "rita", "tito", "h", "", "محمد"])
def test_every_name_stands_for_itself(name: str) -> None:
    assert name in formal_names(name)


@pytest.mark.parametrize(
    ("nickname", "name"),
    [("juanita", "juan"), ("paca", "francisco"), ("chepa", "jose"), ("benito", "benjamin"), ("toribia", "toribio")],
)
def test_a_woman_is_not_taken_for_a_man_nor_a_name_for_a_nickname(nickname: str, name: str) -> None:
    assert name not in formal_names(nickname)


@pytest.mark.parametrize("nickname", sorted(_STANDS_FOR))
def test_a_listed_nickname_is_more_than_another_spelling(nickname: str) -> None:
    names = _STANDS_FOR[nickname]

    assert fold(nickname) == nickname
    assert {fold(name) for name in names} == names
    assert sound(nickname) not in {sound(name) for name in names}
