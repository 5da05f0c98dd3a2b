"""Which facts speak for two records being one person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from reencuentro.linkage import Identifier, Mention, Sex
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.comparers import Agreement
from reencuentro.linkage.identity import FACTS, compare_records, with_coincidence
from reencuentro.linkage.scoring import Comparison
from reencuentro.linkage.tabular import columns_of_table
from reencuentro.linkage.training import starting_weights
from tests.unit.linkage.cast import born, child, father, mother, numbered, said

PLACE = {fact.name: i for i, fact in enumerate(FACTS)}
IN_TABLES_ALONE = {"postcode", "address", "occupation"}


def pair(left: Mention, right: Mention, *others: Mention) -> Comparison:
    return compare_records(columns_of([left, right, *others]), np.array([0], np.int32), np.array([1], np.int32))


def level(compared: Comparison, fact: str) -> int:
    return int(compared.levels[PLACE[fact], 0])


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_what_is_believed_of_a_fact_covers_each_level(fact: Any) -> None:
    for believed in (fact.matches, fact.kin):
        assert len(believed) == len(fact.levels) - 1
        assert all(share > 0 for share in believed)
        assert sum(believed) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_the_first_level_of_each_fact_is_silence(fact: Any) -> None:
    assert fact.levels(0).name == "UNKNOWN"


def test_records_that_say_nothing_agree_on_nothing_but_the_agency() -> None:
    compared = pair(said("a", "1"), said("b", "2"))

    assert [fact.name for fact, row in zip(FACTS, compared.levels, strict=True) if row[0]] == ["agency"]
    assert all(np.isnan(values[0]) for values in compared.chance.values())


def test_every_fact_is_compared() -> None:
    facts: dict[str, Any] = {
        "given_names": "Ana",
        "surnames": "López Xol",
        "birth": born(2008, 5, 3),
        "sex": Sex.FEMALE,
        "nationality": "GT",
        "municipality": "Nebaj",
        "language": "ixl",
        "identifiers": (Identifier("a_number", "200123456"), Identifier("dpi", "1234567890101")),
        "relatives": (mother("Rosa López"), father("Juan Choc"), child("Eva")),
        "family_unit": "FMU 1",
        "apprehended_on": date(2018, 5, 10),
        "admitted_on": date(2018, 5, 12),
        "phones": ("+50255550101",),
    }
    compared = pair(said("a", "1", **facts), said("b", "2", **facts))

    counted_elsewhere = {"any_number", "nationality"}  # as the A-number, and as the place that lies in the country
    assert {fact.name for fact in FACTS if not level(compared, fact.name)} == counted_elsewhere | IN_TABLES_ALONE
    assert set(compared.chance) == {"given_names", "surnames"}


def test_the_country_is_compared_where_a_place_is_silent() -> None:
    left, right = said("a", "1", nationality="GT", municipality="Nebaj"), said("b", "1", nationality="GT")

    assert level(pair(left, right), "nationality") == Agreement.SAME
    assert level(pair(left, left), "nationality") == Agreement.UNKNOWN


def test_where_a_person_lives_and_what_they_do_is_compared_in_tables() -> None:
    facts = {"postcode": ["dh7 5ju"] * 2, "address": ["12 hill street"] * 2, "occupation": ["baker"] * 2}
    columns = columns_of_table(pa.table({"given_names": ["Ana", "Ana"], **facts}))
    compared = compare_records(columns, np.array([0], np.int32), np.array([1], np.int32))

    assert {fact for fact in IN_TABLES_ALONE if level(compared, fact)} == IN_TABLES_ALONE
    assert set(compared.chance) >= IN_TABLES_ALONE


def test_a_number_that_another_agency_calls_otherwise_is_still_the_same_number() -> None:
    compared = pair(said("ice", "200-123-456"), said("orr", "7", identifiers=numbered("200123456", "other")))

    assert level(compared, "any_number") == Agreement.SAME


def test_in_tables_too_a_number_is_the_same_whatever_its_column_is_called() -> None:
    rows = {"a_number": ["200123456", None, "1"], "other_number": [None, "200123456", "1"]}
    columns = columns_of_table(pa.table({"given_names": ["Ana", "Ana", "Eva"], **rows}))
    compared = compare_records(columns, np.array([0, 0, 1], np.int32), np.array([1, 2, 2], np.int32))

    assert compared.levels[PLACE["any_number"]].tolist() == [Agreement.SAME, Agreement.UNKNOWN, Agreement.UNKNOWN]
    assert [columns.identifiers.at(record).size for record in range(3)] == [1, 1, 1]


def test_a_number_is_not_counted_twice() -> None:
    left, right = said("a", "1", identifiers=numbered("200123456")), said("b", "2", identifiers=numbered("200123456"))

    assert level(pair(left, right), "a_number") == 1
    assert level(pair(left, right), "any_number") == Agreement.UNKNOWN


def test_different_numbers_of_two_agencies_say_nothing() -> None:
    assert level(pair(said("a", "100000001"), said("b", "200000002")), "any_number") == Agreement.UNKNOWN


def test_numbers_of_lists_that_count_from_one_agree_by_chance() -> None:
    people = ("Ana", "Eva", "Rosa", "Luz", "Inés", "Juan")
    others = ("Pedro", "Pablo", "Lucas", "Marcos", "Tomás", "Luis")

    assert coincidence(people, others) > coincidence(people, people)


def coincidence(people: Sequence[str], others: Sequence[str]) -> float:
    """How often strangers are believed to share a number, where each of two lists counts from 10,000 on; log2."""
    lists = (("a", people), ("b", others))
    told = [said(agency, f"{10_000 + i}", given_names=name) for agency, names in lists for i, name in enumerate(names)]
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(told), 1))
    compared = compare_records(columns_of(told), left, right)
    counted = with_coincidence(starting_weights(FACTS, compared.levels, (0.1, 0.1)), compared, len(told))
    return float(counted.strangers[PLACE["any_number"]][Agreement.SAME])


def test_a_number_that_nobody_shares_by_chance_is_not_believed_to_be_shared_by_nobody() -> None:
    assert -20 < coincidence(("Ana", "Eva"), ("Ana", "Eva")) < 0


def test_where_every_number_is_of_one_kind_that_it_agrees_is_no_second_news() -> None:
    numbered_alike = [said(agency, "1", identifiers=numbered("200123456")) for agency in ("a", "b", "c")]

    assert "any_number" not in columns_of(numbered_alike).spoken_of
    assert "any_number" in columns_of([*numbered_alike, said("ice", "200-123-457")]).spoken_of


def test_rarer_names_weigh_more() -> None:
    crowd = [said("c", str(i), surnames="López") for i in range(200)]
    common = pair(said("a", "1", surnames="López"), said("b", "1", surnames="López"), *crowd)
    rare = pair(said("a", "1", surnames="Tzunún"), said("b", "1", surnames="Tzunún"), *crowd)

    assert rare.chance["surnames"][0] < common.chance["surnames"][0] < 0


def test_chance_is_counted_where_names_agree_only() -> None:
    compared = pair(said("a", "1", given_names="Ana", sex=Sex.FEMALE), said("b", "1", given_names="Juan"))

    assert np.isnan(compared.chance["given_names"][0])
