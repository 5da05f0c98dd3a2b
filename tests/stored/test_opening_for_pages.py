"""Pages share a few connections, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from reencuentro.records.agencies import Agency
from reencuentro.records.registry import open_registry
from reencuentro.records.second_wall.acting import current_role
from reencuentro.records.second_wall.raising import OPERATOR, WEB
from reencuentro.records.second_wall.soundness import login_troubles
from reencuentro.web.opening import open_for_pages
from tests.stored.servers import Server

pytestmark = pytest.mark.usefixtures("unblocked")


def test_forty_requests_at_once_are_answered_by_eight_connections(place: str) -> None:
    with open_registry(place):
        Agency.objects.create(code="ORR")
    with open_for_pages(place):
        servers: set[int] = set()

        def request(_: int) -> int:
            try:
                if connection.vendor == "postgresql":
                    with connection.cursor() as cursor:
                        cursor.execute("SELECT pg_backend_pid()")
                        servers.add(cursor.fetchone()[0])
                return Agency.objects.count()
            finally:
                connection.close()

        with ThreadPoolExecutor(40) as pool:
            assert list(pool.map(request, range(200))) == [1] * 200
        assert len(servers) <= 8


def test_opening_again_changes_nothing(place: str) -> None:
    for _ in range(2):
        with open_for_pages(place):
            assert "mfa_authenticator" in connection.introspection.table_names()


@pytest.mark.postgres
def test_pages_that_log_in_as_the_owner_stand_behind_the_wall_all_the_same(server: Server) -> None:
    with server.new_database() as place, open_for_pages(place):
        assert current_role() == WEB
        assert login_troubles() != ()


@pytest.mark.postgres
def test_whoever_serves_pages_as_the_command_line_does_is_called_unsound(server: Server) -> None:
    with server.new_database() as place:
        with open_for_pages(place):
            pass  # its owner makes the tables
        with psycopg.connect(place, autocommit=True) as keeper:
            for login, role in (("serving_login", WEB), ("desk_login", OPERATOR)):
                keeper.execute(f"DROP ROLE IF EXISTS {login}")
                keeper.execute(f"CREATE ROLE {login} LOGIN IN ROLE {role}")
        with open_for_pages(place.replace("postgres@", "serving_login@")):
            assert login_troubles(pages=True) == ()
        with open_registry(place.replace("postgres@", "desk_login@")):
            assert login_troubles() == ()
            assert [one.told for one in login_troubles(pages=True)] == [
                f"desk_login serves the pages and reaches every row, as {OPERATOR}"
            ]
