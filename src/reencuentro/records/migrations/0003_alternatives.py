"""A tie keeps who else was weighed for its place."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from reencuentro.records.exact import ExactJSONField


class Migration(migrations.Migration):
    """May be null: so no table is rebuilt, and the guard against deletion stays on it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0002_permanence")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(model_name="tie", name="alternatives", field=ExactJSONField(null=True)),
    ]
