"""People written down on the pages: how a row came in, what it says more than a mention, photos; whom searches showed."""

import django.db.models.deletion
from django.db import migrations, models

from reencuentro.records.sealing.fields import SealedJSONField

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_CHANNEL = models.CharField(
    choices=[("list", "List"), ("registered", "Registered"), ("requested", "Requested")],
    db_default="list",
    default="list",
    max_length=10,
)


class Migration(migrations.Migration):
    """A column with a default, which SQLite adds without making the table and its triggers anew; three tables, an index."""

    dependencies = (("records", "0011_names"),)

    operations = (
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE records_roster ADD COLUMN channel varchar(10) NOT NULL DEFAULT 'list'",
                    migrations.RunSQL.noop,
                )
            ],
            state_operations=[migrations.AddField("roster", "channel", _CHANNEL)],
        ),
        migrations.AddIndex(
            model_name="searchrecord",
            index=models.Index(fields=["record_id", "agency"], name="searched_by_record"),
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                _ID,
                ("agency", models.CharField(max_length=200)),
                ("record_id", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("image", SealedJSONField(empty=str, kind=1, record="row")),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="photos", to="records.sourcerecord"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["agency", "record_id"], name="photo_of_record")]},
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                _ID,
                ("token", models.CharField(blank=True, max_length=64)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("told", SealedJSONField(empty=dict, kind=1, record="row")),
                ("concern", SealedJSONField(empty=dict, kind=1, record="row")),
                ("message", SealedJSONField(empty=str, kind=1, record="row")),
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="records.sourcerecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True),
                        fields=("token",),
                        name="a_form_that_is_sent_twice_makes_one_record",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ShownBySearch",
            fields=[
                _ID,
                ("day", models.DateField()),
                ("person", models.CharField(blank=True, max_length=64)),
                ("settled", models.BooleanField()),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.officer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("officer", "day", "person", "settled"), name="shown_once_a_day")
                ]
            },
        ),
    )
