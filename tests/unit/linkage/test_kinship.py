"""A child and somebody else, compared as family."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Mention, Relation, Relative, Sex
from reencuentro.linkage.comparers import Agreement, Apprehension, FullName, Number, Place
from reencuentro.linkage.individuals import Custom
from reencuentro.linkage.inheritance import Inheritance, compare_inheritance
from reencuentro.linkage.kinship import (
    PARENT_FACTS,
    RELATIVE_FACTS,
    SIBLING_FACTS,
    Compared,
    Comparer,
    Generation,
    Support,
    compare_generations,
    stacked,
)
from reencuentro.linkage.names import Name, Surnames, words
from reencuentro.linkage.scoring import Facts
from tests.unit.linkage.cast import AS_OF, born, child, comparer_of, father, folk, mother, numbered, said

MAY = date(2018, 5, 10)
FEMALE, MALE = 1, 2
JOSE: dict[str, Any] = {"given_names": "José", "surnames": "Xol López", "birth": born(2011, 3, 3), "sex": Sex.MALE}
ROSA: dict[str, Any] = {"given_names": "Rosa", "surnames": "López Choc", "birth": born(1985, 3, 3), "sex": Sex.FEMALE}
TABLES: list[tuple[Facts, Callable[[Comparer], Callable[..., Compared]]]] = [
    (PARENT_FACTS, lambda comparer: comparer.parent),
    (RELATIVE_FACTS, lambda comparer: comparer.relative),
    (SIBLING_FACTS, lambda comparer: comparer.siblings),
]


def compared(table: int, left: Mention, right: Mention) -> dict[str, int]:
    """The level of each fact, by its name."""
    facts, compare = TABLES[table]
    found = compare(comparer_of([left, right]))(*folk([left], [right]))
    return {fact.name: int(level) for fact, level in zip(facts, found.levels, strict=True)}


def parenthood(left: dict[str, Any], right: dict[str, Any]) -> dict[str, int]:
    return compared(0, said("orr", **left), said("ice", **right))


def brotherhood(left: dict[str, Any], right: dict[str, Any]) -> dict[str, int]:
    return compared(2, said("orr", "1", **left), said("orr", "2", **right))


@pytest.mark.parametrize("facts", [PARENT_FACTS, RELATIVE_FACTS, SIBLING_FACTS], ids=["parents", "others", "siblings"])
def test_what_is_believed_of_a_fact_covers_each_level(facts: Facts) -> None:
    for fact in facts:
        for believed in (fact.matches, fact.kin):
            assert len(believed) == len(fact.levels) - 1
            assert sum(believed) == pytest.approx(1.0, abs=0.011)


@pytest.mark.parametrize("table", [0, 1, 2])
def test_missing_is_never_disagreement(table: int) -> None:
    silent = compared(table, said("orr", "1"), said("ice", "1"))

    assert set(silent.values()) == {0}


def test_a_child_names_the_mother_and_the_mother_names_the_child() -> None:
    jose = {**JOSE, "relatives": (mother("Rosa López"),)}
    rosa = {**ROSA, "relatives": (child("José Xol López", age=7),), "stated_on": AS_OF}
    levels = parenthood(jose, rosa)

    assert levels["child_says"] == FullName.SAME
    assert levels["relative_says"] == FullName.SAME
    assert levels["claimed_age"] == Agreement.SAME
    assert levels["generation"] == Generation.PLAUSIBLE
    assert levels["siblings"] == Support.UNKNOWN


def test_a_father_is_not_measured_by_what_is_said_of_the_mother() -> None:
    jose = {**JOSE, "relatives": (mother("Rosa López"), father("Pedro Xol"))}
    pedro = {"given_names": "Pedro", "surnames": "Xol Pop", "sex": Sex.MALE}

    assert parenthood(jose, pedro)["child_says"] == FullName.SAME
    assert parenthood({**JOSE, "relatives": (mother("Rosa López"),)}, pedro)["child_says"] == FullName.UNKNOWN


def test_a_claim_of_a_daughter_is_no_claim_of_a_son() -> None:
    rosa = {**ROSA, "relatives": (child("José Xol López", sex=Sex.FEMALE),)}

    assert parenthood(JOSE, rosa)["relative_says"] == FullName.DIFFERENT


def test_an_age_that_does_not_fit_is_told() -> None:
    rosa = {**ROSA, "relatives": (child("José Xol", age=15),), "stated_on": AS_OF}

    assert parenthood(JOSE, rosa)["claimed_age"] == Agreement.DIFFERENT


def test_of_two_children_of_a_name_the_one_of_fitting_age_is_meant() -> None:
    left, right = said("orr", **JOSE), said("ice", **ROSA, stated_on=AS_OF, relatives=TWO_JOSES)
    found = comparer_of([left, right]).parent(*folk([left], [right]))
    (_, rosa) = folk([left], [right])

    assert found.claim >= 0
    assert rosa.claims[found.claim].born == pytest.approx(2010.96, abs=0.05)


TWO_JOSES = (child("José Xol López", age=15), child("José Xol López", age=7))


def test_who_names_nobody_like_the_child_makes_no_claim() -> None:
    left, right = said("orr", **JOSE), said("ice", **ROSA, relatives=(child("Marta Tun"),))

    assert comparer_of([left, right]).parent(*folk([left], [right])).claim == -1


@pytest.mark.parametrize(
    ("number", "level"),
    [("200123456", Number.SAME), ("200123457", Number.SLIP), ("999999999", Number.DIFFERENT), ("", Number.UNKNOWN)],
)
def test_the_parents_number_on_the_childs_record(number: str, level: Number) -> None:
    named = Relative(relation=Relation.PARENT, name="Rosa", identifiers=numbered(number) if number else ())

    assert (
        parenthood({**JOSE, "relatives": (named,)}, {**ROSA, "identifiers": numbered("200123456")})["parent_number"]
        == level
    )


def test_a_surname_that_a_claim_has_matched_is_not_counted_again() -> None:
    assert parenthood(JOSE, ROSA)["inheritance"] == Inheritance.INHERITED
    assert parenthood({**JOSE, "relatives": (mother("Rosa López"),)}, ROSA)["inheritance"] == Inheritance.UNKNOWN


SPANISH, PORTUGUESE, PATERNAL = Custom.BOTH_FIRST, Custom.BOTH_LAST, Custom.PATERNAL


@pytest.mark.parametrize(
    ("childs", "parents", "sex", "custom", "level"),
    [
        ("Xol López", "Xol Pop", MALE, SPANISH, Inheritance.INHERITED),
        ("Xol López", "López Choc", FEMALE, SPANISH, Inheritance.INHERITED),
        ("Xol López", "López Choc", 0, SPANISH, Inheritance.INHERITED),
        ("Xol López", "Lopes", FEMALE, SPANISH, Inheritance.INHERITED),
        ("López Choc", "López Choc", FEMALE, SPANISH, Inheritance.INHERITED),  # one registered parent
        ("López", "López Choc", FEMALE, SPANISH, Inheritance.INHERITED),
        ("Xol López", "Choc López", FEMALE, SPANISH, Inheritance.SHARED),
        ("Xol López", "Xol Pop", FEMALE, SPANISH, Inheritance.SHARED),
        ("Xol López", "Tun Pech", MALE, SPANISH, Inheritance.UNRELATED),
        ("Silva Souza", "Costa Silva", FEMALE, PORTUGUESE, Inheritance.INHERITED),
        ("Silva Souza", "Lima Souza", MALE, PORTUGUESE, Inheritance.INHERITED),
        ("Silva Souza", "Souza Lima", MALE, PORTUGUESE, Inheritance.SHARED),
        ("Jean", "Jean", MALE, PATERNAL, Inheritance.INHERITED),
        ("Jean", "Pierre", MALE, PATERNAL, Inheritance.UNRELATED),
        ("Jean", "Pierre", FEMALE, PATERNAL, Inheritance.UNKNOWN),  # her own, as custom has it
        ("", "López", FEMALE, SPANISH, Inheritance.UNKNOWN),
        ("Xol", "", MALE, SPANISH, Inheritance.UNKNOWN),
    ],
)
def test_surnames_pass_as_custom_has_it(
    childs: str, parents: str, sex: int, custom: Custom, level: Inheritance
) -> None:
    names = [Name((), words(surnames)) for surnames in (childs, parents)]

    assert compare_inheritance(names[:1], names[1:], sex, custom) is level


def test_the_best_way_of_writing_a_name_counts() -> None:
    ways = [Name((), words("Tun Pech")), Name((), words("Xol López"))]

    assert compare_inheritance(ways, [Name((), words("Xol"))], MALE, SPANISH) is Inheritance.INHERITED


@pytest.mark.parametrize(
    ("year", "level"),
    [
        (1985, Generation.PLAUSIBLE),
        (1997, Generation.YOUNG),
        (1960, Generation.OLD),
        (2005, Generation.IMPOSSIBLE),
        (2015, Generation.IMPOSSIBLE),
        (1940, Generation.IMPOSSIBLE),
    ],
)
def test_the_years_between_two_generations(year: int, level: Generation) -> None:
    young, old = folk([said("a", birth=born(2010, 6, 15))], [said("b", birth=born(year, 6, 15))])

    assert compare_generations(young, old) is level


def test_a_year_of_birth_alone_is_read_in_the_parents_favour() -> None:
    young, old = folk([said("a", birth=born(2010))], [said("b", birth=born(1995))])

    assert compare_generations(young, old) is Generation.PLAUSIBLE


def test_what_families_share() -> None:
    together: dict[str, Any] = {
        "family_unit": "F 1",
        "apprehended_on": MAY,
        "apprehended_at": "RGV",
        "municipality": "Nebaj",
        "nationality": "GT",
        "language": "ixl",
        "phones": ("+50255550101",),
    }
    levels = parenthood({**JOSE, **together}, {**ROSA, **together})

    assert levels["apprehension"] == Apprehension.TOGETHER
    assert levels["origin"] == Place.SAME
    for fact in ("family_unit", "nationality", "language", "phone"):
        assert levels[fact] == Agreement.SAME


def test_what_families_do_not_share() -> None:
    one = {"family_unit": "F 1", "apprehended_on": MAY, "municipality": "Nebaj", "nationality": "GT", "phones": ("+1",)}
    other = {"family_unit": "F 2", "apprehended_on": AS_OF, "municipality": "Yoro", "nationality": "HN"}
    levels = parenthood({**JOSE, **one}, {**ROSA, **other, "phones": ("+2",)})

    assert levels["apprehension"] == Apprehension.DIFFERENT
    assert levels["origin"] == Place.DIFFERENT
    for fact in ("family_unit", "nationality", "phone"):
        assert levels[fact] == Agreement.DIFFERENT


def test_a_place_nobody_names_is_no_place_in_common() -> None:
    met = {"apprehended_on": MAY}

    assert parenthood({**JOSE, **met}, {**ROSA, **met})["apprehension"] == Apprehension.SAME_DAY


def test_an_aunt_is_known_by_what_either_says() -> None:
    aunt = Relative(relation=Relation.AUNT_UNCLE, name="Rosa López")
    nephew = Relative(relation=Relation.NIECE_NEPHEW, name="José Xol López", age=7)
    jose, rosa = said("orr", **JOSE, relatives=(aunt,)), said("ice", **ROSA, relatives=(nephew,), stated_on=AS_OF)
    levels = compared(1, jose, rosa)

    assert levels["child_says"] == FullName.SAME
    assert levels["relative_says"] == FullName.SAME
    assert levels["claimed_age"] == Agreement.SAME


def test_a_mother_is_no_other_relative() -> None:
    jose, rosa = said("orr", **JOSE, relatives=(mother("Rosa López"),)), said("ice", **ROSA)

    assert compared(1, jose, rosa)["child_says"] == FullName.UNKNOWN


def test_brothers_share_surnames_and_parents() -> None:
    named = (mother("Rosa López"), father("Pedro Xol"))
    levels = brotherhood({**JOSE, "relatives": named}, {"surnames": "Xol López", "relatives": named})

    assert levels["surnames"] == Surnames.BOTH
    assert levels["same_mother"] == levels["same_father"] == FullName.SAME
    assert levels["household"] == Agreement.UNKNOWN


def test_a_brother_who_is_named_is_known_whoever_names_him() -> None:
    names_jose = {"given_names": "Ana", "relatives": (Relative(relation=Relation.SIBLING, name="José Xol"),)}

    assert brotherhood(JOSE, names_jose)["sibling_says"] == brotherhood(names_jose, JOSE)["sibling_says"]
    assert brotherhood(JOSE, names_jose)["sibling_says"] == FullName.SAME


@pytest.mark.parametrize(("year", "level"), [(2001, Agreement.SAME), (1970, Agreement.DIFFERENT)])
def test_brothers_are_not_forty_years_apart(year: int, level: Agreement) -> None:
    assert brotherhood(JOSE, {"birth": born(year, 3, 3)})["age_gap"] == level


def test_rarer_names_weigh_more() -> None:
    crowd = [said("cbp", str(i), given_names="Rosa", surnames="López") for i in range(300)]
    chances = []
    for named in ("Rosa López", "Sebastiana Tzunún"):
        jose, other = said("orr", **JOSE, relatives=(mother(named),)), said("ice", full_name=named, sex=Sex.FEMALE)
        found = comparer_of([jose, other, *crowd]).parent(*folk([jose], [other]))
        chances.append(found.chances[0])

    assert chances[1] < chances[0] < 0


def test_pairs_compared_one_by_one_stand_as_arrays() -> None:
    left, right = said("orr", **JOSE, relatives=(mother("Rosa López"),)), said("ice", **ROSA)
    people = folk([left], [right])
    comparer = comparer_of([left, right])
    both = stacked(PARENT_FACTS, [comparer.parent(*people), comparer.parent(*people[::-1])])

    assert both.levels.shape == (len(PARENT_FACTS), 2)
    assert set(both.chance) == {"child_says", "relative_says", "inheritance"}
    assert np.isfinite(both.chance["child_says"]).tolist() == [True, False]


def test_no_pairs_are_arrays_too() -> None:
    assert stacked(PARENT_FACTS, []).levels.shape == (len(PARENT_FACTS), 0)
