"""Which doubts about who is one wait for people, and a claim that freezes others though nobody may know by whom."""

import re
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reencuentro.actions.doubting import queue_doubts
from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie
from reencuentro.actions.queueing import queue_ties, refuse_rivalled
from reencuentro.errors import JudgementError
from reencuentro.linkage.mentions import Birth
from reencuentro.linkage.results import Verdict
from reencuentro.records.doubts import doubted, waiting_doubts
from reencuentro.records.judgements import Judgement
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.people import Membership, Person
from reencuentro.records.second_wall.acting import acting_as
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.queueing import ALONE, band_at
from tests.stored.behind import pages
from tests.stored.cast import LATER, NOW, agencies, officer, person
from tests.stored.listings import list_people

CHILDREN = frozenset({"d-1", "d-2"})
TOLD = {"probability": 0.6, "evidence": [], "known_from": NOW}
BANDS = {"c-1": AgeBand.TENDER}
ONE, OTHER = ("ORR", "c-1"), ("ORR", "c-2")


@pytest.fixture(autouse=True)
def _listed(registry: str) -> None:
    """Two children and two adults on one list."""
    agencies("ORR", "DIF")
    list_people("ORR", {one: {} for one in ("c-1", "c-2", "a-1", "a-2")}, minors=frozenset({"c-1", "c-2"}))


def propose(left: str, right: str, probability: float, since: datetime = NOW) -> int:
    records = dict(zip(("left_record_id", "right_record_id"), sorted((left, right)), strict=True))
    told = {"probability": probability, "evidence": [], "known_from": since}
    return IdentityProposal.objects.create(left_agency="ORR", right_agency="ORR", **records, **told).pk


def join(one: str, other: str) -> None:
    Membership.objects.filter(record_id=other).update(person=Person.objects.get(public_id=one))


def waiting(*, second: bool = False) -> list[int]:
    return [one.number for one in doubted(waiting_doubts(second=second, agencies=None))]


def deciding(by: str, over: Judgement | None = None) -> Deciding:
    return Deciding(by=by, reason="both were seen", at=LATER, expected=over.pk if over else None)


def test_doubts_about_children_come_first_and_hardly_likely_ones_not_at_all() -> None:
    grown = propose("a-1", "a-2", 0.6)
    child = propose("c-1", "c-2", 0.3)
    propose("c-1", "a-1", 0.05)
    assert queue_doubts(BANDS) == 2
    assert waiting() == [child, grown]
    assert queue_doubts(BANDS) == 0


def test_those_who_are_joined_are_asked_about_unless_it_is_sure() -> None:
    join("c-1", "c-2")
    doubtful = propose("c-1", "c-2", 0.9)
    queue_doubts(BANDS)
    [found] = doubted(waiting_doubts(second=False, agencies=["ORR"]))
    assert (found.number, found.joined, found.records) == (doubtful, True, (ONE, OTHER))
    IdentityProposal.objects.update(probability=0.99)
    queue_doubts(BANDS)
    assert waiting() == []


def test_two_officers_settle_a_doubt_one_after_the_other() -> None:
    number = propose("c-1", "c-2", 0.6)
    queue_doubts(BANDS)
    first = judge_identity(ONE, OTHER, Verdict.CONFIRMED, deciding("ana"))
    assert (waiting(), waiting(second=True)) == ([], [number])
    judge_identity(ONE, OTHER, Verdict.CONFIRMED, deciding("luz", first))
    assert (waiting(), waiting(second=True)) == ([], [])


def test_a_rejected_doubt_waits_no_more_and_one_taken_back_does_again() -> None:
    number = propose("c-1", "c-2", 0.6)
    queue_doubts(BANDS)
    first = judge_identity(ONE, OTHER, Verdict.REJECTED, deciding("ana"))
    assert waiting() == waiting(second=True) == []
    judge_identity(ONE, OTHER, None, deciding("ana", first))
    assert waiting() == [number]


