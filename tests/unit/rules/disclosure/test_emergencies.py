from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from reencuentro.rules.disclosure.emergencies import (
    GlassTrouble,
    is_open,
    may_review,
    review_deadline,
    review_due,
    troubles_of,
)
from reencuentro.rules.disclosure.vocabulary import Level, Topic
from tests.unit.rules.disclosure.askings import HOUR, MINE, NOW, THEIRS, glass

INSTANT = timedelta(microseconds=1)


def opens(at: datetime = NOW, **facts: Any) -> bool:
    who = {"officer": "o-1", "agency": MINE, "person_id": "p-1"}
    return is_open(glass(**facts), **who, at=at)


def test_a_broken_glass_is_open_for_its_officer_on_its_person() -> None:
    assert opens()


@pytest.mark.parametrize("other", [{"officer": "o-2"}, {"agency": THEIRS}, {"person_id": "p-2"}])
def test_it_is_open_for_nobody_else_and_on_nobody_else(other: dict[str, str]) -> None:
    assert not opens(NOW, **other)


def test_it_is_open_from_its_first_instant_up_to_its_last() -> None:
    first, last = glass().opened_at, glass().until

    assert [opens(at) for at in (first - INSTANT, first, last - INSTANT, last)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        ({"person_id": ""}, GlassTrouble.NAMES_NOBODY),
        ({"levels": frozenset()}, GlassTrouble.OPENS_NOTHING),
        ({"levels": frozenset({Level.PROTECTED}), "topics": frozenset()}, GlassTrouble.OPENS_NOTHING),
        ({"topics": frozenset({Topic.RECORD})}, GlassTrouble.OPENS_WHOLE_RECORDS),
        ({"reason": ""}, GlassTrouble.NO_REASON),
        ({"reason": "urgent"}, GlassTrouble.NO_REASON),
        ({"reason": "- " * 60}, GlassTrouble.NO_REASON),
        ({"until": (NOW + HOUR).replace(tzinfo=None)}, GlassTrouble.NO_TIME_ZONE),
        ({"until": NOW + 3 * HOUR + INSTANT}, GlassTrouble.TOO_LONG),
        ({"until": NOW - HOUR}, GlassTrouble.TOO_LONG),
    ],
)
def test_what_is_wrong_is_said_and_opens_nothing(facts: dict[str, Any], trouble: GlassTrouble) -> None:
    assert trouble in troubles_of(glass(**facts))
    assert not opens(**facts)


def test_four_hours_are_not_too_long() -> None:
    assert troubles_of(glass(until=NOW + 3 * HOUR)) == ()


def test_a_review_is_due_after_seventy_two_hours_and_not_before() -> None:
    broken = glass()

    assert review_deadline(broken) == broken.opened_at + 72 * HOUR
    assert not review_due(broken, broken.opened_at + 72 * HOUR - INSTANT)
    assert review_due(broken, broken.opened_at + 72 * HOUR)


def test_a_review_by_another_agency_unblocks_even_when_late() -> None:
    reviewed = glass(reviewed_by=THEIRS, reviewed_at=NOW + 90 * HOUR)

    assert review_due(reviewed, NOW + 80 * HOUR)
    assert not review_due(reviewed, NOW + 90 * HOUR)


def test_a_review_by_the_officers_own_agency_does_not_count() -> None:
    assert review_due(glass(reviewed_by=MINE, reviewed_at=NOW), NOW + 72 * HOUR)


@pytest.mark.parametrize(
    ("officer", "agency", "may"),
    [("o-2", THEIRS, True), ("o-2", MINE, False), ("o-1", THEIRS, False), ("", THEIRS, False), ("o-2", "", False)],
)
def test_somebody_else_of_another_agency_reviews(officer: str, agency: str, *, may: bool) -> None:
    assert may_review(glass(), officer=officer, agency=agency) is may


def test_a_vague_instant_lets_nobody_in() -> None:
    with pytest.raises(ValueError, match="time zone"):
        review_due(replace(glass()), NOW.replace(tzinfo=None))
