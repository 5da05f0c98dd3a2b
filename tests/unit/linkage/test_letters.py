"""Words as hashes of their letters."""

import numpy as np
import pytest

from reencuentro.linkage.letters import Finder, Letters

LONG = "x" * 40
TEXTS = ["", "ana", "anamaria", "maria", "mario", "mari", LONG + "a", LONG + "o", "año5"]
LETTERS = Letters(TEXTS)


def numbered(*words: str) -> np.ndarray:
    return np.array([TEXTS.index(word) for word in words], np.int32)


@pytest.mark.parametrize(("left", "right", "whole"), [("ana", "maria", "anamaria"), ("maria", "", "maria")])
def test_words_written_together_have_the_hash_of_the_one_word(left: str, right: str, whole: str) -> None:
    assert LETTERS.joined(numbered(left), numbered(right)) == LETTERS.whole[TEXTS.index(whole)]


@pytest.mark.parametrize(("one", "other"), [("maria", "mario"), (LONG + "a", LONG + "o")])
def test_words_that_differ_in_the_last_letter_have_one_stem(one: str, other: str) -> None:
    i, j = numbered(one, other)

    assert LETTERS.stem[i] == LETTERS.stem[j]
    assert LETTERS.whole[i] != LETTERS.whole[j]
    assert chr(LETTERS.last[i]) == "a"


def test_a_stem_is_the_hash_of_the_shorter_word() -> None:
    assert LETTERS.stem[TEXTS.index("maria")] == LETTERS.whole[TEXTS.index("mari")]


def test_a_word_with_a_figure_is_not_bare() -> None:
    assert [text for text, bare in zip(TEXTS, LETTERS.bare, strict=True) if text and not bare] == ["año5"]


def test_each_letter_is_taken_away_once() -> None:
    left, place, owner = LETTERS.without_one(numbered("maria", "ana"))

    assert sorted(zip(owner.tolist(), place.tolist(), strict=True)) == [
        *((0, i) for i in range(5)),
        *((1, i) for i in range(3)),
    ]
    assert left[(owner == 0) & (place == 4)] == LETTERS.whole[TEXTS.index("mari")]


def test_a_hash_is_found_or_it_is_not() -> None:
    finder = Finder(LETTERS.whole, np.arange(len(TEXTS), dtype=np.int32))

    assert finder.of(np.append(LETTERS.whole, np.uint64(77))).tolist() == [*range(len(TEXTS)), 0]
    assert Finder(np.empty(0, np.uint64), np.empty(0, np.int32)).of(LETTERS.whole).tolist() == [0] * len(TEXTS)
