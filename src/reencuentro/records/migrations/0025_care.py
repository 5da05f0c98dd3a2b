"""Care: who of a team is where, and what they speak."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """As it is used."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0024_notices")]
    operations: ClassVar[list[Operation]] = []
