"""Every fact and level has words of its own in both languages."""

import re

import pytest

from reencuentro.linkage.identity import FACTS as IDENTITY_FACTS
from reencuentro.linkage.kinship import PARENT_FACTS, RELATIVE_FACTS, SIBLING_FACTS
from reencuentro.linkage.wording import FACT_WORDS, LEVEL_WORDS, OWN_LEVEL_WORDS, fact_words, level_words

EVERY_FACT = {fact.name: fact for fact in (*IDENTITY_FACTS, *PARENT_FACTS, *RELATIVE_FACTS, *SIBLING_FACTS)}
EVERY_LEVEL = [(fact.name, level.name.lower()) for fact in EVERY_FACT.values() for level in fact.levels]
LANGUAGES = ("en", "es")


@pytest.mark.parametrize("fact", list(EVERY_FACT))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fact_has_words(fact: str, language: str) -> None:
    assert FACT_WORDS[language][fact]


@pytest.mark.parametrize(("fact", "level"), EVERY_LEVEL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_of_every_fact_has_words(fact: str, level: str, language: str) -> None:
    own = OWN_LEVEL_WORDS[language].get(fact, {})

    assert own.get(level) or LEVEL_WORDS[language].get(level)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_levels_of_a_fact_read_alike(language: str) -> None:
    for name, fact in EVERY_FACT.items():
        read = [level_words(name, level.name.lower(), language) for level in fact.levels]

        assert len(set(read)) == len(read), (name, read)


def test_every_kind_of_level_tells_a_reviewer_what_it_is() -> None:
    silent = [fact.levels.__name__ for fact in EVERY_FACT.values() if not fact.levels.__doc__]

    assert not silent


def test_both_languages_know_the_same_facts_and_general_levels() -> None:
    assert FACT_WORDS["en"].keys() == FACT_WORDS["es"].keys()
    assert LEVEL_WORDS["en"].keys() == LEVEL_WORDS["es"].keys()


def test_no_words_are_for_a_level_that_a_fact_does_not_have() -> None:
    levels = {name: {level.name.lower() for level in fact.levels} for name, fact in EVERY_FACT.items()}
    idle = {
        (fact, level)
        for language in LANGUAGES
        for fact, own in OWN_LEVEL_WORDS[language].items()
        for level in own.keys() - levels.get(fact, set())
        if level not in LEVEL_WORDS[language]
    }

    assert not idle


def test_a_level_is_told_as_its_fact_means_it() -> None:
    assert level_words("birth", "near", "en") != level_words("apprehension", "near", "en")
    assert level_words("surnames", "different", "es") == "no coinciden"
    assert level_words("sex", "different", "es") == "no coincide"


def test_a_fact_that_is_not_known_yet_still_reads_as_words() -> None:
    assert fact_words("shoe_size", "es") == "shoe size"
    assert level_words("shoe_size", "half_off", "es") == "half off"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_phrases_not_sentences(language: str) -> None:
    every = [*FACT_WORDS[language].values(), *(level_words(*level, language) for level in EVERY_LEVEL)]

    assert [words for words in every if not re.fullmatch(r"[^\s].*[^\s.]", words)] == []
