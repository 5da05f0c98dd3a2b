"""`reencuentro duties`: what is owed, counted at a terminal."""

import json

from tests.whole.commands import run
from tests.whole.lists import CHILD, MOTHER, roster


def test_of_a_registry_in_which_nothing_is_owed_that_is_said() -> None:
    assert run("reconcile", f"good={roster('good_2018-06-19.csv', MOTHER, CHILD)}").code == 0
    told, plain = run("duties", "late"), run("duties", "late", "--json")

    assert (told.code, plain.code) == (0, 0)
    assert "Nothing is owed" in told.out
    assert json.loads(plain.out) == {"duties": []}


def test_a_registry_that_is_not_there_is_told() -> None:
    told = run("duties", "late", "--registry", "nowhere")
    assert told.code == 1
    assert "nowhere" in told.err
