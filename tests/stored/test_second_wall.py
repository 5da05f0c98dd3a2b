"""The second wall: what an officer can't reach, PostgreSQL doesn't give, whatever the program asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Consent
from reencuentro.records.loading import reserve_ids
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.records.rosters import Identifier, Mention, Roster, SourceRecord
from reencuentro.records.search import SearchKey, SearchRecord
from reencuentro.records.second_wall.acting import acting_as, as_who_logged_in
from reencuentro.records.second_wall.raising import WEB, standing
from reencuentro.records.second_wall.soundness import second_wall_troubles
from reencuentro.records.second_wall.tables import OPEN, PLAIN, TABLES, WALLED
from reencuentro.records.second_wall.walls import READ
from reencuentro.records.visible.subjects import Subject, subjects_of
from reencuentro.records.visible.viewers import officer_viewing
from reencuentro.rules.disclosure.asking import SubjectFacts
from reencuentro.rules.disclosure.vocabulary import Purpose
from tests.stored.behind import MEMBERS, pages, rows
from tests.stored.servers import Server
from tests.stored.walled import make_world, reach_by_decision

pytestmark = pytest.mark.postgres


@pytest.fixture
def place(server: Server) -> Iterator[str]:
    """A database: SQLite has no row security."""
    with server.new_database(made=False) as address:
        yield address


@contextmanager
def pages_unwalled() -> Iterator[None]:
    """As if nobody had raised the wall: every row for everybody."""
    with as_who_logged_in():
        yield


def told(question: str) -> list[Any]:
    """What whoever we are is told."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _refusal(statement: str, officer: Officer) -> str:
    try:
        with pages(), transaction.atomic(), acting_as(officer.public_id), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refused:
        return str(refused)
    return ""


def _records_of(person: Person, number: int) -> None:
    """For each agency that lists the person a row, named after them, with all that hangs on it."""
    for member in Membership.objects.filter(person=person):
        canary = f"canary-{person.public_id}-{member.agency}"
        agency = Agency.objects.get(code=member.agency)
        roster, _ = Roster.objects.get_or_create(
            agency=agency,
            content_hash=agency.code,
            defaults={
                "file_name": "list.csv",
                "as_of": timezone.now().date(),
                "as_of_stated": True,
                "received_at": timezone.now(),
                "has_record_ids": True,
                "columns": [],
            },
        )
        row = SourceRecord(
            pk=reserve_ids(SourceRecord, 1)[0],
            roster=roster,
            line=number + 2,
            record_id=member.record_id,
            row_hash=canary,
        )
        SourceRecord.objects.bulk_create([row])
        mention = Mention(pk=reserve_ids(Mention, 1)[0], source_record=row, role="subject")
        Mention.objects.bulk_create([mention])
        Identifier.objects.create(mention=mention, kind="curp", value=canary)
        filed = SearchRecord.objects.create(agency=agency, thread=member.record_id, record_id=member.record_id, row=row)
        SearchKey.objects.create(key=number * 100 + agency.pk, record=filed.pk)


_CANARY = "'canary-' || p.public_id || '-' || m.agency"
_MEMBERS = "records_membership m JOIN records_person p ON p.id = m.person_id"
_FILED = "records_searchrecord f JOIN records_sourcerecord s ON s.id = f.row_id"
# ruff: noqa: S608 - statements of this file's own making
QUESTIONS = {
    "membership": f"SELECT {_CANARY} FROM {_MEMBERS}",
    "membership alone": "SELECT 'canary-p' || substr(record_id, 2) || '-' || agency FROM records_membership",
    "source record": "SELECT row_hash FROM records_sourcerecord",
    "identifier": "SELECT value FROM records_identifier",
    "mention": "SELECT s.row_hash FROM records_mention t JOIN records_sourcerecord s ON s.id = t.source_record_id",
    "search": f"SELECT s.row_hash FROM {_FILED}",
    "search key": f"SELECT s.row_hash FROM records_searchkey k JOIN {_FILED} ON f.id = k.record",
    "through a common expression": "WITH a AS MATERIALIZED (SELECT row_hash FROM records_sourcerecord) SELECT * FROM a",
    "through an aggregate": "SELECT unnest(array_agg(value)) FROM records_identifier",
    "through a union": "SELECT value FROM records_identifier UNION SELECT row_hash FROM records_sourcerecord",
    "through xml": "SELECT unnest(xpath('//row_hash/text()', query_to_xml("
    "'SELECT row_hash FROM records_sourcerecord', true, false, '')))::text",
    "through a lock": "SELECT 'canary-' || p.public_id || '-' || m.agency FROM records_membership m"
    " JOIN records_person p ON p.id = m.person_id FOR SHARE OF p",
    "by a leaky condition": "SELECT value FROM records_identifier WHERE value::text NOT LIKE '%nothing%'",
}


