"""A referral from one agency to another: sent without saying of whom, accepted by who is then assigned, done."""

import re

import pytest
from django.test import Client

from reencuentro.actions.agencies import agency_of, suspend_agency
from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import Beginning, begin_duty
from reencuentro.actions.officers import officer_of
from reencuentro.records.assignments import Assignment
from reencuentro.records.duties import Duty
from reencuentro.records.team import Leave
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.duties.going import DutyError
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

SENT = {
    "purpose": "care",
    "counterpart_agency": "ORR",
    "referral_service": "placement",
    "referral_urgency": "soon",
    "referral_age": "under_5",
    "referral_language": "Mam",
    "referral_basis": "best_interests",
    "referral_asked": "a place for two siblings",
}
BEGIN = "/people/p-1/duties/referrals/begin/referral/referral_send/"


@pytest.fixture
def sender(pages: None) -> Client:
    """A protection officer of DIF who works for a child whom DIF alone lists."""
    list_people("DIF", {"p-1": {"given_names": "Ana", "surnames": "Canaria Luz"}}, minors=frozenset({"p-1"}))
    officer = account("sender", "DIF", Role.PROTECTION_OFFICER)
    Assignment.objects.create(officer=officer, person="p-1", begins_at=NOW, given_by="tests")
    return browser_of(officer)


@pytest.fixture
def taker(sender: Client) -> Client:
    """A case worker of the agency that is asked."""
    return browser_of(account("taker", "ORR", Role.CASE_WORKER))


def sent(sender: Client, **said: str) -> Duty:
    answer = sender.post(BEGIN, {**SENT, **said})
    assert answer.status_code == 302, answer.content.decode()
    return Duty.objects.get()


def body(client: Client, address: str) -> str:
    return client.get(f"{address}?purpose=care").content.decode()


def answered(client: Client, duty: Duty, step: str, **said: str) -> int:
    return client.post(f"/referrals/{duty.public_id}/{step}/", {"purpose": "care", "version": "1", **said}).status_code


@pytest.mark.both
def test_who_accepts_is_assigned_and_says_when_it_is_done(sender: Client, taker: Client) -> None:
    duty = sent(sender)
    assert duty.public_id in body(taker, "/referrals/")
    page = body(taker, f"/referrals/{duty.public_id}/")
    assert "a place for two siblings" in page
    assert not re.search("Canaria|p-1", page)
    assert answered(taker, duty, "referral_accept") == 302
    assert set(Assignment.objects.open().values_list("officer__login", "person")) == {
        ("sender", "p-1"),
        ("taker", "p-1"),
    }
    done = {"referral_done_on_day": "19", "referral_done_on_month": "6", "referral_done_on_year": "2026"}
    assert answered(taker, duty, "referral_finish", version="2", referral_outcome="both live together", **done) == 302
    duty.refresh_from_db()
    assert (duty.state, duty.due_at) == ("referral_done", None)
    assert "both live together" in body(sender, f"/duties/referrals/{duty.public_id}/")


def test_who_may_know_nothing_of_the_child_is_not_told_who_it_is_even_once_they_accept(
    sender: Client, taker: Client
) -> None:
    duty = sent(sender)
    assert answered(taker, duty, "referral_accept") == 302
    for address in (f"/referrals/{duty.public_id}/", "/referrals/", "/people/p-1/"):
        assert "Canaria" not in body(taker, address)


def test_a_no_needs_its_reason_and_the_one_who_asked_reads_it(sender: Client, taker: Client) -> None:
    duty = sent(sender)
    assert answered(taker, duty, "referral_reject") == 400
    assert answered(taker, duty, "referral_reject", referral_reason="other") == 409
    assert answered(taker, duty, "referral_reject", referral_reason="no_room") == 302
    assert "No room" in body(sender, f"/duties/referrals/{duty.public_id}/")
    assert not Assignment.objects.open().filter(officer__login="taker").exists()
    assert duty.public_id not in body(taker, "/referrals/")


@pytest.mark.parametrize(
    ("words", "said"),
    [("for A-203456789", "may tell who the child is"), ("a bed for one CANARÍA", "A word of the child")],
)
def test_what_tells_who_the_child_is_is_not_sent_and_what_was_typed_stays(
    sender: Client, words: str, said: str
) -> None:
    answer = sender.post(BEGIN, {**SENT, "referral_asked": words})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert said in page
    assert "Professional Standards for Protection Work" in page
    assert words in page
    assert not Duty.objects.exists()


def test_who_is_asked_can_not_find_out_by_guessing_what_the_child_is_called(sender: Client, taker: Client) -> None:
    duty = sent(sender)
    right = {"referral_reason": "other", "referral_answer": "is it Canaria or Luz"}
    assert answered(taker, duty, "referral_reject", **right) == 302


def test_nothing_is_asked_of_an_agency_whose_officers_can_not_come_in(sender: Client, taker: Client) -> None:
    suspend_agency(agency_of("ORR"), "under review", by="tests", at=NOW)
    refused = sender.post(BEGIN, SENT)
    assert refused.status_code == 400
    assert 'value="ORR"' not in refused.content.decode()
    other = Beginning(kind="referral", step="referral_send", boxes={}, person="p-1", counterpart=agency_of("ORR"))
    with pytest.raises(DutyError, match="suspended"):
        begin_duty(other, Doer(officer=officer_of("sender"), roles=frozenset(), at=NOW))


def test_nobody_else_learns_of_it(sender: Client, taker: Client) -> None:
    duty = sent(sender)
    others = [account("far", "SRE", Role.CONSULAR_OFFICER), account("near", "DIF", Role.CASE_WORKER)]
    for other in map(browser_of, others):
        foreign, nobody = (other.get(f"/referrals/{one}/?purpose=care") for one in (duty.public_id, "d-nothing"))
        assert foreign.status_code == nobody.status_code
        assert foreign.content == nobody.content
    assert answered(sender, duty, "referral_accept") == 403


def test_nobody_who_is_on_leave_takes_a_child_on(sender: Client, taker: Client) -> None:
    duty = sent(sender)
    away = {"begins_at": NOW, "until": NOW.replace(year=2040), "given_by": "tests"}
    Leave.objects.create(officer=officer_of("taker"), **away)
    assert answered(taker, duty, "referral_accept") == 409
    duty.refresh_from_db()
    assert duty.state == "referral_sent"


def test_two_who_answer_at_once_do_not_both_answer(sender: Client, taker: Client) -> None:
    duty = sent(sender)
    second = browser_of(account("second", "ORR", Role.CASE_WORKER))
    assert answered(taker, duty, "referral_accept") == 302
    assert answered(second, duty, "referral_reject", referral_reason="no_room") == 409
    duty.refresh_from_db()
    assert duty.state == "referral_accepted"
