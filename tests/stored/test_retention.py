"""The end of a record, on both databases: what is gone, what stays, and what doesn't come back."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.perform import performing
from reencuentro.actions.reconciling import Terms, reconciling
from reencuentro.actions.retention import adopt_rules, expire, expire_record, vouch_for_clock
from reencuentro.actions.rosters import admit_roster
from reencuentro.errors import ConflictError, ReencuentroError
from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relation, Relative
from reencuentro.records.audit import AuditEntry
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.people import Membership, Person
from reencuentro.records.registry import open_registry
from reencuentro.records.rosters import Mention as MentionKept
from reencuentro.records.rosters import Quarantined, SourceRecord
from reencuentro.records.sealing.keys import RecordKey
from reencuentro.records.search import SearchKey, SearchRecord, SearchWord
from reencuentro.records.searching import find
from reencuentro.records.tombstones import ExpiredRow, PendingShred, Tombstone
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
    admit_roster(reading(agency, *rows, as_of=as_of, **other), by="tests", received_at=at)  # type: ignore[arg-type]


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
