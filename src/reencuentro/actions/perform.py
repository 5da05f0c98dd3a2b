"""The one door for change: a transaction, and in it the entry that says who did what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from reencuentro.errors import ReencuentroError, RegistryError
from reencuentro.records.audit import AuditEntry, Outcome
from reencuentro.records.troubles import explained


@contextmanager
def performing(action: str, *, by: str, about: Sequence[str] = (), at: datetime | None = None) -> Iterator[None]:
    """Does everything within or nothing of it; about: keys only, never names.

    A refusal (any ReencuentroError but RegistryError) is noted outside the transaction, so that a rollback can't
    erase the note.
    Within another performing() the inner deed is undone alone, and its note shares the fate of the outer one.
    Raises RegistryError where the database is busy, full or damaged.
    """
    entry = AuditEntry(at=at or timezone.now(), by=by, action=action, about=list(about))
    with explained():
        try:
            with transaction.atomic():
                yield
                entry.outcome = Outcome.DONE
                entry.save()
        except RegistryError:
            raise  # a registry that couldn't write isn't a refusal, and couldn't note it either
        except ReencuentroError as refusal:
            entry.pk, entry.outcome, entry.why = None, Outcome.REFUSED, type(refusal).__name__
            entry.save(force_insert=True)
            raise


def one_at_a_time() -> None:
    """Waits until no other run changes rosters or matches, and holds that until the transaction ends.

    SQLite has one writer anyway; PostgreSQL needs to be told. Raises OperationalError after the patience is spent.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


_LOCK = 0x5EE4C0E47  # any number, as long as nothing else in the database locks it
