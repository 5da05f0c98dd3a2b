"""Who stands before the wall: the command line in its role, or the pages for one officer within one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.transaction import TransactionManagementError
from psycopg.pq import TransactionStatus

from reencuentro.records.second_wall.raising import OPERATOR, keep_up

SETTING = "reencuentro.officer"


@contextmanager
def acting_as(officer: str) -> Iterator[None]:
    """Within, the database shows what this officer, by public id, may reach, and nothing before or after it.

    The setting ends with the transaction, so that a pooled connection carries nobody over to the next request; what is
    rolled back takes it along. Raises TransactionManagementError outside a transaction, where it would be lost, and
    within the block of another officer. Does nothing on SQLite, which has no row security.
    """
    if connection.vendor != "postgresql":
        yield
        return
    if not connection.in_atomic_block:
        raise TransactionManagementError("nobody acts outside a transaction")
    before = _asked("SELECT second_wall.act_as(%s)", officer)
    if before not in ("", officer):
        raise TransactionManagementError("another officer acts in this transaction")
    try:
        yield
    finally:
        # A transaction that failed takes nothing any more; its end forgets the officer.
        if not before and connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            _asked(_NOBODY, SETTING)


def acting() -> str:
    """The officer, by public id, for whom the database answers now; "" for nobody. On PostgreSQL alone."""
    return _asked("SELECT coalesce(current_setting(%s, true), '')", SETTING)


_NOBODY = "SELECT set_config(%s, '', true), set_config('reencuentro.reach', '', true)"


def stand_behind_the_wall() -> None:
    """Raise the wall where need be, and work behind it: an owner or superuser in the role of the command line.

    Whoever else logged in stays who they are. Lasts as long as the connection. Does nothing on SQLite.
    """
    if connection.vendor != "postgresql":
        return
    _set_role("NONE")  # only who owns the tables can raise it anew
    if keep_up():
        _set_role(OPERATOR)


@contextmanager
def as_who_logged_in() -> Iterator[None]:
    """Within, the user who logged in: to change tables, which belong to their owner. Does nothing on SQLite."""
    if connection.vendor != "postgresql":
        yield
        return
    before = current_role()
    _set_role("NONE")
    try:
        yield
    finally:
        _set_role("NONE" if before == session_role() else before)


def current_role() -> str:
    """The role whose rights count now."""
    return _asked("SELECT current_user")


def session_role() -> str:
    """The user who logged in."""
    return _asked("SELECT session_user")


def _asked(question: str, *values: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return str(cursor.fetchone()[0])


def _set_role(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
