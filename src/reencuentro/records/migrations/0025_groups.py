"""Working groups of agencies: who belongs to each, and what it does."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q

from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _key(model: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # fields take none at run time
    how = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(to=f"records.{model}", **how)


_GROUP = migrations.CreateModel(
    name="WorkingGroup",
    fields=[
        _ID,
        ("public_id", models.CharField(max_length=20, unique=True)),
        ("name", models.CharField(max_length=120)),
        ("aim", models.TextField()),
        ("agency", _key("agency")),
        ("chair", _key("officer")),
        ("founded_by", _key("officer")),
        ("founded_at", models.DateTimeField()),
    ],
)
_MEMBER = migrations.CreateModel(
    name="GroupMember",
    fields=[
        _ID,
        ("group", _key("workinggroup", related_name="members")),
        ("agency", _key("agency")),
        ("may_share", models.JSONField()),
        ("joined_at", models.DateTimeField()),
        ("added_by", _key("officer")),
        ("left_at", models.DateTimeField(null=True)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(
                condition=Q(left_at=None), fields=("group", "agency"), name="an_agency_is_in_a_group_once"
            ),
        ],
    },
)
_ITEM = migrations.CreateModel(
    name="GroupItem",
    fields=[
        _ID,
        ("group", _key("workinggroup", related_name="items")),
        (
            "duty",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="group_item", to="records.duty"
            ),
        ),
    ],
)


class Migration(migrations.Migration):
    """Who belonged to a group, and what it did, stays for good."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0024_care")]
    operations: ClassVar[list[Operation]] = [
        *(_GROUP, _MEMBER, _ITEM),
        *(keep_for_good(f"records_{table}", [DELETE, TRUNCATE]) for table in ("workinggroup", "groupmember")),
        keep_for_good("records_groupitem", [UPDATE, DELETE, TRUNCATE]),
    ]
