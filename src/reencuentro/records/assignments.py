"""Who works for whom: an officer is assigned to a person, or to a case, for a time."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.records.lasting import Lasting


class Assignment(Lasting):
    """An officer's duty for one person (by public id), within one case or, where that is "", in general."""

    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="assignments")
    person = models.CharField(max_length=64, db_index=True)
    case = models.CharField(max_length=64, blank=True)

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["officer", "person", "case"],
                condition=Q(ended_at=None),
                name="an_officer_is_assigned_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} for {self.person}"
