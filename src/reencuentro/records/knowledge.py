"""Two times for every fact: when we knew it, and when it was true.

Known time runs from `known_from` up to, but not including, `known_until`; None means that it is still believed.
Nothing is overwritten: a fact that changes is closed and a new one is opened at the same instant.
"""

from datetime import date, datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q

Fact_co = TypeVar("Fact_co", bound=models.Model, covariant=True)


class FactQuerySet(models.QuerySet[Fact_co]):
    """Facts by what we knew and when, and by when they were true."""

    def known_on(self, instant: datetime) -> Self:
        """What the registry believed at that instant."""
        return self.filter(Q(known_until=None) | Q(known_until__gt=instant), known_from__lte=instant)

    def standing(self) -> Self:
        """What the registry believes now."""
        return self.filter(known_until=None)

    def true_on(self, day: date) -> Self:
        """What was true on that day, of facts that are true for a time; a source silent about a limit sets none."""
        begun = Q(true_from=None) | Q(true_from__lte=day)
        return self.filter(begun, Q(true_until=None) | Q(true_until__gt=day))


class Known(models.Model):
    """A fact with the time for which we believed it."""

    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gte=F("known_from")),
                name="%(class)s_is_not_forgotten_before_it_is_known",
            ),
        )


class Timed(Known):
    """A fact with the days on which it was true as well: from the first, up to but not including the last."""

    true_from = models.DateField(null=True)
    true_until = models.DateField(null=True)

    class Meta(Known.Meta):
        abstract = True
