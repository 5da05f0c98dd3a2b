"""Ids for those who have no other: they tell nothing, and a slip shows."""

import random
import string

import pytest

from reencuentro.rules.registration import ID_LETTERS, LETTERS, interim_id, is_interim_id

DRAWN = [random.Random(6).getrandbits(64) for _ in range(200)]  # noqa: S311 - to be repeated, not a secret


def test_an_id_is_its_own_proof() -> None:
    assert all(is_interim_id(interim_id(one)) for one in DRAWN)
    assert all(is_interim_id(interim_id(one).replace("-", "").lower()) for one in DRAWN)


def test_every_number_drawn_makes_another_id() -> None:
    assert len({interim_id(one) for one in range(20_000)}) == 20_000
    assert len(LETTERS) ** ID_LETTERS > 10**10


def test_a_wrong_letter_and_two_exchanged_show() -> None:
    for one in map(interim_id, DRAWN):
        letters = one.replace("-", "")
        for place in range(1, len(letters)):
            wrong = LETTERS[(LETTERS.index(letters[place]) + 1) % len(LETTERS)]
            assert not is_interim_id(letters[:place] + wrong + letters[place + 1 :])
            swapped = letters[: place - 1] + letters[place] + letters[place - 1] + letters[place + 1 :]
            assert place == 1 or swapped == letters or not is_interim_id(swapped)


def test_it_spells_nothing() -> None:
    assert not set(LETTERS) & set("AEIOUYL")
    assert set(LETTERS) <= set(string.ascii_uppercase + string.digits)


@pytest.mark.parametrize("text", ["", "R", "R-7K3F-9Q2", "X-7K3F-9Q2D", "R-AEIO-UUUU", "R" * 9, "٣" * 9])
def test_what_is_none_is_none(text: str) -> None:
    assert not is_interim_id(text)


def test_no_id_is_made_of_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="-1"):
        interim_id(-1)
