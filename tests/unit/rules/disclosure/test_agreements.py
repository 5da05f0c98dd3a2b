from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reencuentro.rules.disclosure.agreements import Agreement, Trouble, in_force, standing, troubles_of
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from tests.unit.rules.disclosure.askings import DAY, MINE, NOW, THEIRS, agreement

SECOND = timedelta(microseconds=1)
SOUND = agreement(Role.PROTECTION_OFFICER, Purpose.REUNIFICATION)


def troubles(**facts: Any) -> tuple[Trouble, ...]:
    return troubles_of(replace(SOUND, **facts))


def test_a_sound_agreement_has_no_troubles() -> None:
    assert troubles_of(SOUND) == ()


@pytest.mark.parametrize(
    ("facts", "trouble"),
    [
        ({"purposes": frozenset({"enforcement"})}, Trouble.UNKNOWN_WORD),
        ({"purposes": frozenset({"tracing"})}, Trouble.UNKNOWN_WORD),
        ({"roles": frozenset({"agent"})}, Trouble.UNKNOWN_WORD),
        ({"levels": frozenset({3})}, Trouble.UNKNOWN_WORD),
        ({"topics": frozenset({"location"})}, Trouble.UNKNOWN_WORD),
        ({"taker_kind": "police"}, Trouble.UNKNOWN_WORD),
        ({"purposes": frozenset()}, Trouble.EMPTY),
        ({"roles": frozenset()}, Trouble.EMPTY),
        ({"levels": frozenset()}, Trouble.EMPTY),
        ({"id": ""}, Trouble.EMPTY),
        ({"giver": MINE}, Trouble.WITH_ITSELF),
        ({"purposes": frozenset({Purpose.STATISTICS})}, Trouble.PURPOSE_NOT_FOR_TAKER),
        ({"roles": frozenset({Role.CONSULAR_OFFICER})}, Trouble.ROLE_NOT_OF_TAKER),
        (
            {"levels": frozenset({Level.PROTECTED}), "topics": frozenset({Topic.RECORD})},
            Trouble.MORE_THAN_TAKER_MAY_SEE,
        ),
        ({"levels": frozenset({Level.PROTECTED}), "topics": frozenset({Topic.HEALTH})}, Trouble.MORE_THAN_POLICY_SHOWS),
        ({"levels": frozenset(Level)}, Trouble.TOPIC_WITHOUT_LEVEL),
        ({"topics": frozenset({Topic.LOCATION})}, Trouble.TOPIC_WITHOUT_LEVEL),
        ({"only_nationals_of": frozenset({"mx"})}, Trouble.NO_SUCH_NATIONALITY),
        ({"only_nationals_of": frozenset({"MEX"})}, Trouble.NO_SUCH_NATIONALITY),
        ({"valid_until": datetime(2027, 1, 1)}, Trouble.NO_TIME_ZONE),  # noqa: DTZ001 - the very point
        ({"valid_until": SOUND.valid_from}, Trouble.ENDS_BEFORE_IT_BEGINS),
        ({"valid_until": SOUND.valid_from + 900 * DAY}, Trouble.TOO_LONG),
        ({"version": 0}, Trouble.VERSION_OUT_OF_ORDER),
        ({"version": 2}, Trouble.VERSION_OUT_OF_ORDER),
        ({"version": 2, "supersedes": 2}, Trouble.VERSION_OUT_OF_ORDER),
        ({"supersedes": -1}, Trouble.VERSION_OUT_OF_ORDER),
    ],
)
def test_what_is_wrong_is_said(facts: dict[str, Any], trouble: Trouble) -> None:
    assert trouble in troubles(**facts)
    assert not in_force(replace(SOUND, **facts), NOW)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert troubles(giver=MINE, topics=frozenset({Topic.LOCATION})) == (
        Trouble.WITH_ITSELF,
        Trouble.TOPIC_WITHOUT_LEVEL,
    )


@pytest.mark.parametrize("kind", [AgencyKind.CUSTODY, AgencyKind.COURT])
@pytest.mark.parametrize("more", [{"levels": frozenset({Level.CONTACT})}, {"topics": frozenset({Topic.LOCATION})}])
def test_who_holds_people_is_given_neither_contact_nor_location(kind: AgencyKind, more: dict[str, Any]) -> None:
    made = agreement(Role.VERIFIER, Purpose.VERIFICATION, kind, **({"levels": frozenset({Level.PROTECTED})} | more))

    assert Trouble.MORE_THAN_TAKER_MAY_SEE in troubles_of(made)


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ((2026, 3, 1), (2028, 3, 1), True),
        ((2026, 3, 1), (2028, 3, 2), False),
        ((2024, 2, 29), (2026, 3, 1), True),
        ((2024, 2, 29), (2026, 3, 2), False),
    ],
)
def test_two_years_are_counted_by_the_calendar(
    start: tuple[int, int, int], end: tuple[int, int, int], *, fits: bool
) -> None:
    found = troubles(valid_from=datetime(*start, tzinfo=UTC), valid_until=datetime(*end, tzinfo=UTC))

    assert (Trouble.TOO_LONG not in found) is fits


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (SOUND.valid_from - SECOND, False),
        (SOUND.valid_from, True),
        (SOUND.valid_until - SECOND, True),
        (SOUND.valid_until, False),
    ],
)
def test_an_agreement_holds_from_its_first_instant_up_to_its_last(at: datetime, *, holds: bool) -> None:
    assert in_force(SOUND, at) is holds


def test_an_agreement_that_was_ended_early_is_over_from_that_instant() -> None:
    ended = replace(SOUND, ended_at=NOW)

    assert in_force(ended, NOW - SECOND)
    assert not in_force(ended, NOW)


@pytest.mark.parametrize("signed", [frozenset(), frozenset({MINE}), frozenset({THEIRS}), frozenset({MINE, "THIRD"})])
def test_an_agreement_that_one_side_has_not_signed_is_as_none(signed: frozenset[str]) -> None:
    assert not in_force(replace(SOUND, signed_by=signed), NOW)


def test_an_agreement_is_not_in_force_at_a_vague_instant() -> None:
    assert not in_force(SOUND, NOW.replace(tzinfo=None))


def version(number: int, **facts: Any) -> Agreement:
    return replace(SOUND, version=number, supersedes=number - 1, **facts)


def test_a_later_version_replaces_the_earlier_once_it_begins() -> None:
    later = version(2, valid_from=NOW)

    assert standing((SOUND, later), NOW - SECOND) == (SOUND,)
    assert standing((SOUND, later), NOW) == (later,)


def test_the_earlier_version_does_not_revive_when_the_later_ends() -> None:
    assert standing((SOUND, version(2, ended_at=NOW)), NOW) == ()


def test_a_draft_replaces_nothing() -> None:
    assert standing((SOUND, version(2, signed_by=frozenset({THEIRS}))), NOW) == (SOUND,)


def test_the_agreement_of_another_pair_replaces_nothing_by_bearing_its_id() -> None:
    other = version(9, giver="THIRD", signed_by=frozenset({MINE, "THIRD"}))

    assert standing((SOUND, other), NOW) == (SOUND, other)
