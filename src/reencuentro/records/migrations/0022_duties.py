"""What is owed to children: the duties, and their steps."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q

from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good
from reencuentro.records.sealing.fields import SealedJSONField

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _key(model: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # fields take none at run time
    how = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(to=f"records.{model}", **how)


_DUTY = migrations.CreateModel(
    name="Duty",
    fields=[
        _ID,
        ("public_id", models.CharField(max_length=20, unique=True)),
        ("person", models.CharField(blank=True, db_index=True, max_length=64)),
        ("kind", models.CharField(max_length=20)),
        ("agency", _key("agency")),
        ("counterpart", _key("agency", null=True)),
        ("owner", _key("officer")),
        ("jurisdiction", models.CharField(max_length=2)),
        ("state", models.CharField(max_length=30)),
        ("begun_at", models.DateTimeField()),
        ("due_at", models.DateTimeField(null=True)),
        ("over_at", models.DateTimeField(null=True)),
        ("steps_taken", models.PositiveIntegerField(default=0)),
        ("gist", SealedJSONField(empty=dict, kind=0, record="")),
    ],
    options={
        "indexes": [
            models.Index(fields=["kind", "due_at", "id"], condition=Q(over_at=None), name="duties_that_wait"),
            models.Index(fields=["agency", "kind", "id"], name="duties_of_an_agency"),
            models.Index(fields=["counterpart", "kind", "id"], name="duties_with_an_agency"),
            models.Index(fields=["owner", "due_at", "id"], condition=Q(over_at=None), name="duties_of_their_owner"),
        ],
    },
)
_STEP = migrations.CreateModel(
    name="DutyStep",
    fields=[
        _ID,
        ("duty", _key("duty", related_name="steps")),
        ("number", models.PositiveIntegerField()),
        ("step", models.CharField(max_length=30)),
        ("before", models.CharField(blank=True, max_length=30)),
        ("to", models.CharField(max_length=30)),
        ("officer", _key("officer")),
        ("agency", _key("agency")),
        ("at", models.DateTimeField()),
        ("boxes", SealedJSONField(empty=dict, kind=0, record="duty")),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("duty", "number"), name="one_step_of_a_duty_at_a_time"),
        ],
    },
)


class Migration(migrations.Migration):
    """What was done stays for good; where a duty stands follows from its steps."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0021_compared")]
    operations: ClassVar[list[Operation]] = [
        _DUTY,
        _STEP,
        keep_for_good("records_duty", [DELETE, TRUNCATE]),
        keep_for_good("records_dutystep", [UPDATE, DELETE, TRUNCATE]),
    ]
