"""Which persons are compared as family."""

from datetime import date
from typing import Any

import pytest

from reencuentro.linkage import Mention, Relation, Relative, Sex
from reencuentro.linkage.names import Name, words
from reencuentro.linkage.relations import FEW, LARGEST, RARE, Pairs, heard, name_keys, pairs_worth_comparing
from tests.unit.linkage.cast import born, child, folk, mother, numbered, said

MAY = date(2018, 5, 10)
CHILD: dict[str, Any] = {"given_names": "José", "surnames": "Xol López", "birth": born(2011, 3, 3), "stated_on": MAY}
ADULT: dict[str, Any] = {"given_names": "Rosa", "surnames": "López Choc", "birth": born(1985, 3, 3), "stated_on": MAY}


def pairs(*mentions: Mention) -> Pairs:
    """The pairs among these, each a person of its own."""
    return pairs_worth_comparing(folk(*([mention] for mention in mentions)))


def of(one: dict[str, Any], other: dict[str, Any]) -> Pairs:
    return pairs(said("a", **one), said("b", **other))


NOBODY = Pairs([], [], [])


def test_nobody_is_compared_with_nobody() -> None:
    assert pairs() == NOBODY
    assert pairs(said(), said("b")) == NOBODY


def test_a_child_who_names_the_mother_meets_her() -> None:
    assert of({**CHILD, "relatives": (mother("Rosita Lopes"),)}, ADULT).parents == [(0, 1)]


def test_a_mother_who_names_the_child_meets_it() -> None:
    assert of({**ADULT, "relatives": (child("José Xol"),)}, CHILD).parents == [(1, 0)]


def test_a_parents_number_on_the_childs_record_is_enough() -> None:
    numbers = numbered("200123456")
    known = Relative(relation=Relation.PARENT, identifiers=numbers)

    assert of({**CHILD, "relatives": (known,)}, {**ADULT, "identifiers": numbers}).parents == [(0, 1)]


@pytest.mark.parametrize(
    "shared",
    [
        {"family_unit": "F 1"},
        {"phones": ("+50255550101",)},
        {"apprehended_on": MAY, "apprehended_at": "RGV"},
    ],
)
def test_what_families_share_brings_them_together_though_nobody_names_anyone(shared: dict[str, Any]) -> None:
    assert of({**CHILD, **shared}, {**ADULT, **shared}).parents == [(0, 1)]


def test_a_day_without_a_surname_in_common_brings_nobody_together() -> None:
    met: dict[str, Any] = {"apprehended_on": MAY, "apprehended_at": "RGV"}

    assert of({**CHILD, **met}, {**ADULT, **met, "surnames": "Tun Pech"}) == NOBODY


def test_strangers_are_not_compared() -> None:
    assert of(CHILD, ADULT) == NOBODY


def test_nobody_is_compared_with_herself() -> None:
    assert pairs(said(**CHILD, relatives=(mother("José Xol López"),))) == NOBODY


def test_a_child_is_no_parent_of_an_older_one() -> None:
    unit: dict[str, Any] = {"family_unit": "F 1"}
    older = {**CHILD, "birth": born(2003, 3, 3)}

    assert of({**CHILD, **unit}, {**older, **unit}).parents == [(0, 1)]  # eight years older
    assert of({**CHILD, **unit}, {**CHILD, **unit}) == Pairs([], [], [(0, 1)])


def test_brothers_who_name_each_other_are_compared_once() -> None:
    ana = {**CHILD, "given_names": "Ana", "relatives": (Relative(relation=Relation.SIBLING, name="José Xol"),)}
    jose = {**CHILD, "relatives": (Relative(relation=Relation.SIBLING, name="Ana Xol"),)}

    assert of(ana, jose) == Pairs([], [], [(0, 1)])


def test_an_aunt_is_a_relative_whoever_names_whom() -> None:
    aunt = Relative(relation=Relation.AUNT_UNCLE, name="Rosa López")
    nephew = Relative(relation=Relation.NIECE_NEPHEW, name="José Xol López")

    assert of({**CHILD, "relatives": (aunt,)}, ADULT).relatives == [(0, 1)]
    assert of({**ADULT, "relatives": (nephew,)}, CHILD).relatives == [(1, 0)]


def test_two_adults_are_no_relatives_of_a_child() -> None:
    sister = Relative(relation=Relation.SIBLING, name="Rosa López")

    assert of({**ADULT, "given_names": "Eva", "relatives": (sister,)}, ADULT) == NOBODY


