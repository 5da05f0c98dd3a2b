"""Whether a consulate may learn of a person, as somebody said it: kept for good."""

from django.db import migrations, models

from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good


class Migration(migrations.Migration):
    """A table of its own."""

    dependencies = (("records", "0009_life"),)

    operations = (
        migrations.CreateModel(
            name="ProtectionGate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(db_index=True, max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("closed", "closed"), ("unknown", "unknown")], max_length=7
                    ),
                ),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_gate_is_set_for_a_reason"
                    )
                ],
            },
        ),
        keep_for_good("records_protectiongate", [UPDATE, DELETE, TRUNCATE]),
    )
