"""Contact: attempts, and the hours of facilities."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """As it is used."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0022_duties")]
    operations: ClassVar[list[Operation]] = []
