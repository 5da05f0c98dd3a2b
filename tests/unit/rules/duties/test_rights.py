"""Violations and what is brought before bodies: consent first, in time, in words, and never on few people."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.going import broken_by
from reencuentro.rules.duties.rights import TABLE
from reencuentro.rules.duties.steps import Definition, Known, Past, Taken
from reencuentro.rules.rights.bodies import RightsBody, bodies, read_bodies
from reencuentro.rules.timers.clocks import Child

VIOLATION, REFERRAL, PATTERN = TABLE
NOW = datetime(2018, 9, 1, 12, tzinfo=UTC)
WHO = OfficerFacts(
    id="o-1", roles=frozenset({Role.RIGHTS_OFFICER}), agency=AgencyFacts(code="CNDH", kind=AgencyKind.HUMAN_RIGHTS)
)
HAPPENED: Mapping[str, Any] = {
    "rights_type": "family_separation",
    "rights_on": "2018-06",
    "rights_place": "McAllen, Texas",
    "rights_authority": "Border authority",
    "rights_facts": "Taken from her mother and told nothing.",
    "rights_source": "child",
}
CONSENTED: Mapping[str, Any] = {
    "rights_consent_by": "parent",
    "rights_consent_on": date(2018, 8, 1),
    "rights_language": "quc",
    "rights_to_cndh": "yes",
}
BROUGHT: Mapping[str, Any] = {"rights_body": "cndh", "rights_summary": "In short.", "rights_requested": "An inquiry."}
GRAVE: Mapping[str, Any] = {"rights_gravity": "g", "rights_urgency": "u", "rights_harm": "h"}
COUNTED: Mapping[str, Any] = {
    "rights_body": "ohchr",
    "rights_type": "no_contact",
    "rights_from": date(2018, 5, 1),
    "rights_to": date(2018, 6, 30),
    "rights_authority": "Care authority",
    "rights_people": "120",
    "rights_summary": "In short.",
    "rights_requested": "A letter of allegation.",
}


def taken(kind: Definition, step: str, boxes: Mapping[str, Any], at: datetime = NOW) -> Taken:
    found = kind.step(step)
    assert found is not None
    return Taken(step=step, form=found.shape.model_validate(boxes), at=at, officer="o-1", agency="CNDH")


def violation(*more: Taken, **other: Any) -> Past:
    history = (taken(VIOLATION, "violation_record", {**HAPPENED, **other}), *more)
    return Past(
        public_id="d-1", kind="violation", state="violation_recorded", agency="CNDH", counterpart="", history=history
    )


def broken(kind: Definition, step: str, boxes: Mapping[str, Any], known: Known | None = None) -> list[tuple[str, str]]:
    found = kind.step(step)
    assert found is not None
    form = found.shape.model_validate(boxes)
    return [
        (one.rule, one.box) for one in broken_by(kind, found, form, known or Known(at=NOW, doer=WHO, child=Child()))
    ]


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, []),
        ({"rights_on": ""}, [("rights_no_day", "rights_on")]),
        ({"rights_on": "2019"}, [("rights_to_come", "rights_on")]),
        ({"rights_until": "2018-05"}, [("rights_over_first", "rights_until")]),
        ({"rights_until": "2018-06-19"}, []),
        ({"rights_authority": " "}, [("rights_unsaid", "rights_authority")]),
    ],
)
def test_what_happened_is_told_with_day_place_and_authority(boxes: Mapping[str, Any], said: list[Any]) -> None:
    assert broken(VIOLATION, "violation_record", {**HAPPENED, **boxes}) == said


def test_consent_names_a_language_and_a_body() -> None:
    assert broken(VIOLATION, "violation_consent", CONSENTED) == []
    nowhere = {**CONSENTED, "rights_language": "", "rights_to_cndh": "unknown"}
    assert [rule for rule, _ in broken(VIOLATION, "violation_consent", nowhere)] == [
        "rights_no_language",
        "rights_no_body",
    ]


def test_evidence_is_named_by_its_whole_hash() -> None:
    piece = {"rights_evidence": "medical", "rights_described": "A report.", "rights_source": "document"}
    assert broken(VIOLATION, "violation_evidence", {**piece, "rights_hash": "ab" * 32}) == []
    assert broken(VIOLATION, "violation_evidence", {**piece, "rights_hash": "ab"}) == [
        ("rights_no_hash", "rights_hash")
    ]


AGREED = taken(VIOLATION, "violation_consent", CONSENTED)
EVERYWHERE = taken(VIOLATION, "violation_consent", {**CONSENTED, "rights_to_ohchr": "yes", "rights_to_iachr": "yes"})
WITHDRAWN = taken(VIOLATION, "violation_unconsent", {"rights_withdrawn_on": date(2018, 8, 9)})
LATE = {"rights_on": "2016-01"}


@pytest.mark.parametrize(
    ("found", "boxes", "said"),
    [
        ([violation(AGREED)], {}, []),
        ([], {}, ["rights_nothing_recorded"]),
        ([replace(violation(AGREED), state="violation_withdrawn")], {}, ["rights_nothing_recorded"]),
        ([violation()], {}, ["rights_no_consent"]),
        ([violation(AGREED, WITHDRAWN)], {}, ["rights_no_consent"]),
        ([violation(AGREED, replace(WITHDRAWN, form=None))], {}, ["rights_no_consent"]),
        ([violation(AGREED)], {"rights_body": "ohchr"}, ["rights_no_consent"]),
        ([violation(AGREED, **LATE)], {}, ["rights_too_late"]),
        ([violation(AGREED, **LATE)], {"rights_late_reason": "a grave violation"}, []),
        ([violation(AGREED, **LATE), violation(AGREED)], {}, []),
        ([violation(EVERYWHERE, **LATE)], {"rights_body": "ohchr"}, []),
        ([violation(EVERYWHERE, rights_source="media")], {"rights_body": "ohchr"}, ["rights_media_alone"]),
        ([violation(EVERYWHERE)], {"rights_body": "iachr"}, ["rights_unsaid"] * 3),
        ([violation(EVERYWHERE)], {"rights_body": "iachr", **GRAVE}, []),
        ([violation()], {"rights_body": "iachr", **GRAVE}, ["rights_no_consent_why"]),
        ([violation()], {"rights_body": "iachr", **GRAVE, "rights_no_consent_why": "she can't be reached"}, []),
        ([violation(AGREED)], {"rights_summary": ""}, ["rights_unsaid"]),
    ],
)
def test_a_case_is_brought_with_consent_in_time_and_in_words(
    found: list[Past], boxes: Mapping[str, Any], said: list[str]
) -> None:
    known = Known(at=NOW, doer=WHO, child=Child(), others=tuple(found))
    told = broken(REFERRAL, "rights_prepare", {**BROUGHT, **boxes}, known)
    assert [rule for rule, _ in told] == said


def test_a_consent_withdrawn_meanwhile_stops_what_was_prepared() -> None:
    sent = {"rights_sent_on": date(2018, 9, 1), "rights_how": "on paper", "rights_told": "The desk for complaints"}
    prepared = taken(REFERRAL, "rights_prepare", BROUGHT)
    known = Known(at=NOW, doer=WHO, child=Child(), history=(prepared,), others=(violation(AGREED),))
    assert broken(REFERRAL, "rights_submit", sent, known) == []
    withdrawn = replace(known, others=(violation(AGREED, WITHDRAWN),))
    assert [rule for rule, _ in broken(REFERRAL, "rights_submit", sent, withdrawn)] == ["rights_no_consent"]


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ({}, []),
        ({"rights_people": "0"}, []),
        ({"rights_people": "10"}, ["rights_few"]),
        ({"rights_people": "11"}, []),
        ({"rights_people": "many"}, ["rights_no_number"]),
        ({"rights_to": date(2018, 4, 1)}, ["rights_over_first"]),
    ],
)
def test_a_pattern_is_told_in_figures_that_give_nobody_away(boxes: Mapping[str, Any], said: list[str]) -> None:
    assert [rule for rule, _ in broken(PATTERN, "pattern_prepare", {**COUNTED, **boxes})] == said


def test_a_pattern_is_brought_by_officers_for_human_rights() -> None:
    other = Known(at=NOW, doer=replace(WHO, roles=frozenset({Role.SUPERVISOR})), child=Child())
    assert broken(PATTERN, "pattern_prepare", COUNTED, other) == [("rights_officers_only", "")]


def test_each_body_is_asked_after_its_own_time() -> None:
    sent = {"rights_sent_on": date(2018, 9, 1), "rights_how": "by hand", "rights_told": "The desk"}
    for body, days in ((RightsBody.CNDH, 30), (RightsBody.OHCHR, 60), (RightsBody.IACHR, 14)):
        history = [taken(REFERRAL, "rights_prepare", {**BROUGHT, "rights_body": body.value})]
        assert REFERRAL.due(history, Child()) == NOW + timedelta(days=14)
        history.append(taken(REFERRAL, "rights_submit", sent))
        assert REFERRAL.due(history, Child()) == NOW + timedelta(days=days)
    asked = {"rights_status": "information_asked", "rights_status_on": "2018-09-01", "rights_answer_by": "2018-09-20"}
    history.append(taken(REFERRAL, "rights_follow", asked))
    assert REFERRAL.due(history, Child()) == datetime(2018, 9, 21, tzinfo=UTC)


def test_every_body_has_terms_with_a_source() -> None:
    assert set(bodies()) == set(RightsBody)
    with pytest.raises(ValueError, match="nothing is said of"):
        read_bodies("")
