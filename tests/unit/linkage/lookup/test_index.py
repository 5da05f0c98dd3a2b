"""An index answers who is meant: whatever one error did to the query, and with the reasons."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from reencuentro.linkage import Mention, Outcome, Sex
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.lookup import Candidate, Index
from tests.unit.linkage.cast import SURNAMES, TOWNS, WOMEN, born, father, mother, numbered, said

ASKED = said(
    given_names="María Guadalupe",
    first_surname="Quinilla",
    second_surname="Orellana",
    sex=Sex.FEMALE,
    birth=born(1987, 3, 14),
    municipality="Nebaj",
)


def town_of_strangers() -> list[Mention]:
    """People enough for names to be common or rare."""
    return [
        said(
            record_id=f"s{i}",
            given_names=WOMEN[i % len(WOMEN)],
            first_surname=SURNAMES[i * 7 % len(SURNAMES)],
            second_surname=SURNAMES[i * 11 % len(SURNAMES)],
            sex=Sex.FEMALE,
            birth=born(1960 + i % 40, 1 + i % 12, 2 + i % 27),
            municipality=TOWNS[i % len(TOWNS)],
        )
        for i in range(240)
    ]


@pytest.fixture(scope="module")
def people() -> list[Mention]:
    return [*town_of_strangers(), replace(ASKED, agency="ngo", record_id="N-1", relatives=(mother("Rosa Orellana"),))]


@pytest.fixture(scope="module")
def index(people: Sequence[Mention]) -> Index:
    return Index.of(columns_of(people))


def first(found: Sequence[Candidate], people: Sequence[Mention]) -> str:
    return people[found[0].record].record_id if found else ""


@pytest.mark.parametrize(
    "error",
    [
        {},
        {"given_names": "Maria Gudalupe"},
        {"given_names": "Lupe"},
        {"given_names": "M"},
        {"first_surname": "Kinilla"},
        {"first_surname": "Qinilla", "second_surname": ""},
        {"first_surname": "Orellana", "second_surname": "Quinilla"},
        {"first_surname": "Quinillaorellana", "second_surname": ""},
        {"birth": born(1987, 4, 13)},
        {"birth": None},
        {"first_surname": "Lopez", "second_surname": ""},
        {"given_names": "", "first_surname": "", "second_surname": "", "full_name": "Quinilla Orellana, Maria"},
    ],
    ids=str,
)
def test_whoever_is_meant_is_found_first_whatever_went_wrong(
    error: dict[str, Any], index: Index, people: Sequence[Mention]
) -> None:
    asked = replace(ASKED, **error)  # facts of many types, named by the table above

    assert first(index.find(asked), people) == "N-1"


def test_a_candidate_comes_with_the_bits_of_each_fact(index: Index) -> None:
    best = index.find(replace(ASKED, birth=born(1986, 3, 14)))[0]
    outcomes = {one.fact: (one.outcome, one.level) for one in best.evidence}

    assert outcomes["surnames"] == (Outcome.AGREES, "both")
    assert outcomes["birth"] == (Outcome.AGREES, "slip")
    assert outcomes["phone"][0] is Outcome.UNKNOWN
    assert 0.9 < best.probability <= 1


def test_candidates_come_likeliest_first_and_no_more_than_asked_for(index: Index) -> None:
    found = index.find(replace(ASKED, first_surname="Hernandez", birth=None), most=7)

    assert len(found) == 7
    assert [one.bits for one in found] == sorted((one.bits for one in found), reverse=True)


def test_a_relative_named_by_both_speaks_for_a_candidate(index: Index, people: Sequence[Mention]) -> None:
    silent, told = (index.find(replace(ASKED, relatives=said_of))[0] for said_of in ((), (mother("Rosa Oreyana"),)))
    other = index.find(replace(ASKED, relatives=(mother("Wendy Paola Funes"), father("Juan Pop"))))[0]

    assert first([silent, told, other], people) == "N-1"
    assert other.bits < silent.bits < told.bits


def test_a_number_alone_finds_its_bearer() -> None:
    known = [*town_of_strangers(), said(record_id="77", full_name="Juan Pop", identifiers=numbered("A201"))]
    known += [said(record_id="78", full_name="Ana Choc", identifiers=numbered("A200345671"))]
    found = Index.of(columns_of(known)).find(said(identifiers=numbered("A200345671")))

    assert [known[one.record].record_id for one in found] == ["78"]


@pytest.mark.parametrize("text", ["", "?", "☃", "a" * 500, "X Æ", "' OR 1=1", "Zzyzx Qwrtp", "de la"])
def test_nobody_is_found_under_what_nobody_bears(text: str, index: Index) -> None:
    assert index.find(said(full_name=text)) == []


def test_an_index_of_nobody_finds_nobody() -> None:
    assert Index.of(columns_of([])).find(ASKED) == []


def test_one_record_alone_is_found() -> None:
    found = Index.of(columns_of([ASKED])).find(ASKED)

    assert [one.record for one in found] == [0]
