import pytest

from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action, Level

STEP_UP = (
    Action.RELEASE_CHILD,
    Action.EXPORT,
    Action.BREAK_GLASS,
    Action.MANAGE_AGREEMENTS,
    Action.MANAGE_OFFICERS,
    Action.MANAGE_AGENCIES,
)


def test_every_action_is_declared() -> None:
    assert set(DECLARATIONS) == set(Action)


@pytest.mark.parametrize("action", STEP_UP)
def test_what_can_do_most_harm_needs_a_fresh_sign_in(action: Action) -> None:
    assert DECLARATIONS[action].needs_step_up


def test_the_release_of_a_child_needs_two_persons_and_two_agencies() -> None:
    declared = DECLARATIONS[Action.RELEASE_CHILD]

    assert (declared.two_persons, declared.two_agencies) == (True, True)


def test_whatever_reads_changes_nothing() -> None:
    assert [action for action, declared in DECLARATIONS.items() if declared.reads is declared.changes] == []


def test_a_broken_glass_never_takes_data_away() -> None:
    assert not DECLARATIONS[Action.EXPORT].yields_to_glass
    assert not DECLARATIONS[Action.SUBJECT_ACCESS].yields_to_glass
    assert DECLARATIONS[Action.SEE_LOCATION].yields_to_glass


def test_seeing_a_person_stops_before_what_is_protected() -> None:
    assert max(DECLARATIONS[Action.SEE_PERSON].levels) is Level.CONTACT


def test_only_the_whole_run_and_the_persons_own_request_show_facts_of_every_level() -> None:
    whole = [action for action, declared in DECLARATIONS.items() if declared.levels == set(Level)]

    assert whole == [Action.RECONCILE, Action.SUBJECT_ACCESS]
