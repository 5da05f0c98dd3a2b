"""Referrals: what must not be told with one, whose step is next, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.referrals import REFERRAL, named_in
from tests.unit.rules.duties.caring import NOW, Boxes, broken, due, officer, shaped

ASKED = {"referral_service": "health", "referral_basis": "best_interests"}
SENT = ("referral_send", ASKED)
TAKER = officer(Role.HEALTH_STAFF, agency="CLINIC")


@pytest.mark.parametrize(
    "words", ["A-203456789", "born 2011-03-04", "+52 664 123 45 67", "ana@example.org", "id 20411"]
)
def test_nothing_that_tells_who_the_child_is_goes_with_it(words: str) -> None:
    assert broken(REFERRAL, "referral_send", {**ASKED, "referral_asked": words}) == {
        "referral_tells_who": "referral_asked"
    }


@pytest.mark.parametrize("words", ["glasses; both eyes", "2 visits a week for 6 weeks", "before 15 July"])
def test_what_is_needed_can_be_said(words: str) -> None:
    assert not broken(REFERRAL, "referral_send", {**ASKED, "referral_asked": words})


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("a bed for Rosa", True),
        ("a bed for ROSÁ TZ'UNUN", True),
        ("a bed, food, clothes, somebody who signs, a doctor on call, and two beds more for Tz'unun", True),
        ("a rosary", False),
        ("de la casa", False),  # short words of a name are words of any sentence
    ],
)
def test_a_word_of_the_childs_name_does_not_go_with_it(said: str, told: bool) -> None:
    form = shaped(REFERRAL, "referral_send", {**ASKED, "referral_asked": said, "referral_region": "Rosa"})
    found = named_in(form, ["Rosa de la", "Tz'unun"])
    assert [(one.rule, one.box) for one in found] == [("referral_tells_name", "referral_asked")] * told


def test_whoever_holds_people_or_judges_them_is_asked_for_nothing() -> None:
    assert REFERRAL.with_kinds.isdisjoint({AgencyKind.CUSTODY, AgencyKind.COURT})


def test_nobody_asks_their_own_agency() -> None:
    assert "referral_to_oneself" in broken(REFERRAL, "referral_send", ASKED, doer=TAKER)


@pytest.mark.parametrize(
    ("step", "boxes"),
    [
        ("referral_accept", {}),
        ("referral_reject", {"referral_reason": "no_room"}),
        ("referral_finish", {"referral_done_on": "2018-06-20", "referral_outcome": "seen"}),
    ],
)
def test_only_the_agency_that_is_asked_answers(step: str, boxes: Boxes) -> None:
    assert broken(REFERRAL, step, boxes, SENT) == {"referral_other_side": ""}
    assert not broken(REFERRAL, step, boxes, SENT, doer=TAKER)


def test_only_the_agency_that_asks_takes_it_back() -> None:
    boxes = {"referral_why": "moved"}
    assert broken(REFERRAL, "referral_withdraw", boxes, SENT, doer=TAKER) == {"referral_other_side": ""}
    assert not broken(REFERRAL, "referral_withdraw", boxes, SENT)


def test_a_no_without_one_of_the_reasons_needs_words() -> None:
    boxes = {"referral_reason": "other"}
    assert broken(REFERRAL, "referral_reject", boxes, SENT, doer=TAKER) == {"referral_words": "referral_answer"}


@pytest.mark.parametrize(
    ("steps", "late_at"),
    [
        ([SENT], NOW + timedelta(days=7)),
        ([("referral_send", {**ASKED, "referral_urgency": "at_once"})], NOW + timedelta(hours=24)),
        ([SENT, ("referral_accept", {"referral_until": "2018-06-30"})], datetime(2018, 7, 1, 7, tzinfo=UTC)),
        ([SENT, ("referral_accept", {})], NOW + timedelta(days=30)),
        ([SENT, ("referral_reject", {"referral_reason": "no_room"})], None),
    ],
)
def test_an_answer_and_then_the_deed_are_due(steps: list[tuple[str, Boxes]], late_at: datetime | None) -> None:
    assert due(REFERRAL, *steps) == late_at


def test_it_is_not_over_before_it_begins() -> None:
    boxes = {"referral_from": "2018-06-25", "referral_until": "2018-06-24"}
    assert broken(REFERRAL, "referral_accept", boxes, SENT, doer=TAKER) == {"referral_over_before": "referral_until"}
