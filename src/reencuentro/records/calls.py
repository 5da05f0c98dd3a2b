"""Contact with the family: from where people may speak, what lists need of each plan, and each call, for good."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from reencuentro.records.cases import Sealing
from reencuentro.records.exact import ExactJSONField
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind
from reencuentro.rules.contact.hours import Hours, read_hours

ARRANGED = "arranged"
"""The outcome of a call that is to be held; what came of it is another row, which answers it."""


class CallPlace(models.Model):
    """A place from which people may speak, and when: hours by weekday ("mon": ["08:00-12:00"]), none for always."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    zone = models.CharField(max_length=40)
    hours = ExactJSONField()

    @property
    def open(self) -> Hours:
        """Its hours, as the rules take them."""
        return read_hours(self.zone, self.hours)

    def __str__(self) -> str:
        return self.code


class CallPlan(models.Model):
    """What lists need of a plan of calls beside its duty, as its steps and calls have it; it can be worked out again.

    relative: by public id. zone: where the child is, as the tz database names it. begun_on: there. place, their_place:
    from where the child and the relative speak. spoke_at: when they spoke last; silent_at: from when on their silence
    is an alarm, None while the plan rests.
    """

    duty = models.OneToOneField("records.Duty", models.PROTECT, related_name="calls")
    relative = models.CharField(max_length=64, db_index=True)
    standard = models.CharField(max_length=20)
    zone = models.CharField(max_length=40)
    begun_on = models.DateField()
    place = models.ForeignKey(CallPlace, models.PROTECT, null=True, related_name="+")
    their_place = models.ForeignKey(CallPlace, models.PROTECT, null=True, related_name="+")
    spoke_at = models.DateTimeField(null=True)
    silent_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["silent_at"], condition=Q(silent_at__isnull=False), name="call_plans_silent"),
        ]

    def __str__(self) -> str:
        return f"calls of {self.duty_id}"


class CallAttempt(Sealing):
    """A call that is to be held, or how one went; for good. duty: the plan. relative: with whom, by public id.

    answers: the arranged call that it was. day: where the child is. minutes: whole ones that they spoke. told: in which
    language, and what is noted of it; sealed.
    """

    duty = models.ForeignKey("records.Duty", models.PROTECT, related_name="attempts")
    relative = models.CharField(max_length=64)
    answers = models.OneToOneField("self", models.PROTECT, null=True, related_name="answered")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    channel = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10)
    interpreter = models.CharField(max_length=7, blank=True)
    free = models.CharField(max_length=7, blank=True)
    barrier = models.CharField(max_length=14, blank=True)
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    told = SealedJSONField(kind=Kind.DUTY, record="duty", empty=dict)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="a_call_ends_after_it_began"
            ),
        )
        indexes: ClassVar = [
            models.Index(fields=["duty", "day"], name="calls_of_a_plan"),
            models.Index(fields=["relative", "begins_at"], name="calls_with_somebody"),
            models.Index(fields=["begins_at", "id"], condition=Q(outcome=ARRANGED), name="calls_arranged"),
            models.Index(fields=["day"], condition=Q(minutes__gt=0), name="calls_spoken"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk} of plan {self.duty_id}"


class DeskLook(models.Model):
    """That it needn't be looked up any more whom a call at the hotline desk may be about; by nobody at the desk."""

    duty = models.OneToOneField("records.Duty", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"look for {self.duty_id}"
