"""The life of a record: rules of retention, tombstones, corrections and restrictions."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from reencuentro.records.emptying import Emptying, KeepUnlessExpired
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind

_EMPTYINGS = (
    Emptying(
        table="records_sourcerecord",
        rows=["id"],
        emptied={"cells": "", "row_hash": "", "likeness": ""},
        kept=["id", "roster_id", "line", "record_id"],
    ),
    Emptying(
        table="records_judgement",
        rows=["left_row_id", "right_row_id"],
        emptied={"reason": "", "seen": "{}"},
        kept=[
            *("id", "left_agency", "left_row_id", "right_agency", "right_row_id"),
            *("relation", "verdict", "by", "at", "supersedes_id"),
        ],
        threads={"left_thread": "left_row_id", "right_thread": "right_row_id"},
    ),
    Emptying(
        table="records_correction",
        rows=["row_id"],
        emptied={"value": "", "evidence": ""},
        kept=["id", "agency", "row_id", "field", "withdrawn", "by", "at", "supersedes_id"],
        threads={"thread": "row_id"},
    ),
)


def _id() -> tuple[str, Any]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _to(model: str, **options: Any) -> Any:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        to=f"records.{model}",
        **{"related_name": "+", **options},
    )


class Migration(migrations.Migration):
    """New tables; and what the database kept for good may from now on be emptied once its time is over."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0008_second_wall")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                _id(),
                ("version", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("child", "child"), ("adult", "adult"), ("unread", "unread")], max_length=10
                    ),
                ),
                ("agency", models.CharField(blank=True, max_length=200)),
                ("counted_from", models.JSONField()),
                ("years", models.PositiveIntegerField(default=0)),
                ("months", models.PositiveIntegerField(default=0)),
                ("days", models.PositiveIntegerField(default=0)),
                ("in_force_from", models.DateField()),
                ("source", models.TextField()),
                ("zone", models.CharField(max_length=60)),
                ("adopted_by", models.CharField(max_length=200)),
                ("adopted_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "kind", "agency", "in_force_from"), name="a_set_of_rules_is_adopted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("years__gt", 0), ("months__gt", 0), ("days__gt", 0), _connector="OR"),
                        name="a_record_is_kept_for_a_while",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                _id(),
                ("record_id", models.CharField(max_length=250)),
                ("likeness_mark", models.CharField(blank=True, db_index=True, max_length=64)),
                ("source_date", models.DateField()),
                ("entry_date", models.DateTimeField()),
                ("expiry_date", models.DateTimeField()),
                ("rule", models.TextField()),
                ("agency", _to("agency")),
                ("roster", _to("roster")),
            ],
            options={"indexes": [models.Index(fields=["agency", "record_id"], name="tombstone_record")]},
        ),
        migrations.CreateModel(
            name="ExpiredRow",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="expired",
                        serialize=False,
                        to="records.sourcerecord",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("tombstone", _to("tombstone", null=True, related_name="rows")),
            ],
        ),
        migrations.CreateModel(
            name="PendingShred", fields=[("record", models.BigIntegerField(primary_key=True, serialize=False))]
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                _id(),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("given_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("person", models.CharField(db_index=True, max_length=64)),
                (
                    "ground",
                    models.CharField(
                        choices=[(one, one) for one in ("accuracy", "wrongly_kept", "claim", "objection", "court")],
                        max_length=20,
                    ),
                ),
                ("why", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("begins_at")), _connector="OR"),
                        name="restriction_lasts_for_a_while",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("person",), name="restricted_once_at_a_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                _id(),
                ("agency", models.CharField(max_length=200)),
                ("thread", models.CharField(max_length=250)),
                ("field", models.CharField(max_length=40)),
                ("value", SealedJSONField(empty=str, kind=int(Kind.ROW), record="row")),
                ("evidence", SealedJSONField(empty=str, kind=int(Kind.ROW), record="row")),
                ("withdrawn", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("row", _to("sourcerecord")),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="records.correction",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("supersedes", None)),
                        fields=("agency", "thread", "field"),
                        name="one_first_correction_of_one_field",
                    )
                ]
            },
        ),
        keep_for_good("records_retentionrule", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_tombstone", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_expiredrow", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_correction", [DELETE, TRUNCATE]),
        *map(KeepUnlessExpired, _EMPTYINGS),
    ]
