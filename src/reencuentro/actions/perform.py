"""The one door for change: a transaction, and in it the entry that says who did what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone

from reencuentro.records.noting import OPERATOR, Capacity, Noted, noting


@contextmanager
def performing(
    action: str,
    *,
    by: str,
    about: Sequence[str] = (),
    at: datetime | None = None,
    capacity: Capacity = OPERATOR,
) -> Iterator[Noted]:
    """Does everything within or nothing of it; about: keys only, never names.

    A refusal (any ReencuentroError but RegistryError) is noted outside the transaction, so that a rollback can't
    erase the note.
    Within another performing() the inner deed is undone alone, and its note shares the fate of the outer one.
    Raises RegistryError where the database is busy, full or damaged, or where the note can't be written.
    """
    with noting(Noted(action=action, by=by, at=at or timezone.now(), capacity=capacity, about=list(about))) as noted:
        yield noted


def one_at_a_time() -> None:
    """Waits until no other run changes rosters or matches, and holds that until the transaction ends.

    SQLite has one writer anyway; PostgreSQL needs to be told. Raises OperationalError after the patience is spent.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def alone_with(*keys: str) -> None:
    """Waits until nobody else works with any of these, by keys as the log has them, and holds that until the
    transaction ends: a rule that looks at other rows of theirs holds then for two who act at once.

    Whoever needs several names them together, so that nobody waits for whom they keep waiting. SQLite and the patience
    are as above.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for key in sorted(set(keys)):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


_LOCK = 0x5EE4C0E47  # any number, as long as nothing else in the database locks it
