"""Who we believe stands behind the source records; a belief is closed and another opened, never overwritten."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from reencuentro.records.knowledge import Known


class PersonQuerySet(models.QuerySet["Person"]):
    """People by what we knew, and when."""

    def known_on(self, instant: datetime) -> Self:
        """The persons whom the registry told apart at that instant."""
        return self.filter(pk__in=Membership.objects.known_on(instant).values("person"))


class Person(models.Model):
    """A set of source records believed to be one human being: the set is in the memberships.

    names: other ids under which something was stated of these records, and until when (ISO 8601) they went by each;
    null: whatever the instant. None: by no other.
    """

    public_id = models.CharField(max_length=64, unique=True)
    names = models.JSONField(null=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=["public_id"], condition=Q(names__isnull=False), name="people_by_former_numbers"),
        )

    def __str__(self) -> str:
        return self.public_id


class Membership(Known):
    """A record, by its agency and record id, belongs to a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.CharField(max_length=200)
    record_id = models.CharField(max_length=200)

    class Meta(Known.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Known.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "record_id"],
                condition=Q(known_until=None),
                name="a_record_belongs_to_one_person_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.record_id} is {self.person_id}"


class Minor(Known):
    """The person is believed to be under 18."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id} is a minor"
