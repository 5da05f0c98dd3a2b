"""What a record must state for a fact to be compared, and which columns would state it."""

import pytest

from reencuentro.linkage.evidence import silent_facts
from reencuentro.linkage.identity import FACTS as IDENTITY_FACTS
from reencuentro.linkage.kinship import PARENT_FACTS, RELATIVE_FACTS, SIBLING_FACTS
from reencuentro.linkage.mentions import Identifier, Mention, Relation, Relative
from reencuentro.linkage.results import Evidence, Outcome
from reencuentro.linkage.silences import STATED, would_state
from tests.unit.linkage.cast import child, mother, numbered, said

EVERY_FACT = {fact.name for fact in (*IDENTITY_FACTS, *PARENT_FACTS, *RELATIVE_FACTS, *SIBLING_FACTS)}
SILENT = said()


def states(fact: str, mention: Mention, *, side: int = 0) -> bool:
    return STATED[fact][side].made(mention)


def test_of_every_fact_that_can_be_asked_for_it_is_known_who_could_state_it() -> None:
    asked = silent_facts(Evidence(fact, Outcome.UNKNOWN, "unknown", 0.0) for fact in sorted(EVERY_FACT))

    assert set(asked) <= STATED.keys()


@pytest.mark.parametrize("fact", sorted(STATED))
def test_a_record_that_says_nothing_states_nothing(fact: str) -> None:
    assert not any(statement.made(SILENT) for statement in STATED[fact])


def test_an_age_states_when_somebody_was_born() -> None:
    assert states("birth", said(age=0.0))


def test_a_child_names_the_parent_and_the_parent_names_the_child() -> None:
    assert states("child_says", said(relatives=(mother("Ana Tzoc"),)))
    assert states("relative_says", said(relatives=(child("Luis Tzoc"),)), side=1)
    assert not states("mother", said(relatives=(child("Luis Tzoc"),)))


def test_the_parents_number_is_the_childs_to_give_and_the_parents_own() -> None:
    by_child = said(relatives=(Relative(relation=Relation.PARENT, identifiers=(Identifier("a_number", "123456789"),)),))

    assert states("parent_number", by_child, side=0)
    assert not states("parent_number", by_child, side=1)
    assert states("parent_number", said(identifiers=numbered("123456789")), side=1)


@pytest.mark.parametrize(
    ("fact", "columns", "there"),
    [
        ("birth", ["date_of_birth"], True),
        ("birth", ["child.date_of_birth"], False),
        ("mother", ["mother"], True),
        ("mother", ["mother.given_names"], True),
        ("children", ["child2.full_name"], True),
        ("parent_number", ["parent_a_number"], True),
        ("parent_number", ["mother"], False),
        ("phone", [], False),
        ("phone", ["", "full_name"], False),
    ],
)
def test_a_column_has_a_place_for_what_it_is_about(fact: str, columns: list[str], there: bool) -> None:
    assert would_state(STATED[fact][0], columns) is there
