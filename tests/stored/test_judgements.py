"""People decide: remembered, respected, reversible, and never two unknowingly."""

from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie
from reencuentro.actions.rosters import admit_roster
from reencuentro.errors import JudgementError
from reencuentro.linkage.results import Judged, Status, Verdict
from reencuentro.records.audit import AuditEntry
from reencuentro.records.judgements import Judgement, judgements
from reencuentro.records.matches import Tie
from reencuentro.records.second_wall.acting import as_who_logged_in
from tests.stored.readings import MONDAY, TUESDAY, reading, row
from tests.stored.test_matches import APART, linkage, store

CHILD, OTHER, MOTHER = ("ORR", "1"), ("ICE", "1"), ("ICE", "2")


def deciding(expected: int | None = None, at: datetime = MONDAY) -> Deciding:
    return Deciding(by="officer 7", reason="both interviews agree", at=at, expected=expected)


@pytest.fixture(autouse=True)
def _rosters(registry: str) -> None:
    admit_roster(reading("ORR", row(2, "1")), by="tests", received_at=MONDAY)
    admit_roster(reading("ICE", row(2, "1"), row(3, "2")), by="tests", received_at=MONDAY)
    store(linkage(APART), MONDAY)


def test_decision_on_an_identity_is_respected_whichever_record_came_first() -> None:
    judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding())
    assert judgements() == [Judged(left=OTHER, right=CHILD, verdict=Verdict.CONFIRMED)]
    with pytest.raises(JudgementError, match="meanwhile"):
        judge_identity(OTHER, CHILD, Verdict.REJECTED, deciding())


def test_later_decision_supersedes_the_earlier_and_both_stay() -> None:
    first = judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding())
    judge_identity(CHILD, OTHER, Verdict.REJECTED, deciding(expected=first.pk, at=TUESDAY))
    assert [judged.verdict for judged in judgements()] == [Verdict.REJECTED]
    assert Judgement.objects.count() == 2


def test_decision_taken_back_leaves_the_matching_free() -> None:
    first = judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding())
    judge_identity(CHILD, OTHER, None, deciding(expected=first.pk))
    assert judgements() == []


def test_what_they_saw_is_remembered() -> None:
    seen = judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding()).seen
    assert (seen["probability"], seen["would_decide"]) == (0.5, "age")


def test_tie_takes_its_new_status_at_once_and_its_old_one_stays_known() -> None:
    judge_tie(CHILD, MOTHER, "mother", Verdict.CONFIRMED, deciding(at=TUESDAY))
    assert judgements() == [Judged(left=CHILD, right=MOTHER, verdict=Verdict.CONFIRMED, relation="mother")]
    assert Tie.objects.standing().get().status == Status.CONFIRMED
    assert Tie.objects.known_on(MONDAY).get().status == Status.PROPOSED


@pytest.mark.parametrize("unknown", [("ORR", "99"), ("DIF", "1")])
def test_unknown_record_is_refused_and_the_refusal_noted(unknown: tuple[str, str]) -> None:
    with pytest.raises(JudgementError, match="no record") as refusal:
        judge_identity(CHILD, unknown, Verdict.CONFIRMED, deciding())
    assert "people.csv" in refusal.value.remedy
    note = AuditEntry.objects.get(action="judge_identity")
    assert (note.outcome, note.why) == ("refused", "JudgementError")


def test_record_is_not_judged_against_itself() -> None:
    with pytest.raises(JudgementError, match="same"):
        judge_identity(CHILD, CHILD, Verdict.CONFIRMED, deciding())


def test_expecting_a_judgement_that_does_not_stand_is_refused() -> None:
    with pytest.raises(JudgementError, match="no such judgement"):
        judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding(expected=12345))


def test_database_itself_refuses_two_first_judgements() -> None:
    first = judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding())
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.parametrize(
    "statement", ["UPDATE records_judgement SET verdict = 'rejected'", "DELETE FROM records_judgement"]
)
def test_database_refuses_to_change_or_delete_a_judgement(statement: str) -> None:
    judge_identity(CHILD, OTHER, Verdict.CONFIRMED, deciding())
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_judgement_follows_a_row_without_id_to_its_line_in_a_newer_roster() -> None:
    calls = reading("CALLS", row(2, "2", full_name="Ana X"), row(3, "3", full_name="Eva Y"), has_record_ids=False)
    admit_roster(calls, by="tests", received_at=MONDAY)
    judge_identity(("CALLS", "3"), CHILD, Verdict.CONFIRMED, deciding())
    newer = reading("CALLS", row(9, "9", full_name="EVA Y"), has_record_ids=False)
    admit_roster(newer, by="tests", received_at=TUESDAY)
    assert [judged.left for judged in judgements()] == [("CALLS", "9")]
