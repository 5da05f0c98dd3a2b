"""Services and psychosocial care: when they are late, and what can't be noted."""

from datetime import UTC, datetime, timedelta

import pytest

from reencuentro.rules.disclosure.vocabulary import HEALTH, Role
from reencuentro.rules.duties.care import AFTERCARE, HEALTH_SERVICE, SERVICE, TABLE
from tests.unit.rules.duties.caring import NOW, Boxes, broken, due, officer

PLAN = ("aftercare_plan", {"care_rhythm": "fortnightly", "care_first_round": "2018-06-22"})


def ended(day: int, month: int = 6) -> datetime:
    """The end of that day where the last of them ends: in Los Angeles in summer."""
    return datetime(2018, month, day, 7, tzinfo=UTC) + timedelta(days=1)


@pytest.mark.parametrize(
    ("boxes", "late_at"),
    [
        ({"care_service": "food"}, NOW + timedelta(hours=24)),  # nobody named a day
        ({"care_service": "food", "care_planned_for": "2018-06-20"}, ended(20)),
        ({"care_service": "legal", "care_planned_for": "2018-06-30"}, ended(30)),  # into another month
    ],
)
def test_a_planned_service_is_late_when_its_day_is_over(boxes: Boxes, late_at: datetime) -> None:
    assert due(SERVICE, ("care_plan", boxes)) == late_at


def test_days_end_with_the_clocks_of_winter_and_of_summer() -> None:
    plan = ("care_plan", {"care_service": "rest", "care_planned_for": "2018-11-04"})
    assert due(SERVICE, plan) == datetime(2018, 11, 5, 8, tzinfo=UTC)


def test_what_was_given_or_refused_waits_for_nothing() -> None:
    plan = ("care_plan", {"care_service": "food"})
    assert due(SERVICE, plan, ("care_give", {"care_given_on": "2018-06-20"})) is None
    assert due(SERVICE, ("care_refuse_now", {**REFUSED, "care_refusal": "no_staff"})) is None


REFUSED = {"care_service": "psychosocial", "care_refused_on": "2018-06-20"}


@pytest.mark.parametrize(
    ("step", "boxes", "wrong"),
    [
        ("care_give_now", {"care_service": "food", "care_given_on": "2018-06-20"}, {}),
        ("care_give_now", {"care_service": "food", "care_given_on": "2018-06-21"}, {"care_not_yet": "care_given_on"}),
        ("care_plan", {"care_service": "food", "care_planned_for": "2018-06-19"}, {"care_gone_by": "care_planned_for"}),
        ("care_refuse_now", {**REFUSED, "care_refusal": "no_interpreter"}, {}),
        ("care_refuse_now", {**REFUSED, "care_refusal": "child_declined"}, {"care_understood": "care_understood"}),
        ("care_refuse_now", {**REFUSED, "care_refusal": "child_declined", "care_understood": "yes"}, {}),
        ("care_refuse_now", {**REFUSED, "care_refusal": "other"}, {"care_reason": "care_remarks"}),
    ],
)
def test_what_is_noted_of_a_service_must_hold(step: str, boxes: Boxes, wrong: dict[str, str]) -> None:
    assert broken(SERVICE, step, boxes) == wrong


def test_what_is_about_health_lies_with_health_and_is_written_by_health_staff() -> None:
    boxes = {"care_health": "check", "care_given_on": "2018-06-20"}
    assert {HEALTH_SERVICE.place, *(one.place for one in HEALTH_SERVICE.steps)} == {HEALTH}
    assert "care_by_health_staff" in broken(HEALTH_SERVICE, "care_give_now", boxes)
    assert not broken(HEALTH_SERVICE, "care_give_now", boxes, doer=officer(Role.HEALTH_STAFF))


@pytest.mark.parametrize(
    ("rounds", "late_at"),
    [
        ([], ended(22)),
        ([{"care_round_on": "2018-06-20"}], ended(4, 7)),  # as agreed
        ([{"care_round_on": "2018-06-20", "care_next_round": "2018-06-25"}], ended(25)),
        ([{"care_round_on": "2018-06-20", "care_going": "crisis"}], NOW + timedelta(hours=24)),
    ],
)
def test_the_next_round_comes_as_agreed_and_in_a_crisis_at_once(rounds: list[Boxes], late_at: datetime) -> None:
    assert due(AFTERCARE, PLAN, *(("aftercare_round", one) for one in rounds)) == late_at


def test_rounds_end_well_only_where_somebody_saw_the_child() -> None:
    end = {"care_ended_on": "2018-06-20", "care_end": "goals_met"}
    unseen = ("aftercare_round", {"care_round_on": "2018-06-20", "care_seen": "no"})
    seen = ("aftercare_round", {"care_round_on": "2018-06-20", "care_seen": "yes"})
    assert broken(AFTERCARE, "aftercare_end", end, PLAN, unseen) == {"care_nobody_seen": "care_end"}
    assert not broken(AFTERCARE, "aftercare_end", end, PLAN, seen)
    assert due(AFTERCARE, PLAN, seen, ("aftercare_end", end)) is None


def test_every_kind_ends_where_its_table_says() -> None:
    for kind in TABLE:
        left = {one.to for one in kind.steps} - {state for one in kind.steps for state in one.before}
        assert left == kind.over, kind.code
