"""Care: who of a team is where, and what they speak."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q

from reencuentro.records.permanence import DELETE, TRUNCATE, keep_for_good


def _lasting(name: str, related_name: str, *own: tuple[str, Any], constraint: models.BaseConstraint) -> Operation:
    """A table of what an officer has for a time."""
    officer = models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="records.officer"
    )
    lasts = models.CheckConstraint(
        condition=Q(until=None) | Q(until__gt=F("begins_at")), name=f"{name.lower()}_lasts_for_a_while"
    )
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("begins_at", models.DateTimeField()),
            ("until", models.DateTimeField(null=True)),
            ("given_by", models.CharField(max_length=200)),
            ("ended_at", models.DateTimeField(null=True)),
            ("ended_by", models.CharField(blank=True, max_length=200)),
            ("officer", officer),
            *own,
        ],
        options={"abstract": False, "constraints": [lasts, constraint]},
    )


class Migration(migrations.Migration):
    """What an officer covered, and when they were away, stays: whoever got a child, and why, must be told later."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0023_calls")]
    operations: ClassVar[list[Operation]] = [
        _lasting(
            "Cover",
            "covers",
            ("state", models.CharField(max_length=6)),
            ("languages", models.CharField(blank=True, max_length=200)),
            ("shifts", models.CharField(blank=True, max_length=200)),
            ("minutes", models.PositiveIntegerField()),
            constraint=models.UniqueConstraint(
                condition=Q(ended_at=None), fields=("officer",), name="an_officer_covers_one_state_at_a_time"
            ),
        ),
        _lasting(
            "Leave",
            "leaves",
            constraint=models.CheckConstraint(condition=Q(until__isnull=False), name="a_leave_has_its_end"),
        ),
        keep_for_good("records_cover", [DELETE, TRUNCATE]),
        keep_for_good("records_leave", [DELETE, TRUNCATE]),
    ]
