"""What officers write down of people on the pages, beside what a mention holds of them."""

from typing import ClassVar

from django.db import models

from reencuentro.records.rosters import SourceRecord
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class Registration(models.Model):
    """What one row that was written on the pages says more than its mention; the newest row of a record counts.

    token: of the form that was sent, so that sending it twice makes one record; "" for those written beside another.
    told: other names, marks, belongings, languages, whom the person wishes to find, what is said to be unknown.
    concern: what is urgent, and why. message: what a family wants to be told to the child.
    compared_at: when the record was compared with everybody's; None: only with those of whom its writer reaches
    anything, which the second wall sees to.
    """

    row = models.OneToOneField(SourceRecord, models.PROTECT, related_name="registration")
    token = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    compared_at = models.DateTimeField(null=True)
    told = SealedJSONField(kind=Kind.ROW, record="row", empty=dict)
    concern = SealedJSONField(kind=Kind.ROW, record="row", empty=dict)
    message = SealedJSONField(kind=Kind.ROW, record="row", empty=str)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["token"], condition=~models.Q(token=""), name="a_form_that_is_sent_twice_makes_one_record"
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=["id"], condition=models.Q(compared_at=None), name="registrations_to_compare"),
        )

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.row.sealed_for

    def __str__(self) -> str:
        return f"registration {self.pk}"
