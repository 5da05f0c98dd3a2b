"""The end of a record, on both databases: what is gone, what stays, and what doesn't come back."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.alarms import Raised, keep_alarms
from reencuentro.actions.cases import Doer, FormStated, Opening, add_form, open_case
from reencuentro.actions.duties import Beginning, begin_duty
from reencuentro.actions.judgements import Deciding, judge_identity
from reencuentro.actions.reconciling import Terms, reconciling
from reencuentro.actions.retention import adopt_rules, expire, expire_record, vouch_for_clock
from reencuentro.actions.rosters import admit_roster
from reencuentro.actions.stays import StayStated, note_stay
from reencuentro.errors import ConflictError, ReencuentroError
from reencuentro.linkage.mentions import Birth, Mention, Relation, Relative
from reencuentro.linkage.results import Verdict
from reencuentro.records.agencies import Agency
from reencuentro.records.alarms import Alarm
from reencuentro.records.audit import AuditEntry
from reencuentro.records.cases import Case, CaseForm
from reencuentro.records.duties import DutyStep
from reencuentro.records.judgements import Judgement
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.matches import Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.records.registry import open_registry
from reencuentro.records.rosters import Mention as MentionKept
from reencuentro.records.rosters import Quarantined, SourceRecord
from reencuentro.records.sealing.keys import RecordKey
from reencuentro.records.search import SearchKey, SearchRecord, SearchWord
from reencuentro.records.searching import find
from reencuentro.records.stays import Stay
from reencuentro.records.tombstones import ExpiredRow, PendingShred, Tombstone
from reencuentro.rules.alarms import Kind as AlarmKind
from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.retention import CountedFrom, RecordKind, Rule
from tests.stored.readings import MONDAY, TUESDAY, WEDNESDAY, broken_row, reading, row

pytestmark = pytest.mark.usefixtures("unblocked")

OLD, NEW = date(2018, 6, 18), date(2018, 12, 1)
THEN = datetime(2018, 12, 5, tzinfo=UTC)
CANARY = "Xochiquetzaly"


def rule(days: int = 90, **other: object) -> Rule:
    told = {
        "kind": RecordKind.ADULT,
        "counted_from": frozenset({CountedFrom.LAST_LISTED}),
        "days": days,
        "source": "the agency's own rule",
        "zone": "UTC",
    }
    return Rule(**(told | other))  # type: ignore[arg-type]  # facts by name


RULES = (
    rule(),
    rule(kind=RecordKind.CHILD),
    rule(kind=RecordKind.UNREAD, counted_from=frozenset({CountedFrom.RECEIVED})),
)


def admit(*rows: object, agency: str = "ORR", as_of: date | None = OLD, at: datetime = MONDAY, **other: object) -> None:
    admit_roster(reading(agency, *rows, as_of=as_of, **other), by="tests", received_at=at)  # type: ignore[arg-type]  # by name


def old_and_new() -> None:
    """One record that only an old list has, and one that a later list has, too."""
    relatives = (Relative(relation=Relation.MOTHER, name=f"{CANARY} Madre"),)
    gone = row(2, "A-1", given_names=CANARY, surnames="Tzul", birth=Birth(year=1990), relatives=relatives)
    stays = row(3, "A-2", given_names="Ana", surnames="Pop", birth=Birth(year=1991))
    admit(gone, stays)
    admit(stays, as_of=NEW, at=TUESDAY, file_name="later.csv")
    vouch_for_clock(by="tests", now=THEN)
    adopt_rules(RULES, by="tests", at=THEN)


def matched(at: datetime = THEN) -> set[str]:
    with reconciling([], Terms(by="tests", at=at)) as found:
        return {record for _, record in found.mentions}


@pytest.fixture
def filled(registry: str) -> str:
    old_and_new()
    return registry


def test_what_is_due_is_told_before_it_is_done(filled: str) -> None:
    told = expire(by="tests", now=THEN, dry_run=True)

    assert [one.key for one in told.records] == [("ORR", "A-1")]
    assert not Tombstone.objects.exists()
    assert len(mentions_for_matching().mentions) == 2


def test_nothing_of_an_expired_record_can_be_read(filled: str) -> None:
    assert find(Mention(agency="", record_id="", given_names=CANARY, surnames="Tzul"))
    expire(by="tests", now=THEN)

    gone = SourceRecord.objects.filter(record_id="A-1")
    assert [(one.cells, one.row_hash, one.likeness) for one in gone] == [({}, "", "")]
    assert not MentionKept.objects.filter(source_record__in=gone).exists()
    assert CANARY not in repr(mentions_for_matching())
    assert not find(Mention(agency="", record_id="", given_names=CANARY, surnames="Tzul"))
    assert not SearchWord.objects.filter(word__icontains=CANARY).exists()


def test_a_tombstone_stays(filled: str) -> None:
    expire(by="tests", now=THEN)

    stone = Tombstone.objects.get()
    assert (stone.record_id, stone.source_date, stone.entry_date) == ("A-1", OLD, MONDAY)
    assert stone.expiry_date >= THEN


def test_to_expire_twice_changes_nothing(filled: str) -> None:
    expire(by="tests", now=THEN)
    again = expire(by="tests", now=THEN)

    assert again.records == ()
    assert Tombstone.objects.count() == 1


def test_no_key_and_no_work_is_left_of_an_expired_record(filled: str) -> None:
    before = RecordKey.objects.count()
    expire(by="tests", now=THEN)

    assert RecordKey.objects.count() == before - 1
    assert not PendingShred.objects.exists()


def test_the_words_of_an_expired_name_are_in_no_index(filled: str) -> None:
    record = SearchRecord.objects.get(record_id="A-1").pk
    assert SearchKey.objects.filter(record=record).exists()
    expire(by="tests", now=THEN)

    assert not SearchKey.objects.filter(record=record).exists()
    assert SearchWord.objects.filter(word__icontains="ana").exists()


def test_an_expired_record_is_in_no_result(filled: str) -> None:
    assert matched() == {"A-1", "A-2"}
    expire(by="tests", now=THEN)

    assert matched() == {"A-2"}
    assert set(Membership.objects.values_list("record_id", flat=True)) == {"A-2"}


def test_only_a_row_whose_time_is_over_can_be_emptied(filled: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_sourcerecord SET cells = '', row_hash = '', likeness = ''")
    expire(by="tests", now=THEN)
    gone = ExpiredRow.objects.get().pk
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_sourcerecord SET record_id = 'B-1' WHERE id = %s", [gone])


@pytest.mark.parametrize("table", ["records_tombstone", "records_expiredrow"])
def test_a_tombstone_is_kept_for_good(filled: str, table: str) -> None:
    expire(by="tests", now=THEN)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name above


def test_an_old_list_does_not_bring_a_record_back_in_silence(filled: str) -> None:
    expire(by="tests", now=THEN)
    again = row(2, "A-1", given_names=CANARY, surnames="Tzul")
    admit(again, row(3, "A-3"), as_of=OLD, at=WEDNESDAY, file_name="again.csv")

    assert matched() == {"A-2", "A-3"}
    kept = Quarantined.objects.get()
    assert "destroyed on 2018-12-05" in kept.problem
    assert kept.value == ""
    assert SourceRecord.objects.get(record_id="A-1", roster__file_name="again.csv").cells == {}


def test_a_list_of_a_later_day_tells_of_somebody_anew(filled: str) -> None:
    expire(by="tests", now=THEN)
    admit(row(2, "A-1", given_names=CANARY), as_of=date(2018, 12, 20), at=WEDNESDAY, file_name="anew.csv")

    assert matched() == {"A-1", "A-2"}


def test_where_a_list_has_no_ids_the_record_is_known_again_by_what_it_said(registry: str) -> None:
    gone, stays = row(2, "2", full_name=CANARY, birth=Birth(year=1990)), row(3, "3", full_name="Ana Pop", age=30.0)
    admit(gone, has_record_ids=False)
    admit(stays, as_of=NEW, at=TUESDAY, has_record_ids=False, file_name="later.csv")
    vouch_for_clock(by="tests", now=THEN)
    adopt_rules(RULES, by="tests", at=THEN)
    assert len(expire(by="tests", now=THEN).records) == 1
    admit(gone, row(9, "9", full_name="Eva Choc"), has_record_ids=False, file_name="again.csv")

    assert {one.full_name for one in mentions_for_matching().mentions} == {"Ana Pop", "Eva Choc"}


def test_what_nobody_understood_goes_when_its_time_is_over(registry: str) -> None:
    admit(row(2, "A-1"), broken_row(3, "A-9", value=CANARY))
    vouch_for_clock(by="tests", now=THEN)
    adopt_rules(RULES[2:], by="tests", at=THEN)
    assert Quarantined.objects.get().value == CANARY
    done = expire(by="tests", now=THEN)

    assert (done.records, done.cells) == ((), 2)
    assert Quarantined.objects.get().value == ""
    assert SourceRecord.objects.get(record_id="A-9").cells == {}
    assert expire(by="tests", now=THEN).cells == 0


def test_a_clock_far_ahead_destroys_nothing(filled: str) -> None:
    future = THEN + timedelta(days=4000)
    for _ in range(2):  # the refusal itself is noted by the wrong clock, and must not vouch for it
        with pytest.raises(ReencuentroError, match="long after the log's newest entry"):
            expire(by="tests", now=future)

    assert not Tombstone.objects.exists()


def test_a_clock_that_was_set_back_revives_nothing(filled: str) -> None:
    assert len(expire(by="tests", now=MONDAY, dry_run=True).records) == 1


def test_one_record_is_destroyed_by_decision_before_its_time(filled: str) -> None:
    expire_record(("ORR", "A-2"), "order 5 of a court", by="tests", at=THEN)

    assert matched() == {"A-1"}
    assert Tombstone.objects.get().rule == "order 5 of a court"
    with pytest.raises(ReencuentroError, match="has no record A-2"):
        expire_record(("ORR", "A-2"), "again", by="tests", at=THEN)


def test_rules_are_not_adopted_over_others_that_one_does_not_know(filled: str) -> None:
    with pytest.raises(ConflictError):
        adopt_rules(RULES, by="tests", at=THEN, expected=0)
    assert adopt_rules(RULES, by="tests", at=THEN, expected=1) == 2


def test_decisions_and_ties_of_an_expired_record_tell_nothing_more(filled: str) -> None:
    matched()
    judge_identity(("ORR", "A-1"), ("ORR", "A-2"), Verdict.REJECTED, Deciding(by="tests", reason=CANARY, at=THEN))
    assert Judgement.objects.get().reason == CANARY
    child, relative = Person.objects.order_by("pk")[:2]
    Tie.objects.create(
        child=child,
        relative=relative,
        relation="mother",
        probability=0.9,
        status="proposed",
        evidence=[["name", "agrees", "exact", 4.0]],
        known_from=MONDAY,
    )
    expire(by="tests", now=THEN)

    decided, tie = Judgement.objects.get(), Tie.objects.get()
    assert (decided.reason, decided.seen, decided.left_thread) == ("", {}, "A-1")
    assert (tie.evidence, tie.known_until is None) == ([], False)
    assert matched() == {"A-2"}


def test_a_decision_between_records_without_ids_keeps_no_likeness(registry: str) -> None:
    gone, stays = row(2, "2", full_name=CANARY, birth=Birth(year=1990)), row(3, "3", full_name="Ana Pop", age=30.0)
    admit(gone, stays, has_record_ids=False)
    judge_identity(("ORR", "2"), ("ORR", "3"), Verdict.REJECTED, Deciding(by="tests", reason="two women", at=MONDAY))
    likeness = SourceRecord.objects.get(line=2).likeness
    expire_record(("ORR", "2"), "a court", by="tests", at=TUESDAY)

    decided = Judgement.objects.get()
    assert likeness not in {decided.left_thread, decided.right_thread}
    assert {decided.left_thread, decided.right_thread} >= {f"expired:{ExpiredRow.objects.get().pk}"}
    assert matched(TUESDAY) == {"3"}


def test_the_log_names_what_was_destroyed_by_keys_alone(filled: str) -> None:
    expire(by="tests", now=THEN)

    done = AuditEntry.objects.filter(action="expire").order_by("sequence").last()
    assert done is not None
    assert done.about == ["ORR:A-1"]
    assert CANARY not in repr([one.about for one in AuditEntry.objects.all()])


def test_a_run_that_was_stopped_is_finished_by_the_next(filled: str) -> None:
    number = RecordKey.objects.order_by("record").values_list("record", flat=True)[0]
    PendingShred.objects.create(record=number)
    expire(by="tests", now=THEN)

    assert not PendingShred.objects.exists()


def work_for(record: str) -> Case:
    """A case, a stay and an alarm about whoever has that record, full of what could leak."""
    person = Membership.objects.standing().get(record_id=record).person.public_id
    agency = Agency.objects.get(code="ORR")
    agency.kind = AgencyKind.CARE.value
    agency.save()
    facts = {"agency": agency, "added_at": MONDAY, "added_by": "tests"}
    ana, eva = (Officer.objects.create(public_id=one, login=one, full_name=one, **facts) for one in ("ana", "eva"))
    doer = Doer(officer=ana, roles=frozenset({Role.CASE_WORKER}), at=THEN)
    case = open_case(Opening(person=person, jurisdiction="US", escalates_to=eva, why=f"{CANARY} asks"), doer)
    add_form(case, FormStated(kind=FormKind.REGISTRATION, boxes={"marks": f"{CANARY} marks"}), doer)
    planned = {"care_service": "rest", "care_remarks": f"{CANARY} remarks"}
    begin_duty(Beginning(kind="service", step="care_plan", boxes=planned, person=person), doer)
    note_stay(StayStated(person=person, agency="ORR", began_on=OLD, place=f"{CANARY} house"), by="tests", at=THEN)
    lost = Raised(person=person, kind=AlarmKind.DEPARTURE, reason="removed", agency="ORR", place=f"{CANARY} place")
    keep_alarms([lost], {person}, by="tests", at=THEN)
    return case


def kept_of(case: Case) -> list[str]:
    """What can be read of it all, in this registry or a copy of it."""
    return [
        Case.objects.get(pk=case.pk).why,
        CaseForm.objects.get(case=case.pk).boxes.get("marks", ""),
        Stay.objects.get().place or "",
        Alarm.objects.get(kind=AlarmKind.DEPARTURE).place,
        DutyStep.objects.get().boxes.get("care_remarks", ""),
    ]


def test_the_case_stays_and_alarms_of_a_person_end_with_their_last_record(registry: str) -> None:
    old_and_new()
    matched()
    case = work_for("A-1")
    assert all(CANARY in one for one in kept_of(case))
    keys = {one.record: one for one in RecordKey.objects.all()}
    expire(by="tests", now=THEN)

    assert kept_of(case) == [""] * 5
    gone = set(keys) - set(RecordKey.objects.values_list("record", flat=True))
    RecordKey.objects.bulk_create(keys[one] for one in gone)  # as a copy made before would have them
    assert kept_of(case) == [""] * 5


def test_a_case_goes_on_as_long_as_one_record_of_the_child_is_left(registry: str) -> None:
    old_and_new()
    matched()
    case = work_for("A-1")
    child = Membership.objects.standing().get(record_id="A-1").person
    Membership.objects.standing().filter(record_id="A-2").update(person=child)
    expire(by="tests", now=THEN)

    assert Tombstone.objects.get().record_id == "A-1"
    assert all(CANARY in one for one in kept_of(case))


def test_a_copy_made_before_does_not_open_the_record(tmp_path: Path) -> None:
    place, copy = tmp_path / "registry", tmp_path / "copy"
    with open_registry(place):
        old_and_new()
    shutil.copytree(place, copy)
    with open_registry(copy):
        assert {one.given_names for one in mentions_for_matching().mentions} == {CANARY, "Ana"}
    with open_registry(place):
        expire(by="tests", now=THEN)

    with open_registry(copy):
        assert {one.given_names for one in mentions_for_matching().mentions} == {"", "Ana"}
        assert SourceRecord.objects.get(record_id="A-1").cells == {}
