"""Meetings and joint actions: nobody is named, each agency shares what it has said, and what is late is due."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.going import broken_by
from reencuentro.rules.duties.groups import TABLE
from reencuentro.rules.duties.steps import Known, Taken
from reencuentro.rules.groups import tells_who
from reencuentro.rules.timers.clocks import Child

MEETING, JOINT = TABLE
NOW = datetime(2018, 7, 2, 15, tzinfo=UTC)
GIVEN: Mapping[str, Any] = {"joint_what": "A list of interpreters of K'iche'", "joint_due": date(2018, 7, 31)}


def known(agency: str = "DIF", **other: Any) -> Known:
    facts = AgencyFacts(code=agency, kind=AgencyKind.CHILD_PROTECTION)
    return Known(
        at=NOW, doer=OfficerFacts(id="o", roles=frozenset({Role.SUPERVISOR}), agency=facts), child=Child(), **other
    )


def taken(step: str, boxes: Mapping[str, Any], agency: str = "DIF") -> Taken:
    found = MEETING.step(step) or JOINT.step(step)
    assert found is not None
    return Taken(step=step, form=found.shape.model_validate(boxes), at=NOW, officer="o", agency=agency)


def broken(step: str, boxes: Mapping[str, Any], facts: Known) -> list[tuple[str, str]]:
    kind = MEETING if step.startswith("meeting") else JOINT
    found = kind.step(step)
    assert found is not None
    return [(one.rule, one.box) for one in broken_by(kind, found, found.shape.model_validate(boxes), facts)]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("We met on 2 July 2018, 14 agencies, 2,500 children.", False),
        ("Las actas de B'atz' y de Ixchoy", False),
        ("PABCDEFGHIJKL is missing", True),
        ("file 208123456", True),
        ("write to somebody@example.org", True),
        ("call +502 2222", True),
    ],
)
def test_what_tells_somebody_apart_is_found_in_words(text: str, tells: bool) -> None:
    assert tells_who(text) is tells


def test_minutes_name_nobody_and_say_something() -> None:
    held = {"meeting_held_on": "2018-07-02", "meeting_participants": "DIF, consulate", "meeting_minutes": "As agreed."}
    assert broken("meeting_hold", held, known()) == []
    assert broken("meeting_hold", {**held, "meeting_minutes": "A208123456"}, known()) == [
        ("group_tells_who", "meeting_minutes")
    ]
    assert broken("meeting_hold", {**held, "meeting_participants": " "}, known()) == [
        ("group_unsaid", "meeting_participants")
    ]
    assert broken("meeting_hold", {**held, "meeting_held_on": "2018-07-09"}, known()) == [
        ("group_not_yet", "meeting_held_on")
    ]


def test_an_agency_shares_what_it_has_said_and_nothing_else() -> None:
    told = {"meeting_share": "figures", "meeting_shared": "How many wait."}
    assert broken("meeting_tell", told, known(shares=frozenset({"figures"}))) == []
    assert broken("meeting_tell", told, known(shares=frozenset({"trends"}))) == [
        ("group_share_beyond", "meeting_share")
    ]


def test_an_action_is_given_for_a_day_to_come_and_finished_by_who_does_it() -> None:
    assert broken("joint_give", GIVEN, known()) == []
    assert broken("joint_give", {**GIVEN, "joint_due": date(2018, 7, 1)}, known()) == [
        ("group_over_already", "joint_due")
    ]
    done = {"joint_done_on": "2018-07-02", "joint_result": "The list is out."}
    history = (taken("joint_give", GIVEN, "ORR"),)
    assert broken("joint_finish", done, known("DIF", counterpart="DIF", history=history)) == []
    assert broken("joint_finish", done, known("ORR", counterpart="DIF", history=history)) == [("group_not_yours", "")]
    assert broken("joint_finish", done, known("ORR", history=history)) == []


def test_what_was_put_off_is_due_on_its_new_day() -> None:
    history = [taken("joint_give", GIVEN)]
    assert JOINT.due(history, Child()) == datetime(2018, 8, 1, 7, tzinfo=UTC)
    history.append(taken("joint_extend", {"joint_due": date(2018, 11, 4), "joint_why": "storm"}))
    assert JOINT.due(history, Child()) == datetime(2018, 11, 5, 8, tzinfo=UTC)  # the clocks went back that night


def test_minutes_are_due_a_week_after_the_meeting() -> None:
    called = {"meeting_on": "2018-07-02", "meeting_channel": "video", "meeting_agenda": "Calls"}
    assert MEETING.due([taken("meeting_call", called)], Child()) == datetime(2018, 7, 10, 7, tzinfo=UTC)
