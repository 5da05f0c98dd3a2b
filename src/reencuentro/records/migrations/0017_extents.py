"""What a list is said to be: whole, of a part, or brought by mistake; dropped lists are compared before they are taken."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.permanence import DELETE, TRUNCATE, keep_for_good

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_EXTENTS = [("whole", "Whole"), ("part", "Part"), ("withdrawn", "Withdrawn")]


class Migration(migrations.Migration):
    """A table, and columns that may be null: so no table is rebuilt. Lists of before are whole where nobody says more."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0016_doubts")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="ExtentSaid",
            fields=[
                _ID,
                ("extent", models.CharField(choices=_EXTENTS, max_length=10)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("refused", models.CharField(blank=True, max_length=20)),
                ("matched_at", models.DateTimeField(null=True)),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extents_said",
                        to="records.roster",
                    ),
                ),
            ],
        ),
        keep_for_good("records_extentsaid", [DELETE, TRUNCATE]),
        migrations.AddField("rosterdrop", "extent", models.CharField(choices=_EXTENTS, max_length=10, null=True)),
        migrations.AddField("roster", "changes", ExactJSONField(null=True)),
        migrations.RemoveIndex(model_name="rosterdrop", name="drops_to_be_taken_in"),
        migrations.AddIndex(
            model_name="rosterdrop",
            index=models.Index(
                condition=models.Q(("state__in", ["looking", "waiting", "running", "matching"])),
                fields=["id"],
                name="drops_that_wait",
            ),
        ),
        # Those that somebody looks at just now are compared first.
        migrations.RunSQL(
            "UPDATE records_rosterdrop SET state = 'looking' WHERE state = 'shown'", migrations.RunSQL.noop
        ),
    ]
