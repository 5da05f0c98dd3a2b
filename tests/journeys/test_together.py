"""What agencies do together: an agreement from draft to expiry, a group that renews it; a case before a body."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, LANGUAGES, Place
from tests.journeys.walking import Officer, Team

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TODAY = timezone.now().date()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
WHAT_FOR = "data_protection"


@pytest.mark.parametrize("language", EITHER)
def test_an_agreement_is_drafted_tried_signed_and_renewed_once_it_is_over(
    served: Place, enter: Enter, language: str
) -> None:
    officer, name = Team(enter, language)[Role.DATA_PROTECTION_OFFICER], f"orr-dif-{language}"
    officer.starts("agreements", WHAT_FOR)
    officer.follows("draft_begin")
    officer.fills({"agreement": name, "giver": "orr", "taker": "dif"})
    for box, choices in {"purposes": ["care"], "roles": ["case_worker"], "levels": ["1", "3", "5"]}.items():
        for one in choices:
            officer.fills({box: one})
    officer.fills({"begins": TODAY.isoformat(), "until": (TODAY + timedelta(days=900)).isoformat()})
    officer.presses("draft_keep")
    expect(officer.page.locator(".govuk-error-summary__list li")).to_have_count(2)  # too long, and no topics
    officer.fills({"until": (TODAY + timedelta(days=20)).isoformat(), "topics": "protection"})
    officer.presses("draft_keep")  # all else stays as it was typed
    officer.reads("try_title", "draft_kept", "tried_then_assigned")
    officer.opens(f"/agreements/?purpose={WHAT_FOR}")
    section = officer.page.locator("section", has_text=name).first
    section.get_by_role("button", name=officer.says("agreement_sign")).click()
    served.run("tests.journeys.agreeing", "orr", name)
    officer.opens(f"/agreements/?purpose={WHAT_FOR}")
    officer.reads("agreement_phase_in_force", "agreement_ending_help", "agreement_phase_over", "agreement_over_help")
    officer.page.locator("section", has_text=f"{name}-old").get_by_role("link", name=officer.says("draft_next")).click()
    officer.looks()
    expect(officer.page.locator("[name=agreement]")).to_have_value(f"{name}-old")
    _meets_about_it(officer, name)


def _meets_about_it(officer: Officer, name: str) -> None:
    """A group is founded, which gives itself the renewal as a joint action."""
    officer.opens(f"/groups/?purpose={WHAT_FOR}")
    officer.follows("groups_found")
    officer.fills({"name": name, "aim": officer.says("groups_work")})
    officer.page.locator("[name=chair]").select_option(index=1)
    officer.presses("duty_keep")
    officer.fills({"agency": "dif"})
    officer.presses("groups_add")
    officer.fills({"shares": "figures"})
    officer.presses("groups_sharing_keep")
    officer.reads("duty_group_share_figures")
    officer.follows("groups_act")
    officer.fills({"joint_what": "+502 2222 2222", "joint_due": (TODAY + timedelta(days=9)).isoformat(), "does": "orr"})
    officer.presses("duty_keep")
    expect(officer.page.locator(".govuk-error-summary")).to_contain_text(officer.says("duty_broken_group_tells_who"))
    officer.fills({"joint_what": officer.says("draft_next")})
    officer.presses("duty_keep")
    officer.reads("duty_state_joint_open")
    officer.starts("groups", WHAT_FOR)
    officer.reads("groups_of", "draft_next")
    officer.page.locator("main ul a").first.click()
    officer.looks()
    officer.follows("groups_meet")


HAPPENED = {
    "rights_type": "family_separation",
    "rights_on": YESTERDAY,
    "rights_place": "McAllen, Texas",
    "rights_authority": "CBP",
    "rights_facts": "…",
    "rights_source": "child",
}
ALLOWED = {
    "rights_consent_by": "parent",
    "rights_consent_on": YESTERDAY,
    "rights_language": "quc",
    "rights_to_cndh": "yes",
    "rights_named": "no",
}
PIECE = {
    "rights_evidence": "document",
    "rights_described": "…",
    "rights_source": "document",
    "rights_hash": "0f" * 32,
}


@pytest.mark.parametrize("language", EITHER)
def test_a_case_is_brought_before_a_body_with_a_pack(served: Place, enter: Enter, language: str) -> None:
    who = served.officers[f"rights_officer:{language}"]
    child = served.run("tests.journeys.referring", who["login"], who["agency"], str(LANGUAGES.index(language))).strip()
    officer = Team(enter, language)[Role.RIGHTS_OFFICER]
    officer.opens(f"/people/{child}/?purpose=human_rights")
    officer.follows("duty_area_rights")
    of_child = officer.page.url
    _begins(officer, "violation_record", HAPPENED)
    violation = officer.page.url
    officer.opens(of_child)
    _begins(officer, "rights_prepare", {"rights_body": "cndh", "rights_summary": "…", "rights_requested": "…"})
    expect(officer.page.locator(".govuk-error-summary")).to_contain_text(officer.says("duty_broken_rights_no_consent"))
    for step, boxes in (("violation_consent", ALLOWED), ("violation_evidence", PIECE)):
        _takes(officer, violation, step, boxes)
    officer.opens(of_child)
    _begins(officer, "rights_prepare", {"rights_body": "cndh", "rights_summary": "…", "rights_requested": "…"})
    officer.reads("duty_state_rights_prepared")
    referral = officer.page.url
    number = referral.partition("?")[0].rstrip("/").rpartition("/")[2]
    pack = officer.page.request.get(f"/papers/rights/{number}/?purpose=human_rights")
    assert pack.headers["content-type"] == "application/pdf"
    assert pack.body().startswith(b"%PDF")
    sent = {"rights_sent_on": YESTERDAY, "rights_how": "…", "rights_told": "CNDH"}
    _takes(officer, referral, "rights_submit", sent)
    _takes(officer, referral, "rights_follow", {"rights_status": "under_study", "rights_status_on": YESTERDAY})
    officer.reads("duty_state_rights_followed")
    officer.starts("rights", "human_rights")
    officer.reads("duty_kind_rights_referral")


def _begins(officer: Officer, step: str, boxes: dict[str, str]) -> None:
    officer.page.get_by_role("link", name=officer.says(f"duty_step_{step}")).first.click()
    officer.looks()
    officer.fills(boxes)
    officer.presses("duty_keep")


def _takes(officer: Officer, duty: str, step: str, boxes: dict[str, str]) -> None:
    officer.opens(duty)
    officer.follows(f"duty_step_{step}")
    officer.fills(boxes)
    officer.presses("duty_keep")
