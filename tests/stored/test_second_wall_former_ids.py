"""What was stated under an id by which somebody's records went before counts for the second wall too."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reencuentro.records.agencies import Agency
from reencuentro.records.assignments import Assignment
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.gates import ProtectionGate
from reencuentro.records.numbers import numbers_before, numbers_today
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.records.second_wall.acting import acting_as, as_who_logged_in
from reencuentro.rules.disclosure.vocabulary import Gate, Level, Purpose, Role
from tests.stored.behind import MEMBERS, pages, rows
from tests.stored.cast import agencies, officer
from tests.stored.servers import Server
from tests.stored.walled import World, reach_by_decision

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("listed")]

NOW = timezone.now() - timedelta(minutes=1)
PARTED = NOW - timedelta(days=5)
"""Until then the records went by q-1."""
EARLIER, BEFORE, AFTER = (PARTED + timedelta(days=days) for days in (-2, -1, 1))


@pytest.fixture
def place(server: Server) -> Iterator[str]:
    """A database: SQLite has no row security."""
    with server.new_database(made=False) as address:
        yield address


@pytest.fixture
def listed(registry: str) -> None:
    """p-1, whom all list, went by q-1 until then; p-2 goes by q-2 as well, for all time."""
    agencies()
    for name, names in {"p-1": {"q-1": PARTED.isoformat()}, "p-2": {"q-2": None}}.items():
        person = Person.objects.create(public_id=name, names=names)
        for agency in ("ORR", "SRE", "DIF"):
            Membership.objects.create(person=person, agency=agency, record_id=name, known_from=EARLIER)


def reached(one: Officer) -> set[str]:
    """The persons whose records of the officer's own agency they reach: by the wall, as by the decision."""
    found = frozenset(rows(MEMBERS, one))
    everybody = World(Random(0), NOW, people=list(Person.objects.order_by("pk")))  # noqa: S311 nothing secret
    assert found == reach_by_decision(everybody, one)
    return {person for person, agency in found if agency == one.agency.code}


def agency(code: str) -> Agency:
    return Agency.objects.get(code=code)


@pytest.mark.parametrize("by_court", [False, True])
def test_who_was_withheld_stays_so(by_court: bool) -> None:
    worker = officer("worker", "ORR", Role.CASE_WORKER)
    assert reached(worker) == {"p-1", "p-2"}
    Withholding.objects.create(person="q-1", agency=agency("ORR"), by_court=by_court, begins_at=BEFORE)
    assert reached(worker) == {"p-2"}
    Withholding.objects.create(person="q-2", officer=worker, by_court=by_court, begins_at=AFTER)
    assert reached(worker) == set()


def test_what_was_stated_after_the_records_left_is_about_others() -> None:
    worker, helper = officer("worker", "ORR", Role.CASE_WORKER), officer("helper", "DIF", Role.HOTLINE_AGENT)
    Withholding.objects.create(person="q-1", agency=agency("ORR"), begins_at=AFTER)
    Assignment.objects.create(officer=helper, person="q-1", begins_at=AFTER)

    assert reached(worker) == {"p-1", "p-2"}
    assert reached(helper) == set()


def test_whoever_works_for_somebody_goes_on() -> None:
    helper = officer("helper", "DIF", Role.HOTLINE_AGENT)
    assert reached(helper) == set()
    Assignment.objects.create(officer=helper, person="q-1", begins_at=BEFORE)
    assert reached(helper) == {"p-1"}


def test_a_consent_that_was_taken_back_stays_taken_back() -> None:
    intake = officer("intake", "ORR", Role.INTAKE)
    for purpose in Purpose:
        _consent("q-1", purpose, ended_at=AFTER)

    assert reached(intake) == {"p-2"}


def test_consents_under_several_ids_add_up_on_one_basis() -> None:
    intake = officer("intake", "ORR", Role.INTAKE)
    for purpose in Purpose:
        _consent("q-1", purpose, ended_at=AFTER)
        _consent("p-1", purpose, ended_at=None)

    assert reached(intake) == {"p-1", "p-2"}


def _consent(person: str, purpose: Purpose, *, ended_at: datetime | None) -> None:
    Consent.objects.create(
        person=person,
        purpose=purpose.value,
        recipient=agency("ORR"),
        levels=sorted(Level),
        basis="person",
        begins_at=BEFORE,
        ended_at=ended_at,
    )


