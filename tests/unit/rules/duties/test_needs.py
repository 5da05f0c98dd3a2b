"""Needs of a child: whom they call, until when, and who may read which they are."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reencuentro.rules.disclosure.vocabulary import HEALTH, PROTECTION
from reencuentro.rules.duties.needs import ALERTS, HEALTH_NEED, NEED, Alert, HealthNeed, Need, alerts_of
from tests.unit.rules.duties.caring import NOW, Boxes, broken, due, shaped

DEAF = ("need_find", {"need_health_code": "ds_df"})
PREGNANT = ("need_find", {"need_health_code": "cr_tp"})


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("ds_df", {Alert.PLACEMENT}),
        ("ds_mm", {Alert.PLACEMENT}),  # as Down syndrome
        ("cr_tp", {Alert.MEDICAL, Alert.PLACEMENT}),
        ("sm_mn", {Alert.MEDICAL}),
    ],
)
def test_a_need_calls_whoever_must_know(code: str, called: set[Alert]) -> None:
    assert alerts_of(shaped(HEALTH_NEED, "need_find", {"need_health_code": code})) == called


def test_whatever_is_about_health_calls_somebody_and_what_cannot_be_read_calls_everybody() -> None:
    assert set(HealthNeed) <= set(ALERTS)
    assert alerts_of(None) == set(Alert)
    assert not alerts_of(shaped(NEED, "need_find", {"need_code": Need.FU_TR}))


@pytest.mark.parametrize(
    ("steps", "late_at"),
    [
        ([PREGNANT], NOW + timedelta(hours=24)),
        ([DEAF], NOW + timedelta(hours=72)),
        ([("need_find", {"need_code": "fu_tr"})], None),
        ([("need_find", {"need_code": "fu_tr", "need_review_on": "2018-07-01"})], datetime(2018, 7, 2, 7, tzinfo=UTC)),
        ([DEAF, ("need_arrange", {"need_offers": "one who signs"})], None),
    ],
)
def test_who_was_called_must_answer_in_time(steps: list[tuple[str, Boxes]], late_at: datetime) -> None:
    kind = HEALTH_NEED if "need_health_code" in steps[0][1] else NEED
    assert due(kind, *steps) == late_at


def test_that_there_is_a_need_of_health_is_told_and_which_it_is_is_not() -> None:
    places = {one.name: one.place for one in HEALTH_NEED.steps}
    assert HEALTH_NEED.place == HEALTH
    assert HEALTH_NEED.also == {PROTECTION}
    assert HEALTH_NEED.gist == ()
    assert places == {"need_find": HEALTH, "need_arrange": PROTECTION, "need_end": PROTECTION}


def test_a_review_lies_ahead_and_a_need_is_not_known_since_tomorrow() -> None:
    assert broken(NEED, "need_find", {"need_code": "cr_cp", "need_since": "2018-06-21"}) == {
        "care_not_yet": "need_since"
    }
    assert broken(NEED, "need_find", {"need_code": "cr_cp", "need_review_on": "2018-06-19"}) == {
        "care_gone_by": "need_review_on"
    }


def test_the_page_about_care_tells_whom_each_need_calls() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "care.md").read_text("utf-8")
    told = {
        code: calls for code, calls in re.findall(r"^\| ([A-Z]{2}-[A-Z]{2}) \|.*\| ([^|]+) \|$", page, re.MULTILINE)
    }
    assert told == {
        one.value.upper().replace("_", "-"): ", ".join(alert for alert in Alert if alert in ALERTS.get(one, ())) or "–"
        for one in (*Need, *HealthNeed)
    }