@pytest.mark.parametrize("seed", range(4))
def test_the_wall_lets_through_exactly_what_the_decision_permits(registry: str, seed: int) -> None:
    world = make_world(seed)

    reached = {one.public_id: frozenset(rows(MEMBERS, one)) for one in world.officers}
    permitted = {one.public_id: reach_by_decision(world, one) for one in world.officers}

    wider = {name: sorted(reached[name] - permitted[name]) for name in reached if reached[name] - permitted[name]}
    narrower = {name: sorted(permitted[name] - reached[name]) for name in reached if permitted[name] - reached[name]}
    assert (wider, narrower) == ({}, {})
    assert any(permitted.values())


@pytest.mark.parametrize("seed", range(4))
def test_behind_the_wall_the_decision_knows_all_that_was_stated_of_whom_it_reaches(registry: str, seed: int) -> None:
    world = make_world(seed)
    told_of_former = 0

    for officer in world.officers:
        viewer = officer_viewing(Officer.objects.get(pk=officer.pk), Purpose.TRACING, timezone.now())
        whom = sorted({person for person, _ in rows(MEMBERS, officer)})
        before = subjects_of(whom, viewer)
        with pages(), transaction.atomic(), acting_as(officer.public_id):
            behind = subjects_of(whom, viewer)
        assert {one: _stated(subject) for one, subject in behind.items()} == {
            one: _stated(subject) for one, subject in before.items()
        }
        told_of_former += len(whom)

    assert told_of_former


def _stated(subject: Subject) -> SubjectFacts:
    """What was stated; of whose records there are, the wall shows those that are reached."""
    return replace(subject.facts, listed_by=frozenset())


def test_every_table_of_every_app_has_its_place() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    assert {table for table in tables if table.startswith("records_")} <= TABLES.keys()
    assert not {one for one in tables if one.startswith(("account_", "mfa_"))} - OPEN.keys()


