"""The tables of a registry, new or brought up to date, are just those that Django's own way of migrating makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reencuentro.records import registry
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.web import opening
from tests.stored.old_registries import make_old
from tests.stored.servers import Server

ASKED = {
    "sqlite": ["SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"],
    "postgresql": [
        "SELECT table_name, ordinal_position, column_name, data_type, column_default, is_nullable, is_identity,"
        " character_maximum_length FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
        "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2",
        "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    ],
}


def tables(place: str, *, old: bool) -> list[list[tuple[object, ...]]]:
    """Everything that the database tells of the tables of a registry made there. old: by an earlier version first."""
    if old:
        make_old(place, 2)
    with registry.open_registry(place):
        opening.bring_sign_in_up_to_date()
        with as_who_logged_in(), connection.cursor() as cursor:
            told = []
            for question in ASKED[connection.vendor]:
                cursor.execute(question)
                told.append(cursor.fetchall())
            return told


@contextmanager
def elsewhere(request: pytest.FixtureRequest, place: str) -> Iterator[str]:
    """Another place of the same kind."""
    if not place.startswith("postgresql"):
        yield str(Path(place).with_name("another"))
        return
    server: Server = request.getfixturevalue("server")
    with server.new_database() as another:
        yield another


@pytest.mark.usefixtures("unblocked")
@pytest.mark.parametrize("old", [False, pytest.param(True, marks=pytest.mark.torture)])
def test_the_tables_are_those_of_djangos_own_way(
    place: str, old: bool, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tables(place, old=old)
    assert all(ours)

    for module in (registry, opening):
        monkeypatch.setattr(module, "migrate", MigrationExecutor.migrate)
    with elsewhere(request, place) as another:
        assert tables(another, old=old) == ours
