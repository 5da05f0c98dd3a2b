"""Opens the registry for the pages: with the tables that signing in needs, and a pool of connections to PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor

from reencuentro.records.making import migrate
from reencuentro.records.registry import open_registry
from reencuentro.records.second_wall.acting import as_who_logged_in, current_role, session_role, stand_behind_the_wall
from reencuentro.records.second_wall.raising import WEB

_POOL = {"min_size": 1, "max_size": 8, "timeout": 10}  # of each process; seconds to wait for a free connection


@contextmanager
def open_for_pages(where: str) -> Iterator[None]:
    """As open_registry, for a process that answers requests. Raises RegistryError as it does."""
    with open_registry(where):
        bring_sign_in_up_to_date()
        if connection.vendor != "postgresql":
            yield
            return
        _pool_connections(above=current_role() != session_role())
        try:
            yield
        finally:
            connection.close()
            # Django keeps the pool under the connection's name, whichever database that names next.
            connections[DEFAULT_DB_ALIAS].close_pool()  # type: ignore[attr-defined]  # of PostgreSQL's alone


def bring_sign_in_up_to_date() -> None:
    """Makes or changes the tables of sign-in where need be; otherwise only reads which there are."""
    executor = MigrationExecutor(connection)
    wanted = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(wanted):
        with as_who_logged_in():
            migrate(executor, wanted)
        stand_behind_the_wall()


def _pool_connections(*, above: bool) -> None:
    """above: who logged in stands above the wall, and so has each connection begin behind it; `check` says so."""
    connections[DEFAULT_DB_ALIAS].close()
    del connections[DEFAULT_DB_ALIAS]
    options = connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"]
    options["pool"] = _POOL
    if above:
        options["options"] += f" -c role={WEB}"
