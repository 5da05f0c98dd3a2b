"""A team as it is kept: what officers cover, who is away, and children who are given out together or not at all."""

from datetime import timedelta

import pytest

from reencuentro.actions.team import CoverStated, Handing, begin_leave, end_leave, hand_out, set_cover
from reencuentro.errors import AccountError
from reencuentro.records.assignments import Assignment
from reencuentro.records.audit import AuditEntry
from reencuentro.records.officers import Officer
from reencuentro.records.team import Cover
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.shifts import Shift
from tests.stored.at_once import at_once
from tests.stored.cast import LATER, NOW, agencies, invited, person

MORNING = Shift(0, 480, 960)


@pytest.fixture
def team(registry: str) -> list[Officer]:
    """Three officers of DIF, which lists three children."""
    agencies()
    for name in ("p-1", "p-2", "p-3"):
        person(name, "DIF")
    return [invited(login, "DIF", Role.PROTECTION_OFFICER)[0] for login in ("one", "two", "three")]


def covered(officer: Officer, **stated: object) -> Cover:
    told = {"state": "MX-CHP", "languages": frozenset({"spa"}), "shifts": (MORNING,), **stated}
    return set_cover(officer, CoverStated(**told), by="tests", at=NOW)  # type: ignore[arg-type]  # as each test says


def working() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in Assignment.objects.open().select_related("officer").order_by("person"):
        found.setdefault(one.officer.login, []).append(one.person)
    return found


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ({"state": "US-TX"}, "there is no such state"),
        ({"shifts": ()}, "an officer without a shift"),
        ({"shifts": (MORNING, Shift(0, 900, 1200))}, "two shifts are at the same time"),
    ],
)
def test_what_nobody_can_cover_is_refused(team: list[Officer], stated: dict[str, object], problem: str) -> None:
    with pytest.raises(AccountError, match=problem):
        covered(team[0], **stated)
    assert not Cover.objects.exists()


def test_of_two_who_say_at_once_what_an_officer_covers_the_later_one_holds(
    team: list[Officer], unblocked: None
) -> None:
    assert at_once([lambda: covered(team[0]), lambda: covered(team[0], state="MX-SON")]) == ["done", "done"]
    assert (Cover.objects.count(), Cover.objects.open().count()) == (2, 1)


def test_what_is_covered_now_puts_an_end_to_what_was_covered(team: list[Officer]) -> None:
    covered(team[0])
    covered(team[0], state="MX-SON")
    assert [(one.state, one.ended_at) for one in Cover.objects.order_by("pk")] == [("MX-CHP", NOW), ("MX-SON", None)]


def test_children_are_given_out_together_or_not_at_all(team: list[Officer]) -> None:
    begin_leave(team[1], NOW + timedelta(days=3), by="tests", at=NOW)
    handings = [Handing(person="p-1", officer=team[0]), Handing(person="p-2", officer=team[1])]
    with pytest.raises(AccountError, match="the officer is on leave"):
        hand_out(handings, by="tests", at=LATER)
    assert working() == {}
    assert hand_out(handings, by="tests", at=NOW + timedelta(days=3)) == 2
    assert working() == {"one": ["p-1"], "two": ["p-2"]}


def test_whoever_is_back_can_be_given_children_again(team: list[Officer]) -> None:
    begin_leave(team[0], NOW + timedelta(days=3), by="tests", at=NOW)
    end_leave(team[0], by="tests", at=LATER)
    assert hand_out([Handing(person="p-1", officer=team[0])], by="tests", at=LATER) == 1
    with pytest.raises(AccountError, match="isn't on leave"):
        end_leave(team[0], by="tests", at=LATER)


def test_a_child_who_is_handed_over_has_one_officer_and_both_are_in_the_log(team: list[Officer]) -> None:
    hand_out([Handing(person="p-1", officer=team[0])], by="tests", at=NOW)
    hand_out([Handing(person="p-1", officer=team[1], before=team[0])], by="tests", at=LATER)
    assert working() == {"two": ["p-1"]}
    told = AuditEntry.objects.filter(action__in=("assign", "unassign")).order_by("sequence")
    assert list(told.values_list("action", flat=True)) == ["assign", "unassign", "assign"]
