"""Who was written down on the pages is compared with everybody, once a worker may."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


class Migration(migrations.Migration):
    """A column that may be empty, which SQLite adds without making the table anew, and a small index."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0020_rarity")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("registration", "compared_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "registration",
            models.Index(fields=["id"], condition=Q(compared_at=None), name="registrations_to_compare"),
        ),
    ]
