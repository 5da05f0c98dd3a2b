"""Words by number, and how alike they are, found without comparing every two."""

import numpy as np
import pytest

from reencuentro.linkage.rows import Ints
from reencuentro.linkage.spelling import LONGEST_WORD, Likeness
from reencuentro.linkage.words import Words


def alike(*texts: str) -> list[int]:
    """The likeness of the first word to each of the others."""
    words = Words(["", *texts])
    others = np.arange(2, len(texts) + 1, dtype=np.int32)
    found: list[int] = words.likeness(np.ones(len(others), np.int32), others).tolist()
    return found


def numbers(*values: int) -> Ints:
    return np.array(values, np.int32)


def test_words_that_sound_alike_or_stand_for_each_other_are_variants() -> None:
    assert alike("lopez", "lopes") == [Likeness.VARIANT]
    assert alike("francisco", "paco", "pancho", "chico") == [Likeness.VARIANT] * 3


def test_a_letter_wrong_missing_added_or_exchanged_is_a_slip() -> None:
    slips = ("marzinez", "martnez", "marstinez", "matrinez", "amrtinez", "martinze")

    assert alike("martinez", *slips) == [Likeness.SLIP] * len(slips)


def test_two_letters_wrong_are_two_words() -> None:
    assert alike("martinez", "maztinzz", "matrniez") == [Likeness.DIFFERENT] * 2


def test_a_slip_is_found_at_either_end_of_the_longest_word() -> None:
    word = "abdefgijklmnoprstuabdefgijklmnop"

    assert len(word) == LONGEST_WORD
    assert alike(word, f"z{word[1:]}", f"{word[:-1]}z") == [Likeness.SLIP] * 2
    assert alike(f"{word}g", f"z{word[1:]}g") == [Likeness.DIFFERENT]  # what is longer is no name


def test_silence_is_like_nothing_not_even_silence() -> None:
    words = Words(["", "ana"])

    assert words.likeness(numbers(0, 0, 1), numbers(0, 1, 0)).tolist() == [Likeness.DIFFERENT] * 3
    assert words.given_likeness(numbers(0, 1), numbers(0, 1)).tolist() == [Likeness.DIFFERENT, Likeness.EQUAL]


def test_mario_and_maria_are_alike_as_words_and_two_people_by_name() -> None:
    words = Words(["", "mario", "maria"])

    assert words.likeness(numbers(1), numbers(2)) > Likeness.DIFFERENT
    assert words.given_likeness(numbers(1), numbers(2)).tolist() == [Likeness.DIFFERENT]


@pytest.mark.parametrize("texts", [[""], ["", "x"], ["", "ana", "xol"]])
def test_where_nothing_is_alike_nothing_is_found(texts: list[str]) -> None:
    words = Words(texts)

    assert [len(part) for part in words.similar] == [0, 0, 0]
    assert [len(part) for part in words.near] == [0, 0]
    assert words.likeness(numbers(0), numbers(len(texts) - 1)).tolist() == [Likeness.DIFFERENT]


def test_what_is_short_for_something_comes_first() -> None:
    short, long = Words(["", "alejandro", "alej", "a"]).shortened

    assert sorted(zip(short.tolist(), long.tolist(), strict=True)) == [(2, 1), (3, 1), (3, 2)]


def test_where_hundreds_of_words_sound_the_same_each_is_a_variant_of_every_other() -> None:
    words = Words(["", *(f"an{'n' * i}a" for i in range(300))])
    left, right = (side.astype(np.int32) + 1 for side in np.triu_indices(300, 1))

    assert set(words.likeness(left, right).tolist()) == {Likeness.VARIANT}


def test_serial_numbers_hold_no_slips() -> None:
    words = Words(["", *(f"{serial:05d}" for serial in range(300))])

    assert Likeness.SLIP not in (words.similar[2] & 7)
