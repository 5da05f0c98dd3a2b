"""A team: in which state each officer works, what they speak, when they are on shift, and when they are on leave.

Why somebody is on leave is nobody's business here, and isn't kept.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.records.lasting import Lasting


class Cover(Lasting):
    """What an officer covers. A new one puts an end to the one before.

    state: ISO 3166-2. languages: ISO 639-3, blanks between them. shifts: as rules.shifts keeps them; minutes: of all of
    them in a week.
    """

    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="covers")
    state = models.CharField(max_length=6)
    languages = models.CharField(max_length=200, blank=True)
    shifts = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField()

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at=None), name="an_officer_covers_one_state_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} in {self.state}"


class Leave(Lasting):
    """An officer is on leave until a day: nobody is assigned to them meanwhile."""

    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="leaves")

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.CheckConstraint(condition=Q(until__isnull=False), name="a_leave_has_its_end"),
        )

    def __str__(self) -> str:
        return f"{self.officer_id} on leave"
