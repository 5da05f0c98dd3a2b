"""Writes entries into the one log, in the transaction of what they tell: without its entry nothing is done or shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError, transaction

from reencuentro.errors import ReencuentroError, RegistryError
from reencuentro.interchange.transparency.merkle import leaf_hash
from reencuentro.records.audit import AuditEntry, AuditHead, Outcome
from reencuentro.records.exact import printable
from reencuentro.records.troubles import explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """In what capacity somebody acts: which officer, for which agency, to what end, at which levels (1 to 5)."""

    officer: str = ""
    agency: str = ""
    purpose: str = ""
    levels: tuple[int, ...] = ()


OPERATOR = Capacity()
"""Whoever runs the program on the machine that holds the registry, and hasn't signed in."""


@dataclass(slots=True, kw_only=True)
class Noted:
    """What is going to be noted; whom it is about is often only known once it is done or found.

    about: keys only, never names. terms: keyed hashes of what was searched for.
    """

    action: str
    by: str
    at: datetime
    capacity: Capacity = OPERATOR
    about: list[str] = field(default_factory=list)
    terms: tuple[str, ...] = ()
    _within: list[AuditEntry] = field(default_factory=list)

    def concerns(self, *keys: str) -> None:
        """Adds whom or what it is about: keys, never names."""
        self.about += keys

    def entry(self, outcome: Outcome, why: str = "") -> AuditEntry:
        """The entry, still without its place in the log."""
        return AuditEntry(
            at=self.at,
            by=printable(self.by),
            action=self.action,
            about=[printable(one) for one in self.about],
            outcome=outcome,
            why=why,
            officer=self.capacity.officer,
            agency=self.capacity.agency,
            purpose=self.capacity.purpose,
            levels=list(self.capacity.levels),
            terms=list(self.terms),
        )


@contextmanager
def noting(noted: Noted) -> Iterator[Noted]:
    """Does everything within or nothing of it, and writes the entry at the end of the same transaction.

    Of deeds within one another the entries are written together, when the outermost ends: so the log is locked for a
    moment only, however long the deed took. A refusal (any ReencuentroError but RegistryError) is noted outside the
    transaction, so that a rollback can't erase the note; within another deed the note shares the fate of the outer one.
    Raises RegistryError where the database is busy, full or damaged, or where it refuses the entry.
    """
    outer = _ENCLOSING.get()
    with explained():
        try:
            with transaction.atomic(), _enclosing(noted):
                yield noted
                entries = [*noted._within, noted.entry(Outcome.DONE)]
                if outer is None:
                    append(entries)
        except RegistryError:
            raise  # a registry that couldn't write isn't a refusal, and couldn't note it either
        except ReencuentroError as refusal:
            entries = [noted.entry(Outcome.REFUSED, type(refusal).__name__)]
            if outer is None:
                append(entries)
            else:
                outer._within += entries
            raise
    if outer is not None:
        outer._within += entries


_ENCLOSING: ContextVar[Noted | None] = ContextVar("the deed within which we are", default=None)


@contextmanager
def _enclosing(noted: Noted) -> Iterator[None]:
    token = _ENCLOSING.set(noted)
    try:
        yield
    finally:
        _ENCLOSING.reset(token)


def append(entries: Sequence[AuditEntry]) -> None:
    """Makes the entries the next leaves of the log.

    Two who append at once go one after the other: the head's row is locked until the transaction ends (SQLite has one
    writer anyway). Raises RegistryError where they can't be written.
    """
    try:
        with explained(), transaction.atomic(savepoint=False):  # what fails here undoes the whole deed
            head = AuditHead.objects.select_for_update().get()
            tree = head.tree
            for sequence, entry in enumerate(entries, tree.size):
                entry.sequence = sequence
                hashed = leaf_hash(entry.leaf)
                entry.leaf_hash = hashed.hex()
                tree = tree.appended(hashed)
            AuditEntry.objects.bulk_create(entries)
            AuditHead.objects.update(size=tree.size, edge=[one.hex() for one in tree.hashes])
    except (DatabaseError, AuditHead.DoesNotExist, ValueError) as error:
        raise RegistryError(
            "the audit can't be written, so nothing was done and nothing is shown",
            remedy="Find out what happened to it: reencuentro audit verify",
        ) from error
