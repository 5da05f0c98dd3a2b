"""Every kind of duty: its table holds together, and each word of it can be said in both languages."""

from collections.abc import Iterator
from enum import Enum

import pytest

from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.duties.catalogue import AREAS, DEFINITIONS, definition_of, of_area
from reencuentro.rules.duties.steps import Definition
from reencuentro.web.filled import choice_of, label_of
from reencuentro.web.words import is_said

EACH = pytest.mark.parametrize("kind", DEFINITIONS.values(), ids=list(DEFINITIONS))


@EACH
def test_it_begins_and_every_step_can_be_reached(kind: Definition) -> None:
    assert kind.following("")
    reached, left = set[str](), {one.to for one in kind.following("")}
    while left:
        reached |= left
        left = {step.to for state in left for step in kind.following(state)} - reached
    assert reached == {step.to for step in kind.steps}
    assert kind.over <= reached
    assert len({step.name for step in kind.steps}) == len(kind.steps)


@EACH
def test_from_every_state_it_goes_on_or_nothing_is_owed_any_more(kind: Definition) -> None:
    assert [step.to for step in kind.steps if step.to not in kind.over and not kind.following(step.to)] == []


@EACH
def test_it_fits_where_it_is_kept(kind: Definition) -> None:
    assert len(kind.code) <= 20
    assert all(len(word) <= 30 for step in kind.steps for word in (step.name, step.to))
    assert set(kind.gist) <= {name for step in kind.following("") for name in step.shape.model_fields}


@EACH
def test_who_reads_only_reads_and_whoever_takes_a_step_changes(kind: Definition) -> None:
    assert DECLARATIONS[kind.sees].reads
    assert all(DECLARATIONS[step.action].changes for step in kind.steps)
    assert DECLARATIONS[kind.sees].about is kind.about_child


@EACH
def test_what_another_agency_reads_of_a_child_whom_it_may_not_know_has_no_box_for_a_person(kind: Definition) -> None:
    shared = [step for step in kind.steps if step.shared]
    assert bool(shared) is (kind.asked is not None)
    assert not [name for step in shared for name in step.shape.model_fields if "name" in name or "person" in name]


@EACH
def test_all_of_it_can_be_said(kind: Definition) -> None:
    assert [word for word in words_of(kind) if not is_said(word)] == []


def words_of(kind: Definition) -> Iterator[str]:
    """Every key of a text that a page may ask for."""
    yield f"duty_area_{kind.area}"
    yield f"duty_kind_{kind.code}"
    for step in kind.steps:
        yield f"duty_step_{step.name}"
        yield f"duty_state_{step.to}"
        for name, info in step.shape.model_fields.items():
            yield label_of("duty", name)
            if isinstance(info.annotation, type) and issubclass(info.annotation, Enum):
                yield from (choice_of("duty", info.annotation, one) for one in info.annotation)


def test_an_area_has_the_kinds_that_stand_on_its_page() -> None:
    assert sorted(one.code for area in AREAS for one in of_area(area)) == sorted(DEFINITIONS)
    assert definition_of("nothing of the kind") is None
