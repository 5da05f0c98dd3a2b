"""Separations, the certified list and its ledger."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.separations import store_certified, store_separations
from reencuentro.records.certified import Certified, CertifiedEntry, certified_grades
from reencuentro.records.matches import Separation as SeparationKept
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.rules.separations import CertifiedChild, Grade, Ground, LedgerEntry, Separation, ledger
from tests.stored.readings import MONDAY, TUESDAY
from tests.stored.test_matches import APART, linkage, store

APART_SINCE = Separation(child="P1", relative="P2", on=date(2018, 6, 2), place="McAllen", agency="CBP", reason="")
LISTED = [CertifiedChild(person_id="P1", grade=Grade.STATED, reasons=(Ground.FLAGGED,))]


@pytest.fixture(autouse=True)
def _persons(registry: str) -> None:
    store(linkage(APART), MONDAY)


def test_separation_was_true_from_its_day_and_known_from_its_roster() -> None:
    store_separations([APART_SINCE], by="tests", at=MONDAY)
    assert store_separations([APART_SINCE], by="tests", at=TUESDAY).opened == 0
    known = SeparationKept.objects.known_on(MONDAY)
    assert known.true_on(date(2018, 6, 2)).count() == 1
    assert known.true_on(date(2018, 6, 1)).count() == 0


def test_certified_list_and_ledger_can_be_asked_for_any_day() -> None:
    added = ledger(certified_grades(), LISTED)
    store_certified(LISTED, added, on=date(2018, 6, 18), by="tests", at=MONDAY)
    assert certified_grades() == {"P1": "stated"}
    removed: list[LedgerEntry] = ledger(certified_grades(), [])
    store_certified([], removed, on=date(2018, 6, 19), by="tests", at=TUESDAY)
    assert certified_grades() == {}
    assert Certified.objects.known_on(MONDAY).count() == 1
    entries = CertifiedEntry.objects.order_by("pk")
    assert [(entry.change, entry.records, entry.on) for entry in entries] == [
        ("added", [["ORR", "1"]], date(2018, 6, 18)),
        ("removed", [["ORR", "1"]], date(2018, 6, 19)),
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE records_certifiedentry SET after = ''", "DELETE FROM records_certifiedentry"]
)
def test_database_refuses_to_change_or_delete_the_ledger(statement: str) -> None:
    store_certified(LISTED, ledger({}, LISTED), on=date(2018, 6, 18), by="tests", at=MONDAY)
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
