"""What is owed to children: the duties, and their steps."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """As it is used."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0021_compared")]
    operations: ClassVar[list[Operation]] = []
