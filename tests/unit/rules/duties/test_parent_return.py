"""A parent leaves after contact was made sure of, or as they chose knowingly; what happened all the same is kept."""

from typing import Any

import pytest

from reencuentro.rules.duties.parent_return import PARENT_RETURN
from tests.unit.rules.duties.walking import Walk, walk, when

LEAVING = {
    "adult": "p-2",
    "sends": "US",
    "takes": "GT",
    "leaves_on": "2018-07-12",
    "ordered_by": "ERO",
    "known_from": "the roster",
}
CONTACT = {
    "on": "2018-07-10",
    "language": "mam",
    "both_spoke": "yes",
    "contact_tested": "yes",
    "child_knows": "yes",
    "heard_by": "Officer 7",
}
WITHOUT = {
    "on": "2018-07-10",
    "language": "mam",
    "speaks_it": "yes",
    "witness": "Witness 3",
    "counsel_offered": "yes",
    "understood": "yes",
    "parent_wish": "comes_later",
}
LEFT = {"on": "2018-07-10", "takes": "GT", "call_by": "2018-07-13"}


def leaving(**said: Any) -> Walk:
    going = walk(PARENT_RETURN, "2018-07-10T15:00", verified=frozenset({"p-2"}))
    assert going.breaks("parent_leaving", {**LEAVING, **said}) == set()
    return going


def test_a_parent_leaves_once_both_know_how_to_reach_each_other() -> None:
    going = leaving()
    assert going.due == when("2018-07-12T04:00")  # before that day begins in New York
    assert going.breaks("parent_left", LEFT) == {""}
    assert going.breaks("parent_in_contact", CONTACT) == set()
    assert going.due == when("2018-07-13T04:00")
    assert going.breaks("parent_left", LEFT) == set()
    assert going.due == when("2018-07-14T06:00")  # the end of the 13th in Guatemala
    assert going.breaks("parent_reached", {"on": "2018-07-10", "reached_how": "telephone"}) == {"parent_not_spoken"}
    assert (
        going.breaks("parent_reached", {"on": "2018-07-10", "reached_how": "telephone", "both_spoke": "yes"}) == set()
    )
    assert going.due is None


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ({"both_spoke": "no"}, {"parent_not_spoken"}),
        ({"contact_tested": "unknown"}, {"parent_untested"}),
        ({"child_knows": "no"}, {"parent_untold"}),
        ({"on": "2018-07-11"}, {"parent_not_yet"}),
    ],
)
def test_contact_that_nobody_tried_is_no_contact(said: dict[str, str], broken: set[str]) -> None:
    assert leaving().breaks("parent_in_contact", {**CONTACT, **said}) == broken


def test_contact_with_somebody_who_is_not_verified_counts_for_nothing() -> None:
    assert leaving().breaks("parent_in_contact", CONTACT, verified=frozenset()) == {"parent_unverified"}
    begun = walk(PARENT_RETURN, "2018-07-10T15:00", barred=frozenset({"p-2"}))
    assert begun.breaks("parent_leaving", LEAVING) == {"parent_barred"}


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ({}, set()),
        ({"speaks_it": "no"}, {"parent_no_interpreter"}),
        ({"speaks_it": "no", "interpreter": "Interpreter 4"}, set()),
        ({"witness": ""}, {"parent_no_witness"}),
        ({"counsel_offered": "unknown"}, {"parent_no_counsel"}),
        ({"understood": "no"}, {"parent_not_understood"}),
        ({"parent_wish": "comes_along"}, {"parent_wants_child"}),
    ],
)
def test_a_parent_goes_without_contact_only_as_they_chose_knowingly(said: dict[str, str], broken: set[str]) -> None:
    assert leaving().breaks("parent_goes_without", {**WITHOUT, **said}, by="two") == broken


def test_nobody_alone_lets_a_parent_go_without_contact() -> None:
    assert leaving().breaks("parent_goes_without", WITHOUT) == {"second_officer"}


def test_a_parent_who_was_removed_without_asking_is_looked_for_at_once() -> None:
    going = leaving(leaves_on=None)
    assert going.due == when("2018-07-10T15:00")  # nobody knows the day: at once
    lost = {"on": "2018-07-10", "takes": "GT", "returned_by": "ERO", "known_from": "the consulate"}
    assert going.breaks("parent_left_unasked", lost) == set()
    assert going.state == "parent_lost"
    assert going.due == when("2018-07-10T15:01")
