"""The keys that a registry keeps beside what they seal, each wrapped by the one above it.

The master key, made of the secret that opens the registry, wraps the agencies' keys; an agency's key, together with the
record's own secret from the tree, wraps the key of each of its records; and that one seals what the record says.
"""

from enum import IntEnum
from typing import ClassVar

from django.db import models


class Kind(IntEnum):
    """What a record key is the key of: a row of a roster with its mentions, a cell in quarantine, a judgement; a case
    with its forms; a stay that was noted, an alarm with what was done about it, a file that waits to be taken in; a
    duty with its steps.
    """

    DUTY = 0
    ROW = 1
    QUARANTINED = 2
    JUDGEMENT = 3
    CASE = 4
    STAY = 5
    ALARM = 6
    DROP = 7


KINDS = 8
"""Numbers set aside for kinds: records are numbered KINDS * id + kind, so that each has a number of its own."""


def record_number(kind: Kind, pk: int) -> int:
    """The number under which the record's key is kept."""
    return KINDS * pk + kind


class SealingRoot(models.Model):
    """The one row that says how this registry is sealed; pk is 1.

    name: random, names the file in the key folder that holds the tree of record secrets. salt: of the master key, ""
    where the registry's file has its own. proof: a known text sealed by the master key. tree: sealed by the master key;
    "" where it lies in the key folder.
    """

    name = models.CharField(max_length=32)
    salt = models.CharField(max_length=32, blank=True)
    proof = models.TextField()
    tree = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class AgencyKey(models.Model):
    """One version of an agency's key, wrapped by the master key; the newest version seals, older ones still open."""

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    wrapped = models.TextField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["agency", "version"], name="one_key_of_each_version"),
        )

    def __str__(self) -> str:
        return f"version {self.version} of the key of agency {self.agency_id}"


class RecordKey(models.Model):
    """The key of one record, wrapped by its agency's key and the record's secret; record: see record_number."""

    record = models.BigIntegerField(primary_key=True)
    key = models.ForeignKey(AgencyKey, models.PROTECT, related_name="+")
    wrapped = models.TextField()

    def __str__(self) -> str:
        return f"the key of record {self.record}"
