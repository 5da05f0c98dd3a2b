"""The Mexican route: the Procuraduría at once, no station, no place without a measure, a plan that heard the child."""

from typing import Any

import pytest

from reencuentro.rules.duties.restitution import RESTITUTION_DUTY
from tests.unit.rules.duties.walking import Walk, walk, when

STEPS: dict[str, dict[str, Any]] = {
    "restitution_found": {"on": "2022-04-03", "at": "08:00", "place": "Tapachula", "child_found_by": "INM"},
    "restitution_told": {"on": "2022-04-03", "at": "09:00", "dealing_office": "Chiapas", "told_how": "telephone"},
    "restitution_measured": {"on": "2022-04-03", "ordered_by": "Procuraduría", "measure": "A place with the DIF."},
    "restitution_placed": {
        "lodged_in": "dif",
        "on": "2022-04-03",
        "mexican_state": "Chiapas",
        "place_received_by": "DIF",
    },
    "restitution_planned": {
        "on": "2022-04-10",
        "dealing_office": "Chiapas",
        "child_heard": "yes",
        "best_for_child": "With an aunt in Puebla.",
        "rights_restored": "Identity, family, health.",
        "who_does_what": "The DIF visits the aunt.",
        "review_on": "2022-05-10",
    },
    "restitution_reviewed": {"on": "2022-05-09", "plan_done": "All of it."},
    "restitution_done": {"reasons": "With the aunt, registered, at school."},
}


def up_to(step: str) -> Walk:
    going = walk(RESTITUTION_DUTY, "2022-05-12T15:00", zone="America/Mexico_City")
    for name, boxes in STEPS.items():
        if name == step:
            break
        assert going.breaks(name, boxes) == set()
    return going


def test_the_route_leads_from_finding_a_child_to_rights_restored() -> None:
    going = up_to("restitution_done")
    assert going.breaks("restitution_done", STEPS["restitution_done"]) == {"second_officer"}
    assert going.breaks("restitution_done", STEPS["restitution_done"], by="two") == set()
    assert going.due is None


@pytest.mark.parametrize(
    ("step", "said", "broken"),
    [
        ("restitution_found", {"on": "2022-05-13"}, "restitution_not_yet"),
        ("restitution_told", {"at": "07:59"}, "restitution_told_before"),
        ("restitution_told", {"on": "2022-04-02", "at": ""}, "restitution_told_before"),
        ("restitution_placed", {"lodged_in": "migration_station"}, "restitution_migration_station"),
        ("restitution_planned", {"child_heard": "unknown"}, "restitution_child_not_heard"),
        ("restitution_planned", {"review_on": "2022-04-10"}, "restitution_review_before"),
        ("restitution_reviewed", {"plan_remains": "The birth certificate."}, "restitution_review_missing"),
    ],
)
def test_what_the_law_forbids_is_refused(step: str, said: dict[str, str], broken: str) -> None:
    assert up_to(step).breaks(step, {**STEPS[step], **said}) == {broken}


def test_nobody_is_lodged_without_a_protection_measure() -> None:
    going = up_to("restitution_measured")
    assert going.breaks("restitution_placed", STEPS["restitution_placed"]) == {"restitution_no_measure"}


def test_rights_are_not_restored_while_something_of_the_plan_remains() -> None:
    going = up_to("restitution_reviewed")
    remains = {**STEPS["restitution_reviewed"], "plan_remains": "The school.", "review_on": "2022-06-09"}
    assert going.breaks("restitution_reviewed", remains) == set()
    assert going.breaks("restitution_done", STEPS["restitution_done"], by="two") == {"restitution_remains"}


@pytest.mark.parametrize(
    ("step", "due"),
    [
        ("restitution_told", "2022-04-03T13:00"),  # found at eight: at once; on that day Mexico's clocks went forward
        ("restitution_measured", "2022-04-03T14:00"),
        ("restitution_placed", "2022-04-03T06:00"),
        ("restitution_planned", None),  # the law names no number
        ("restitution_reviewed", "2022-05-11T05:00"),  # the end of the day of the review
    ],
)
def test_each_step_is_late_as_the_law_or_the_plan_says(step: str, due: str | None) -> None:
    assert up_to(step).due == (when(due) if due else None)
