"""What a list is said to be: whole, of a part, or brought by mistake; and all that follows it."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from reencuentro.actions import working
from reencuentro.actions.extents import DecidedError, restate
from reencuentro.actions.judgements import Deciding, judge_identity
from reencuentro.actions.rosters import Admission, Brought, admit_roster
from reencuentro.interchange.rosters import ColumnReading, Problem, RosterReading, RowReading
from reencuentro.linkage.mentions import Mention
from reencuentro.linkage.results import Verdict
from reencuentro.records.listings import current_rosters, listed_records, lists_before, mentions_for_matching
from reencuentro.records.rosters import Extent, ExtentSaid, Quarantined, Roster
from reencuentro.records.search import SearchRecord
from tests.stored.readings import MONDAY, TUESDAY, WEDNESDAY, PlainReading, broken_row, reading, row

pytestmark = pytest.mark.usefixtures("registry")
WHOLE, PART, WITHDRAWN = Extent
DAYS = {MONDAY: date(2018, 6, 18), TUESDAY: date(2018, 6, 19), WEDNESDAY: date(2018, 6, 20)}


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A folder alone: what lists say doesn't differ by database."""
    return str(tmp_path / "registry")


def person(record: str, name: str = "Ana", **facts: Any) -> RowReading:
    """A row that was understood; its line is its id."""
    return row(int(record) + 1, record, given_names=name, surnames=f"Paz {record}", **facts)


def bring(at: datetime, *rows: RowReading, extent: Extent | None = None, **how: Any) -> Admission:
    """A list of that day."""
    brought, plain = Brought(extent=extent), cast(PlainReading, reading("ORR", *rows, as_of=DAYS[at], **how))
    named = cast(RosterReading, replace(plain, columns=(ColumnReading("ID", "record_id", "header"),)))
    return admit_roster(named, by="tests", received_at=at, brought=brought)


def say(roster: Roster, extent: Extent, at: datetime = WEDNESDAY) -> None:
    """Its agency says what it is."""
    restate(Roster.objects.select_related("agency").get(pk=roster.pk), extent, by="tests", at=at)


def listed() -> dict[str, bool]:
    """The records, and whether each is on a current list."""
    found = mentions_for_matching()
    return {key[1]: ref.is_newest or key in found.still_listed for key, ref in found.last_listed.items()}


def said_of(record: str) -> Mention:
    """What counts of a record."""
    return next(one for one in mentions_for_matching().mentions if one.record_id == record)


def standing() -> list[tuple[date, int]]:
    """What waits in quarantine: the day of its list, and its line."""
    return sorted((one.roster.as_of, one.line) for one in Quarantined.objects.standing() if one.roster)


def test_nobody_is_missing_from_a_part() -> None:
    bring(MONDAY, person("1"), person("2"))
    part = bring(TUESDAY, person("2", "Eva"), person("3"), extent=PART).roster

    assert listed() == {"1": True, "2": True, "3": True}
    assert said_of("2").given_names == "Eva"
    assert [roster.extent for roster in current_rosters()] == ["whole", "part"]
    assert part.changes == {"added": 1, "changed": 1, "same": 0}


def test_the_next_whole_list_is_compared_with_the_parts_as_well() -> None:
    bring(MONDAY, person("1"))
    bring(TUESDAY, person("2"), extent=PART)
    newest = bring(WEDNESDAY, person("1", "Eva")).roster

    assert listed() == {"1": True, "2": False}
    assert newest.changes == {"added": 0, "changed": 1, "same": 0, "missing": 1}
    assert [roster.extent for roster in lists_before(newest)] == ["whole", "part"]


def test_parts_without_ids_leave_the_lines_of_the_whole_list_their_names() -> None:
    bring(MONDAY, person("1"), has_record_ids=False)
    bring(TUESDAY, person("1", "Luz"), extent=PART, has_record_ids=False)

    assert listed() == {"1": True, "2@2018-06-19": True}
    assert said_of("1").given_names == "Ana"


