"""Relatives are found by what either side claims, by surnames and by age."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from reencuentro.linkage import Mention, Relation, Sex
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.lookup import Index
from tests.unit.linkage.cast import born, father, mother, said
from tests.unit.linkage.lookup.test_index import town_of_strangers

CHILD = said(
    record_id="child",
    given_names="Kevin Josué",
    first_surname="Quinilla",
    second_surname="Sontay",
    sex=Sex.MALE,
    birth=born(2010, 7, 8),
    municipality="Nebaj",
)
MOTHER = said(record_id="mother", full_name="Delmy Yaneth Sontay Pop", sex=Sex.FEMALE, birth=born(1985, 2, 3))


def first(asked: Mention, people: Sequence[Mention], relation: Relation = Relation.MOTHER) -> str:
    everyone = [*town_of_strangers(), *people]
    found = Index.of(columns_of(everyone)).relatives(asked, relation)
    return everyone[found[0].record].record_id if found else ""


def claiming(name: str, relation: Relation = Relation.CHILD) -> dict[str, Any]:
    return {"relatives": (replace(mother(name), relation=relation),)}


@pytest.mark.parametrize("name", ["Delmi Yanet Sontai", "Delmy Sontay Pop", "Sontay Pop, Delmy", "D. Sontay Pop"])
def test_a_mother_is_found_by_the_name_that_the_child_gives(name: str) -> None:
    assert first(replace(CHILD, relatives=(mother(name),)), [MOTHER]) == "mother"


def test_a_mother_whom_the_child_does_not_name_is_found_by_her_claim() -> None:
    assert first(CHILD, [replace(MOTHER, **claiming("Kebin Quinilla Sontay"))]) == "mother"


def test_a_claim_of_a_brother_by_both_surnames_speaks_for_a_mother() -> None:
    named = replace(CHILD, relatives=(mother("Delmy Sontay"),))
    other = replace(MOTHER, record_id="other", full_name="Delmy Yaneth Sontay Choc")
    true = replace(MOTHER, **claiming("Brayan Quinilla Sontay"))

    assert first(named, [other, true]) == "mother"


def test_whoever_is_too_young_is_no_mother() -> None:
    assert (
        first(replace(CHILD, relatives=(mother("Delmy Sontay Pop"),)), [replace(MOTHER, birth=born(2003))]) != "mother"
    )


def test_a_wrong_sex_on_her_list_does_not_hide_a_mother() -> None:
    wrong = replace(MOTHER, sex=Sex.MALE, **claiming("Kevin Josue Quinilla Sontay"))

    assert first(replace(CHILD, relatives=(mother("Delmy Yaneth Sontay Pop"),)), [wrong]) == "mother"


def test_another_record_of_the_child_that_names_the_mother_helps() -> None:
    again = replace(CHILD, agency="orr", record_id="again", relatives=(mother("Delmy Yaneth Sontay Pop"),))

    assert first(CHILD, [MOTHER, again]) == "mother"


def test_father_child_and_sibling_are_found_likewise() -> None:
    parent = said(record_id="father", full_name="Pedro Quinilla Choc", sex=Sex.MALE, birth=born(1980))
    sister = replace(CHILD, record_id="sister", given_names="Fátima", sex=Sex.FEMALE, birth=born(2012))
    named = (mother("Delmy Sontay Pop"), father("Pedro Quinilla Choc"))
    asked, sister = replace(CHILD, relatives=named), replace(sister, relatives=named)

    assert first(asked, [MOTHER, parent, sister], Relation.FATHER) == "father"
    assert first(asked, [MOTHER, parent, sister], Relation.SIBLING) == "sister"
    assert first(parent, [asked], Relation.CHILD) == "child"


def test_it_says_what_each_side_claims() -> None:
    everyone = [*town_of_strangers(), replace(MOTHER, **claiming("Kevin Josué Quinilla Sontay"))]
    asked = replace(CHILD, relatives=(mother("Delmy Yaneth Sontay Pop"),))
    (best, *_) = Index.of(columns_of(everyone)).relatives(asked, Relation.MOTHER)
    levels = {one.fact: one.level for one in best.evidence}

    assert (levels["child_says"], levels["relative_says"], levels["generation"]) == ("same", "same", "plausible")
    assert best.probability > 0.9
