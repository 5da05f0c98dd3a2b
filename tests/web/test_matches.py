"""Deciding a match on the pages: the queue, one question side by side, two officers, and rivals."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.actions.queueing import queue_ties
from reencuentro.linkage.mentions import Birth
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import Tie
from reencuentro.records.people import Person
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import NOW
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

CHILD = {"full_name": "Ana Canaria", "birth": Birth(year=2012, month=5, day=3)}
ADULT = {"full_name": "Eva Canaria", "birth": Birth(year=1985)}
EVIDENCE = [["child_says", "agrees", "same", 8.0], ["generation", "unknown", "unknown", 0.0]]


def tie(child: str, relative: str, probability: float, relation: str = "mother") -> None:
    Tie.objects.create(
        child=Person.objects.get(public_id=child),
        relative=Person.objects.get(public_id=relative),
        relation=relation,
        probability=probability,
        status="proposed",
        evidence=EVIDENCE,
        would_decide="generation",
        known_from=NOW - timedelta(days=3),
    )


@pytest.fixture
def family(pages: None) -> None:
    """A child and two women on the list of ORR; the first is very likely the mother."""
    people = {"c-1": CHILD, "m-1": ADULT, "m-2": ADULT | {"full_name": "Luz Canaria"}}
    list_people("ORR", people, minors=frozenset({"c-1"}))
    tie("c-1", "m-1", 0.95)
    queue_ties({"c-1": AgeBand.MIDDLE})


@pytest.fixture
def tracer(family: None) -> Client:
    """Who decides first."""
    return browser_of(account("tracer", "ORR", Role.TRACING_OFFICER))


@pytest.fixture
def verifier(family: None) -> Client:
    """Who verifies."""
    return browser_of(account("verifier", "ORR", Role.VERIFIER))


FIRST, SECOND = "?purpose=tracing", "?purpose=verification"
ADDRESS = "/matches/c-1/m-1/mother/"


def body(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def answer(client: Client, what: str, verdict: str, **more: str) -> Any:
    boxes = {"purpose": "tracing", "why": "stories", "words": "", "over": "", "verdict": verdict} | more
    return client.post(f"{ADDRESS}{what}/", boxes)


def test_the_queue_shows_who_waits_and_how_strong_it_is(tracer: Client) -> None:
    page = body(tracer, f"/matches/{FIRST}")
    assert "Ana Canaria" in page
    assert "Eva Canaria" in page
    assert "Very likely" in page


def test_the_question_shows_both_sides_the_evidence_and_what_would_decide(tracer: Client) -> None:
    page = body(tracer, ADDRESS + FIRST)
    assert "3 May 2012" in page
    assert "Agrees" in page
    assert "Nobody says" in page
    assert "+8.0" in page
    assert "<svg" in page


def test_two_officers_decide_in_two_actions_each(tracer: Client, verifier: Client) -> None:
    assert answer(tracer, "judge", "confirmed").status_code == 302
    assert "Nothing waits" in body(tracer, f"/matches/{FIRST}")
    assert "Ana Canaria" in body(verifier, f"/matches/verify/{SECOND}")
    first = Judgement.objects.get()
    assert "Verify as the second person" in body(verifier, ADDRESS + SECOND)
    assert [tag_of(tracer, page) for page in ("", "family/")] == ["confirmed", "confirmed"]
    assert answer(verifier, "verify", "confirmed", purpose="verification", over=str(first.pk)).status_code == 302
    assert "Verified by two people" in body(verifier, ADDRESS + SECOND)
    assert [tag_of(tracer, page) for page in ("", "family/")] == ["verified", "verified"]
    assert "Nothing waits" in body(verifier, f"/matches/verify/{SECOND}")


def tag_of(client: Client, page: str) -> str:
    """How the tie stands on that page of the child."""
    told = body(client, f"/people/c-1/{page}{FIRST}")
    found = re.findall(r">(proposed|confirmed|verified|rejected)<", told)
    assert len(found) == 1, found
    return str(found[0])


@pytest.mark.both
def test_the_second_officer_judges_by_what_the_lists_say_and_not_by_the_first_ones_word(
    tracer: Client, verifier: Client
) -> None:
    before = picture(body(tracer, ADDRESS + FIRST))
    answer(tracer, "judge", "confirmed")
    rematched_as_confirmed()
    page = body(verifier, ADDRESS + SECOND)
    assert "as the lists alone had it" in page
    assert "100%" not in page
    assert "Decided by people" not in page
    assert picture(page) == before


def picture(page: str) -> str:
    return page[page.index("<svg") : page.index("</svg>")]


def rematched_as_confirmed() -> None:
    """What people confirmed is certain from the next reconciliation on."""
    one = Tie.objects.standing().get()
    now = timezone.now()
    Tie.objects.filter(pk=one.pk).update(known_until=now)
    one.pk, one.known_from, one.probability = None, now, 1.0
    one.save(force_insert=True)


@pytest.mark.both
def test_of_others_who_were_weighed_only_those_are_named_whom_the_officer_may_know(tracer: Client) -> None:
    list_people("DIF", {"m-9": ADULT})
    Tie.objects.update(alternatives=[["m-2", 0.02, 3.0, []], ["m-9", 0.01, 2.0, []]])
    page = body(tracer, ADDRESS + FIRST)
    assert "m-2: 2%" in page
    assert "m-9" not in page


def test_nobody_verifies_their_own_word(family: None) -> None:
    both = account("both", "ORR", Role.TRACING_OFFICER, Role.VERIFIER)
    client = browser_of(both)
    answer(client, "judge", "confirmed", purpose="verification")
    page = body(client, ADDRESS + SECOND)
    assert "Verify as the second person" not in page
    refused = answer(client, "verify", "confirmed", purpose="verification", over=str(Judgement.objects.get().pk))
    assert refused.status_code == 403
    assert Judgement.objects.count() == 1


def test_a_rejection_needs_a_reason_and_what_was_typed_stays(tracer: Client) -> None:
    page = answer(tracer, "judge", "rejected", why="")
    assert page.status_code == 200
    assert "Choose a reason" in page.content.decode()
    page = answer(tracer, "judge", "", why="", words="as her aunt tells")
    assert "as her aunt tells" in page.content.decode()
    assert not Judgement.objects.exists()


def test_a_rejection_is_remembered_and_can_be_taken_back(tracer: Client) -> None:
    answer(tracer, "judge", "rejected")
    assert "Nothing waits" in body(tracer, f"/matches/{FIRST}")
    first = Judgement.objects.get()
    answer(tracer, "judge", "withdrawn", over=str(first.pk))
    assert "Ana Canaria" in body(tracer, f"/matches/{FIRST}")


def test_who_decides_over_somebody_elses_decision_unknowingly_is_told(tracer: Client, verifier: Client) -> None:
    answer(tracer, "judge", "rejected")
    page = answer(tracer, "judge", "confirmed", words="she knew the scar")
    assert page.status_code == 409
    assert "Somebody decided this meanwhile" in page.content.decode()
    assert "she knew the scar" in page.content.decode()


def test_rivals_are_shown_first_and_none_can_be_confirmed(tracer: Client) -> None:
    tie("c-1", "m-2", 0.4)
    queue_ties({})
    assert "More than one claim" in body(tracer, f"/matches/{FIRST}")
    page = body(tracer, ADDRESS + FIRST)
    assert "Yes, they are family" not in page
    assert "N rejects" in page
    assert "Y confirms" not in page
    assert answer(tracer, "judge", "confirmed").status_code == 409
    tracer.post("/matches/c-1/m-2/mother/judge/", {"purpose": "tracing", "why": "contradicts", "verdict": "rejected"})
    assert answer(tracer, "judge", "confirmed").status_code == 302


def test_somebody_elses_question_and_none_are_answered_alike(family: None) -> None:
    other = browser_of(account("other", "DIF", Role.TRACING_OFFICER))
    theirs, absent = (other.get(f"/matches/{ends}/mother/{FIRST}") for ends in ("c-1/m-1", "c-9/m-9"))
    assert theirs.status_code == absent.status_code == 403
    assert theirs.content == absent.content
    assert "Ana" not in body(other, f"/matches/{FIRST}")
    assert (
        other.post(f"{ADDRESS}judge/", {"purpose": "tracing", "why": "stories", "verdict": "confirmed"}).status_code
        == 403
    )


def test_a_case_worker_decides_only_about_those_assigned_to_them(family: None) -> None:
    officer = account("worker", "ORR", Role.CASE_WORKER)
    client = browser_of(officer)
    assert answer(client, "judge", "confirmed").status_code == 403
    for person in ("c-1", "m-1"):
        assign(officer, person, by="tests", at=NOW)
    assert answer(client, "judge", "confirmed").status_code == 302


def test_the_queue_makes_as_many_queries_for_many_as_for_one(tracer: Client) -> None:
    body(tracer, f"/matches/{FIRST}")
    with CaptureQueriesContext(connection) as one:
        body(tracer, f"/matches/{FIRST}")
    people = {f"c-{n}": CHILD for n in range(10, 50)} | {f"m-{n}": ADULT for n in range(10, 50)}
    list_people("ORR", people, minors=frozenset(f"c-{n}" for n in range(10, 50)))
    for n in range(10, 50):
        tie(f"c-{n}", f"m-{n}", 0.9)
    queue_ties({})
    with CaptureQueriesContext(connection) as many:
        assert body(tracer, f"/matches/{FIRST}").count("Ana Canaria") == 41
    assert len(many) == len(one)


@pytest.mark.parametrize("odd", ["forged", "%00", "9" * 500])
def test_a_forged_place_in_the_queue_is_refused(tracer: Client, odd: str) -> None:
    assert tracer.get(f"/matches/{FIRST}&after={odd}").status_code == 403


def test_in_spanish_nothing_is_english(tracer: Client) -> None:
    tracer.get("/language/es/")
    page = body(tracer, ADDRESS + FIRST)
    assert "¿Son familia?" in page
    assert "Are they family" not in page


def test_after_an_answer_the_next_question_comes_and_the_way_back_leads_to_the_same_page(tracer: Client) -> None:
    list_people("ORR", {"c-2": CHILD | {"full_name": "Bea Canaria"}}, minors=frozenset({"c-2"}))
    tie("c-2", "m-1", 0.95)
    queue_ties({"c-2": AgeBand.TEEN})
    listed = body(tracer, f"/matches/{FIRST}")
    assert listed.index("Ana Canaria") < listed.index("Bea Canaria")
    page = body(tracer, ADDRESS + FIRST)
    place = re.findall(r'name="at" value="([^"]+)"', page)[0]
    told = tracer.post(f"{ADDRESS}judge/", _boxes() | {"at": place}, follow=True)
    assert told.redirect_chain[-1][0].startswith("/matches/c-2/m-1/mother/")
    assert "Confirmed. Now somebody else must verify it" in told.content.decode()
    last = tracer.post("/matches/c-2/m-1/mother/judge/", _boxes() | {"at": "forged", "which": "forged"}, follow=True)
    assert last.redirect_chain[-1][0] == f"/matches/{FIRST}"


def _boxes() -> dict[str, str]:
    return {"purpose": "tracing", "why": "stories", "words": "", "over": "", "verdict": "confirmed"}


def test_the_family_is_named_where_it_may_be_and_rivals_are(tracer: Client) -> None:
    tie("c-1", "m-2", 0.4)
    queue_ties({})
    page = body(tracer, ADDRESS + FIRST)
    assert page.count("Luz Canaria") == 2
    assert "/people/c-1/family/" in page


def test_a_rival_whom_nobody_may_know_of_is_no_link(tracer: Client) -> None:
    list_people("DIF", {"m-9": ADULT | {"full_name": "Sol Secreta"}})
    tie("c-1", "m-9", 0.5)
    queue_ties({})
    page = body(tracer, ADDRESS + FIRST)
    assert "of whom you may know no more" in page
    assert "m-9" not in page
    assert "Secreta" not in page
    assert answer(tracer, "judge", "confirmed").status_code == 409


def test_rival_claims_alarm_who_supervises_and_who_is_assigned(tracer: Client) -> None:
    worker, boss = account("worker", "ORR", Role.CASE_WORKER), account("boss", "ORR", Role.SUPERVISOR)
    told = "One child has more than one claim"
    assert told not in body(browser_of(boss), "/")
    tie("c-1", "m-2", 0.4)
    queue_ties({})
    assert told in body(browser_of(boss), "/")
    assert told not in body(browser_of(worker), "/")
    assert told not in body(tracer, "/")
    assign(worker, "c-1", by="tests", at=NOW)
    assert told in body(browser_of(worker), "/")
    assert body(tracer, f"/matches/rivals/{FIRST}").count("Ana Canaria") == 2


def test_a_child_is_alarmed_about_though_nobody_may_know_who_claims_it(family: None) -> None:
    list_people("DIF", {one: ADULT | {"full_name": "Sol Secreta"} for one in ("m-8", "m-9")})
    tie("c-1", "m-8", 0.5, "father")
    tie("c-1", "m-9", 0.5, "father")
    queue_ties({})
    boss = browser_of(account("boss", "ORR", Role.SUPERVISOR))
    assert "One child has more than one claim" in body(boss, "/")
    page = body(boss, f"/matches/rivals/{FIRST}")
    assert "These children, too, are claimed" in page
    assert "Ana Canaria" in page
    assert "Secreta" not in page
    assert "m-9" not in page
    assert "Ana" not in body(browser_of(account("other", "SRE", Role.TRACING_OFFICER)), f"/matches/rivals/{FIRST}")


def test_home_counts_what_waits_and_no_more_than_anybody_does_in_a_day(tracer: Client, verifier: Client) -> None:
    tile = r'app-tile__count[^"]*">([^<]+)</span><a[^>]+href="/matches/%s"'
    assert re.findall(tile % "", body(tracer, "/")) == ["1"]
    assert re.findall(tile % "verify/", body(verifier, "/")) == ["0"]
    people = {f"c-{n}": CHILD for n in range(10, 65)}
    list_people("ORR", people, minors=frozenset(people))
    for child in people:
        tie(child, "m-1", 0.9)
    queue_ties({})
    assert re.findall(tile % "", body(tracer, "/")) == ["50+"]
