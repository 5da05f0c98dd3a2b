"""Rosters taken into the registry: whole, once, and laid over one another in their order."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.rosters import Admission, Brought, admit_roster
from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.rosters import RosterReading
from reencuentro.linkage.mentions import Birth, Identifier, Relation, Relative, Sex
from reencuentro.records.audit import AuditEntry
from reencuentro.records.listings import current_rosters, lists_before, mentions_for_matching, mentions_of
from reencuentro.records.rosters import Claim, Quarantined, Roster, SourceRecord
from reencuentro.records.rosters import Identifier as IdentifierKept
from reencuentro.records.second_wall.acting import as_who_logged_in
from tests.stored.readings import MONDAY, TUESDAY, WEDNESDAY, broken_row, reading, row

pytestmark = pytest.mark.usefixtures("registry")


def admit(roster: RosterReading, at: datetime = MONDAY, as_of: date | None = None) -> Admission:
    return admit_roster(roster, by="tests", received_at=at, brought=Brought(as_of=as_of))


def listed(as_of: date | None = None) -> list[tuple[str, str]]:
    return [mention.key for mention in mentions_for_matching(as_of).mentions]


def test_what_a_row_says_comes_back_whole() -> None:
    relative = Relative(
        relation=Relation.MOTHER, name="Q", age=31.5, sex=Sex.FEMALE, identifiers=(Identifier("dpi", "1"),)
    )
    said = row(
        2,
        "A1",
        given_names="N\0O",
        birth=Birth(year=2011, month=3, day=4, ambiguous=True),
        sex=Sex.MALE,
        age=7.0,
        stated_on=date(2018, 6, 1),
        phones=("+50212345678",),
        identifiers=(Identifier("a_number", "123"),),
        separated=False,
        relatives=(relative,),
    )
    admit(reading("ORR", said))
    assert mentions_for_matching().mentions == [said.mention]
    kept = SourceRecord.objects.get()
    assert (kept.line, list(kept.cells.items())) == (2, list(said.cells.items()))
    assert Claim.objects.get().relation == "mother"
    assert set(IdentifierKept.objects.values_list("kind", "value")) == {("dpi", "1"), ("a_number", "123")}


def test_same_content_twice_changes_nothing() -> None:
    roster = reading("ORR", row(2, "A1"), broken_row(3, "A2"))
    first, again = admit(roster), admit(roster, TUESDAY)
    assert (first.new, again.new) == (True, False)
    assert (again.rows, again.quarantined) == (first.rows, first.quarantined) == (1, 1)
    assert (Roster.objects.count(), SourceRecord.objects.count()) == (1, 2)


def test_same_content_of_another_agency_is_another_roster() -> None:
    admit(reading("ORR", row(2, "A1")))
    assert admit(reading("ICE", row(2, "A1"))).new


@pytest.mark.parametrize("statement", ["UPDATE records_sourcerecord SET line = 9", "DELETE FROM records_sourcerecord"])
def test_database_refuses_to_change_or_delete_a_source_record(statement: str) -> None:
    admit(reading("ORR", broken_row(2, "A1")))
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert SourceRecord.objects.get().line == 2


def test_broken_row_goes_whole_to_quarantine_and_the_rest_goes_on() -> None:
    admission = admit(reading("ORR", row(2, "A1"), broken_row(3, "A2", value="30\0Feb\ud800"), row(4, "A3")))
    assert (admission.rows, admission.quarantined) == (2, 1)
    entry = Quarantined.objects.standing().get()
    assert (entry.line, entry.column, entry.value) == (3, "DOB", "30\0Feb\ud800")
    assert listed() == [("ORR", "A1"), ("ORR", "A3")]


def test_later_roster_clears_the_quarantine_of_the_agency_only() -> None:
    admit(reading("ORR", broken_row(3, "A2"), as_of=date(2018, 6, 18)))
    admit(reading("ICE", broken_row(3, "B2"), as_of=date(2018, 6, 18)))
    corrected = admit(reading("ORR", row(3, "A2"), as_of=date(2018, 6, 19)), TUESDAY)
    assert [entry.agency.code for entry in Quarantined.objects.standing()] == ["ICE"]
    assert Quarantined.objects.get(agency__code="ORR").cleared_by == corrected.roster
    assert Quarantined.objects.known_on(MONDAY).count() == 2


def test_earlier_roster_arriving_late_leaves_nothing_open() -> None:
    admit(reading("ORR", row(3, "A2"), as_of=date(2018, 6, 19)))
    admit(reading("ORR", broken_row(3, "A2"), as_of=date(2018, 6, 18)), TUESDAY)
    assert not Quarantined.objects.standing().exists()


def test_row_repeated_word_for_word_counts_once() -> None:
    admission = admit(reading("ORR", row(2, "A1", sex=Sex.MALE), row(3, "A1", sex=Sex.MALE)))
    assert (admission.rows, admission.repeated, admission.quarantined) == (1, 1, 0)
    assert listed() == [("ORR", "A1")]
    assert SourceRecord.objects.count() == 2


@pytest.mark.parametrize("fuller_first", [True, False])
def test_of_two_rows_with_one_id_the_fuller_stays_whatever_their_order(fuller_first: bool) -> None:
    rows = [row(2, "A1", given_names="Ana", sex=Sex.FEMALE), row(3, "A1", given_names="Eva")]
    admission = admit(reading("ORR", *(rows if fuller_first else rows[::-1])))
    assert (admission.rows, admission.quarantined) == (1, 1)
    assert [mention.given_names for mention in mentions_for_matching().mentions] == ["Ana"]
    problem = Quarantined.objects.get()
    assert problem.line == 3
    assert "line 3" in problem.problem
    assert "line 2" in problem.problem


def test_id_that_no_database_can_hold_is_quarantined() -> None:
    admission = admit(reading("ORR", row(2, "A\0"), row(3, "x" * 5000), row(4, "\ud800"), row(5, "B")))
    assert (admission.rows, admission.quarantined) == (1, 3)


def test_agency_code_that_no_database_can_hold_is_refused() -> None:
    with pytest.raises(RosterRefusedError, match="code"):
        admit(reading("O\0", row(2, "A1")))
    assert AuditEntry.objects.get().outcome == "refused"
    assert not Roster.objects.exists()


def test_newest_roster_speaks_and_the_vanished_stay_listed() -> None:
    admit(reading("ORR", row(2, "A1", status="in"), row(3, "A2"), as_of=date(2018, 6, 18)))
    admit(reading("ORR", row(2, "A1", status="out"), as_of=date(2018, 6, 19)), TUESDAY)
    found = mentions_for_matching()
    assert [(mention.record_id, mention.status) for mention in found.mentions] == [("A1", "out"), ("A2", "")]
    assert found.last_listed["ORR", "A1"].is_newest
    gone = found.last_listed["ORR", "A2"]
    assert (gone.is_newest, gone.as_of) == (False, date(2018, 6, 18))


def test_as_of_an_earlier_day_later_rosters_do_not_count() -> None:
    admit(reading("ORR", row(2, "A1", status="in"), as_of=date(2018, 6, 18)))
    admit(reading("ORR", row(2, "A1", status="out"), as_of=date(2018, 6, 19)), TUESDAY)
    assert [mention.status for mention in mentions_for_matching(date(2018, 6, 18)).mentions] == ["in"]
    assert [roster.as_of for roster in current_rosters(date(2018, 6, 18))] == [date(2018, 6, 18)]


def test_stated_day_decides_over_arrival() -> None:
    admit(reading("ORR", row(2, "A1", status="new"), as_of=date(2018, 6, 19)))
    late = admit(reading("ORR", row(2, "A1", status="old"), as_of=date(2018, 6, 12)), WEDNESDAY).roster
    assert [mention.status for mention in mentions_for_matching().mentions] == ["new"]
    newest = current_rosters()[0]
    assert lists_before(newest) == [late]
    assert lists_before(late) == []


def test_inferred_day_never_places_a_new_arrival_before_a_kept_roster() -> None:
    admit(reading("ORR", row(2, "A1", status="first"), as_of=date(2018, 6, 19)))
    admission = admit(reading("ORR", row(2, "A1", status="second"), latest_event=date(2018, 6, 1)), WEDNESDAY)
    assert admission.roster.as_of == date(2018, 6, 19)
    assert not admission.roster.as_of_stated


def test_inferred_day_is_never_in_the_future() -> None:
    admission = admit(reading("ORR", row(2, "A1"), latest_event=date(2081, 6, 1)))
    assert admission.roster.as_of == MONDAY.date()


def test_day_given_by_the_one_who_brings_it_counts_where_the_file_is_silent() -> None:
    assert admit(reading("ORR", row(2, "A")), as_of=date(2018, 6, 1)).roster.as_of == date(2018, 6, 1)
    named = reading("ICE", row(2, "A"), as_of=date(2018, 5, 1))
    assert admit(named, as_of=date(2018, 6, 1)).roster.as_of == date(2018, 5, 1)


def test_rows_without_ids_continue_those_with_equal_names_sex_and_birth() -> None:
    before = [row(2, "2", full_name="ANA  X"), row(3, "3", full_name="EVA Y"), row(4, "4", full_name="EVA Y")]
    admit(reading("CALLS", *before, as_of=date(2018, 6, 18), has_record_ids=False))
    after = [row(2, "2", full_name="EVA Y"), row(3, "3", full_name="Ana X")]
    admit(reading("CALLS", *after, as_of=date(2018, 6, 19), has_record_ids=False), TUESDAY)
    assert listed() == [("CALLS", "2"), ("CALLS", "3"), ("CALLS", "4@2018-06-18")]


def test_rows_without_ids_that_say_nothing_of_a_person_are_told_apart_by_content() -> None:
    silent = [row(2, "2", phones=("1",)), row(3, "3", phones=("2",))]
    admit(reading("CALLS", *silent, has_record_ids=False))
    assert len(listed()) == 2


def test_keys_stay_apart_when_an_agency_begins_to_number_its_records() -> None:
    admit(reading("CALLS", row(2, "2", full_name="Ana"), as_of=date(2018, 6, 18), has_record_ids=False))
    admit(reading("CALLS", row(2, "2@2018-06-18", full_name="Eva"), as_of=date(2018, 6, 19)), TUESDAY)
    assert len(set(listed())) == 2


def test_mentions_of_one_roster_keep_the_order_of_the_file() -> None:
    roster = admit(reading("ORR", row(2, "B"), row(3, "A"))).roster
    assert [mention.record_id for mention in mentions_of(roster).values()] == ["B", "A"]


def test_admission_is_audited_by_keys_alone() -> None:
    roster = reading("ORR", row(2, "A1", given_names="Ana"))
    admit(roster)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.about, entry.at) == (
        "admit_roster",
        "tests",
        [roster.content_hash],
        datetime(2018, 6, 18, 12, tzinfo=UTC),
    )
