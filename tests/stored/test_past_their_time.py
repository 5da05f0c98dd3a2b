"""What is past its time is hidden from its first instant on, not from when somebody destroys it."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from reencuentro.actions.retention import adopt_rules
from reencuentro.records.people import Person
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import NotAllowedError, operator_viewing
from reencuentro.rules.disclosure.vocabulary import Action, Purpose
from reencuentro.rules.retention import CountedFrom, RecordKind, Rule
from tests.stored.subjects import NOW, fill, whose

A_MONTH_ON = NOW + timedelta(days=30)


@pytest.fixture
def filled(registry: str) -> str:
    fill()
    return registry


def kept_for(days: int, agency: str = "", kinds: Iterable[RecordKind] = (RecordKind.ADULT, RecordKind.CHILD)) -> None:
    """Records of these kinds are kept so long after the last list that has them."""
    counted = frozenset({CountedFrom.LAST_LISTED})
    rules = [Rule(kind=kind, agency=agency, counted_from=counted, days=days, source="a test") for kind in kinds]
    adopt_rules(tuple(rules), by="tests", at=NOW)


def tellers(person: str) -> set[str]:
    looking = operator_viewing("tests", Purpose.OPERATION, A_MONTH_ON)
    return {one.agency for one in visible_to(looking, Action.SEE_PERSON).get(person).records}


def test_who_is_due_is_hidden_before_anybody_expires_them(filled: str) -> None:
    assert tellers(whose())
    kept_for(days=20)

    with pytest.raises(NotAllowedError):
        tellers(whose())
    assert Person.objects.filter(public_id=whose()).exists()


def test_who_is_not_due_yet_is_shown(filled: str) -> None:
    kept_for(days=40)
    assert tellers(whose()) == {"ORR", "SRE"}


def test_of_a_person_only_what_is_due_is_hidden(filled: str) -> None:
    kept_for(days=20, agency="SRE")
    assert tellers(whose()) == {"ORR"}


def test_only_records_of_the_kind_that_is_due_are_hidden(filled: str) -> None:
    kept_for(days=20, kinds=[RecordKind.CHILD])
    assert tellers(whose()) == {"ORR", "SRE"}
