"""Rosters dropped on a page: shown before anything is kept, taken in whole or not at all, whatever happens."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from reencuentro.actions.dropping import (
    Dropped,
    accept_drop,
    discard_drop,
    drop_roster,
    safe_name,
    say_column,
    work_off,
)
from reencuentro.actions.foreseeing import Foreseen, foreseen
from reencuentro.errors import AccountError, RosterRefusedError
from reencuentro.records.alarms import Alarm
from reencuentro.records.drops import ColumnMeant, DropPart, DropState, RosterDrop
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.rosters import Extent, Quarantined, Roster, SourceRecord
from reencuentro.records.visible.viewers import Viewer, officer_viewing
from reencuentro.rules.disclosure.vocabulary import Purpose, Role
from tests.stored.cast import LATER, NOW, agencies, invited

pytestmark = pytest.mark.usefixtures("registry")
HEADER = "Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date,Zimmer\n"
FIRST = (
    HEADER + "1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2018-06-08,12\n2,Luis,Mejía,2012-02-03,M,Casa Sol,2018-06-09,14\n"
)
NEXT = HEADER + "1,Ana,Paz Luna,2013-05-17,F,Casa Sol,2018-06-08,12\n3,Eva,Cruz,30/02/2011,F,Casa Sol,2018-06-11,15\n"


@pytest.fixture
def officer() -> Officer:
    """Who brings ORR's lists."""
    agencies("ORR", "DIF")
    return invited("ana", "ORR", Role.INTAKE)[0]


def viewer(officer: Officer) -> Viewer:
    """They hand something in."""
    return officer_viewing(officer, Purpose.CARE, NOW)


def drop(officer: Officer, text: str | bytes = FIRST, name: str = "orr_2018-06-12.csv") -> RosterDrop:
    """The file, dropped."""
    content = text if isinstance(text, bytes) else text.encode()
    return drop_roster(Dropped(name=name, size=len(content), chunks=[content]), viewer(officer))


def silent(_: RosterDrop) -> Callable[[str, int], None]:
    """Nobody watches."""
    return lambda _stage, _rows: None


def work(watching: Any = silent) -> None:
    """A worker comes by."""
    list(work_off(watching, now=lambda: LATER))


def looked_at(one: RosterDrop) -> Foreseen:
    """What it would change, as a worker found out."""
    work()
    one.refresh_from_db()
    return foreseen(one.told["foreseen"])


def accept(one: RosterDrop, extent: Extent = Extent.WHOLE) -> None:
    """It is looked at, and somebody says so, with the number of those who would be lost."""
    found = looked_at(one)
    accept_drop(one, viewer(one.officer), extent, confirmed=found.lost)


def take_in(one: RosterDrop, extent: Extent = Extent.WHOLE) -> RosterDrop:
    """Somebody says so, and it is done."""
    accept(one, extent)
    work()
    one.refresh_from_db()
    return one


def test_a_list_is_shown_as_it_is_understood_and_nothing_of_it_is_kept(officer: Officer) -> None:
    shown = drop(officer).shown

    told = {column["header"]: column["field"] for column in shown["columns"]}
    assert (told["First Name"], told["DOB"], told["Zimmer"]) == ("given_names", "date_of_birth", "")
    assert [column["header"] for column in shown["columns"] if column["unrecognised"]] == ["Zimmer"]
    assert [row["cells"][1] for row in shown["rows"]] == ["Ana", "Luis"]
    assert shown["as_of"] == "2018-06-12"
    assert (Roster.objects.count(), SourceRecord.objects.count(), DropPart.objects.count()) == (0, 0, 1)