def test_a_whole_list_that_was_a_part_brings_everybody_back_and_both_words_stay() -> None:
    bring(MONDAY, person("1"), person("2"))
    few = bring(TUESDAY, person("2")).roster
    assert listed() == {"1": False, "2": True}

    say(few, PART)
    assert listed() == {"1": True, "2": True}
    assert [(said.extent, said.by, said.at) for said in ExtentSaid.objects.filter(roster=few).order_by("pk")] == [
        ("whole", "tests", TUESDAY),
        ("part", "tests", WEDNESDAY),
    ]


def test_what_is_withdrawn_says_nothing_but_was_known_before() -> None:
    bring(MONDAY, person("1"))
    wrong = bring(TUESDAY, person("1", "Luz"), person("9")).roster
    say(wrong, WITHDRAWN)

    assert (listed(), said_of("1").given_names) == ({"1": True}, "Ana")
    assert set(SearchRecord.objects.values_list("record_id", flat=True)) == {"1"}
    then = {one.key[1] for one in listed_records(["ORR"], on=TUESDAY)}
    assert then == {"1", "9"}
    assert Roster.objects.count() == 2  # nothing is deleted


def test_the_same_content_counts_again_once_somebody_says_what_it_is() -> None:
    bring(MONDAY, person("1"), person("2"))
    say(bring(TUESDAY, person("2")).roster, WITHDRAWN, TUESDAY)

    silent = bring(TUESDAY, person("2"))
    assert (silent.new, listed()) == (False, {"1": True, "2": True})
    assert Roster.objects.lists().count() == 1
    again = bring(TUESDAY, person("2"), extent=PART)
    assert (again.new, again.roster.pk) == (True, silent.roster.pk)
    assert (Roster.objects.lists().count(), listed()) == (2, {"1": True, "2": True})


def test_what_people_decided_by_a_list_keeps_it() -> None:
    bring(MONDAY, person("1"))
    judged = bring(TUESDAY, person("1", "Luz"), person("2", "Luz")).roster
    deciding = Deciding(by="tests", reason="both interviews agree", at=WEDNESDAY)
    judge_identity(("ORR", "1"), ("ORR", "2"), Verdict.CONFIRMED, deciding)

    with pytest.raises(DecidedError) as refused:
        say(judged, WITHDRAWN)
    assert refused.value.decisions == 1
    assert listed() == {"1": True, "2": True}
    say(judged, PART)  # that takes nobody away


def test_a_part_clears_what_it_tells_anew_and_no_row_that_only_bears_its_line() -> None:
    cut_off = RowReading(17, {"ID": ""}, "17", None, (Problem("", "", "the row is broken"),))
    bring(MONDAY, person("1"), broken_row(3, "2"), broken_row(4, "3"), cut_off)
    assert standing() == [(DAYS[MONDAY], 3), (DAYS[MONDAY], 4), (DAYS[MONDAY], 17)]

    bring(TUESDAY, person("2"), person("17"), extent=PART)
    assert standing() == [(DAYS[MONDAY], 4), (DAYS[MONDAY], 17)]


def test_what_a_withdrawn_list_had_cleared_waits_again() -> None:
    bring(MONDAY, person("1"), broken_row(3, "2"))
    corrected = bring(TUESDAY, person("1"), person("2"), broken_row(6, "5")).roster
    assert standing() == [(DAYS[TUESDAY], 6)]

    say(corrected, WITHDRAWN)
    assert standing() == [(DAYS[MONDAY], 3)]
    say(corrected, WHOLE)
    assert standing() == [(DAYS[TUESDAY], 6)]


def test_a_worker_that_was_stopped_before_the_matching_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    bring(MONDAY, person("1"))
    say(bring(TUESDAY, person("1"), person("2")).roster, WITHDRAWN)

    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    matched: list[object] = []
    monkeypatch.setattr(working, "rematch", stopped)
    with pytest.raises(KeyboardInterrupt):
        working.work_off_all("tests")
    monkeypatch.setattr(working, "rematch", matched.append)
    working.work_off_all("tests")
    working.work_off_all("tests")

    assert len(matched) == 1
