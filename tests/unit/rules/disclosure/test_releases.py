from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest

from reencuentro.rules.disclosure.releases import (
    APPROVAL_LASTS,
    Approval,
    ReleaseNeed,
    may_release,
    missing_for_release,
)
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from tests.unit.rules.disclosure.askings import DAY, HOUR, NOW, approval


def missing(*approvals: Approval) -> tuple[ReleaseNeed, ...]:
    return missing_for_release(approvals, child="p-1", adult="p-2", at=NOW)


def test_two_persons_of_two_agencies_may_release() -> None:
    assert missing(approval("o-1", "A"), approval("o-2", "B")) == ()


def test_two_persons_of_one_agency_may_not() -> None:
    assert missing(approval("o-1", "A"), approval("o-2", "A")) == (ReleaseNeed.TWO_AGENCIES,)


def test_one_person_of_two_agencies_may_not() -> None:
    assert missing(approval("o-1", "A"), approval("o-1", "B")) == (ReleaseNeed.TWO_PERSONS,)


def test_approvals_for_two_adults_freeze_both() -> None:
    both = [approval(f"o-{number}", agency) for number, agency in enumerate("AB")]
    rival = approval("o-9", "C", adult="p-3")

    assert missing(*both, rival) == (ReleaseNeed.ONE_CLAIM,)
    assert missing(*both, approval("o-9", "C", adult="p-3", stands=False)) == ()


def test_another_childs_approvals_do_not_count_and_do_not_freeze() -> None:
    assert missing(approval("o-1", "A"), approval("o-2", "B"), approval("o-3", "C", child="p-7", adult="p-3")) == ()
    assert missing(approval("o-1", "A"), approval("o-2", "B", child="p-7")) == (
        ReleaseNeed.TWO_PERSONS,
        ReleaseNeed.TWO_AGENCIES,
    )


@pytest.mark.parametrize(
    "flaw",
    [
        {"stepped_up": False},
        {"for_claimant": True},
        {"stands": False},
        {"role": Role.CASE_WORKER},
        {"role": Role.ADMINISTRATOR},
        {"agency_kind": AgencyKind.CUSTODY},
        {"agency_kind": AgencyKind.COURT},
        {"officer": "p-2"},
        {"at": NOW - APPROVAL_LASTS},
        {"at": NOW + HOUR},
        {"at": NOW.replace(tzinfo=None)},
    ],
    ids=str,
)
def test_an_approval_with_a_flaw_does_not_count(flaw: dict[str, Any]) -> None:
    assert missing(approval("o-1", "A"), approval(**({"officer": "o-2", "agency": "B"} | flaw)))


def test_an_approval_counts_until_it_is_too_old() -> None:
    almost = NOW - APPROVAL_LASTS + HOUR

    assert missing(approval("o-1", "A", at=almost), approval("o-2", "B", at=NOW - DAY)) == ()


def test_a_child_is_not_released_to_itself() -> None:
    itself = [approval("o-1", "A", adult="p-1"), approval("o-2", "B", adult="p-1")]

    assert not may_release(itself, child="p-1", adult="p-1", at=NOW)


# The search: every state that any group of officers can bring about by approving, for either adult and with or without
# a fresh sign-in, and by withdrawing.


@dataclass(frozen=True)
class Seat:
    """An officer acting for an agency; the same officer may sit in two."""

    officer: str
    agency: str
    sound: bool = True  # may approve at all
    facts: tuple[tuple[str, Any], ...] = ()


SEATS = (
    Seat("o-1", "A"),
    Seat("o-1", "B"),  # the same person
    Seat("o-2", "A"),
    Seat("o-3", "B", sound=False, facts=(("for_claimant", True),)),
    Seat("o-4", "C", sound=False, facts=(("role", Role.CASE_WORKER),)),
    Seat("o-5", "D", sound=False, facts=(("agency_kind", AgencyKind.CUSTODY),)),
    Seat("o-6", "B"),
)
State = frozenset[Approval]


def moves(state: State, seats: Iterable[Seat]) -> Iterator[State]:
    for seat in seats:
        theirs = {one for one in state if (one.officer, one.agency) == (seat.officer, seat.agency)}
        if theirs:
            yield state - theirs  # withdrawn
            continue
        for adult, stepped_up in (("p-2", True), ("p-2", False), ("p-3", True)):
            yield state | {approval(seat.officer, seat.agency, adult=adult, stepped_up=stepped_up, **dict(seat.facts))}


def releases(seats: tuple[Seat, ...]) -> bool:
    """Whether these officers alone can bring about a release, in any order of any moves."""
    seen: set[State] = {frozenset()}
    ahead: list[State] = [frozenset()]
    while ahead:
        state = ahead.pop()
        if any(may_release(state, child="p-1", adult=adult, at=NOW) for adult in ("p-2", "p-3")):
            return True
        found = set(moves(state, seats)) - seen
        seen |= found
        ahead.extend(found)
    return False


GROUPS = [group for size in range(1, 5) for group in combinations(SEATS, size)]


def test_no_path_leads_to_a_release_with_one_person_or_one_agency() -> None:
    for group in GROUPS:
        sound = [seat for seat in group if seat.sound]
        if len({seat.officer for seat in sound}) < 2 or len({seat.agency for seat in sound}) < 2:
            assert not releases(group), group


def test_two_persons_of_two_agencies_find_a_path() -> None:
    pairs = [pair for pair in combinations([seat for seat in SEATS if seat.sound], 2)]
    able = [pair for pair in pairs if pair[0].officer != pair[1].officer and pair[0].agency != pair[1].agency]

    assert able
    assert all(releases(pair) for pair in able)
