"""The keys under which records are filed."""

from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Mention
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.keys import KEY_BITS, filing_of, keys_of, stable
from tests.unit.linkage.cast import born, child, mother, numbered, said

ANA: dict[str, Any] = {
    "given_names": "Ana Lucía",
    "surnames": "López Xol",
    "birth": born(2008, 5, 3),
    "municipality": "Nebaj",
    "identifiers": numbered("200123456"),
    "phones": ("+50255550101",),
    "family_unit": "FMU 1",
    "relatives": (mother("Rosa Xol"), child("Eva Pop")),
}


def keys_by_record(*mentions: Mention) -> list[set[int]]:
    keys = keys_of(columns_of(mentions))
    found: list[set[int]] = [set() for _ in mentions]
    for key, record in zip(keys.key.tolist(), keys.record.tolist(), strict=True):
        found[record].add(key)
    return found


def test_a_record_has_the_same_keys_whoever_stands_beside_it() -> None:
    alone = keys_by_record(said(**ANA))[0]
    others = [
        said("b", "1", given_names="Eva", surnames="Pop", phones=("+1",)),
        said("b", "2", full_name="Choc, Juan"),
        said("b", "3", given_names="Luz", municipality="Yoro", relatives=(mother("Eva Tun"),)),
    ]

    assert alone
    assert keys_by_record(*others, said(**ANA))[-1] == alone


@pytest.mark.parametrize("left_out", sorted(ANA.keys() - {"given_names"}))
def test_a_column_less_takes_keys_away_and_changes_none(left_out: str) -> None:
    whole = keys_by_record(said(**ANA))[0]

    assert keys_by_record(said(**{**ANA, left_out: None if left_out == "birth" else type(ANA[left_out])()}))[0] < whole


def test_silence_is_never_a_key() -> None:
    assert keys_by_record(said(), said("b")) == [set(), set()]
    assert len(keys_of(columns_of([])).key) == 0


@pytest.mark.parametrize("written", ["h", "🙂", "-", "", "de", "  "])
def test_names_without_a_sound_share_no_key(written: str) -> None:
    one, other = said("a", "1", given_names=written, surnames=written), said("b", "1", given_names=written)

    assert not set.intersection(*keys_by_record(one, other))


def test_keys_are_sorted_each_once_and_leave_room_for_the_record() -> None:
    keys = keys_of(columns_of([said("a", str(i), **ANA) for i in range(3)]))
    rows = list(zip(keys.key.tolist(), keys.record.tolist(), strict=True))

    assert rows == sorted(set(rows))
    assert all(0 <= key < 1 << KEY_BITS for key, _ in rows)
    assert (keys.largest >= 2).all()


def test_how_many_may_share_a_key_is_the_same_wherever_the_key_is() -> None:
    keys = keys_of(columns_of([said("a", str(i), **ANA) for i in range(3)]))
    sizes = {(key, size) for key, size in zip(keys.key.tolist(), keys.largest.tolist(), strict=True)}

    assert len(sizes) == len({key for key, _ in sizes})


def test_a_text_has_a_number_of_its_own_and_silence_has_none() -> None:
    numbers = stable(["", "ana", "xol", "ana", "\ud800"]).tolist()

    assert numbers[0] == 0
    assert numbers[1] == numbers[3] == 2006937571
    assert len(set(numbers)) == 4
    assert min(numbers[1:]) > 0


def meant(*names: str) -> dict[str, str]:
    """What each surname is taken to have been meant as."""
    columns = columns_of([said("a", str(i), surnames=name) for i, name in enumerate(names)])
    texts = columns.words.texts
    return dict(zip(texts, (texts[word] for word in filing_of(columns).meant.tolist()), strict=True))


def test_a_misspelt_rare_word_is_filed_with_the_common_one_that_it_was_meant_to_be() -> None:
    found = meant(*["Martínez"] * 9, "Matrínez", "Xol")

    assert found["matrinez"] == found["martinez"] == "martinez"
    assert found["xol"] == "xol"


def test_two_spellings_nearly_as_common_are_both_meant() -> None:
    assert meant(*["López"] * 9, *["Lopes"] * 5) == {"": "", "lopez": "lopez", "lopes": "lopes"}


def test_of_two_words_equally_common_the_order_of_records_does_not_decide() -> None:
    names = [*["Martinez"] * 9, *["Maltinez"] * 9, "Mabtinez"]

    assert meant(*names)["mabtinez"] == meant(*reversed(names))["mabtinez"]


def test_a_nickname_is_filed_under_its_name_too() -> None:
    nickname, name, stranger = keys_by_record(
        said("a", "1", given_names="Paco", surnames="Xol"),
        said("a", "2", given_names="Francisco", surnames="Xol"),
        said("a", "3", given_names="Tomás", surnames="Xol"),
    )

    assert nickname & name
    assert not stranger & (nickname | name)


def test_day_and_month_exchanged_make_the_same_key_and_new_year_makes_none() -> None:
    dates = (born(2008, 5, 3), born(2008, 3, 5), born(2008, 1, 1), born(2008, 5))
    one, swapped, new_year, month = keys_by_record(
        *(said("a", str(i), given_names="Ana", birth=birth) for i, birth in enumerate(dates))
    )

    assert one == swapped != set()
    assert new_year == month == set()


def test_whole_numbers_are_shared_whatever_each_agency_calls_them() -> None:
    one, other = keys_by_record(
        said("ice", "200-123-456"), said("orr", "7", identifiers=numbered("200123456", "other"))
    )

    assert one == other != set()


def test_a_name_of_numbers_of_different_kinds_is_no_number() -> None:
    """A phone is no family unit, even if the figures are the same."""
    one, other = keys_by_record(
        said("a", "1", given_names="Ana", phones=("12345",)), said("b", "1", given_names="Ana", family_unit="12345")
    )

    assert not one & other


def test_a_town_and_a_name_are_filed_together_and_small() -> None:
    keys = keys_of(columns_of([said("a", "1", given_names="Ana", municipality="Nebaj")]))

    assert np.unique(keys.largest).tolist() == [5]
