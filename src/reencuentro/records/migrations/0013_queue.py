"""A tie keeps where it stands in the queue of what people should look at."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


class Migration(migrations.Migration):
    """Both may be null: so no table is rebuilt, and the guard against deletion stays on it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0012_registration")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(model_name="tie", name="place", field=models.SmallIntegerField(null=True)),
        migrations.AddField(model_name="tie", name="waiting_since", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(
                fields=["status", "place", "waiting_since", "id"],
                condition=Q(known_until=None, place__isnull=False),
                name="ties_that_wait",
            ),
        ),
    ]
