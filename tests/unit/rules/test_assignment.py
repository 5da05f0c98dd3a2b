"""Who takes which child, in cases small enough to be worked out by hand."""

from collections import Counter
from fractions import Fraction

import pytest

from bench.assignment import made_up, worst
from reencuentro.rules.assignment import Given, Staff, Waiting, assign, bounds, level

MAM = frozenset({"mam"})


def staff(officer: str, state: str = "MX-CHP", *, load: int = 0, away: bool = False, languages: str = "spa") -> Staff:
    return Staff(officer=officer, state=state, languages=frozenset({languages}), minutes=40, load=load, away=away)


def children(count: int, state: str = "MX-CHP", languages: frozenset[str] = frozenset()) -> list[Waiting]:
    return [Waiting(child=f"c{number:02}", state=state, languages=languages) for number in range(count)]


def loads(given: tuple[Given, ...]) -> dict[str, int]:
    return dict(Counter(one.officer for one in given))


def test_whoever_has_the_least_gets_the_next_child() -> None:
    assert loads(assign(children(3), [staff("busy", load=9), staff("free")])) == {"free": 3}


def test_half_the_hours_are_half_the_children() -> None:
    half = Staff(officer="half", state="MX-CHP", minutes=20)
    assert loads(assign(children(30), [half, staff("whole")])) == {"half": 10, "whole": 20}


def test_an_officer_on_leave_gets_nobody() -> None:
    assert loads(assign(children(4), [staff("away", away=True), staff("there")])) == {"there": 4}


def test_a_child_goes_to_an_officer_of_the_state_however_many_those_have() -> None:
    given = assign(children(2), [staff("here", load=90), staff("elsewhere", "MX-OAX")])
    assert loads(given) == {"here": 2}
    assert all(one.in_state for one in given)


def test_a_language_may_cost_a_tenth_and_no_more() -> None:
    team = [staff("one"), staff("two", languages="mam")]
    given = assign(children(40, languages=MAM), team)
    assert loads(given) == {"one": 18, "two": 22}
    assert Counter(one.speaks for one in given) == {True: 22, False: 18}


def test_of_a_child_whose_language_nobody_knows_nothing_is_said() -> None:
    assert [one.speaks for one in assign(children(1), [staff("one")])] == [None]


@pytest.mark.parametrize(
    ("state", "helper"),
    [
        ("MX-SON", "at_the_north"),  # the same border first, however busy
        ("MX-PUE", "inland"),  # officers at a border last
        ("", "inland"),
    ],
)
def test_where_nobody_is_on_duty_another_state_helps(state: str, helper: str) -> None:
    team = [
        staff("at_the_north", "MX-CHH", load=10),
        staff("at_the_south", "MX-TAB", load=9),
        staff("inland", "MX-QUE", load=10),
        staff("away", "MX-SON", away=True),
    ]
    given = assign(children(1, state), team)
    assert loads(given) == {helper: 1}
    assert not given[0].in_state


def test_without_anybody_on_duty_nobody_is_given() -> None:
    assert assign(children(3), [staff("away", away=True)]) == ()
    with pytest.raises(ValueError, match="nobody is on duty"):
        level([], 3)


def test_what_each_has_is_levelled_and_whoever_has_more_lifts_nobody() -> None:
    assert level([staff("one", load=100), staff("two", load=4), staff("three")], 16) == Fraction(10, 40)
    assert bounds(staff("two", load=4), Fraction(10, 40)) == range(5, 8)
    assert bounds(staff("one", load=100), Fraction(10, 40)) == range(1)


def test_ten_thousand_children_are_given_to_four_hundred_officers_evenly() -> None:
    waiting, team = made_up(10_000, 400, seed=7)
    given = assign(waiting, team)
    far, apart = worst(given, team)
    assert {one.child for one in given} == {one.child for one in waiting}
    assert far <= 0.1
    assert apart < 1
