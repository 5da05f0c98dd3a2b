"""Statements that correct what a source said: beside it, dated, with who made it and on what evidence.

The row stays as it came. What is understood of the record is, from the statement on, what it says; the statement that
comes after it takes its place.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from reencuentro.records.facts import Facts
from reencuentro.records.loading import reserve_ids
from reencuentro.records.many import among
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind

Thread = tuple[str, str]
"""Agency, and what lasts of a record through all its rosters, as records.listings has it."""


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections, of which the latest on each field of a record counts."""

    def standing(self) -> Self:
        """Those which no later one supersedes; some of them take an earlier one back."""
        return self.filter(superseded_by=None)


class Correction(models.Model):
    """One field of one record says something else than its source does. The database keeps it for good.

    row: the one before the person's eyes; the value and the evidence are sealed under its key, and are destroyed with
    it. value: as records.facts keeps it; None: nothing is known. withdrawn: what the source said counts again.
    """

    agency = models.CharField(max_length=200)
    thread = models.CharField(max_length=250)
    row = models.ForeignKey("records.SourceRecord", models.PROTECT, related_name="+")
    field = models.CharField(max_length=40)
    value = SealedJSONField(kind=Kind.ROW, record="row")
    evidence = SealedJSONField(kind=Kind.ROW, record="row")
    withdrawn = models.BooleanField(default=False)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["agency", "thread", "field"],
                condition=Q(supersedes=None),
                name="one_first_correction_of_one_field",
            ),
        )

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.row.sealed_for

    def save(self, *args: Any, **options: Any) -> None:
        """What is sealed is sealed for its row, so the row gets its id beforehand."""
        if not self.pk:
            self.pk = reserve_ids(Correction, 1)[0]
        super().save(*args, **options)

    def __str__(self) -> str:
        return f"correction {self.pk}"


Corrected = Mapping[Thread, Mapping[str, Any]]
"""What now counts instead of what the source says: by record and field; None where nothing is known."""


def corrections_standing(*, on: datetime | None = None, agencies: Iterable[str] | None = None) -> Corrected:
    """All that counts now, or (on) counted at that instant, of these agencies' records (None: of all)."""
    made = Correction.objects.filter(row__expired=None).order_by("pk")
    if agencies is not None:
        made = made.filter(agency__in=sorted(agencies))
    made = made.standing() if on is None else made.filter(at__lte=on)
    found: dict[Thread, dict[str, Any]] = {}
    for one in made:
        told = found.setdefault((one.agency, one.thread), {})
        told.pop(one.field, None)
        if not one.withdrawn:
            told[one.field] = one.value
    return {thread: told for thread, told in found.items() if told}


def corrected(facts: Mapping[str, Any], told: Mapping[str, Any] | None) -> Facts:
    """What counts: the facts as their source tells them, but for what a correction says otherwise."""
    if not told:
        return dict(facts)
    return {name: value for name, value in {**facts, **told}.items() if value is not None}


def any_corrected(agencies: Iterable[str]) -> bool:
    """Whether anything was ever corrected in records of these agencies: to ask that costs far less than what."""
    return Correction.objects.filter(among("agency", agencies)).exists()


def corrections_of_rows(rows: Collection[int], *, on: datetime | None = None) -> dict[int, Mapping[str, Any]]:
    """By row of a roster, what counts instead of what it says; rows of which nothing was corrected are left out.

    Give `corrected` the facts of a row and what this has for it. on: as it was at that instant; None: now.
    """
    told = SourceRecord.objects.filter(pk__in=rows).values_list("pk", "roster__agency__code", "record_id", "likeness")
    threads = {pk: (agency, likeness or record_id) for pk, agency, record_id, likeness in told}
    standing = corrections_standing(on=on, agencies={agency for agency, _ in threads.values()})
    return {pk: standing[thread] for pk, thread in threads.items() if thread in standing}
