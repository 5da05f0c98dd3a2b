from typing import get_args

import pytest

from reencuentro.rules.disclosure.agreements import Trouble
from reencuentro.rules.disclosure.emergencies import GlassTrouble
from reencuentro.rules.disclosure.explaining import (
    PLACES,
    SEEING,
    WORDS,
    Code,
    Language,
    explained,
    in_words,
    looks,
    places_in_words,
)
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.releases import ReleaseNeed
from reencuentro.rules.disclosure.vocabulary import (
    EVERYTHING,
    IDENTITY,
    LOCATION,
    Action,
    AgencyKind,
    Purpose,
    Role,
)
from tests.unit.rules.disclosure.askings import MINE, asking, officer, subject

NURSE = asking(
    officer(Role.HEALTH_STAFF, kind=AgencyKind.HEALTH),
    Action.SEE_PERSON,
    Purpose.HEALTH,
    subject(listed_by=frozenset({MINE})),
)


@pytest.mark.parametrize("kind", get_args(Code))
def test_every_code_has_words_in_both_languages(kind: type[Why]) -> None:
    assert [code for code in kind if not all(WORDS[code])] == []


def test_no_code_is_mistaken_for_another() -> None:
    kinds = (Why, Trouble, GlassTrouble, ReleaseNeed)

    assert len(WORDS) == sum(map(len, kinds))


def test_every_compartment_has_words() -> None:
    assert set(PLACES) == EVERYTHING


def test_a_code_is_said_in_the_language_asked_for() -> None:
    assert in_words(Why.NO_AGREEMENT, "es") == "ningún convenio vigente lo da"
    assert in_words(Why.NO_AGREEMENT, "en") == "no agreement in force gives it"


def test_what_is_shown_is_told_the_least_telling_first() -> None:
    assert places_in_words(frozenset({LOCATION, IDENTITY}), "es") == "identidad, paradero"


def test_every_way_to_look_at_a_person_is_decided_on() -> None:
    assert set(looks(NURSE)) == set(SEEING)
    assert Action.SEE_HEALTH in SEEING
    assert Action.EXPORT not in SEEING


def test_what_is_seen_is_explained_with_its_row_and_what_is_not_with_its_reason() -> None:
    lines = list(explained(NURSE, "en"))

    assert "see_health, MINE: health (they are records of the officer's own agency [M2])" in lines
    assert "see_location: not: the policy has no row for this role" not in lines
    assert any(line.startswith("see_location: not: this purpose doesn't need") for line in lines)


@pytest.mark.parametrize("language", get_args(Language))
def test_an_explanation_names_no_person(language: Language) -> None:
    assert not any("p-1" in line or "o-1" in line for line in explained(NURSE, language))
