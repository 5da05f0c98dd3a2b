"""Behind the second wall a duty is reached by whoever reaches the child, and by nobody else but whom it asks."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from reencuentro.records.agencies import Agency
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.behind import rows
from tests.stored.cast import agencies, officer, person
from tests.stored.servers import Server

pytestmark = pytest.mark.postgres
NOW = timezone.now() - timedelta(minutes=1)
DUTIES = "SELECT kind FROM records_duty"
STEPS = "SELECT d.kind FROM records_dutystep s JOIN records_duty d ON d.id = s.duty_id"
KEYS = "SELECT d.kind FROM records_recordkey k JOIN records_duty d ON k.record = d.id * 8"


@pytest.fixture
def place(server: Server) -> Iterator[str]:
    """A database: SQLite has no row security."""
    with server.new_database(made=False) as address:
        yield address


@pytest.fixture
def ana(registry: str) -> Officer:
    """Of ORR, which lists a child; towards it are owed a service and a referral to DIF, and the desk took a call."""
    agencies()
    person("p-1", "ORR")
    ana = officer("ana", "ORR", Role.CASE_WORKER)
    other = Agency.objects.get(code="DIF")
    for number, (kind, whose) in enumerate((("service", "p-1"), ("referral", "p-1"), ("desk_call", ""))):
        duty = Duty(public_id=f"d-{number}", person=whose, kind=kind, agency=ana.agency, counterpart=other, owner=ana)
        duty.jurisdiction, duty.state, duty.begun_at, duty.steps_taken = "US", "x", NOW, 1
        duty.save(force_insert=True)
        DutyStep.objects.create(
            duty=duty, number=1, step="x", to="x", officer=ana, agency=ana.agency, at=NOW, boxes={"what": "a word"}
        )
    return ana


def reached(one: Officer) -> list[list[str]]:
    """The kinds of duties, of steps and of keys that the officer reaches."""
    return [sorted(kind for (kind,) in rows(question, one)) for question in (DUTIES, STEPS, KEYS)]


def test_whoever_reaches_the_child_reaches_what_is_owed_to_it_and_the_own_agencys_calls(ana: Officer) -> None:
    assert reached(ana) == [["desk_call", "referral", "service"]] * 3


def test_the_agency_that_is_asked_reaches_what_it_is_asked_and_nothing_else(ana: Officer) -> None:
    assert reached(officer("luz", "DIF", Role.PROTECTION_OFFICER)) == [["referral"]] * 3


def test_a_stranger_reaches_nothing(ana: Officer) -> None:
    assert reached(officer("sol", "SRE", Role.CONSULAR_OFFICER)) == [[], [], []]
    assert rows(DUTIES) == rows(STEPS) == []
