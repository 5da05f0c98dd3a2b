"""Where a person was in custody or care, from which day to which; nobody is in two places at once."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Stay(models.Model):
    """One person with one agency, from `began_on` up to but not including `ended_on`; None: still there.

    row: the record that says so, and where; what it says of the place is sealed there. None: somebody told it.
    """

    person = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    row = models.ForeignKey("records.SourceRecord", models.PROTECT, null=True, related_name="+")
    began_on = models.DateField()
    ended_on = models.DateField(null=True)
    noted_by = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["person"], condition=Q(ended_on=None), name="a_person_has_one_open_stay"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="a_stay_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"stay {self.pk} of {self.person_id}"
