"""Who went by a number before is found among those alone who went by any other."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q


class Migration(migrations.Migration):
    """An index alone, and a small one: most people never had another number of which anything was stated."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0018_found_by_record")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["public_id"], condition=Q(names__isnull=False), name="people_by_former_numbers"),
        ),
    ]
