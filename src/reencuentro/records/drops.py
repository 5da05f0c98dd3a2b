"""Rosters dropped on a page: the file until it is taken in, what was made of it, and how far that is."""

import base64
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from reencuentro.records.exact import ExactJSONField, as_json
from reencuentro.records.loading import load_rows, reserve_ids
from reencuentro.records.rosters import Extent
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind

PART = 512 * 1024
"""Bytes of a file that are sealed together."""


class DropState(StrEnum):
    """How far a dropped file is."""

    LOOKING = "looking"  # understood; it is being compared with what its agency listed before
    SHOWN = "shown"  # compared, and nothing is kept until somebody says so
    WAITING = "waiting"  # somebody said so
    RUNNING = "running"
    MATCHING = "matching"  # it is kept whole; the registry is being matched
    DONE = "done"
    REFUSED = "refused"  # nothing of it is kept
    DISCARDED = "discarded"  # by whoever brought it


WORKING = (DropState.LOOKING, DropState.WAITING, DropState.RUNNING, DropState.MATCHING)
"""Somebody waits for a worker."""


class DropQuerySet(models.QuerySet["RosterDrop"]):
    """Dropped files by how far they are."""

    def waiting(self) -> Self:
        """Those that shall be compared or taken in, the first first; one that a worker left behind is among them."""
        return self.filter(state__in=WORKING).order_by("pk")


class RosterDrop(models.Model):
    """One file that an officer brought for their agency. token: what names it in addresses, and can't be guessed.

    extent: what whoever brought it says of those who aren't on it. shown: what was understood of it, as the preview
    tells it; sealed. told: counts of what it would change, and once it was taken in of what it did.
    problem, remedy: why nothing of it was kept. roster: what it became.
    """

    token = models.CharField(max_length=32, unique=True)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    file_name = models.TextField()
    size = models.PositiveBigIntegerField()
    content_hash = models.CharField(max_length=64, blank=True)
    as_of = models.DateField(null=True)
    extent = models.CharField(max_length=10, choices=Extent.choices, null=True)
    shown = SealedJSONField(kind=Kind.DROP, empty=dict)
    state = models.CharField(max_length=10, default=DropState.SHOWN.value)
    dropped_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    roster = models.ForeignKey("records.Roster", models.PROTECT, null=True, related_name="+")
    told = ExactJSONField(default=dict)
    problem = models.TextField(blank=True)
    remedy = models.TextField(blank=True)

    objects = DropQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=Q(state__in=[str(state) for state in WORKING]), name="drops_that_wait"
            )
        ]

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.agency_id

    def save(self, *args: Any, **options: Any) -> None:
        """What is shown is sealed for its row, so the row gets its id beforehand."""
        if not self.pk:
            self.pk = reserve_ids(RosterDrop, 1)[0]
        super().save(*args, **options)

    def __str__(self) -> str:
        return f"drop {self.pk}"


class DropPart(models.Model):
    """A part of the file, sealed; gone once the file was taken in or refused."""

    drop = models.ForeignKey(RosterDrop, models.CASCADE, related_name="parts")
    content = SealedJSONField(kind=Kind.DROP, record="drop")

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.drop.sealed_for

    def __str__(self) -> str:
        return f"part {self.pk} of drop {self.drop_id}"


def keep_parts(drop: RosterDrop, chunks: Iterator[bytes]) -> None:
    """Seals the file's bytes, a part at a time."""
    for chunk in chunks:
        content = as_json(base64.b85encode(chunk).decode())
        load_rows(DropPart, ("drop", "content"), [(drop.pk, content)], agency=drop.agency_id)


def parts_of(drop: RosterDrop) -> Iterator[bytes]:
    """The file's bytes again, a part at a time."""
    numbers = DropPart.objects.filter(drop=drop).order_by("pk").values_list("pk", flat=True)
    for number in list(numbers):
        yield base64.b85decode(DropPart.objects.values_list("content", flat=True).get(pk=number))


class ColumnMeant(models.Model):
    """What a column of an agency's lists means, as an officer of it said; the newest on a header counts, for good.

    field: its name in the roster contract; "ignore" where the column is left out, "" where it is to be judged again.
    """

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    header = ExactJSONField()
    field = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"column of agency {self.agency_id}"


class Mend(models.Model):
    """A cell of a row says something else than its list does, since the row couldn't be taken; kept for good.

    The row stays as it came. value: sealed, under the row's own key.
    """

    row = models.ForeignKey("records.SourceRecord", models.PROTECT, related_name="mends")
    column = ExactJSONField()
    value = SealedJSONField(kind=Kind.ROW, record="row")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.row.sealed_for

    def save(self, *args: Any, **options: Any) -> None:
        """The value is sealed for its row, so the row gets its id beforehand."""
        if not self.pk:
            self.pk = reserve_ids(Mend, 1)[0]
        super().save(*args, **options)

    def __str__(self) -> str:
        return f"mend {self.pk}"
