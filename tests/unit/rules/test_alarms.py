import itertools

import pytest

from reencuentro.rules.alarms import BY_OFFICERS, TURNS, State, Step, Wrong, possible, turn, weight
from reencuentro.rules.custody import Alarm as Urgency


@pytest.mark.parametrize("state", State)
def test_nobody_closes_an_alarm_that_nobody_has_found_settled(state: State) -> None:
    closed = turn(state, Step.CLOSED, by="ana", found_by="luz")

    assert closed is (State.CLOSED if state is State.FOUND else Wrong.NOT_NOW)


def test_whoever_found_the_child_is_not_the_second_to_look() -> None:
    assert turn(State.FOUND, Step.CLOSED, by="ana", found_by="ana") is Wrong.SAME_PERSON


@pytest.mark.parametrize("step", [Step.FOUND, Step.NOTED, Step.DOUBTED])
def test_a_step_that_rests_on_something_needs_words(step: Step) -> None:
    state = State.FOUND if step is Step.DOUBTED else State.OPEN

    assert turn(state, step, by="ana", words="  ") is Wrong.NO_WORDS
    assert isinstance(turn(state, step, by="ana", words="asked the shelter"), State)


@pytest.mark.parametrize("state", State)
def test_what_is_offered_can_be_done_and_nothing_else(state: State) -> None:
    offered = possible(state, by="ana", found_by="luz")

    for step in BY_OFFICERS:
        done = turn(state, step, by="ana", found_by="luz", words="said")
        assert isinstance(done, State) is (step in offered)


def test_nothing_is_done_about_an_alarm_that_was_joined_to_another() -> None:
    assert not any(State.JOINED in rule.begins for rule in TURNS.values())


def test_a_young_child_comes_before_a_separated_one_and_a_removal_to_come_before_all() -> None:
    every = [
        set(some) for count in range(4) for some in itertools.combinations(set(Urgency) - {Urgency.TENDER_AGE}, count)
    ]

    assert all(weight(some) < weight({Urgency.TENDER_AGE}) for some in every)
    assert weight((), is_ahead=True) > weight(Urgency)
    assert weight([Urgency.SEPARATED]) > weight([Urgency.PAST_72_HOURS, Urgency.NOBODY_NAMED])
