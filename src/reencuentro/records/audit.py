"""Who did or saw what, when: one log for good, written in the same transaction as what it tells.

Every entry is a leaf of a Merkle tree (RFC 6962), so that the log's head stands for all of it.
"""

from datetime import UTC
from typing import ClassVar

from django.db import models

from reencuentro.errors import RegistryError
from reencuentro.interchange.transparency.entries import Entry
from reencuentro.interchange.transparency.merkle import RightEdge
from reencuentro.interchange.transparency.notes import Signer
from reencuentro.records.exact import ExactJSONField


class Outcome(models.TextChoices):
    """Whether it was done, or refused and undone."""

    DONE = "done"
    REFUSED = "refused"


class AuditEntry(models.Model):
    """One deed or one look; about: keys only, never names. The database refuses to change or delete it.

    sequence: the entry's place, from 0 without gaps. leaf_hash: of its bytes, in hexadecimal.
    officer, agency, purpose, levels: in what capacity; empty where nobody has signed in, as on the command line.
    terms: what was searched for, as keyed hashes.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    officer = models.CharField(max_length=64, blank=True, default="")
    agency = models.CharField(max_length=200, blank=True, default="")
    action = models.CharField(max_length=50)
    purpose = models.CharField(max_length=50, blank=True, default="")
    levels = ExactJSONField(default=list)
    about = models.JSONField()
    terms = ExactJSONField(default=list)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    why = models.TextField(blank=True)
    leaf_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.action} {self.outcome} at {self.at:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def leaf(self) -> bytes:
        """The bytes that are hashed, made from what is kept, so that nothing of it can change unnoticed."""
        return Entry(
            sequence=self.sequence,
            at=self.at.astimezone(UTC),
            by=self.by,
            action=self.action,
            about=tuple(self.about),
            outcome=self.outcome,
            why=self.why,
            officer=self.officer,
            agency=self.agency,
            purpose=self.purpose,
            levels=tuple(self.levels),
            terms=tuple(self.terms),
        ).leaf


class AuditHead(models.Model):
    """The one row that tells where the log ends, so that appending needs to read nothing else.

    Whoever appends locks it; origin: the log's own name; edge: the tree's right edge, in hexadecimal.
    """

    origin = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(default=0)
    edge = ExactJSONField(default=list)

    class Meta:
        """One log a registry."""

        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="a_registry_has_one_log")]

    def __str__(self) -> str:
        return f"{self.origin}: {self.size} entries"

    @property
    def tree(self) -> RightEdge:
        """The tree as far as appending needs it. Raises ValueError where what is kept can't be one."""
        edge = RightEdge(self.size, tuple(bytes.fromhex(one) for one in self.edge))
        if not edge.is_whole:
            raise ValueError("the head of the audit isn't one")
        return edge


class AuditCheckpoint(models.Model):
    """A head that was signed and given away: the log must go on from each of them. The database refuses to change it.

    A checkpoint that comes back with more signatures is kept again, beside the first.
    """

    size = models.PositiveBigIntegerField()
    note = models.TextField()

    def __str__(self) -> str:
        return f"checkpoint at {self.size}"


class AuditSecret(models.Model):
    """A key of the audit, made when the registry was first opened: 32 bytes, by what it is for."""

    purpose = models.CharField(max_length=20, unique=True)
    secret = models.BinaryField()

    def __str__(self) -> str:
        return self.purpose


def signing_key() -> Signer:
    """The key with which the log signs its checkpoints. Raises RegistryError where the registry has lost it."""
    origin = AuditHead.objects.order_by("pk").values_list("origin", flat=True).first()
    if origin is None:
        raise RegistryError("the registry has lost the head of its audit", remedy=_LOST)
    return Signer(origin, _secret("signing"))


def audit_key() -> bytes:
    """The key under which search terms are hashed. Raises RegistryError where the registry has lost it."""
    return _secret("terms")


def _secret(purpose: str) -> bytes:
    row = AuditSecret.objects.filter(purpose=purpose).first()
    if row is None or len(row.secret) != _SECRET:
        raise RegistryError("the registry has lost a key of its audit", remedy=_LOST)
    return bytes(row.secret)


_SECRET = 32  # bytes
_LOST = "Find out what happened to it: reencuentro audit verify. A copy made earlier still has it."
