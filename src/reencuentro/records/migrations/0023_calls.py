"""Contact: the places from which people speak, each plan's columns for lists, each call; and looks for the desk."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good
from reencuentro.records.sealing.fields import SealedJSONField

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _key(model: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # fields take none at run time
    how = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(to=f"records.{model}", **how)


def _one(model: str, name: str, **options: Any) -> models.OneToOneField:  # type: ignore[type-arg]  # likewise
    how = {"on_delete": django.db.models.deletion.PROTECT, "related_name": name, **options}
    return models.OneToOneField(to=f"records.{model}", **how)


_PLACE = migrations.CreateModel(
    name="CallPlace",
    fields=[
        _ID,
        ("code", models.CharField(max_length=40, unique=True)),
        ("name", models.CharField(max_length=200)),
        ("agency", _key("agency")),
        ("zone", models.CharField(max_length=40)),
        ("hours", ExactJSONField()),
    ],
)
_PLAN = migrations.CreateModel(
    name="CallPlan",
    fields=[
        _ID,
        ("duty", _one("duty", "calls")),
        ("relative", models.CharField(db_index=True, max_length=64)),
        ("standard", models.CharField(max_length=20)),
        ("zone", models.CharField(max_length=40)),
        ("begun_on", models.DateField()),
        ("place", _key("callplace", null=True)),
        ("their_place", _key("callplace", null=True)),
        ("spoke_at", models.DateTimeField(null=True)),
        ("silent_at", models.DateTimeField(null=True)),
    ],
    options={
        "indexes": [
            models.Index(fields=["silent_at"], condition=Q(silent_at__isnull=False), name="call_plans_silent"),
        ],
    },
)
_ATTEMPT = migrations.CreateModel(
    name="CallAttempt",
    fields=[
        _ID,
        ("duty", _key("duty", related_name="attempts")),
        ("relative", models.CharField(max_length=64)),
        ("answers", _one("callattempt", "answered", null=True)),
        ("begins_at", models.DateTimeField()),
        ("ends_at", models.DateTimeField(null=True)),
        ("day", models.DateField()),
        ("minutes", models.PositiveIntegerField()),
        ("channel", models.CharField(max_length=10)),
        ("outcome", models.CharField(max_length=10)),
        ("interpreter", models.CharField(blank=True, max_length=7)),
        ("free", models.CharField(blank=True, max_length=7)),
        ("barrier", models.CharField(blank=True, max_length=14)),
        ("officer", _key("officer")),
        ("agency", _key("agency")),
        ("at", models.DateTimeField()),
        ("told", SealedJSONField(empty=dict, kind=0, record="duty")),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="a_call_ends_after_it_began"
            ),
        ],
        "indexes": [
            models.Index(fields=["duty", "day"], name="calls_of_a_plan"),
            models.Index(fields=["relative", "begins_at"], name="calls_with_somebody"),
            models.Index(fields=["begins_at", "id"], condition=Q(outcome="arranged"), name="calls_arranged"),
            models.Index(fields=["day"], condition=Q(minutes__gt=0), name="calls_spoken"),
        ],
    },
)
_LOOK = migrations.CreateModel(
    name="DeskLook", fields=[_ID, ("duty", _one("duty", "+")), ("at", models.DateTimeField())]
)


class Migration(migrations.Migration):
    """A call is written down for good; what lists need of a plan follows from its steps and its calls."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0022_duties")]
    operations: ClassVar[list[Operation]] = [
        _PLACE,
        _PLAN,
        _ATTEMPT,
        _LOOK,
        keep_for_good("records_callattempt", [UPDATE, DELETE, TRUNCATE]),
    ]
