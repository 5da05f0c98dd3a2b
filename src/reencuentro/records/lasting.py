"""What holds for a time: from an instant, until another if one was set, and never again once it was ended."""

from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

Held_co = TypeVar("Held_co", bound=models.Model, covariant=True)


class LastingQuerySet(models.QuerySet[Held_co]):
    """What holds for a time, by whether it holds."""

    def in_force(self, at: datetime) -> Self:
        """What holds at that instant; what was ended holds at none, so that a clock set back revives nothing."""
        return self.open().filter(Q(until=None) | Q(until__gt=at), begins_at__lte=at)

    def open(self) -> Self:
        """What nobody has ended yet, whether its time has come, lasts or is over."""
        return self.filter(ended_at=None)


class Lasting(models.Model):
    """A right or a duty with its time. until: None where nobody set an end."""

    begins_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    objects = LastingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("begins_at")), name="%(class)s_lasts_for_a_while"
            ),
        )

    def end(self, *, by: str, at: datetime) -> bool:
        """Ends it for good; False where somebody had ended it before."""
        return bool(type(self)._default_manager.filter(pk=self.pk, ended_at=None).update(ended_at=at, ended_by=by))
