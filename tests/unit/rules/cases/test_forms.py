"""Boxes: what they take, what they don't, and that unknown is an answer."""

import pytest
from pydantic import ValidationError

from reencuentro.rules.cases.forms import SHAPES, FormKind, filled, filled_in, says_anything
from tests.unit.rules.cases.filled import GOOD, LEAST


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_needs_little_and_gives_back_what_was_put_in(kind: FormKind) -> None:
    little = filled(kind, LEAST[kind])
    full = filled(kind, GOOD[kind])
    assert filled(kind, full.model_dump(mode="json")) == full
    assert SHAPES[kind].model.model_validate(little.model_dump()) == little
    with pytest.raises(ValidationError):
        filled(kind, {**GOOD[kind], "profile": "x"})


@pytest.mark.parametrize("kind", [FormKind.REGISTRATION, FormKind.PARENT_SEARCH, FormKind.FOLLOW_UP])
@pytest.mark.parametrize("left", [{}, {"on": None}, {"remarks": "   "}])
def test_a_form_that_nobody_touched_cannot_be_handed_in(kind: FormKind, left: dict[str, object]) -> None:
    boxes = {name: value for name, value in left.items() if name in SHAPES[kind].model.model_fields}
    with pytest.raises(ValidationError) as refused:
        filled_in(kind, boxes)
    assert [(one["loc"], one["ctx"]["code"]) for one in refused.value.errors()] == [
        ((next(iter(SHAPES[kind].model.model_fields)),), "untouched")
    ]
    assert not says_anything(filled(kind, boxes))  # one that was kept before can still be read


@pytest.mark.parametrize("kind", FormKind)
def test_a_form_of_which_one_box_says_something_can_be_handed_in(kind: FormKind) -> None:
    assert filled_in(kind, GOOD[kind]) == filled(kind, GOOD[kind])


@pytest.mark.parametrize("day", ["", "2018", "2018-06", "2018-06-19", "2020-02-29"])
def test_a_day_may_be_known_in_part(day: str) -> None:
    assert filled(FormKind.REGISTRATION, {"separated_on": day}).model_dump()["separated_on"] == day


@pytest.mark.parametrize("day", ["2018-13", "2018-02-30", "19", "2018-6-1", "last June", "0000", "2019-02-29"])
def test_a_day_that_never_was_is_refused(day: str) -> None:
    with pytest.raises(ValidationError):
        filled(FormKind.REGISTRATION, {"separated_on": day})


@pytest.mark.parametrize("box", ["informant", "marks"])
@pytest.mark.parametrize("text", ["a\x00b", "x\x1b[2J", "\ud800", "‮abc", "x" * 5_000])
def test_what_no_page_can_show_is_refused(box: str, text: str) -> None:
    with pytest.raises(ValidationError):
        filled(FormKind.REGISTRATION, {box: text})
