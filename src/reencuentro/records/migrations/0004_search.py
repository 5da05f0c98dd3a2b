"""People can be looked up."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import reencuentro.records.exact


def make_bare_tables(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Tables that are nothing but their key: SQLite can keep the rows in the index itself, at half the size."""
    bare = "" if editor.connection.vendor == "postgresql" else "WITHOUT ROWID"
    editor.execute(
        "CREATE TABLE records_searchkey (key bigint NOT NULL, record bigint NOT NULL, PRIMARY KEY (key, record)) "
        + bare
    )
    editor.execute(
        "CREATE TABLE records_searchsound"
        " (mark bigint NOT NULL, sound varchar(200) NOT NULL, PRIMARY KEY (mark, sound)) " + bare
    )


class Migration(migrations.Migration):
    """Empty at first: filled when the next roster is admitted or the first question asked."""

    dependencies = [("records", "0003_alternatives")]
    operations = [
        migrations.CreateModel(
            name="SearchRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("thread", models.CharField(max_length=250)),
                ("record_id", models.CharField(max_length=250)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.sourcerecord",
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("agency", "thread"), name="a_record_is_searched_once"),
                ),
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("first_given", models.BigIntegerField(default=0)),
                ("second_given", models.BigIntegerField(default=0)),
                ("first_surname", models.BigIntegerField(default=0)),
                ("second_surname", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="SearchTotals",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filing", models.PositiveIntegerField()),
                ("records", models.BigIntegerField(default=0)),
                ("counted_at", models.BigIntegerField(default=0)),
                ("chances", reencuentro.records.exact.ExactJSONField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make_bare_tables, migrations.RunPython.noop)],
            state_operations=[
                migrations.CreateModel(
                    name="SearchKey",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "key", "record", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("record", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SearchSound",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "mark", "sound", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("mark", models.BigIntegerField()),
                        ("sound", models.CharField(max_length=200)),
                    ],
                ),
            ],
        ),
    ]