def test_who_was_rejected_and_taken_back_waits_among_those_of_their_age_again() -> None:
    list_people("DIF", {one: {"birth": Birth(year=2024, month=1, day=2)} for one in ("d-1", "d-2")}, minors=CHILDREN)
    number = IdentityProposal.objects.create(
        left_agency="DIF", left_record_id="d-1", right_agency="DIF", right_record_id="d-2", **TOLD
    ).pk
    queue_doubts({"d-1": AgeBand.TENDER})
    place = IdentityProposal.objects.get(pk=number).place
    first = judge_identity(("DIF", "d-1"), ("DIF", "d-2"), Verdict.REJECTED, deciding("ana"))
    judge_identity(("DIF", "d-1"), ("DIF", "d-2"), None, deciding("ana", first))
    assert IdentityProposal.objects.get(pk=number).place == place
    assert place is not None
    assert band_at(place) is AgeBand.TENDER


def test_a_tie_that_was_rejected_and_taken_back_waits_among_children_of_its_age_again() -> None:
    list_people("DIF", {"d-1": {"birth": Birth(year=2024, month=1, day=2)}, "m-1": {}}, minors=CHILDREN)
    ends = [Person.objects.get(public_id=one) for one in ("d-1", "m-1")]
    Tie.objects.create(child=ends[0], relative=ends[1], relation="mother", status="proposed", **TOLD)
    queue_ties({"d-1": AgeBand.TENDER})
    place = Tie.objects.standing().get().place
    first = judge_tie(("DIF", "d-1"), ("DIF", "m-1"), "mother", Verdict.REJECTED, deciding("ana"))
    judge_tie(("DIF", "d-1"), ("DIF", "m-1"), "mother", None, deciding("ana", first))
    assert Tie.objects.standing().get().place == place


def test_to_decide_on_two_reads_of_no_one_else() -> None:
    """Who is asked about two people goes by an index for whatever grows with the registry."""
    propose("c-1", "c-2", 0.6)
    queue_doubts(BANDS)
    with CaptureQueriesContext(connection) as queries:
        judge_identity(ONE, OTHER, Verdict.CONFIRMED, deciding("ana"))
    read = [one["sql"] for one in queries if one["sql"].startswith("SELECT")]
    assert not [sql for sql in read if scans(sql)]


GROWING = ("person", "membership", "minor", "searchrecord", "identityproposal", "tie", "judgement", "sourcerecord")


def scans(sql: str) -> list[str]:
    """Tables that grow with the registry, and of which the query reads each row; SQLite tells."""
    with connection.cursor() as cursor:
        plan = cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() if connection.vendor == "sqlite" else []
    return [step for *_, step in plan if re.match(rf"SCAN (records_({'|'.join(GROWING)})\b|[UVW]\d)", step)]


def test_a_doubt_waits_since_it_was_first_proposed() -> None:
    propose("c-1", "c-2", 0.6)
    IdentityProposal.objects.update(known_until=LATER)
    propose("c-1", "c-2", 0.7, since=LATER)
    queue_doubts(BANDS)
    assert IdentityProposal.objects.standing().get().waiting_since == NOW


def test_only_what_an_agency_lists_on_both_sides_waits_for_its_officers() -> None:
    propose("c-1", "c-2", 0.6)
    queue_doubts(BANDS)
    assert not waiting_doubts(second=False, agencies=["DIF"]).exists()
    Membership.objects.create(person=Person.objects.get(public_id="c-1"), agency="DIF", record_id="9", known_from=NOW)
    assert not waiting_doubts(second=False, agencies=["DIF"]).exists()
    Membership.objects.create(person=Person.objects.get(public_id="c-2"), agency="DIF", record_id="8", known_from=NOW)
    assert waiting_doubts(second=False, agencies=["DIF"]).exists()


@pytest.mark.postgres
@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_a_claim_that_the_officer_may_not_know_of_freezes_the_others() -> None:
    person("b-1", "DIF")
    for relative in ("a-1", "b-1"):
        ends = {"child": Person.objects.get(public_id="c-1"), "relative": Person.objects.get(public_id=relative)}
        told = {"relation": "mother", "probability": 0.6, "status": "proposed", "evidence": [], "known_from": NOW}
        Tie.objects.create(**ends, **told)
    tracer = officer("tracer", "ORR", Role.TRACING_OFFICER)
    with pages(), transaction.atomic(), acting_as(tracer.public_id):
        assert Tie.objects.count() == 1
        queue_ties(BANDS, ["c-1"])
        place = Tie.objects.get().place
        assert place is not None
        assert place < ALONE
        with pytest.raises(JudgementError, match="2 persons are taken"):
            refuse_rivalled("c-1", "a-1", "mother")
