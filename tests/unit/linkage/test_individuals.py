"""One person, as all their records together show them."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Mention, Relation, Relative, Sex
from reencuentro.linkage.individuals import Custom, Individual, custom_of
from reencuentro.linkage.names import Name
from tests.unit.linkage.cast import AS_OF, born, child, folk, mother, numbered, said

MAY = date(2018, 5, 10)


def one(*records: Mention) -> Individual:
    (individual,) = folk(records)
    return individual


def person(**facts: Any) -> Individual:
    return one(said(**facts))


def test_every_way_of_writing_a_name_is_kept_once() -> None:
    records = [said("a", given_names="Ana", surnames="López Xol"), said("b", full_name="López, Ana"), said("c")]
    records.append(said("d", given_names="Ana", surnames="López Xol"))

    assert one(*records).names == (Name(("ana",), ("lopez", "xol")), Name(("ana",), ("lopez",)))


def test_where_sources_compete_most_win() -> None:
    records = [said("a", sex=Sex.MALE), said("b", sex=Sex.FEMALE), said("c", sex=Sex.FEMALE), said("d")]

    assert one(*records).sex == 1


def test_where_sources_add_to_each_other_all_count() -> None:
    found = one(said("a", phones=("+1",), family_unit="F 1"), said("b", phones=("+2",), municipality="Nebaj"))

    assert len(found.phones) == 2
    assert len(found.units) == len(found.municipalities) == 1


def test_a_silent_person_is_nobody_in_particular() -> None:
    found = person()

    assert found.names == ()
    assert found.sex == found.nationality == 0
    assert np.isnan(found.born)
    assert not (found.departments | found.municipalities | found.languages | found.numbers | found.units)
    assert found.claims == ()


def test_a_date_of_birth_outweighs_an_age() -> None:
    found = one(said("a", age=13, stated_on=AS_OF), said("b", birth=born(2008, 7, 15)))

    assert found.born == pytest.approx(2008.54, abs=0.01)
    assert found.born_within == 0


def test_of_three_dates_of_birth_the_middle_one_counts() -> None:
    dates = (born(2008, 7, 15), born(1908, 7, 15), born(2009, 7, 15))

    assert one(*(said(str(i), birth=day) for i, day in enumerate(dates))).born == pytest.approx(2008.54, abs=0.01)


def test_the_sex_of_a_given_name_is_learned_from_those_who_bear_it() -> None:
    rosas = [said("a", str(i), given_names="Rosa Elvira", sex=Sex.FEMALE) for i in range(3)]
    everybody = folk(*([record] for record in (*rosas, said("b", "1", given_names="Rosa"), said("b", "2"))))

    assert [individual.sex for individual in everybody] == [1, 1, 1, 1, 0]


def test_a_name_of_both_sexes_tells_none() -> None:
    shared = [said("a", str(i), given_names="Guadalupe", sex=sex) for i, sex in enumerate((*Sex, *Sex, *Sex))]
    everybody = folk(*([record] for record in (*shared, said("b", "1", given_names="Guadalupe"))))

    assert everybody[-1].sex == 0


@pytest.mark.parametrize(("given", "sex"), [("Itzayana", 1), ("Ixbalanco", 2), ("Itzel", 0)])
def test_the_ending_tells_the_sex_of_a_name_that_nobody_else_bears(given: str, sex: int) -> None:
    assert person(given_names=given).sex == sex


def test_several_records_name_the_same_relative_once() -> None:
    found = one(said("a", relatives=(mother("Rosa López"),)), said("b", relatives=(mother("LOPEZ XOL, ROSITA"),)))

    (claim,) = found.claims
    assert claim.relation is Relation.MOTHER
    assert claim.sex == 1
    assert set(claim.names) == {Name(("rosa",), ("lopez",)), Name(("rosita",), ("lopez", "xol"))}


def test_two_children_of_a_name_but_not_of_an_age_are_two() -> None:
    children = (child("José Xol", age=3), child("José Xol", age=14), child("Ana Xol", age=14))

    assert len(person(relatives=children, stated_on=AS_OF).claims) == 3


def test_relatives_known_by_number_alone_are_united_by_it() -> None:
    known = Relative(relation=Relation.MOTHER, identifiers=numbered("200123456"))
    (claim,) = one(said("a", relatives=(known,)), said("b", relatives=(known,))).claims

    assert claim.names == ()
    assert claim.numbers == frozenset({"200123456"})


def test_a_claimed_age_becomes_a_year_of_birth() -> None:
    (claim,) = person(relatives=(child("Ana", age=10),), stated_on=date(2018, 7, 2)).claims

    assert claim.born == pytest.approx(2008.0, abs=0.05)


def test_an_age_claimed_nobody_knows_when_is_no_year() -> None:
    (claim,) = person(relatives=(child("Ana", age=10),)).claims

    assert np.isnan(claim.born)


def test_a_relative_without_name_or_number_is_no_claim() -> None:
    assert person(relatives=(Relative(relation=Relation.MOTHER, age=30),)).claims == ()


@pytest.mark.parametrize(
    ("facts", "is_child"),
    [
        ({"birth": born(2008, 5, 3), "apprehended_on": MAY}, True),
        ({"birth": born(2000, 5, 11), "apprehended_on": MAY}, True),  # eighteen tomorrow
        ({"birth": born(2000, 4, 1), "apprehended_on": MAY}, False),
        ({"age": 17, "stated_on": MAY}, True),
        ({"age": 19, "stated_on": MAY}, False),
        ({"birth": born(2008, 5, 3), "relatives": (child("Ana"),), "apprehended_on": MAY}, True),
        ({"status": "UAC - ORR"}, True),
        ({"destination": "Albergue de menores"}, True),
        ({"relatives": (child("Ana"),)}, False),
        ({"relatives": (mother("Rosa"),)}, True),
        ({"relatives": (mother("Rosa"), child("Ana"))}, False),  # a young mother who names her own
        ({}, False),
    ],
)
def test_who_is_a_child(facts: dict[str, Any], is_child: bool) -> None:
    assert person(**facts).is_child is is_child


def test_a_child_when_first_listed_stays_a_child_on_later_lists() -> None:
    first = said("a", birth=born(2000, 8, 3), apprehended_on=MAY)
    later = said("b", birth=born(2000, 8, 3), stated_on=date(2019, 1, 1))

    assert one(first, later).is_child
    assert not one(later).is_child


def test_lists_teach_which_status_is_of_children() -> None:
    known = [said("cbp", f"{i}", status="A", birth=born(2008), apprehended_on=MAY) for i in range(4)]
    known += [said("cbp", f"1{i}", status="B", birth=born(1980), apprehended_on=MAY) for i in range(4)]
    everybody = folk(*([record] for record in (*known, said("cbp", "x", status="A"), said("cbp", "y", status="B"))))

    assert [individual.is_child for individual in everybody[-2:]] == [True, False]


@pytest.mark.parametrize(
    ("nationality", "custom"),
    [
        ("GT", Custom.BOTH_FIRST),
        ("", Custom.BOTH_FIRST),
        ("BR", Custom.BOTH_LAST),
        ("HT", Custom.PATERNAL),
        ("IN", Custom.PATERNAL),
    ],
)
def test_surnames_pass_as_the_custom_of_the_country_has_it(nationality: str, custom: Custom) -> None:
    assert custom_of(nationality) is custom
    assert person(nationality=nationality).custom is custom


@pytest.mark.parametrize(
    ("written", "given", "surnames"),
    [
        ("Candelaria O. Bámaca Ramírez", ("candelaria", "o"), ("bamaca", "ramirez")),
        ("Junior Joseph", ("junior",), ("joseph",)),
    ],
)
def test_an_initial_and_a_leading_junior_are_given_names(
    written: str, given: tuple[str, ...], surnames: tuple[str, ...]
) -> None:
    (claim,) = person(relatives=(mother(written),)).claims

    assert Name(given, surnames) in claim.names


def test_a_caller_of_seventeen_is_a_child_though_callers_are_grown() -> None:
    callers = [said("hotline", str(i), birth=born(1980, 1, 1), stated_on=AS_OF) for i in range(20)]
    everybody = folk(*([record] for record in (*callers, said("hotline", "a", age=17, stated_on=AS_OF))))

    assert everybody[-1].is_child