def test_every_table_of_rows_is_forced(registry: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            " AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        loose = {name for (name,) in cursor.fetchall()}

    assert loose <= PLAIN.keys()


def test_without_an_officer_nobody_is_seen(registry: str) -> None:
    make_world(0)

    for table in sorted(WALLED):
        if READ in WALLED[table].web:
            assert (table, rows(f"SELECT 1 FROM {table} LIMIT 1")) == (table, [])
    assert rows(MEMBERS, Officer(public_id="nobody")) == []


def test_no_table_view_function_join_or_copy_gives_away_a_foreign_row(registry: str) -> None:
    world = make_world(0)
    for number, one in enumerate(world.people):
        _records_of(one, number)
    with pages_unwalled():
        leaks = {name: len(told(question)) for name, question in QUESTIONS.items()}
    assert min(leaks.values()) > 0, leaks  # without the wall, each of these gives away everybody

    for officer in world.officers:
        reached = {(f"canary-{person}-{agency}") for person, agency in reach_by_decision(world, officer)}
        for name, question in QUESTIONS.items():
            found = {str(value) for (value,) in rows(question, officer)}
            assert found <= reached, (name, officer.public_id)


def test_an_error_tells_nothing_of_a_foreign_row(registry: str) -> None:
    world = make_world(0)
    blind = next(one for one in world.officers if not reach_by_decision(world, one))
    Consent.objects.create(
        person="p0", purpose="tracing", recipient=blind.agency, levels=[1], basis="court", begins_at=world.now
    )
    consent = (
        "INSERT INTO records_consent (person, purpose, recipient_id, levels, topics, basis, begins_at, given_by,"
        f" ended_by, language, interpreted) VALUES ('{{}}', 'tracing', {blind.agency_id}, '[]', '[]', 'court', now(),"
        " '', '', '', false)"
    )

    told_of = [_refusal(consent.format(person), blind) for person in ("p0", "no-such-person")]

    assert told_of[0] == told_of[1]
    assert "row-level security" in told_of[0]


def test_a_view_or_function_made_by_the_pages_is_refused(registry: str) -> None:
    officer = make_world(0).officers[0]

    for statement in (
        "CREATE VIEW public.spy AS SELECT * FROM records_person",
        "CREATE FUNCTION public.spy() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM records_person'",
        "ALTER TABLE records_person DISABLE ROW LEVEL SECURITY",
        "DROP POLICY second_wall_select ON records_person",
        "SET row_security = off; SELECT * FROM records_person",
        "SELECT * FROM second_wall.permits",
        "UPDATE records_person SET public_id = 'other'",
        "UPDATE records_officer SET agency_id = 1",
        "UPDATE records_membership SET agency = 'A1'",
        "DELETE FROM records_assignment",
        "TRUNCATE records_auditentry",
        "SELECT * FROM records_certifiedentry",
        "SELECT * FROM pg_temp.x",
    ):
        assert _refusal(statement, officer), statement


def test_a_temporary_table_of_the_same_name_fools_nobody(registry: str) -> None:
    world = make_world(0)
    officer = world.officers[0]
    before = rows(MEMBERS, officer)
    with pages(), transaction.atomic(), acting_as(officer.public_id), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE records_roleheld AS SELECT * FROM public.records_roleheld WITH NO DATA")
        cursor.execute(
            "INSERT INTO pg_temp.records_roleheld (officer_id, role, begins_at)"
            f" VALUES ({officer.pk}, 'supervisor', now() - interval '1 day')"
        )
        cursor.execute(MEMBERS)
        after = cursor.fetchall()

    assert sorted(after) == sorted(before)


def test_the_wall_says_what_is_wrong_with_it(registry: str) -> None:
    assert {one.told for one in second_wall_troubles()} == {
        "postgres logs in above row security",
        f"who logs in owns {len(standing().tables)} tables, or may become their owner",
    }

    with as_who_logged_in(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_person NO FORCE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY second_wall_select ON records_mention")
        cursor.execute("CREATE POLICY mine ON records_tie USING (true)")
        cursor.execute(f"GRANT TRUNCATE ON records_tie TO {WEB}")
    told_now = {one.told for one in second_wall_troubles()}

    assert {
        "records_person isn't walled off",
        "a policy is missing: records_mention second_wall_select",
        "a policy that isn't ours: records_tie mine",
        f"a right that nobody needs: records_tie: TRUNCATE of {WEB}",
    } <= told_now


def test_nobody_acts_outside_a_transaction_or_as_two(registry: str) -> None:
    with pytest.raises(TransactionManagementError), acting_as("o1"):
        pass
    with (
        transaction.atomic(),
        acting_as("o1"),
        pytest.raises(TransactionManagementError),
        acting_as("o2"),
    ):
        pass


def test_nobody_can_make_up_what_an_officer_reaches(registry: str) -> None:
    world = make_world(0)
    rich = max(world.officers, key=lambda one: len(reach_by_decision(world, one)))
    blind = next(one for one in world.officers if not reach_by_decision(world, one))
    with pages(), transaction.atomic(), acting_as(rich.public_id):
        found = told("SELECT current_setting('reencuentro.reach')")[0][0]
        assert told(MEMBERS)

    with pages(), transaction.atomic(), acting_as(blind.public_id), connection.cursor() as cursor:
        for made_up in (found, "0" * 64 + found[64:], "nonsense"):
            cursor.execute("SELECT set_config('reencuentro.reach', %s, true)", [made_up])
            cursor.execute(MEMBERS)
            assert cursor.fetchall() == []
    for inner in (
        "SELECT * FROM second_wall.secret",
        "SELECT second_wall.signed('')",
        "SELECT second_wall.find_reach()",
    ):
        assert "permission denied" in _refusal(inner, rich)


def test_rights_that_change_in_a_transaction_count_at_once(registry: str) -> None:
    world = make_world(0)
    officer = max(world.officers, key=lambda one: len(reach_by_decision(world, one)))

    with transaction.atomic(), acting_as(officer.public_id):
        with pages():
            assert told(MEMBERS)
        Officer.objects.filter(pk=officer.pk).update(is_active=False)
        with pages():
            assert told(MEMBERS) == []


def test_a_plan_that_was_kept_is_no_way_to_what_another_role_or_officer_reaches(registry: str) -> None:
    world = make_world(1)
    everybody = frozenset(told(MEMBERS))
    for officer in (*world.officers, *reversed(world.officers)):
        for _ in range(4):  # from the fourth time on PostgreSQL plans no more
            assert frozenset(rows(MEMBERS, officer)) == reach_by_decision(world, officer)
        assert rows(MEMBERS) == []
        assert frozenset(told(MEMBERS)) == everybody