def test_what_waits_is_sealed(officer: Officer) -> None:
    drop(officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM records_droppart UNION ALL SELECT shown FROM records_rosterdrop")
        assert all(b"Casa" not in str(row[0]).encode() and "Luna" not in str(row[0]) for row in cursor.fetchall())


def test_a_list_that_is_accepted_is_kept_matched_and_its_file_gone(officer: Officer) -> None:
    one = take_in(drop(officer))

    assert (one.state, one.told["rows"], one.told["quarantined"]) == (DropState.DONE, 2, 0)
    assert (Roster.objects.get().as_of.isoformat(), Person.objects.count(), DropPart.objects.count()) == (
        "2018-06-12",
        2,
        0,
    )


def test_the_next_list_tells_what_changed_and_raises_alarms(officer: Officer) -> None:
    take_in(drop(officer))
    one = take_in(drop(officer, NEXT, "orr_2018-06-19.csv"))

    assert one.told["changes"] == {"missing": 1, "changed": 1}
    assert ["1", "changed", "facility", "Casa Alma", "Casa Sol"] in one.shown["changes"]
    assert one.told["quarantined"] == Quarantined.objects.standing().values("line").distinct().count() == 1
    assert [alarm.reason for alarm in Alarm.objects.all()] == ["dropped_without_discharge"]


def test_the_same_content_twice_says_so_and_changes_nothing(officer: Officer) -> None:
    take_in(drop(officer))
    one = take_in(drop(officer))

    assert (one.state, one.told["new"], Roster.objects.count()) == (DropState.DONE, False, 1)


def test_a_column_that_was_explained_is_understood_in_the_next_list_too(officer: Officer) -> None:
    one = drop(officer)
    say_column(one, "Zimmer", "notes", viewer(officer))
    again = drop(officer, NEXT, "orr_2018-06-19.csv")

    for shown in (one.shown, again.shown):
        assert next(column["field"] for column in shown["columns"] if column["header"] == "Zimmer") == "notes"
    say_column(again, "Zimmer", "", viewer(officer))
    assert next(column["field"] for column in again.shown["columns"] if column["header"] == "Zimmer") == ""
    assert ColumnMeant.objects.count() == 2


def test_another_agency_is_none_the_wiser(officer: Officer) -> None:
    say_column(drop(officer), "Zimmer", "notes", viewer(officer))
    other = drop(invited("dif", "DIF", Role.INTAKE)[0])

    assert next(column["field"] for column in other.shown["columns"] if column["header"] == "Zimmer") == ""


@pytest.mark.parametrize(("header", "field"), [("Bett", "notes"), ("Zimmer", "shoe_size")])
def test_a_column_or_a_field_that_is_not_there_is_refused(officer: Officer, header: str, field: str) -> None:
    with pytest.raises(AccountError, match="no such"):
        say_column(drop(officer), header, field, viewer(officer))


def test_what_is_discarded_is_gone_and_nothing_was_kept(officer: Officer) -> None:
    one = drop(officer)
    discard_drop(one, viewer(officer))

    assert (one.state, one.shown, DropPart.objects.count(), Roster.objects.count()) == ("discarded", {}, 0, 0)
    with pytest.raises(AccountError, match="no longer waiting"):
        discard_drop(one, viewer(officer))


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"PK\x03\x04 not a zip", b"<html>no list</html>"])
def test_what_is_no_table_is_refused_and_not_even_the_file_is_kept(officer: Officer, content: bytes) -> None:
    with pytest.raises(RosterRefusedError):
        drop(officer, content)

    assert (RosterDrop.objects.count(), DropPart.objects.count()) == (0, 0)


def test_a_worker_that_dies_halfway_leaves_nothing_and_the_next_begins_again(officer: Officer) -> None:
    one = drop(officer)
    accept(one)

    def dying(_: RosterDrop) -> Callable[[str, int], None]:
        def told(stage: str, rows: int) -> None:
            if stage == "keep":
                raise KeyboardInterrupt

        return told

    with pytest.raises(KeyboardInterrupt):
        list(work_off(dying, now=lambda: NOW))
    one.refresh_from_db()
    assert (one.state, Roster.objects.count(), SourceRecord.objects.count()) == (DropState.RUNNING, 0, 0)

    list(work_off(silent, now=lambda: LATER))
    one.refresh_from_db()
    assert (one.state, one.told["interrupted"], Roster.objects.count()) == (DropState.DONE, 1, 1)


def test_a_worker_that_dies_while_matching_has_kept_the_list_whole(officer: Officer) -> None:
    one = drop(officer)
    accept(one)

    def dying(_: RosterDrop) -> Callable[[str, int], None]:
        def told(stage: str, rows: int) -> None:
            if stage == "match":
                raise KeyboardInterrupt

        return told

    with pytest.raises(KeyboardInterrupt):
        list(work_off(dying, now=lambda: NOW))
    one.refresh_from_db()
    assert (one.state, SourceRecord.objects.count(), Person.objects.count()) == (DropState.MATCHING, 2, 0)

    list(work_off(silent, now=lambda: LATER))
    one.refresh_from_db()
    assert (one.state, Person.objects.count()) == (DropState.DONE, 2)


def test_a_list_that_kills_its_worker_is_given_up(officer: Officer) -> None:
    one = drop(officer)
    RosterDrop.objects.filter(pk=one.pk).update(state=DropState.RUNNING.value, told={"interrupted": 3})
    list(work_off(silent, now=lambda: NOW + timedelta(days=1)))
    one.refresh_from_db()

    assert (one.state, Roster.objects.count()) == (DropState.REFUSED, 0)
    assert "interrupted again and again" in one.problem


def test_an_empty_list_of_no_stated_day_is_refused_with_the_remedy(officer: Officer) -> None:
    one = take_in(drop(officer, HEADER, "orr.csv"))

    assert (one.state, Roster.objects.count()) == (DropState.REFUSED, 0)
    assert one.remedy


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\lists\\orr.csv", "orr.csv"),
        ("", "roster"),
        ("...", "roster"),
        ("a\0b\n.csv", "a_x00b_.csv"),
        ("x" * 300 + "." + "y" * 300, "x" * 80 + "." + "y" * 10),
    ],
)
def test_a_files_name_leads_nowhere(name: str, safe: str, tmp_path: Path) -> None:
    made = safe_name(name)
    (tmp_path / made).write_text("")

    assert made.replace("\\", "_") == safe
