"""Laws of giving children to officers, for any team and any children."""

from collections import Counter
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reencuentro.rules.assignment import Given, Staff, Waiting, assign, bounds, level

TONGUES = st.frozensets(st.sampled_from(["spa", "mam", "kek"]), max_size=2)
PLACES = st.sampled_from(["MX-CHP", "MX-TAB", "MX-SON", "MX-PUE"])


@st.composite
def teams(draw: st.DrawFn, most: int = 8) -> list[Staff]:
    return [
        Staff(
            officer=f"o{number}",
            state=draw(PLACES),
            languages=draw(TONGUES),
            minutes=draw(st.sampled_from([0, 20, 30, 40])),
            load=draw(st.integers(0, 30)),
            away=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, most)))
    ]


@st.composite
def crowds(draw: st.DrawFn, most: int = 60) -> list[Waiting]:
    return [
        Waiting(child=f"c{number}", state=draw(PLACES | st.just("")), languages=draw(TONGUES))
        for number in range(draw(st.integers(0, most)))
    ]


@given(crowds(), teams())
def test_every_child_has_one_officer_on_duty_if_anybody_is(waiting: list[Waiting], team: list[Staff]) -> None:
    on_duty = {one.officer for one in team if one.on_duty}
    found = assign(waiting, team)
    assert [one.child for one in found] == (sorted(one.child for one in waiting) if on_duty else [])
    assert {one.officer for one in found} <= on_duty


@given(crowds(), teams())
def test_whose_state_has_somebody_on_duty_stays_in_the_state(waiting: list[Waiting], team: list[Staff]) -> None:
    states = {one.state for one in team if one.on_duty}
    where = {one.child: one.state for one in waiting}
    assert all(one.in_state == (where[one.child] in states) for one in assign(waiting, team))


@given(crowds(), teams())
def test_within_a_state_nobody_is_farther_from_their_part_than_a_tenth(
    waiting: list[Waiting], team: list[Staff]
) -> None:
    got = Counter(one.officer for one in assign(waiting, team))
    for state in {one.state for one in team}:
        here = [one for one in team if one.on_duty and one.state == state]
        if here:
            fair = level(here, sum(got[one.officer] for one in here))
            assert all(got[one.officer] in bounds(one, fair) for one in here)


@given(crowds(), teams(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_handed_in_changes_nothing(
    waiting: list[Waiting], team: list[Staff], chance: Random
) -> None:
    mixed, others = list(waiting), list(team)
    chance.shuffle(mixed)
    chance.shuffle(others)
    assert assign(mixed, others) == assign(waiting, team)


@given(st.lists(TONGUES, max_size=5), st.lists(st.tuples(TONGUES, st.integers(18, 22)), min_size=1, max_size=3))
def test_no_other_way_that_is_as_even_serves_more_languages(
    children: list[frozenset[str]], team: list[tuple[frozenset[str], int]]
) -> None:
    here = "MX-CHP"
    waiting = [Waiting(child=f"c{at}", state=here, languages=spoken) for at, spoken in enumerate(children)]
    staff = [
        Staff(officer=f"o{at}", state=here, languages=spoken, minutes=40, load=load)
        for at, (spoken, load) in enumerate(team)
    ]
    assert served(assign(waiting, staff)) == most_served(waiting, staff)


def served(found: tuple[Given, ...]) -> int:
    return sum(one.speaks is True for one in found)


def most_served(children: list[Waiting], team: list[Staff]) -> int:
    """By trying every way there is."""
    fair = level(team, len(children))
    ways = [
        way
        for way in product(team, repeat=len(children))
        if all(sum(one is each for one in way) in bounds(each, fair) for each in team)
    ]
    return max(
        sum(bool(one.languages & child.languages) for one, child in zip(way, children, strict=True)) for way in ways
    )