OWN, FORMER = "p", "q"
ANSWERS: list[tuple[bool, datetime | None, list[tuple[str, Gate, datetime]]]] = [
    (True, PARTED, [(FORMER, Gate.OPEN, BEFORE)]),
    (False, PARTED, [(FORMER, Gate.OPEN, AFTER)]),  # of somebody else
    (True, PARTED, [(FORMER, Gate.CLOSED, EARLIER), (FORMER, Gate.OPEN, BEFORE)]),
    (True, PARTED, [(FORMER, Gate.CLOSED, BEFORE), (OWN, Gate.OPEN, AFTER)]),
    (False, PARTED, [(FORMER, Gate.CLOSED, EARLIER), (OWN, Gate.OPEN, BEFORE)]),  # while the records went by both
    (False, PARTED, [(FORMER, Gate.OPEN, BEFORE), (OWN, Gate.CLOSED, AFTER)]),
    (False, PARTED, [(FORMER, Gate.OPEN, BEFORE), (OWN, Gate.UNKNOWN, AFTER)]),
    (True, None, [(FORMER, Gate.CLOSED, EARLIER), (OWN, Gate.OPEN, BEFORE)]),
    (False, None, [(FORMER, Gate.CLOSED, AFTER), (OWN, Gate.OPEN, BEFORE)]),
    (True, None, [(FORMER, Gate.OPEN, AFTER)]),
]
"""Whether the gate stands open, until when the records went by the former id, and what was answered under which."""


def test_of_several_answers_the_gate_stands_as_the_decision_has_it() -> None:
    for number, (_, until, answers) in enumerate(ANSWERS):
        names = {f"{FORMER}{number}": until.isoformat() if until else None}
        person = Person.objects.create(public_id=f"{OWN}{number}", names=names)
        Membership.objects.create(person=person, agency="SRE", record_id=person.public_id, known_from=EARLIER)
        for under, state, at in answers:
            ProtectionGate.objects.create(
                person=f"{under}{number}", state=state.value, reason="asked", by="tests", at=at
            )

    open_for = reached(officer("consul", "SRE", Role.CONSULAR_OFFICER))

    assert open_for == {f"{OWN}{number}" for number, (opens, _, _) in enumerate(ANSWERS) if opens}


def test_the_pages_may_end_what_was_stated_under_a_former_id_and_state_nothing_more_under_it() -> None:
    worker, abroad = officer("worker", "ORR", Role.CASE_WORKER), agency("DIF")
    old = Withholding.objects.create(person="q-1", agency=abroad, begins_at=BEFORE)

    with pages(), transaction.atomic(), acting_as(worker.public_id):
        assert old.end(by="tests", at=NOW)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Withholding.objects.create(person="q-1", agency=abroad, begins_at=BEFORE)
        Withholding.objects.create(person="p-1", agency=abroad, begins_at=BEFORE)


def test_a_number_that_has_gone_leads_to_those_alone_whom_the_officer_reaches() -> None:
    """The records that ORR and DIF hold went by one number, and belong to two people now."""
    gone, ours, theirs = (Person.objects.create(public_id=one) for one in ("g-1", "n-1", "n-2"))
    for code, person in (("ORR", ours), ("DIF", theirs)):
        told = {"agency": code, "record_id": "g"}
        Membership.objects.create(person=gone, known_from=EARLIER, known_until=PARTED, **told)
        Membership.objects.create(person=person, known_from=PARTED, **told)
    worker, auditor = officer("worker", "ORR", Role.INTAKE), officer("auditor", "ORR", Role.AUDITOR)

    with pages(), transaction.atomic(), acting_as(worker.public_id):
        assert numbers_today("g-1") == ["n-1"]
        assert numbers_today("n-1") == numbers_today("n-2") == numbers_today("nobody") == []
        assert numbers_today("q-1") == ["p-1"]
    with pages(), transaction.atomic(), acting_as(auditor.public_id):
        assert numbers_before("n-1") == {"g-1": PARTED}
    assert numbers_today("g-1") == ["n-1", "n-2"]
    assert numbers_before("n-1") == {"g-1": PARTED}


def test_a_former_id_is_looked_up_by_its_index() -> None:
    Person.objects.bulk_create(Person(public_id=f"x-{number}", names={f"y-{number}": None}) for number in range(5000))

    with as_who_logged_in(), connection.cursor() as cursor:
        cursor.execute("ANALYZE records_person")
        cursor.execute("EXPLAIN SELECT whom.id FROM records_consent one, second_wall.meant(one.person, now()) whom")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "person_by_former_id" in plan
    assert "Seq Scan on records_person" not in plan
