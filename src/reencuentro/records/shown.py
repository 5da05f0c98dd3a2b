"""How many people an officer was shown by searching today: what keeps a script from reading out the registry.

Counted beside the log, because officers who search don't read the log.
"""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models

from reencuentro.records.officers import Officer


class ShownBySearch(models.Model):
    """A person was shown to an officer by a search on that day (UTC); settled: in an answer that was asked for.

    Unsettled are those who were only suggested while the officer typed. person "": the alarm of the day was raised.
    """

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    day = models.DateField()
    person = models.CharField(max_length=64, blank=True)
    settled = models.BooleanField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["officer", "day", "person", "settled"], name="shown_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.day}"


def shown_today(officer: int, at: datetime) -> dict[str, bool]:
    """The people whom the officer was shown today, and whether in an answer that was asked for."""
    rows = ShownBySearch.objects.filter(officer=officer, day=at.astimezone(UTC).date()).exclude(person="")
    return dict(rows.order_by("settled").values_list("person", "settled"))