def test_a_spouse_is_no_relative_of_a_child() -> None:
    husband = Relative(relation=Relation.SPOUSE, name="José Xol")

    assert of({**ADULT, "relatives": (husband,)}, CHILD) == NOBODY


def crowd(count: int, **facts: Any) -> list[Mention]:
    return [said("ice", str(number), **ADULT, sex=Sex.FEMALE, **facts) for number in range(count)]


def test_of_a_common_name_only_those_who_share_more_are_compared() -> None:
    named = said("orr", **CHILD, relatives=(mother("Rosa López"),), municipality="Nebaj")
    few = pairs(named, *crowd(RARE))
    many = pairs(named, *crowd(RARE + 1), said("ice", "from Nebaj", **ADULT, municipality="Nebaj"))

    assert len(few.parents) == RARE
    assert many.parents == [(0, RARE + 2)]


def test_of_a_common_name_those_who_bear_both_surnames_are_compared() -> None:
    named = said("orr", **CHILD, relatives=(mother("Rosa López Choc"),))

    assert len(pairs(named, *crowd(RARE + 1)).parents) == RARE + 1


@pytest.mark.parametrize(
    ("count", "facts"),
    [(LARGEST, {"family_unit": "F 1"}), (FEW, {"apprehended_on": MAY, "apprehended_at": "RGV"})],
)
def test_a_group_too_large_is_chance(count: int, facts: dict[str, Any]) -> None:
    jose = said("orr", **CHILD, **facts)

    assert len(pairs(jose, *crowd(count - 1, **facts)).parents) == count - 1
    assert pairs(jose, *crowd(count, **facts)) == NOBODY


def keys_of(given: str, surnames: str) -> set[tuple[object, ...]]:
    return set(name_keys(Name(words(given), words(surnames))))


def test_name_keys_survive_order_and_a_missing_part() -> None:
    whole = keys_of("Ana Lucía", "López Xol")

    for given, surnames in (("Ana", "López"), ("Lucía", "Xol"), ("Ana Lucía", "Xol López"), ("Ana", "LópezXol")):
        assert whole & keys_of(given, surnames), (given, surnames)
    assert not whole & keys_of("Eva", "Choc Pop")


@pytest.mark.parametrize(
    ("nickname", "name"),
    [("paco", "francisco"), ("memo", "guillermo"), ("chepe", "jose"), ("goyo", "gregorio"), ("lucy", "lucia")],
)
def test_a_nickname_is_heard_as_its_name_too(nickname: str, name: str) -> None:
    assert heard(nickname) > heard(name)
    assert keys_of(nickname, "Xol") & keys_of(name, "Xol")


def test_two_given_names_are_heard_as_all_that_they_may_be_short_for() -> None:
    assert heard("paco", "ana") == heard("paco") | heard("ana")
    assert heard() == frozenset()


GROWN: dict[str, Any] = {"apprehended_on": MAY, "apprehended_at": "RGV", "stated_on": MAY, "surnames": "Xol López"}


@pytest.mark.parametrize(
    ("brother", "compared"),
    [
        ({"given_names": "Mateo", "birth": born(1999, 3, 3)}, True),
        ({"given_names": "Mateo", "birth": born(1990, 3, 3)}, False),
        ({"given_names": "José", "birth": born(1999, 3, 3)}, False),
        ({"given_names": "Mateo", "birth": born(1999, 3, 3), "surnames": "Xol Pop"}, False),
    ],
    ids=["near in age", "old enough to be a parent", "of the same name", "of other surnames"],
)
def test_a_grown_brother_is_compared_as_one(brother: dict[str, Any], compared: bool) -> None:
    found = of({**GROWN, "given_names": "José", "birth": born(2011, 3, 3)}, {**GROWN, **brother})

    assert found.siblings == ([(0, 1)] if compared else [])


def test_children_of_parents_named_alike_are_compared_as_siblings_wherever_they_are() -> None:
    parents = {"surnames": "Xol López", "relatives": (mother("Rosa López Choc"),), "birth": born(2011, 3, 3)}

    assert of({**parents, "given_names": "José"}, {**parents, "given_names": "Ana"}).siblings == [(0, 1)]
    assert not of({**parents, "given_names": "José"}, {**parents, "surnames": "Pop Choc"}).siblings
