"""A proposed identity keeps where it stands in the queue of what people should look at, and is found by its records."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


class Migration(migrations.Migration):
    """Both may be null: so no table is rebuilt, and the guard against deletion stays on it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0015_cases")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(model_name="identityproposal", name="place", field=models.SmallIntegerField(null=True)),
        migrations.AddField(model_name="identityproposal", name="waiting_since", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="identityproposal",
            index=models.Index(
                fields=["place", "waiting_since", "id"],
                condition=Q(known_until=None, place__isnull=False),
                name="doubts_that_wait",
            ),
        ),
        migrations.AddIndex(
            model_name="identityproposal",
            index=models.Index(fields=["left_record_id"], condition=Q(known_until=None), name="identities_by_left"),
        ),
        migrations.AddIndex(
            model_name="identityproposal",
            index=models.Index(fields=["right_record_id"], condition=Q(known_until=None), name="identities_by_right"),
        ),
    ]
