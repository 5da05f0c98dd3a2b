"""Duties: what is owed to a child beside their case, one row for each and one for each step, what they say sealed."""

from datetime import datetime
from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.db.models import Count, Min, Q

from reencuentro.records.cases import Sealing
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class DutyQuerySet(models.QuerySet["Duty"]):
    """Duties by whose they are."""

    def of_agency(self, code: str) -> Self:
        """Those that an agency has begun, and those that it has with others."""
        return self.filter(Q(agency__code=code) | Q(counterpart__code=code))


class Duty(Sealing):
    """One thing that is owed, as it stands; its steps tell how it came there. What kinds there are: rules/duties.

    person: the child, by public id of the day on which it began; "" where it is about nobody known. agency: which began
    it; counterpart: the other agency that it is with. owner: who sees to it. jurisdiction: ISO 3166-1, whose law holds.
    due_at: when it is late, None where nothing waits. over_at: since when nothing is owed. gist: what a list says of
    it, sealed; a form's boxes of that name.
    """

    public_id = models.CharField(max_length=20, unique=True)
    person = models.CharField(max_length=64, blank=True, db_index=True)
    kind = models.CharField(max_length=20)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    counterpart = models.ForeignKey("records.Agency", models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=2)
    state = models.CharField(max_length=30)
    begun_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    steps_taken = models.PositiveIntegerField(default=0)
    gist = SealedJSONField(kind=Kind.DUTY, empty=dict)

    objects = DutyQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "due_at", "id"], condition=Q(over_at=None), name="duties_that_wait"),
            models.Index(fields=["agency", "kind", "id"], name="duties_of_an_agency"),
            models.Index(fields=["counterpart", "kind", "id"], name="duties_with_an_agency"),
            models.Index(fields=["owner", "due_at", "id"], condition=Q(over_at=None), name="duties_of_their_owner"),
        ]

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.agency_id

    def __str__(self) -> str:
        return self.public_id


class DutyStep(Sealing):
    """A step that was taken, for good. number: which of the duty. boxes: its form, sealed."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=30)
    before = models.CharField(max_length=30, blank=True)
    to = models.CharField(max_length=30)
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    boxes = SealedJSONField(kind=Kind.DUTY, record="duty", empty=dict)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            # Two who act at once can't both have acted on the duty as it stood.
            models.UniqueConstraint(fields=["duty", "number"], name="one_step_of_a_duty_at_a_time"),
        )

    def __str__(self) -> str:
        return f"step {self.number} of duty {self.duty_id}"


class Counted(NamedTuple):
    """The open duties of one kind and agency, how many of them are late, and since when the oldest is."""

    kind: str
    agency: str
    open: int
    late: int
    oldest: datetime | None


def counted_by_kind(at: datetime) -> list[Counted]:
    """How much is owed, and how much of it is late at that instant."""
    is_late = Q(due_at__lte=at)
    grouped = Duty.objects.filter(over_at=None).values_list("kind", "agency__code").order_by("kind", "agency__code")
    counts = grouped.annotate(
        duties=Count("pk"), late=Count("pk", filter=is_late), oldest=Min("due_at", filter=is_late)
    )
    return [Counted(*one) for one in counts]
