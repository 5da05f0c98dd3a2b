"""The facts by which two records are compared: agreeing, differing by so much, or unknown."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reencuentro.linkage import Mention, Sex
from reencuentro.linkage.columns import Columns, columns_of
from reencuentro.linkage.comparers import (
    Agreement,
    Apprehension,
    Frequencies,
    FullName,
    Journey,
    Number,
    Place,
    compare_apprehensions,
    compare_children,
    compare_coded,
    compare_full_names,
    compare_given_names,
    compare_journeys,
    compare_lists,
    compare_number,
    compare_numbers,
    compare_places,
    compare_relatives,
    compare_surname_pairs,
)
from reencuentro.linkage.names import Given, Name, Surnames, words
from reencuentro.linkage.rows import Ints
from tests.unit.linkage.cast import child, level, mother, numbered, said

MAY = date(2018, 5, 10)
Comparer = Callable[[Columns, Ints, Ints], NDArray[np.int8]]


def name(given: str, surnames: str = "") -> Name:
    return Name(words(given), words(surnames))


def sexes(columns: Columns, left: Ints, right: Ints) -> NDArray[np.int8]:
    return compare_coded(columns.sex[left], columns.sex[right])


def phones(columns: Columns, left: Ints, right: Ints) -> NDArray[np.int8]:
    return compare_lists(columns.phones, left, right)


def mothers(columns: Columns, left: Ints, right: Ints) -> NDArray[np.int8]:
    return compare_relatives(columns, columns.mother[left], columns.mother[right])


def a_numbers(columns: Columns, left: Ints, right: Ints) -> NDArray[np.int8]:
    return compare_numbers(columns.a_numbers, columns.a_number[left], columns.a_number[right])


def compared(compare: Comparer, left: dict[str, Any], right: dict[str, Any]) -> int:
    return level(compare, said(**left), said(record_id="2", **right))


SPOKEN: list[tuple[Comparer, dict[str, Any]]] = [
    (sexes, {"sex": Sex.FEMALE}),
    (phones, {"phones": ("+50255550101",)}),
    (mothers, {"relatives": (mother("Rosa López"),)}),
    (compare_children, {"relatives": (child("Ana López"),)}),
    (a_numbers, {"identifiers": numbered("200000001")}),
    (compare_places, {"municipality": "Nebaj", "department": "Quiché"}),
    (compare_apprehensions, {"apprehended_on": MAY, "apprehended_at": "RGV"}),
    (compare_journeys, {"admitted_on": MAY}),
    (lambda *pairs: compare_given_names(*pairs).levels, {"given_names": "Ana"}),
    (lambda *pairs: compare_surname_pairs(*pairs).levels, {"surnames": "López"}),
]


@pytest.mark.parametrize(("compare", "facts"), SPOKEN)
def test_missing_is_never_disagreement(compare: Comparer, facts: dict[str, Any]) -> None:
    assert compared(compare, facts, {}) == 0
    assert compared(compare, {}, {}) == 0


@pytest.mark.parametrize(("compare", "facts"), SPOKEN)
def test_what_both_say_alike_agrees(compare: Comparer, facts: dict[str, Any]) -> None:
    assert compared(compare, facts, facts) > 0


def test_sex_differs() -> None:
    assert compared(sexes, {"sex": Sex.FEMALE}, {"sex": Sex.MALE}) == Agreement.DIFFERENT


def test_one_phone_in_common_is_enough() -> None:
    assert compared(phones, {"phones": ("+1", "+2")}, {"phones": ("+3", "+2")}) == Agreement.SAME
    assert compared(phones, {"phones": ("+1", "+2")}, {"phones": ("+3",)}) == Agreement.DIFFERENT


@pytest.mark.parametrize(
    ("other", "place"),
    [
        ({"municipality": "NEBAJ", "department": "Quiché"}, Place.SAME),
        ({"municipality": "Nebaj"}, Place.SAME),
        ({"municipality": "Chajul", "department": "Quiche"}, Place.SAME_DEPARTMENT),
        ({"department": "Quiché"}, Place.SAME_DEPARTMENT),
        ({"municipality": "Nebaj", "department": "Petén"}, Place.DIFFERENT),
        ({"municipality": "Chajul"}, Place.DIFFERENT),
        ({"department": "Petén"}, Place.DIFFERENT),
    ],
)
def test_places_agree_by_town_then_by_department(other: dict[str, str], place: Place) -> None:
    assert compared(compare_places, {"municipality": "Nebaj", "department": "Quiché"}, other) == place


@pytest.mark.parametrize(
    ("day", "place", "outcome"),
    [
        (10, "rgv", Apprehension.TOGETHER),
        (10, "EPT", Apprehension.SAME_DAY),
        (10, "", Apprehension.SAME_DAY),
        (13, "RGV", Apprehension.NEAR),
        (14, "RGV", Apprehension.DIFFERENT),
    ],
)
def test_an_apprehension_is_a_day_and_a_place(day: int, place: str, outcome: Apprehension) -> None:
    met = {"apprehended_on": MAY, "apprehended_at": "RGV"}

    assert (
        compared(compare_apprehensions, met, {"apprehended_on": date(2018, 5, day), "apprehended_at": place}) == outcome
    )


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (9, Journey.SAME),
        (10, Journey.SAME),
        (14, Journey.SAME),
        (15, Journey.LATER),
        (20, Journey.LATER),
        (21, Journey.DIFFERENT),
        (8, Journey.DIFFERENT),
    ],
)
def test_children_reach_care_within_days_of_their_apprehension(day: int, outcome: Journey) -> None:
    assert compared(compare_journeys, {"apprehended_on": MAY}, {"admitted_on": date(2018, 5, day)}) == outcome


def test_two_lists_of_one_agency_give_the_day_of_admission_alike() -> None:
    assert compared(compare_journeys, {"admitted_on": MAY}, {"admitted_on": date(2018, 5, 11)}) == Journey.SAME
    assert compared(compare_journeys, {"admitted_on": MAY}, {"admitted_on": date(2018, 5, 16)}) == Journey.LATER
    assert compared(compare_journeys, {"admitted_on": MAY}, {"admitted_on": date(2018, 6, 16)}) == Journey.DIFFERENT


def test_apprehensions_alone_tell_nothing_of_the_journey() -> None:
    assert compared(compare_journeys, {"apprehended_on": MAY}, {"apprehended_on": MAY}) == Journey.UNKNOWN


@pytest.mark.parametrize(
    ("other", "outcome"),
    [
        ("200123456", Number.SAME),
        ("200123457", Number.SLIP),  # wrong
        ("20012345", Number.SLIP),  # missing
        ("2001234566", Number.SLIP),  # added
        ("200124356", Number.SLIP),  # exchanged
        ("200123477", Number.DIFFERENT),
        ("999999999", Number.DIFFERENT),
        ("", Number.UNKNOWN),
    ],
)
def test_an_identifier_with_one_digit_wrong_is_a_slip(other: str, outcome: Number) -> None:
    assert compare_number("200123456", other) is outcome
    assert compare_number(other, "200123456") is outcome


def test_a_short_number_is_right_or_wrong() -> None:
    assert compare_number("1234", "1235") is Number.DIFFERENT
    assert compare_number("12345", "12346") is Number.SLIP


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (name("Rosa", "López Xol"), name("Rosa", "López Xol"), FullName.SAME),
        (name("Rosa", "López"), name("Rosa", "López"), FullName.SAME),
        (name("Rosa", "López Xol"), name("Rosa", "López"), FullName.SAME),
        (name("Rosa", "López Xol"), name("Rosita", "Lopes"), FullName.NEARLY),
        (name("Rosa Elvira", "López Xol"), name("Rosa", "Xol"), FullName.NEARLY),
        (name("Rosa", "López Xol"), name("Rosa"), FullName.NEARLY),
        (name("Rosa", "López Xol"), name("", "López Xol"), FullName.NEARLY),
        (name("Rosa", "López Xol"), name("Rosa", "López Choc"), FullName.PARTLY),
        (name("Rosa Elvira", "López Xol"), name("Rosa Marta", "López Xol"), FullName.PARTLY),
        (name("Rosa", "López Xol"), name("Rosa", "Choc Pop"), FullName.GIVEN_ONLY),
        (name("Rosa", "López Xol"), name("Eva", "López Xol"), FullName.SURNAMES_ONLY),
        (name("Rosa", "López Xol"), name("Eva", "Choc Pop"), FullName.DIFFERENT),
        (name("Rosa", "López Xol"), name("Eva"), FullName.DIFFERENT),
        (name("Rosa"), name("Eva"), FullName.DIFFERENT),
        (name("Rosa", "López Xol"), name(""), FullName.UNKNOWN),
        (name("Rosa"), name("", "López"), FullName.UNKNOWN),  # nothing that both say
    ],
)
def test_how_full_names_agree(one: Name, other: Name, outcome: FullName) -> None:
    assert compare_full_names(one, other) is outcome
    assert compare_full_names(other, one) is outcome


def test_the_best_agreeing_child_counts() -> None:
    one = {"relatives": (child("Ana López Xol"), child("Juan López Xol"))}
    other = {"relatives": (child("Eva Choc"), child("Juan López Xol"))}

    assert compared(compare_children, one, other) == FullName.SAME


def test_each_distinct_pair_is_compared_once_whichever_side_it_came_from() -> None:
    columns = columns_of([said(record_id=str(i), given_names=given) for i, given in enumerate(("Paco", "Francisco"))])
    found = compare_given_names(columns, np.array([0, 1, 0], np.int32), np.array([1, 0, 0], np.int32))

    assert found.levels.tolist() == [Given.VARIANT, Given.VARIANT, Given.SAME]
    assert found.share[0] == found.share[1]


def test_the_levels_of_names_come_with_how_common_they_are() -> None:
    columns = columns_of([said(record_id=str(i), surnames=name) for i, name in enumerate(("López", "López", "Xol"))])
    found = compare_surname_pairs(columns, np.array([0, 0], np.int32), np.array([1, 2], np.int32))

    assert found.levels.tolist() == [Surnames.ONE, Surnames.DIFFERENT]
    assert found.share[0] < 0  # log2
    assert found.share[1] == 0


@pytest.fixture
def frequencies() -> Frequencies:
    """A list of 900 López, 90 Xol and 10 Tzunún."""
    return Frequencies([(), *[("lopez",)] * 900, *[("xol",)] * 90, *[("tzunun",)] * 10])


def test_rarer_names_are_rarer_agreements(frequencies: Frequencies) -> None:
    commonest, rarer, rarest, unseen = (frequencies.of((word,)) for word in ("lopez", "xol", "tzunun", "ixcoy"))

    assert 1 > commonest > rarer > rarest > unseen > 0
    assert commonest == pytest.approx(0.7, abs=0.1)  # 900 of 1,000, and a belief besides


def test_two_words_together_are_rarer_than_one(frequencies: Frequencies) -> None:
    assert frequencies.of(("lopez", "xol")) < frequencies.of(("xol",))


def test_two_words_mostly_borne_together_are_as_common_as_the_two_of_them() -> None:
    many = Frequencies([*[("xol", "tzunun")] * 100, *[("lopez",)] * 900])

    assert many.of(("xol", "tzunun")) == pytest.approx(100 / 1300)


def test_a_list_of_ten_proves_little_of_how_common_a_name_is() -> None:
    assert Frequencies([("lopez",)] * 2 + [("xol",)] * 8).of(("lopez",)) < 0.02


def test_no_records_still_have_frequencies() -> None:
    assert 0 < Frequencies([]).of(("lopez",)) < 0.01


@pytest.mark.parametrize("mentions", [[said()], [said(), said(record_id="2")]])
def test_records_that_say_nothing_compare_as_unknown(mentions: list[Mention]) -> None:
    columns = columns_of(mentions)
    same = np.zeros(1, np.int32)

    for compare, _ in SPOKEN:
        assert compare(columns, same, same).tolist() == [0]
