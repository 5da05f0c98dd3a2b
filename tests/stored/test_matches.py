"""What the matching found, kept for as long as it is believed."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from reencuentro.actions.matches import Stored, store_linkage
from reencuentro.actions.rosters import admit_roster
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Evidence, Identity, Linkage, Outcome, PersonFound, Status, Tie
from reencuentro.records.certified import renamed_persons
from reencuentro.records.matches import IdentityProposal
from reencuentro.records.matches import Tie as TieKept
from reencuentro.records.people import Membership, Person
from reencuentro.records.provenance import field_provenance, person_known, person_of
from reencuentro.records.second_wall.acting import as_who_logged_in
from tests.stored.readings import MONDAY, TUESDAY, WEDNESDAY, reading, row

pytestmark = pytest.mark.usefixtures("registry")

SAID = (Evidence("mother_name", Outcome.AGREES, "exact", 0.1 + 0.2), Evidence("age", Outcome.UNKNOWN, "", 0.0))


def linkage(persons: dict[str, list[RecordKey]], probability: float = 0.97) -> Linkage:
    """The persons, of whom P1 is believed to be a child, and P2 the mother."""
    return Linkage(
        persons=tuple(PersonFound(person_id=name, records=tuple(keys)) for name, keys in persons.items()),
        identities=(
            Identity(left=("ICE", "1"), right=("ORR", "1"), probability=0.5, evidence=SAID, would_decide="age"),
        ),
        ties=(
            Tie(
                child="P1",
                relative="P2",
                relation="mother",
                probability=probability,
                status=Status.PROPOSED,
                evidence=SAID,
                would_decide="",
            ),
        ),
        children=frozenset({"P1"}),
    )


APART: dict[str, list[RecordKey]] = {"P1": [("ORR", "1")], "P2": [("ICE", "2")], "P3": [("ICE", "1")]}
JOINED: dict[str, list[RecordKey]] = {"P1": [("ICE", "1"), ("ORR", "1")], "P2": [("ICE", "2")]}


def store(found: Linkage, at: datetime) -> Stored:
    return store_linkage(found, by="tests", at=at)


def test_finding_the_same_again_writes_nothing() -> None:
    store(linkage(APART), MONDAY)
    again = store(linkage(APART), TUESDAY)
    changes = (again.memberships, again.minors, again.identities, again.ties)
    assert {(change.closed, change.opened) for change in changes} == {(0, 0)}


def test_only_what_changed_is_superseded() -> None:
    store(linkage(APART), MONDAY)
    again = store(linkage(APART, probability=0.5), TUESDAY)
    assert (again.ties.closed, again.ties.opened) == (1, 1)
    assert (again.identities.closed, again.memberships.closed) == (0, 0)
    assert TieKept.objects.known_on(MONDAY).get().probability == 0.97
    assert TieKept.objects.standing().get().probability == 0.5


def test_evidence_comes_back_to_the_last_bit() -> None:
    store(linkage(APART), MONDAY)
    assert IdentityProposal.objects.get().evidence == [
        ["mother_name", "agrees", "exact", 0.1 + 0.2],
        ["age", "unknown", "", 0.0],
    ]


def test_who_was_who_can_be_asked_for_any_day() -> None:
    store(linkage(APART), MONDAY)
    store(linkage(JOINED), TUESDAY)
    before, now = person_of(("ICE", "1"), on=MONDAY), person_of(("ICE", "1"))
    assert (str(before), str(now)) == ("P3", "P1")
    assert person_of(("ICE", "1"), on=MONDAY - timedelta(days=1)) is None
    assert sorted(map(str, Person.objects.known_on(MONDAY))) == ["P1", "P2", "P3"]
    assert sorted(map(str, Person.objects.known_on(TUESDAY))) == ["P1", "P2"]


def test_merge_can_be_undone_without_trace_lost() -> None:
    for found, at in ((APART, MONDAY), (JOINED, TUESDAY), (APART, WEDNESDAY)):
        store(linkage(found), at)
    assert str(person_of(("ICE", "1"))) == "P3"
    assert str(person_of(("ICE", "1"), on=TUESDAY)) == "P1"
    assert Membership.objects.filter(agency="ICE", record_id="1").count() == 3


def test_person_known_tells_minority_records_and_ties_of_that_time() -> None:
    store(linkage(APART), MONDAY)
    store(linkage(JOINED), TUESDAY)
    then, now = person_known("P1", on=MONDAY), person_known("P1", on=TUESDAY)
    assert then is not None
    assert now is not None
    assert (then.is_minor, then.records, now.records) == (True, (("ORR", "1"),), (("ICE", "1"), ("ORR", "1")))
    assert [tie.relation for tie in then.ties] == ["mother"]
    assert person_known("P3", on=TUESDAY) is None


def test_tie_no_longer_found_is_closed_never_deleted() -> None:
    store(linkage(APART), MONDAY)
    store(Linkage(persons=linkage(APART).persons, identities=(), ties=(), children=frozenset()), TUESDAY)
    assert not TieKept.objects.standing().exists()
    assert TieKept.objects.known_on(MONDAY).count() == 1
    with (
        pytest.raises(DatabaseError, match="kept for good"),
        as_who_logged_in(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM records_tie")


def test_clock_set_back_forgets_nothing_before_it_was_known() -> None:
    store(linkage(APART), TUESDAY)
    store(linkage(JOINED), MONDAY)
    assert str(person_of(("ICE", "1"))) == "P1"


def test_person_whose_records_were_joined_goes_by_a_new_name() -> None:
    store(linkage(APART), MONDAY)
    assert renamed_persons(linkage(JOINED).persons) == {"P3": "P1"}
    assert renamed_persons(linkage(APART).persons) == {}


def test_each_field_of_a_person_tells_where_it_comes_from() -> None:
    older = reading("ORR", row(2, "1", nationality="GT"), as_of=date(2018, 6, 18))
    newer = reading("ORR", row(2, "1", nationality="HN"), as_of=date(2018, 6, 19))
    admit_roster(older, by="tests", received_at=MONDAY)
    admit_roster(newer, by="tests", received_at=TUESDAY)
    admit_roster(reading("ICE", row(2, "1", facility="Casa")), by="tests", received_at=MONDAY)
    store(linkage(JOINED), TUESDAY)
    person = Person.objects.get(public_id="P1")
    assert field_provenance(person) == {
        "facility": [("Casa", "ICE", "1", date(2018, 6, 18))],
        "nationality": [("GT", "ORR", "1", date(2018, 6, 18)), ("HN", "ORR", "1", date(2018, 6, 19))],
    }
    assert field_provenance(person, on=MONDAY) == {}
