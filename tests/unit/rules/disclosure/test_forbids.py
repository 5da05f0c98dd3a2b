"""Each prohibition by itself: under a policy that permits everybody everything, it alone stands in the way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reencuentro.rules.disclosure.asking import Asking, Withholding
from reencuentro.rules.disclosure.deciding import decide
from reencuentro.rules.disclosure.forbids import FORBIDS
from reencuentro.rules.disclosure.policy import Reach, Row, indexed
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.vocabulary import EVERYTHING, Action, AgencyKind, Gate, Purpose, Role
from tests.unit.rules.disclosure.askings import MINE, THEIRS, approval, asking, glass, officer, subject

EVERYBODY = indexed(Row(role, role, frozenset(Action), frozenset(Purpose), EVERYTHING, Reach.WHOLE) for role in Role)
ADULT = subject(listed_by=frozenset({MINE}), is_child=False)
CARER = officer(Role.CASE_WORKER, kind=AgencyKind.CARE)
CONSUL = officer(Role.CONSULAR_OFFICER)
HOTLINE = officer(Role.HOTLINE_AGENT)


def carer(**facts: Any) -> dict[str, Any]:
    return {"officer": officer(Role.CASE_WORKER, kind=AgencyKind.CARE, **facts)}


def about(**facts: Any) -> dict[str, Any]:
    return {"subject": replace(ADULT, **facts)}


QUESTION = asking(CARER, Action.SEE_PERSON, Purpose.CARE, ADULT)
OPEN, OTHERS = {"break_glass": glass()}, (approval("o-2", MINE), approval("o-3", THEIRS))

# Why: the question that nothing else stands in the way of, and how it becomes one that this does.
CASES: Mapping[Why, tuple[dict[str, Any], dict[str, Any]]] = {
    Why.OFFICER_SUSPENDED: ({}, carer(suspended=True)),
    Why.AGENCY_SUSPENDED: ({}, carer(agency_suspended=True)),
    Why.REVIEW_OVERDUE: ({}, carer(review_overdue=True)),
    Why.NO_SUCH_PURPOSE: ({}, {"purpose": "care"}),
    Why.STEP_UP_MISSING: ({"action": Action.EXPORT}, carer(stepped_up=False)),
    Why.SECOND_PERSON_MISSING: (
        {"action": Action.VERIFY, "others": OTHERS},
        {"others": (approval("o-1", THEIRS),)},
    ),
    Why.SECOND_AGENCY_MISSING: (
        {"action": Action.REVIEW_BREAK_GLASS, "others": OTHERS[1:]},
        {"others": OTHERS[:1]},
    ),
    Why.RELEASE_UNAPPROVED: (
        {"action": Action.RELEASE_CHILD, "others": OTHERS, "releasing_to": "p-2"},
        {"others": OTHERS[:1]},
    ),
    Why.GLASS_UNSOUND: ({"action": Action.BREAK_GLASS, **OPEN}, {"break_glass": glass(reason="")}),
    Why.WRITES_ONLY: (
        {"action": Action.SEE_FIGURES},
        {"officer": officer(Role.ROSTER_SUPPLIER, Role.CASE_WORKER, kind=AgencyKind.CARE)},
    ),
    Why.SEES_NOBODY: ({}, {"officer": officer(Role.ADMINISTRATOR, Role.CASE_WORKER, kind=AgencyKind.CARE)}),
    Why.EXPIRED: ({}, about(expired=True)),
    Why.WITHHELD_BY_COURT: (OPEN, about(withheld_from=(Withholding(officer="o-1", by_court=True),))),
    Why.WITHHELD: ({}, about(withheld_from=(Withholding(agency=MINE),))),
    Why.RESTRICTED: ({}, about(restricted=True)),
    Why.OTHER_NATIONAL: ({"officer": CONSUL}, about(nationalities=frozenset({"GT"}))),
    Why.GATE_NOT_OPEN: ({"officer": CONSUL}, about(protection_gate=Gate.UNKNOWN)),
    Why.CHILD_ON_HOTLINE: ({"officer": HOTLINE}, about(is_child=True)),
    Why.PROTECTED_ON_HOTLINE: ({"action": Action.SEE_NOTES}, {"officer": HOTLINE}),
    Why.BEYOND_KIND: (
        {"action": Action.SEE_NOTES, "officer": officer(Role.CASE_WORKER, kind=AgencyKind.CUSTODY)},
        {"subject": replace(ADULT, listed_by=frozenset({THEIRS}))},
    ),
    Why.LOCATION_UNASSIGNED: ({"action": Action.SEE_LOCATION}, about(assigned=False)),
    Why.LOCATION_UNNEEDED: ({"action": Action.SEE_LOCATION}, {"purpose": Purpose.VERIFICATION}),
    Why.HEALTH_FOR_OTHERS: (
        {"action": Action.SEE_HEALTH, "officer": officer(Role.HEALTH_STAFF)},
        {"officer": CARER},
    ),
}
LIFTED = {Why.WITHHELD, Why.RESTRICTED, Why.LOCATION_UNASSIGNED}


def before(why: Why) -> Asking:
    return replace(QUESTION, **CASES[why][0])


def after(why: Why) -> Asking:
    return replace(before(why), **CASES[why][1])


def test_every_prohibition_is_tried() -> None:
    assert set(CASES) == {forbid.why for forbid in FORBIDS}


@pytest.mark.parametrize("why", CASES)
def test_nothing_but_the_prohibition_stands_in_the_way(why: Why) -> None:
    assert decide(before(why), EVERYBODY).allowed


@pytest.mark.parametrize("why", CASES)
def test_the_prohibition_wins_over_a_policy_that_permits_everything(why: Why) -> None:
    refused = decide(after(why), EVERYBODY)

    assert not refused.allowed
    assert why in {reason.code for reason in refused.denied}


@pytest.mark.parametrize("why", CASES)
def test_each_is_needed(why: Why, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the same question is answered, but where a wider one forbids as well."""
    wider = {Why.WITHHELD} if why is Why.WITHHELD_BY_COURT else set()
    others = tuple(forbid for forbid in FORBIDS if forbid.why not in {why, *wider})
    monkeypatch.setattr("reencuentro.rules.disclosure.deciding.FORBIDS", others)

    assert decide(after(why), EVERYBODY).allowed


@pytest.mark.parametrize("why", [why for why in CASES if why not in (Why.GLASS_UNSOUND, Why.STEP_UP_MISSING)])
def test_an_emergency_lifts_three_and_no_other(why: Why) -> None:
    urgent = replace(after(why), break_glass=glass())

    assert decide(urgent, EVERYBODY).allowed is (why in LIFTED)
