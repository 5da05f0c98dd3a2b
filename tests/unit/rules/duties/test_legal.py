"""Claims, hearings, counsel and last days: what is refused, by which law, and when each is late."""

from typing import Any

import pytest

from reencuentro.rules.duties.asylum import ASYLUM_CLAIM
from reencuentro.rules.duties.legal import HEARING, LEGAL_DEADLINE, REPRESENTATION
from tests.unit.rules.duties.walking import Walk, walk, when

NOW = "2019-07-10T15:00"
ASKED = {
    "country": "US",
    "on": "2018-06-20",
    "arrived_on": "2018-06-19",
    "unaccompanied": "no",
    "language": "kek",
    "asked_before": "Officer 7",
}


def asked(**said: Any) -> Walk:
    going = walk(ASYLUM_CLAIM, NOW)
    assert going.breaks("asylum_asked", {**ASKED, **said}) == set()
    return going


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ({}, "2019-06-20T04:00"),  # the end of the last day, in New York
        ({"unaccompanied": "unknown"}, "2019-06-20T04:00"),  # unknown: the stricter
        ({"unaccompanied": "yes"}, None),
        ({"arrived_on": None}, None),
        ({"country": "MX"}, "2018-08-01T05:00"),  # thirty business days
        ({"country": "HN"}, None),
    ],
)
def test_a_claim_is_lodged_within_the_time_of_the_country(said: dict[str, Any], due: str | None) -> None:
    assert asked(**said).due == (when(due) if due else None)


def test_a_claim_after_its_time_needs_the_reason() -> None:
    lodged = {"on": "2019-06-20", "dealing_office": "the court"}
    assert asked().breaks("asylum_lodged", lodged) == {"asylum_late"}
    assert asked().breaks("asylum_lodged", {**lodged, "late_why": "She was nine and alone."}) == set()
    assert asked(unaccompanied="yes").breaks("asylum_lodged", lodged) == set()


def refused(told_on: str) -> Walk:
    going = asked()
    going.breaks("asylum_lodged", {"on": "2018-08-01", "dealing_office": "the court"})
    assert (
        going.breaks(
            "asylum_refused", {"refusal_told_on": told_on, "dealing_office": "the court", "explained_in": "kek"}
        )
        == set()
    )
    return going


def test_a_refusal_may_be_appealed_for_thirty_days() -> None:
    going = refused("2019-06-04")
    assert going.due == when("2019-07-06T04:00")  # thirty days are 4 July
    late = {"on": "2019-07-06", "dealing_office": "the Board"}
    assert going.breaks("asylum_appealed", late) == {"asylum_appeal_late"}
    assert going.breaks("asylum_appealed", {**late, "on": "2019-07-05"}) == set()
    assert going.due is None


def test_a_claim_is_not_over_while_an_appeal_is_open_or_was_withdrawn_without_counsel() -> None:
    end = {"on": "2019-07-10", "claim_withdrawn": "no", "reasons": "Refused."}
    assert refused("2019-07-01").breaks("asylum_ended", end) == {"asylum_appeal_open"}
    assert refused("2019-06-04").breaks("asylum_ended", end) == set()
    assert asked().breaks("asylum_ended", end) == {"asylum_undecided"}
    assert asked().breaks("asylum_ended", {**end, "claim_withdrawn": "yes"}) == {"asylum_withdrawn_alone"}


def test_mexico_decides_within_forty_five_business_days() -> None:
    going = asked(country="MX")
    assert going.breaks("asylum_lodged", {"on": "2018-07-02", "dealing_office": "COMAR"}) == set()
    assert going.due == when("2018-09-04T05:00")  # 1 September is a Saturday


SET = {
    "legal_matter": "removal",
    "country": "US",
    "on": "2019-07-31",
    "at": "09:00",
    "court": "San Antonio",
    "language": "mam",
}


def hearing() -> Walk:
    going = walk(HEARING, NOW)
    assert going.breaks("hearing_set", SET) == set()
    return going


