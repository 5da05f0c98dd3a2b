"""Where a person was in custody or care, from which day to which; nobody is in two places at once."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, Q

from reencuentro.records.loading import reserve_ids
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class StayQuerySet(models.QuerySet["Stay"]):
    """Stays, of which those that were noted wrongly count no more."""

    def standing(self) -> Self:
        """Those that nobody has taken back."""
        return self.filter(withdrawal=None)


class Stay(models.Model):
    """One person with one agency, from `began_on` up to but not including `ended_on`; None: still there.

    row: the record that says so. None: somebody told it. place: as they told it, sealed.
    told_by: while it is made, the id of the agency of whoever notes it; None for the agency that has the person.
    """

    told_by: int | None = None

    person = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    row = models.ForeignKey("records.SourceRecord", models.PROTECT, null=True, related_name="+")
    place = SealedJSONField(kind=Kind.STAY, null=True)
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_by = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="a_stay_ends_after_it_began"
            ),
        )

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it: another agency's is none of an officer's."""
        return self.told_by or self.agency_id

    def save(self, *args: Any, **options: Any) -> None:
        """The place is sealed for its row, so the row gets its id beforehand."""
        with transaction.atomic():
            if not self.pk:
                self.pk = reserve_ids(Stay, 1)[0]
            super().save(*args, **options)

    def __str__(self) -> str:
        return f"stay {self.pk} of {self.person_id}"


class StayWithdrawal(models.Model):
    """The stay was noted wrongly: it is kept, and counts no more. The database keeps it for good."""

    stay = models.OneToOneField(Stay, models.PROTECT, related_name="withdrawal")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawal of stay {self.stay_id}"


def withdrawn_at(stay: Stay) -> datetime | None:
    """When somebody took it back; None while it stands."""
    withdrawal = getattr(stay, "withdrawal", None)
    return withdrawal.at if withdrawal else None
