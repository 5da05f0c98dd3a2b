"""The hotline desk: what must be asked, when a caller is called back, and who is told nothing."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.desk import TABLE, DeskCallTaken, message_of
from reencuentro.rules.duties.going import broken_by
from reencuentro.rules.duties.steps import Known, Taken
from reencuentro.rules.timers.clocks import Child

DESK, MESSAGE = TABLE
NOW = datetime(2018, 7, 2, 15, tzinfo=UTC)
WHO = OfficerFacts(
    id="o-1", roles=frozenset({Role.HOTLINE_AGENT}), agency=AgencyFacts(code="LINE", kind=AgencyKind.NGO, country="US")
)
CALL: Mapping[str, Any] = {
    "desk_caller": "Someone",
    "desk_relation": "mother",
    "desk_phone": "+502 2222 2222",
    "desk_asked": "The village, and the name of the school.",
    "desk_answered": "Both.",
    "desk_verified": "yes",
    "desk_child_given": "A child",
    "desk_zone": "guatemala",
    "desk_back_on": date(2018, 7, 3),
    "desk_back_at": "10:00",
}
BACK: Mapping[str, Any] = {"desk_end": "told", "desk_said": "That the message is with those who look for the child."}


def taken(step: str, boxes: Mapping[str, Any]) -> Taken:
    found = DESK.step(step)
    assert found is not None
    return Taken(step=step, form=found.shape.model_validate(boxes), at=NOW, officer="o-1", agency="LINE")


def broken(step: str, boxes: Mapping[str, Any], *history: Taken) -> list[tuple[str, str]]:
    found = DESK.step(step)
    assert found is not None
    known = Known(at=NOW, doer=WHO, child=Child(), history=history)
    return [(one.rule, one.box) for one in broken_by(DESK, found, found.shape.model_validate(boxes), known)]


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, []),
        ({"desk_asked": " "}, [("desk_empty", "desk_asked")]),
        ({"desk_phone": ""}, [("desk_no_number", "desk_phone")]),
        ({"desk_back_on": date(2018, 7, 2), "desk_back_at": "08:59"}, [("desk_back_past", "desk_back_on")]),
        ({"desk_back_on": date(2018, 7, 2), "desk_back_at": "09:01"}, []),
        ({"desk_back_at": ""}, [("desk_no_such_hour", "desk_back_at")]),
        ({"desk_verified": "no"}, []),  # the message is taken from anybody
    ],
)
def test_a_call_is_taken_with_what_was_asked_and_a_time_to_call_back(
    boxes: Mapping[str, Any], said: list[tuple[str, str]]
) -> None:
    assert broken("take_call", {**CALL, **boxes}) == said


@pytest.mark.parametrize(("verified", "said"), [("yes", []), ("no", [("desk_unverified", "desk_end")])])
def test_nobody_is_told_anything_of_whom_it_is_not_known_who_they_are(
    verified: str, said: list[tuple[str, str]]
) -> None:
    call = taken("take_call", {**CALL, "desk_verified": verified})
    assert broken("call_back", BACK, call) == said
    assert broken("call_back", {**BACK, "desk_end": "not_verified"}, call) == []


def test_the_call_back_is_late_at_its_hour_where_the_caller_is() -> None:
    call = taken("take_call", CALL)
    again = {"desk_zone": "us_pacific", "desk_back_on": date(2018, 7, 4), "desk_back_at": "10:00"}

    assert DESK.due((call,), Child()) == datetime(2018, 7, 3, 16, tzinfo=UTC)
    assert DESK.due((call, taken("try_again", again)), Child()) == datetime(2018, 7, 4, 17, tzinfo=UTC)
    assert DESK.due((call, taken("call_back", BACK)), Child()) is None


def test_a_message_is_passed_on_whole_and_waits_a_day() -> None:
    call = taken("take_call", {**CALL, "desk_message": "That her grandmother is well."})
    assert isinstance(call.form, DeskCallTaken)
    message = message_of(call.form)
    first = Taken(step="pass_message", form=message, at=NOW, officer="o-1", agency="LINE")

    assert (message.message_text, message.message_verified) == ("That her grandmother is well.", "yes")
    assert MESSAGE.due((first,), Child()) == datetime(2018, 7, 3, 15, tzinfo=UTC)