def test_a_hearing_that_was_held_is_over_and_one_that_was_missed_is_not() -> None:
    going = hearing()
    assert going.due == when("2019-08-01T04:00")
    assert going.breaks("hearing_moved", {"on": "2019-07-09", "reasons": "The judge."}) == {"hearing_past"}
    assert going.breaks("hearing_held", {"on": "2019-07-31", "outcome": "Continued."}) == {"legal_not_yet"}
    later: dict[str, Any] = {"at": when("2019-08-02T15:00")}
    unheard = {"on": "2019-07-31", "outcome": "None.", "child_present": "yes", "interpreter_present": "no"}
    assert going.breaks("hearing_held", unheard, **later) == {"hearing_not_understood"}
    missed = {"on": "2019-07-31", "missed_why": "No notice came.", "ordered_in_absence": "yes"}
    assert going.breaks("hearing_missed", missed, **later) == set()
    assert going.due == when("2020-01-28T05:00")  # 180 days
    assert going.breaks("hearing_mended", {"on": "2019-08-02", "mended_how": "A motion."}, **later) == set()


def test_counsel_is_accredited_and_wanted() -> None:
    going = walk(REPRESENTATION, NOW)
    sought = {
        "legal_matter": "asylum",
        "country": "US",
        "on": "2019-07-10",
        "language": "mam",
        "asked_of": "RAICES",
        "next_try": "2019-07-17",
    }
    assert going.breaks("counsel_sought", sought) == set()
    assert going.due == when("2019-07-18T04:00")
    found = {"on": "2019-07-10", "counsel": "Counsel 5"}
    assert going.breaks("counsel_found", found) == {"counsel_not_accredited", "counsel_not_wanted"}
    assert going.breaks("counsel_found", {**found, "accredited": "yes", "child_agrees": "yes"}) == set()
    assert going.due is None


BEGUN = {"which_deadline": "board_appeal", "country": "US", "time_starts_on": "2019-07-03"}


@pytest.mark.parametrize(
    ("said", "broken", "due"),
    [
        ({}, set(), "2019-08-03T04:00"),
        ({"lasts_until": "2019-07-20"}, set(), "2019-07-21T04:00"),  # the court set an earlier day
        ({"lasts_until": "2019-08-03"}, {"deadline_after_law"}, None),
        ({"which_deadline": "other"}, {"deadline_no_day"}, None),
        ({"which_deadline": "other", "lasts_until": "2019-09-01"}, set(), "2019-09-02T04:00"),
        ({"which_deadline": "other", "lasts_until": "2019-07-01"}, {"deadline_before_start"}, None),
        ({"country": "MX"}, {"deadline_no_law"}, None),
    ],
)
def test_a_last_day_is_the_laws_or_an_earlier_one(said: dict[str, str], broken: set[str], due: str | None) -> None:
    going = walk(LEGAL_DEADLINE, NOW)
    assert going.breaks("deadline_set", {**BEGUN, **said}) == broken
    assert going.due == (when(due) if due else None)


def test_a_last_day_is_moved_only_later_and_missed_only_when_it_is_over() -> None:
    going = walk(LEGAL_DEADLINE, NOW)
    going.breaks("deadline_set", BEGUN)
    assert going.breaks("deadline_moved", {"lasts_until": "2019-08-02", "granted_by": "the Board"}) == {
        "deadline_not_longer"
    }
    assert going.breaks("deadline_moved", {"lasts_until": "2019-08-16", "granted_by": "the Board"}) == set()
    missed = {"on": "2019-07-10", "missed_why": "No counsel.", "missed_remedy": "A motion."}
    assert going.breaks("deadline_missed", missed) == {"deadline_still_runs"}
    late = {"on": "2019-08-17", "met_how": "by post"}
    assert going.breaks("deadline_met", late, at=when("2019-08-20T12:00")) == {"deadline_late"}
    assert going.breaks("deadline_missed", missed, at=when("2019-08-20T12:00")) == set()
