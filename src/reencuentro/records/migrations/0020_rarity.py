"""The odds at which the weighing of a pair begins are kept with what was found by them."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import F, Q


class Migration(migrations.Migration):
    """A table about nobody; the next matching fills it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0019_former_numbers")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Rarity",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("of", models.CharField(max_length=20)),
                ("share", models.FloatField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(known_until=None) | Q(known_until__gte=F("known_from")),
                        name="rarity_is_not_forgotten_before_it_is_known",
                    ),
                    models.UniqueConstraint(fields=["of"], condition=Q(known_until=None), name="a_rarity_stands_once"),
                ],
            },
        ),
    ]
