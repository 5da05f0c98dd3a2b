"""What was corrected counts wherever somebody is shown, and stands apart from what the list says."""

from typing import Any

import pytest

from reencuentro.cli import people as cli
from reencuentro.records.visible.deciding import Judge
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.subjects import subjects_of
from reencuentro.records.visible.viewers import operator_viewing
from reencuentro.rules.disclosure.vocabulary import Action, Level, Purpose
from reencuentro.web.showing import records_shown
from tests.stored.subjects import NOW, fill, fix, whose

LOOKING = operator_viewing("tests", Purpose.OPERATION, NOW)


@pytest.fixture
def filled(registry: str) -> str:
    fill()
    return registry


def seen(*levels: Level) -> PersonSeen:
    how: dict[str, Any] = {"levels": frozenset(levels)} if levels else {}
    return visible_to(LOOKING, Action.SEE_PERSON, **how).get(whose())


def lines() -> dict[str, tuple[str, str]]:
    (record,) = (one for one in records_shown(seen()) if one.agency == "ORR")
    return {name: (counts, said) for name, counts, said in record.lines}


def test_a_page_tells_what_counts_and_beside_it_what_the_list_says(filled: str) -> None:
    assert lines()["given_names"] == ("Xochitl", "")

    fix("given_names", "Xóchitl Inés")

    assert lines()["given_names"] == ("Xóchitl Inés", "Xochitl")
    assert "Xóchitl Inés" in next(one.name for one in records_shown(seen()) if one.agency == "ORR")


def test_what_nobody_knows_any_more_is_told_so(filled: str) -> None:
    fix("given_names", "")
    assert lines()["given_names"] == ("–", "Xochitl")


def test_a_correction_shows_nothing_that_its_fact_would_not_show(filled: str) -> None:
    fix("given_names", "Xóchitl Inés")
    assert not [one.corrected for one in seen(Level.EXISTENCE, Level.CONTACT).records if one.corrected]


def test_the_terminal_tells_both(filled: str) -> None:
    fix("given_names", "Xóchitl Inés")
    told = cli._plain(seen())["fields"]["given_names"]
    assert [(one["value"], one.get("corrected")) for one in told if one["agency"] == "ORR"] == [
        ("Xochitl", "Xóchitl Inés")
    ]


def test_a_decision_goes_by_what_counts(filled: str) -> None:
    fix("nationality", "GT")
    subject = subjects_of([whose()], LOOKING)[whose()]
    assert Judge.of(LOOKING).told(subject).nationalities >= {"GT"}
