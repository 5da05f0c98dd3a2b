"""The tables of a new registry are just those that Django's own way of migrating makes."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from reencuentro.records import registry
from reencuentro.records.second_wall.acting import as_who_logged_in
from tests.stored.servers import Server

Said = list[tuple[object, ...]]

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


def tables(place: str) -> list[Said]:
    """Everything that the database tells of the tables of a registry made there."""
    with registry.open_registry(place), as_who_logged_in(), connection.cursor() as cursor:
        told = []
        for question in ASKED[connection.vendor]:
            cursor.execute(question)
            told.append(cursor.fetchall())
        return told


@pytest.mark.usefixtures("unblocked")
def test_the_tables_are_those_of_djangos_own_way(
    place: str, request: pytest.FixtureRequest, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tables(place)
    monkeypatch.setattr(registry, "migrate", MigrationExecutor.migrate)
    if not place.startswith("postgresql"):
        assert tables(f"{tmp_path}/as Django does") == ours
        return
    server: Server = request.getfixturevalue("server")
    with server.new_database() as another:
        assert tables(another) == ours
