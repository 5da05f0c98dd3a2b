"""Which records are compared: a shared key survives the errors that lists are full of."""

from typing import Any

import pytest

from reencuentro.linkage import Mention
from reencuentro.linkage.blocking import candidate_pairs
from reencuentro.linkage.columns import columns_of
from tests.unit.linkage.cast import born, child, mother, numbered, records_of, said, town


def pairs(*mentions: Mention) -> list[tuple[int, int]]:
    left, right = candidate_pairs(columns_of(mentions))
    return list(zip(left.tolist(), right.tolist(), strict=True))


def compared(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return pairs(said("a", "1", **left), said("b", "1", **right)) == [(0, 1)]


ANA: dict[str, Any] = {"given_names": "Ana Lucía", "surnames": "López Xol", "birth": born(2008, 5, 3)}


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Lucía", "surnames": "López"},
        {"given_names": "Ana", "surnames": "Xol"},
        {"given_names": "Ana", "surnames": "Xol López"},
        {"given_names": "Anna", "surnames": "Lopes"},
        {"given_names": "Ana Lucía", "surnames": "LópezXol"},
        {"given_names": "A.", "surnames": "López Xol"},
        {"given_names": "Ana", "surnames": "Pérez Choc", "birth": born(2008, 3, 5)},
        {"given_names": "Eva", "surnames": "Lópezz", "birth": born(2008, 5, 3)},
        {"given_names": "Ana Lucía", "surnames": "", "birth": born(2008, 3, 5)},
    ],
)
def test_one_error_or_two_keep_a_pair_together(other: dict[str, Any]) -> None:
    assert compared(ANA, other)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"identifiers": numbered("200123456")}, {"identifiers": numbered("200123456", "other")}),
        ({"given_names": "Ana", "phones": ("+50255550101",)}, {"given_names": "Ana", "phones": ("+50255550101",)}),
        ({"given_names": "Ana", "family_unit": "F 1"}, {"given_names": "Ana", "family_unit": "f-1"}),
        (
            {"given_names": "Ana", "relatives": (mother("Rosa López"),)},
            {"given_names": "Ana", "relatives": (mother("Rosa Elvira Lopes Xol"),)},
        ),
        (
            {"given_names": "Rosa", "relatives": (child("Ana López"),)},
            {"given_names": "Rosa", "relatives": (child("Ana López"),)},
        ),
    ],
)
def test_other_facts_bring_records_together_too(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert compared(left, right)


def test_strangers_are_not_compared() -> None:
    assert not compared(ANA, {"given_names": "Pedro", "surnames": "Choc Pop", "birth": born(1990, 11, 30)})


def test_first_of_january_brings_nobody_together() -> None:
    new_year: dict[str, Any] = {"birth": born(2008, 1, 1)}

    assert not compared({"given_names": "Ana", **new_year}, {"given_names": "Ana", **new_year})


def test_records_that_say_nothing_are_not_compared() -> None:
    assert pairs(said("a"), said("b"), said("c")) == []


def test_each_pair_is_compared_once_the_lower_number_first() -> None:
    found = pairs(*records_of(town(12)))

    assert found == sorted(set(found))
    assert all(left < right for left, right in found)


def test_both_records_of_everybody_are_compared() -> None:
    mentions = records_of(town())
    found = set(pairs(*mentions))

    assert {(i, i + 1) for i in range(0, len(mentions), 2)} <= found
    assert len(found) < len(mentions) * (len(mentions) - 1) / 2 / 4


def test_a_block_too_large_is_split_and_not_dropped() -> None:
    crowd = [said("a", str(year), given_names="Ana", surnames="López", birth=born(year)) for year in range(1900, 2000)]
    found = pairs(*crowd)

    assert (0, 1) in found  # a year apart
    assert (0, 50) not in found


def test_years_of_birth_stated_one_apart_still_share_a_key() -> None:
    crowd = [said("a", str(n), given_names="Ana", surnames="López", birth=born(1900 + n)) for n in range(2, 90)]
    same_year = said("b", "1", given_names="Ana", surnames="López", birth=born(1950))
    found = pairs(*crowd, same_year)

    assert {crowd[left].birth for left, right in found if right == len(crowd)} == {born(1949), born(1950), born(1951)}


@pytest.mark.parametrize(
    ("nickname", "name"),
    [("Paco", "Francisco"), ("Memo", "Guillermo"), ("Chepe", "José"), ("Goyo", "Gregorio"), ("Lucy", "Lucía")],
)
def test_a_nickname_is_compared_with_its_name(nickname: str, name: str) -> None:
    assert compared({"given_names": nickname, "surnames": "Xol"}, {"given_names": name, "surnames": "Xol"})


def test_names_that_nobody_bears_are_no_reason_to_compare() -> None:
    odd = [
        said("a", str(i), given_names=text, surnames=text) for i, text in enumerate(("h", "🙂", "x" * 10_000, "محمد"))
    ]

    assert pairs(*odd) == []
