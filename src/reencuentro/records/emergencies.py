"""Breaking the glass: seeing more of one person, for hours, under the eyes of others. Kept for good, unchanged."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure import emergencies as rules
from reencuentro.rules.disclosure.emergencies import LONGEST, REVIEWED_WITHIN
from reencuentro.rules.disclosure.vocabulary import Level, Topic


class Finding(StrEnum):
    """What the review of an emergency found."""

    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"


class BreakGlass(models.Model):
    """An officer, then of that agency, sees more of one person, for a reason in words, for at most four hours."""

    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="emergencies")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    person = models.CharField(max_length=64, db_index=True)
    levels = models.JSONField()
    topics = models.JSONField(default=list)
    reason = models.TextField()
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=LONGEST // timedelta(minutes=1)),
                name="an_emergency_lasts_four_hours_at_most",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="an_emergency_has_a_reason"),
        )

    @property
    def until(self) -> datetime:
        """When it ends by itself."""
        return self.begins_at + timedelta(minutes=self.minutes)

    def lasts(self, at: datetime) -> bool:
        """Whether it holds at that instant."""
        return self.begins_at <= at < self.until

    def as_rule(self) -> rules.BreakGlass:
        """The emergency as the decision takes it. Reads its officer, agency and review."""
        review = EmergencyReview.objects.filter(emergency=self).select_related("officer__agency").first()
        return rules.BreakGlass(
            officer=self.officer.public_id,
            agency=self.agency.code,
            person_id=self.person,
            levels=frozenset(map(Level, self.levels)),
            topics=frozenset(map(Topic, self.topics)),
            reason=self.reason,
            opened_at=self.begins_at,
            until=self.until,
            reviewed_by=review.agency.code if review else "",
            reviewed_at=review.at if review else None,
        )

    def __str__(self) -> str:
        return f"emergency {self.pk} for {self.person}"


class EmergencyNotice(models.Model):
    """An agency that lists the person is told at once; written in the transaction of the deed itself."""

    emergency = models.ForeignKey(BreakGlass, models.PROTECT, related_name="notices")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["emergency", "agency"], name="an_agency_is_told_once"),
        )

    def __str__(self) -> str:
        return f"notice of {self.emergency_id} to {self.agency_id}"


class EmergencyReview(models.Model):
    """What an officer, then of that agency, which is another one, found."""

    emergency = models.OneToOneField(BreakGlass, models.PROTECT, related_name="review")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    finding = models.CharField(max_length=11, choices=[(finding.value, finding.value) for finding in Finding])
    note = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"review of {self.emergency_id}: {self.finding}"


def emergencies_of(officer: Officer, person: str, at: datetime) -> tuple[rules.BreakGlass, ...]:
    """The emergencies under which an officer sees a person at that instant, as the decision takes them."""
    recent = BreakGlass.objects.filter(officer=officer, person=person, begins_at__gt=at - LONGEST)
    return tuple(one.as_rule() for one in recent.select_related("officer", "agency").order_by("pk") if one.lasts(at))


def overdue_reviews(officer_id: int, at: datetime) -> int:
    """How many emergencies of the officer nobody has reviewed in time."""
    old = BreakGlass.objects.filter(officer=officer_id, begins_at__lte=at - REVIEWED_WITHIN)
    return old.filter(review=None).count()
