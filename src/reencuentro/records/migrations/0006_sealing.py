"""What rows, mentions, quarantine and judgements say is sealed, each record under a key of its own."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import reencuentro.records.sealing.fields
from reencuentro.records.sealing.existing import SealWhatIsKept


def _id() -> tuple[str, models.Field]:  # type: ignore[type-arg]  # fields take none at run time
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _sealed(model: str, name: str, **options: Any) -> Operation:
    """The column stays the text that it was, so the table isn't rebuilt and keeps its guard."""
    field = reencuentro.records.sealing.fields.SealedJSONField(**options)
    return migrations.SeparateDatabaseAndState(
        state_operations=[migrations.AlterField(model_name=model, name=name, field=field)]
    )


class Migration(migrations.Migration):
    """Tables for the keys; then every value that is there already is sealed."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0005_transparency")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="SealingRoot",
            fields=[
                _id(),
                ("name", models.CharField(max_length=32)),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("proof", models.TextField()),
                ("tree", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="AgencyKey",
            fields=[
                _id(),
                ("version", models.PositiveIntegerField()),
                ("wrapped", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
            ],
            options={
                "constraints": (models.UniqueConstraint(fields=("agency", "version"), name="one_key_of_each_version"),),
            },
        ),
        migrations.CreateModel(
            name="RecordKey",
            fields=[
                ("record", models.BigIntegerField(primary_key=True, serialize=False)),
                ("wrapped", models.TextField()),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agencykey"
                    ),
                ),
            ],
        ),
        _sealed("sourcerecord", "cells", kind=1, empty=dict),
        _sealed("mention", "facts", kind=1, record="source_record", empty=dict),
        _sealed("quarantined", "value", kind=2),
        _sealed("judgement", "reason", kind=3),
        SealWhatIsKept(),
    ]
