"""Mentions as arrays: equal values have equal numbers, silence has none."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Birth, Identifier, Mention, Relation, Relative, Sex
from reencuentro.linkage.columns import LONGEST, Lists, Vocabulary, columns_of
from reencuentro.linkage.names import Name
from tests.unit.linkage.cast import born, child, mother, numbered, said

FULL = said(
    full_name="López, Ana",
    sex=Sex.FEMALE,
    birth=born(2008, 5, 3),
    nationality="GT",
    department="Quiché",
    municipality="Nebaj",
    language="ixl",
    identifiers=numbered("200000001"),
    family_unit="FMU 1",
    phones=("+50255550101",),
    apprehended_on=date(2018, 5, 10),
    apprehended_at="RGV",
    admitted_on=date(2018, 5, 12),
    relatives=(mother("Rosa López"), child("Ana")),
)
CODED = "sex year nationality department municipality language a_number mother family_unit".split()
CODED += "apprehended_on apprehended_at admitted_on".split()


def test_a_vocabulary_numbers_values_in_the_order_of_first_sight() -> None:
    vocabulary = Vocabulary("")

    assert [vocabulary.code(word) for word in ("b", "a", "b", "")] == [1, 2, 1, 0]
    assert vocabulary.values == ["", "b", "a"]


@pytest.mark.parametrize("column", CODED)
def test_what_a_source_says_has_a_number_and_silence_is_zero(column: str) -> None:
    columns = columns_of([FULL, said(record_id="2")])

    full, silent = getattr(columns, column).tolist()

    assert full > 0
    assert silent == 0


def test_names_are_coded_by_their_words_and_silence_has_none() -> None:
    columns = columns_of([FULL, said(record_id="2", given_names="Ana", surnames="Xol")])

    assert columns.names[0] == Name(("ana",), ("lopez",))
    assert columns.names.given.at(0) == columns.names.given.at(1) != []
    assert columns.names.surnames.at(0) != columns.names.surnames.at(1)
    assert columns_of([FULL, said(record_id="2")]).names[1] == Name((), ())


def test_silent_lists_are_empty() -> None:
    columns = columns_of([FULL, said(record_id="2")])

    for lists in (columns.identifiers, columns.phones, columns.children):
        assert len(lists.at(0)) == 1
        assert len(lists.at(1)) == 0


def test_equal_places_have_equal_numbers_however_they_are_written() -> None:
    columns = columns_of([said(municipality="Cobán"), said(municipality="COBAN "), said(municipality="Nebaj")])

    assert columns.municipality.tolist() == [1, 1, 2]


def test_no_records_are_columns_too() -> None:
    assert len(columns_of([])) == 0


@pytest.mark.parametrize(
    ("facts", "middle", "within"),
    [
        ({"birth": born(2008, 7, 15)}, 2008.54, 0.0),
        ({"birth": born(2008, 7)}, 2008.54, 0.05),
        ({"birth": born(2008)}, 2008.5, 0.5),
        ({"birth": born(2008, 1, 1)}, 2008.5, 0.5),
        ({"age": 10.0, "stated_on": date(2018, 7, 2)}, 2008.0, 0.5),
        ({"age": 10.0, "stated_on": date(2018, 7, 2), "age_estimated": True}, 2008.0, 1.5),
    ],
)
def test_when_somebody_was_born_is_an_interval(facts: dict[str, Any], middle: float, within: float) -> None:
    columns = columns_of([said(**facts)])

    assert columns.born[0] == pytest.approx(middle, abs=0.01)
    assert columns.born_within[0] == pytest.approx(within)


def test_first_of_january_counts_as_a_year() -> None:
    new_year, some_day = columns_of([said(birth=born(2008, 1, 1)), said(birth=born(2008, 1, 2))]).born_within.tolist()

    assert new_year == 0.5
    assert some_day == 0.0


@pytest.mark.parametrize("facts", [{}, {"age": 10.0}])
def test_an_age_stated_nobody_knows_when_says_nothing(facts: dict[str, Any]) -> None:
    assert np.isnan(columns_of([said(**facts)]).born[0])


def test_a_personal_number_is_the_first_of_the_kinds_in_their_order() -> None:
    numbers = (Identifier("passport", "P12345"), Identifier("curp", "CURP12345"), Identifier("a_number", "200000001"))
    columns = columns_of([said(identifiers=numbers)])

    assert columns.other_numbers == ["", "CURP12345"]
    assert columns.a_numbers == ["", "200000001"]


def test_an_agencys_own_record_id_is_one_of_the_numbers_unless_it_is_short() -> None:
    own = Mention(agency="orr", record_id="a-200 000 001")
    quoted = said(identifiers=(Identifier("other", "A200000001"),))
    serial, same_serial = said("a", "17"), said("b", "17")
    columns = columns_of([own, quoted, serial, same_serial])

    assert columns.identifiers.at(0).tolist() == columns.identifiers.at(1).tolist() != []
    assert columns.identifiers.at(2).tolist() == columns.identifiers.at(3).tolist() == []


def test_the_first_named_mother_counts_and_children_are_all_kept() -> None:
    relatives = (mother("Rosa López"), mother("Eva Xol"), child("Ana López"), child("Juan López"), child(""))
    columns = columns_of([said(relatives=relatives)])

    assert columns.relative_names[columns.mother[0]] == Name(("rosa",), ("lopez",))
    assert len(columns.children.at(0)) == 2
    assert columns.father[0] == 0


def test_a_relative_known_by_number_alone_has_no_name() -> None:
    known_by_number = Relative(relation=Relation.MOTHER, identifiers=numbered("200000001"))

    assert columns_of([said(relatives=(known_by_number,))]).mother[0] == 0


def test_lists_leave_silence_out_and_end_somewhere() -> None:
    lists = Lists.of([[3, 0, 1, 3], [], range(1, 99)])

    assert lists.at(0).tolist() == [1, 3]
    assert lists.at(1).tolist() == []
    assert len(lists.at(2)) == LONGEST


def test_ambiguity_is_kept() -> None:
    ambiguous = Birth(year=2008, month=5, day=3, ambiguous=True)

    assert columns_of([said(birth=ambiguous), said(birth=born(2008, 5, 3)), said()]).ambiguous.tolist() == [1, 0, 0]
