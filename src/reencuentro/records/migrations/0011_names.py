"""A person keeps the ids by which the same records went before: what was stated of those goes on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column, empty until records are matched next; SQLite adds it without rebuilding the table."""

    dependencies = (("records", "0010_gates"),)

    operations = (migrations.AddField("person", "names", models.JSONField(null=True)),)
