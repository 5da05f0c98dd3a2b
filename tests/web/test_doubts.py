"""Deciding on the pages whether two are one person: who is asked, side by side, by two officers."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reencuentro.actions.doubting import queue_doubts
from reencuentro.linkage.mentions import Birth
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import IdentityProposal
from reencuentro.records.people import Membership, Person
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

EVA = {"full_name": "Eva Canaria", "birth": Birth(year=2012, month=5, day=3)}
AVE = {"full_name": "Ave Canaria", "age": 6.4}
EVIDENCE = [
    ["given_names", "agrees", "same", 8.0],
    ["sex", "differs", "different", -3.0],
    ["phone", "unknown", "", 0.0],
]
FIRST, SECOND = "?purpose=tracing", "?purpose=verification"


def propose(left: str, right: str, probability: float = 0.6) -> int:
    ends = {"left_agency": "ORR", "left_record_id": left, "right_agency": "ORR", "right_record_id": right}
    told = {"probability": probability, "evidence": EVIDENCE, "would_decide": "phone", "known_from": NOW}
    return IdentityProposal.objects.create(**ends, **told).pk


@pytest.fixture
def number(pages: None) -> int:
    """The doubt whether two children on the list of ORR are one."""
    list_people("ORR", {"c-1": EVA, "c-2": AVE}, minors=frozenset({"c-1", "c-2"}))
    made = propose("c-1", "c-2")
    queue_doubts({"c-1": AgeBand.MIDDLE})
    return made


@pytest.fixture
def tracer(number: int) -> Client:
    """Who decides first."""
    return browser_of(account("tracer", "ORR", Role.TRACING_OFFICER))


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def answer(client: Client, number: int, what: str, verdict: str, **more: str) -> Any:
    boxes = {"purpose": "tracing", "why": "documents", "words": "", "over": "", "verdict": verdict} | more
    return client.post(f"/matches/same/{number}/{what}/", boxes)


def test_the_doubt_waits_and_its_question_tells_agreement_conflict_and_silence_apart(
    tracer: Client, number: int
) -> None:
    assert "Eva Canaria" in body(tracer, f"/matches/same/{FIRST}")
    page = body(tracer, f"/matches/same/{number}/{FIRST}")
    for told in ("Agrees", "Conflicts", "Nobody says", "3 May 2012", "6 years", "two people", "<svg"):
        assert told in page
    assert "not stated" not in page


@pytest.mark.both
def test_an_earlier_number_of_a_doubt_leads_to_the_proposal_of_today(tracer: Client, number: int) -> None:
    IdentityProposal.objects.update(known_until=timezone.now())
    propose("c-1", "c-2", 0.7)
    assert "Eva Canaria" in body(tracer, f"/matches/same/{number}/{FIRST}")
    assert answer(tracer, number, "judge", "rejected").status_code == 302
    IdentityProposal.objects.filter(known_until=None).update(known_until=timezone.now())
    assert tracer.get(f"/matches/same/{number}/{FIRST}").status_code == 403


def test_who_is_joined_already_is_shown_record_by_record(tracer: Client, number: int) -> None:
    Membership.objects.filter(record_id="c-2").update(person=Person.objects.get(public_id="c-1"))
    queue_doubts({})
    page = body(tracer, f"/matches/same/{number}/{FIRST}")
    assert "treats them as one person" in page
    assert "Ave Canaria" in page


def test_two_officers_settle_it_in_two_actions_each(tracer: Client, number: int) -> None:
    verifier = browser_of(account("verifier", "ORR", Role.VERIFIER))
    assert answer(tracer, number, "judge", "confirmed").status_code == 302
    assert "Nothing waits" in body(tracer, f"/matches/same/{FIRST}")
    assert "Eva Canaria" in body(verifier, f"/matches/same/verify/{SECOND}")
    over = str(Judgement.objects.get().pk)
    assert "Verify as the second person" in body(verifier, f"/matches/same/{number}/{SECOND}")
    said = answer(verifier, number, "verify", "confirmed", purpose="verification", over=over)
    assert said.status_code == 302
    assert "Nothing waits" in body(verifier, f"/matches/same/verify/{SECOND}")
    assert "Verified by two people" in body(verifier, f"/matches/same/{number}/{SECOND}")


def test_nobody_verifies_their_own_word(number: int) -> None:
    both = browser_of(account("both", "ORR", Role.TRACING_OFFICER, Role.VERIFIER))
    answer(both, number, "judge", "confirmed", purpose="verification")
    over = str(Judgement.objects.get().pk)
    assert answer(both, number, "verify", "confirmed", purpose="verification", over=over).status_code == 403
    assert Judgement.objects.count() == 1


def test_somebody_elses_doubt_and_none_are_answered_alike(number: int) -> None:
    other = browser_of(account("other", "DIF", Role.TRACING_OFFICER))
    theirs, absent = (other.get(f"/matches/same/{one}/{FIRST}") for one in (number, 10**30))
    assert theirs.status_code == absent.status_code == 403
    assert theirs.content == absent.content
    assert "Canaria" not in body(other, f"/matches/same/{FIRST}")
    for one in (number, number + 99):
        assert answer(other, one, "judge", "confirmed").status_code == 403


def test_the_queue_makes_as_many_queries_for_many_as_for_one(tracer: Client) -> None:
    body(tracer, f"/matches/same/{FIRST}")
    with CaptureQueriesContext(connection) as one:
        body(tracer, f"/matches/same/{FIRST}")
    names = [f"c-{n}" for n in range(10, 50)]
    list_people("ORR", dict.fromkeys(names, EVA), minors=frozenset(names))
    for n in range(10, 50, 2):
        propose(f"c-{n}", f"c-{n + 1}")
    queue_doubts({})
    with CaptureQueriesContext(connection) as many:
        assert body(tracer, f"/matches/same/{FIRST}").count("/matches/same/") >= 21
    assert len(many) == len(one)


def test_in_spanish_nothing_is_english(tracer: Client, number: int) -> None:
    tracer.get("/language/es/")
    page = body(tracer, f"/matches/same/{number}/{FIRST}")
    assert "¿Son la misma persona?" in page
    assert "same person" not in page
