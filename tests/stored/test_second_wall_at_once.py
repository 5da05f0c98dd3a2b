"""The second wall under many at once: pooled connections carry nobody over, and what is withdrawn is gone at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from threading import Event
from time import monotonic

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from pytest_django import DjangoDbBlocker

from reencuentro.records.registry import open_registry
from reencuentro.records.second_wall.acting import acting_as, current_role
from reencuentro.records.second_wall.raising import WEB
from reencuentro.records.second_wall.soundness import second_wall_troubles
from reencuentro.web.opening import open_for_pages
from tests.stored.servers import Server
from tests.stored.walled import World, make_world, reach_by_decision

pytestmark = pytest.mark.postgres

MEMBERS = "SELECT p.public_id, m.agency FROM records_membership m JOIN records_person p ON p.id = m.person_id"
Seen = frozenset[tuple[str, str]]


@pytest.fixture
def world(server: Server, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[str, Seen], str]]:
    """A registry open for the pages as who may log in for them; what each officer reaches; and its owner's address."""
    with django_db_blocker.unblock(), server.new_database() as owner:
        with open_for_pages(owner):
            pass  # the tables of sign-in are its own
        with open_registry(owner):
            made = make_world(0)
            reached = {one.public_id: reach_by_decision(made, one) for one in made.officers}
        with psycopg.connect(owner, autocommit=True) as keeper:
            keeper.execute("DROP ROLE IF EXISTS pages_login")
            keeper.execute(f"CREATE ROLE pages_login LOGIN IN ROLE {WEB}")
        with open_for_pages(owner.replace("postgres@", "pages_login@")):
            yield made, reached, owner
            connections.close_all()


def seen() -> Seen:
    """Whom the database shows now."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS)
        return frozenset(cursor.fetchall())


class UndoneError(Exception):
    """Something went wrong on a page."""


def one_request(chance: Random, reached: dict[str, Seen]) -> int:
    """One request of some officer, which may end in any way; how often it was shown what isn't theirs."""
    officer = chance.choice(sorted(reached))
    bled = int(seen() != frozenset())
    with suppress(UndoneError, DatabaseError), transaction.atomic():
        bled += int(seen() != frozenset())
        with acting_as(officer):
            bled += int(seen() != reached[officer])
            chance.choice((_nothing, _savepoint, _failing, _broken_statement, _again))(officer)
            bled += int(seen() != reached[officer])
        bled += int(seen() != frozenset())
        if chance.random() < 0.3:
            raise UndoneError
    bled += int(seen() != frozenset())
    if chance.random() < 0.5:
        connection.close()  # back to the pool
    return bled


def _nothing(_: str) -> None: ...


def _savepoint(officer: str) -> None:
    with suppress(UndoneError), transaction.atomic(), acting_as(officer):
        raise UndoneError


def _failing(_: str) -> None:
    raise UndoneError


def _broken_statement(_: str) -> None:
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def _again(officer: str) -> None:
    with acting_as(officer):
        seen()


@pytest.mark.parametrize("times", [300, pytest.param(10_000, marks=pytest.mark.torture)])
def test_no_pooled_connection_carries_anybody_over(world: tuple[World, dict[str, Seen], str], times: int) -> None:
    _, reached, _ = world
    assert current_role() == "pages_login"
    assert second_wall_troubles() == ()
    assert len({frozenset(one) for one in reached.values()}) > 3

    def many(seed: int) -> int:
        try:
            chance = Random(seed)  # noqa: S311 nothing secret
            return sum(one_request(chance, reached) for _ in range(times // 20))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=20) as threads:
        bled = sum(threads.map(many, range(20)))

    assert bled == 0


def test_a_setting_for_the_session_would_bleed(world: tuple[World, dict[str, Seen], str]) -> None:
    _, reached, _ = world
    officer = next(name for name, whom in sorted(reached.items()) if whom)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('reencuentro.officer', %s, false)", [officer])

    assert seen() == reached[officer]  # which is why acting_as sets it for the transaction alone
    with connection.cursor() as cursor:
        cursor.execute("RESET reencuentro.officer")


@pytest.mark.parametrize("readers", [10, pytest.param(100, marks=pytest.mark.torture)])
def test_nothing_is_read_after_access_was_withdrawn(world: tuple[World, dict[str, Seen], str], readers: int) -> None:
    made, _, owner = world
    officer, foreign = _who_loses_something(made)
    withdrawn, ready = Event(), Event()
    began: list[float] = []

    def read() -> int:
        late = 0
        try:
            while not (withdrawn.is_set() and began and monotonic() > began[0] + 0.5):
                start = monotonic()
                with transaction.atomic(), acting_as(officer):
                    sees = foreign in seen()
                if sees:
                    ready.set()
                late += int(sees and bool(began) and start > began[0])
        finally:
            connections.close_all()
        return late

    with ThreadPoolExecutor(max_workers=readers) as threads:
        reading = [threads.submit(read) for _ in range(readers)]
        assert ready.wait(20)
        with psycopg.connect(owner) as keeper:
            keeper.execute("UPDATE records_officer SET is_active = false WHERE public_id = %s", [officer])
        began.append(monotonic())
        withdrawn.set()
        late = sum(one.result() for one in reading)

    assert late == 0


def _who_loses_something(made: World) -> tuple[str, tuple[str, str]]:
    """An officer, and somebody whom they reach now."""
    for one in made.officers:
        with transaction.atomic(), acting_as(one.public_id):
            if whom := seen():
                return one.public_id, min(whom)
    raise AssertionError("nobody reaches anybody")
