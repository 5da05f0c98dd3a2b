"""Cases: the work of bringing one child back, every step and form of it kept for good, what they say sealed."""

from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.loading import reserve_ids
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind
from reencuentro.records.versions import Versioned
from reencuentro.rules.cases.states import State

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a case is due of which nothing runs: after all others."""
OVER = (State.CLOSED.value, State.DUPLICATE.value)
"""The states in which another case of the same child may be opened."""


class Sealing(models.Model):
    """A row with something sealed in it: it gets its id beforehand, for which it is sealed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Keeps the row."""
        if not self.pk:
            self.pk = reserve_ids(type(self), 1)[0]
        super().save(*args, **options)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by whose they are, and by what is due."""

    def coming_to(self, officer: int | None, at: datetime) -> Self:
        """Those that are open and which the officer (by key) has, or which came to them because something is late."""
        late = Q(escalates_to=officer, next_due__lte=at)
        return self.filter(Q(owner=officer) | late).exclude(state__in=OVER)

    def in_order(self) -> Self:
        """What has been late longest first, then what is due next."""
        return self.order_by("next_due", "pk")

    def late(self, at: datetime) -> Self:
        """Those of which something is late."""
        return self.filter(next_due__lte=at)


class Case(Sealing, Versioned):
    """One child's case as it stands; the steps tell how it came there.

    person: the child, by public id of the day on which it was opened: readers follow it through what was matched since.
    agency: which opened it. owner: who works on it; escalates_to: who is told when something is late. jurisdiction:
    ISO 3166-1, whose deadlines run. next_due: when something is late next, or has been since. why: sealed.
    """

    public_id = models.CharField(max_length=20, unique=True)
    person = models.CharField(max_length=64, db_index=True)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    owner = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    escalates_to = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=2)
    state = models.CharField(max_length=30)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    next_due = models.DateTimeField(default=NEVER)
    why = SealedJSONField(kind=Kind.CASE)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["person"], condition=~Q(state__in=OVER), name="one_open_case_of_a_child"),
        )
        indexes: ClassVar = [
            models.Index(fields=["owner", "next_due", "id"], name="cases_of_their_owner"),
            models.Index(fields=["escalates_to", "next_due", "id"], name="cases_that_escalate"),
        ]

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.agency_id

    def __str__(self) -> str:
        return self.public_id


class CaseStep(Sealing):
    """A step that somebody took or, where it needs a second person, proposed. reason: sealed.

    number: which of the case. shown: the forms that spoke for it, as [kind, number, version].
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    before = models.CharField(max_length=30, blank=True)
    to = models.CharField(max_length=30)
    needs_second = models.BooleanField()
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shown = ExactJSONField()
    reason = SealedJSONField(kind=Kind.CASE, record="case")

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            # Two who act at once on a case can't both have acted on it as it stood.
            models.UniqueConstraint(fields=["case", "number"], name="one_step_at_a_time"),
        )

    def __str__(self) -> str:
        return f"step {self.number} of case {self.case_id}"


class CaseSettlement(Sealing):
    """The second person's word, once and for good. proposer: of the step, so that the row shows that they are two."""

    step = models.OneToOneField(CaseStep, models.PROTECT, related_name="settlement")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=9)
    proposer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = SealedJSONField(kind=Kind.CASE, record="case")

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(verdict="withdrawn", officer=F("proposer"))
                | (~Q(verdict="withdrawn") & ~Q(officer=F("proposer"))),
                name="nobody_settles_their_own_step",
            ),
        )

    def __str__(self) -> str:
        return f"{self.verdict}: step {self.step_id}"


class CaseForm(Sealing):
    """One version of one form of a case. number: tells several of one kind apart. boxes: sealed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="forms")
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    boxes = SealedJSONField(kind=Kind.CASE, record="case", empty=dict)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["case", "kind", "number", "version"], name="one_form_of_each_version"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.number}.{self.version} of case {self.case_id}"


class CaseTurn(models.Model):
    """From whom to whom the work on a case went."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="turns")
    owner = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    escalates_to = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"case {self.case_id} to {self.owner_id}"


class CaseTask(Sealing):
    """Something that an agency must do for a case, by a day. owner: of that agency; None where nobody is named yet."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    owner = models.ForeignKey("records.Officer", models.PROTECT, null=True, related_name="+")
    due = models.DateField()
    what = SealedJSONField(kind=Kind.CASE, record="case")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    given_by = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("records.Officer", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "due"], condition=Q(done_at=None), name="case_tasks_to_do"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk} of case {self.case_id}"
