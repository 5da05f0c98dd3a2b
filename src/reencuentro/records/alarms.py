"""Children unaccounted for, and relatives who leave while a child remains: alarms, kept until somebody knows."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.loading import reserve_ids
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind
from reencuentro.records.versions import Versioned
from reencuentro.rules import alarms as rules

ALIVE = (rules.State.OPEN.value, rules.State.LOOKING.value, rules.State.FOUND.value)
"""The states in which somebody must still do something."""


class AlarmQuerySet(models.QuerySet["Alarm"]):
    """Alarms by what matters."""

    def alive(self) -> Self:
        """Those with which somebody must still do something."""
        return self.filter(state__in=ALIVE)

    def in_order(self) -> Self:
        """What weighs most first, and of equals the oldest."""
        return self.order_by("-weight", "opened_at", "pk")


class Alarm(Versioned):
    """One alarm about one child (by the public id of today), as it stands now; what was done is in its steps.

    about: of a departure, the public id of the adult. reason: why, as the rule calls it. urgencies: what makes it more
    urgent still. agency: whose list confirmed the child last, or says that the adult leaves. place: the last that is
    known, sealed. seen_on: of that sighting. on: of a departure, its day. raised_at: when it was first raised;
    opened_at: since when it has been open, again after it had been closed. lacking: the lists still lack the child.
    owner, owner_agency: who looks into it, or whose officers shall. found_by: who found the child.
    """

    kind = models.CharField(max_length=12)
    person = models.CharField(max_length=64, db_index=True)
    about = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=40)
    urgencies = ExactJSONField()
    weight = models.PositiveSmallIntegerField()
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    place = SealedJSONField(kind=Kind.ALARM)
    seen_on = models.DateField(null=True)
    on = models.DateField(null=True)
    raised_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    lacking = models.BooleanField(default=True)
    state = models.CharField(max_length=8)
    owner = models.ForeignKey("records.Officer", models.PROTECT, null=True, related_name="+")
    owner_agency = models.ForeignKey("records.Agency", models.PROTECT, null=True, related_name="+")
    found_by = models.CharField(max_length=200, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["person", "kind", "about"], condition=~Q(state="joined"), name="one_alarm_for_one_matter"
            ),
        )
        indexes: ClassVar = [
            models.Index(
                fields=["-weight", "opened_at", "id"], condition=Q(state__in=ALIVE), name="alarms_on_the_board"
            )
        ]

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.agency_id

    def save(self, *args: Any, **options: Any) -> None:
        """The place is sealed for its row, so the row gets its id beforehand."""
        if not self.pk:
            self.pk = reserve_ids(Alarm, 1)[0]
        super().save(*args, **options)

    def __str__(self) -> str:
        return f"alarm {self.pk}"


class AlarmStep(models.Model):
    """What was done with an alarm, for good. officer, agency: to whom it was handed over. note: sealed."""

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    officer = models.ForeignKey("records.Officer", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, null=True, related_name="+")
    note = SealedJSONField(kind=Kind.ALARM, record="alarm")

    def save(self, *args: Any, **options: Any) -> None:
        """The note is sealed for its row, so the row gets its id beforehand."""
        if not self.pk:
            self.pk = reserve_ids(AlarmStep, 1)[0]
        super().save(*args, **options)

    def __str__(self) -> str:
        return f"step {self.pk} of alarm {self.alarm_id}"
