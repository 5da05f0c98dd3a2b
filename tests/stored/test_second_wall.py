"""The second wall: what an officer can't reach, PostgreSQL doesn't give, whatever the program asks for."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from reencuentro.records.officers import Officer
from reencuentro.records.second_wall.acting import acting_as
from reencuentro.records.second_wall.raising import OPERATOR, WEB
from tests.stored.walled import make_world, reach_by_decision

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("place", ["postgres"], indirect=True)]

MEMBERS = "SELECT p.public_id, m.agency FROM records_membership m JOIN records_person p ON p.id = m.person_id"


@contextmanager
def pages() -> Iterator[None]:
    """The role of the pages, for as long as that."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {WEB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {OPERATOR}")


def rows(question: str, officer: Officer | None = None) -> list[tuple[object, ...]]:
    """What the pages' role is told, for an officer or for nobody."""
    with pages(), transaction.atomic(), connection.cursor() as cursor:
        if officer is None:
            cursor.execute(question)
            return cursor.fetchall()
        with acting_as(officer.public_id):
            cursor.execute(question)
            return cursor.fetchall()


@pytest.mark.parametrize("seed", range(4))
def test_the_wall_lets_through_exactly_what_the_decision_permits(registry: str, seed: int) -> None:
    world = make_world(seed)

    reached = {one.public_id: frozenset(rows(MEMBERS, one)) for one in world.officers}
    permitted = {one.public_id: reach_by_decision(world, one) for one in world.officers}

    wider = {name: sorted(reached[name] - permitted[name]) for name in reached if reached[name] - permitted[name]}
    narrower = {name: sorted(permitted[name] - reached[name]) for name in reached if permitted[name] - reached[name]}
    assert (wider, narrower) == ({}, {})
    assert any(permitted.values())
