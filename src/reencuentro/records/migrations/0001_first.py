"""The first tables."""

import django.db.models.deletion
from django.db import migrations, models

import reencuentro.records.exact


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=200, unique=True)),
                ("name", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("action", models.CharField(max_length=50)),
                ("about", models.JSONField()),
                ("outcome", models.CharField(choices=[("done", "Done"), ("refused", "Refused")], max_length=7)),
                ("why", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(choices=[("subject", "Subject"), ("relative", "Relative")], max_length=8)),
                ("facts", reencuentro.records.exact.ExactJSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=64, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="IdentityProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("left_agency", models.CharField(max_length=200)),
                ("left_record_id", models.CharField(max_length=200)),
                ("right_agency", models.CharField(max_length=200)),
                ("right_record_id", models.CharField(max_length=200)),
                ("probability", models.FloatField()),
                ("evidence", reencuentro.records.exact.ExactJSONField()),
                ("would_decide", models.TextField(blank=True)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="identityproposal_is_not_forgotten_before_it_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relation", models.CharField(max_length=20)),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claimed_by", to="records.mention"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="records.mention"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CertifiedEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("records", reencuentro.records.exact.ExactJSONField()),
                ("change", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, max_length=20)),
                ("after", models.CharField(blank=True, max_length=20)),
                ("reasons", reencuentro.records.exact.ExactJSONField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.TextField()),
                ("content_hash", models.CharField(max_length=64)),
                ("as_of", models.DateField()),
                ("as_of_stated", models.BooleanField()),
                ("latest_event", models.DateField(null=True)),
                ("received_at", models.DateTimeField()),
                ("has_record_ids", models.BooleanField()),
                ("columns", reencuentro.records.exact.ExactJSONField()),
                ("rows", models.PositiveIntegerField(default=0)),
                ("repeated", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rosters", to="records.agency"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Quarantined",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("file_name", models.TextField()),
                ("line", models.PositiveBigIntegerField()),
                ("column", reencuentro.records.exact.ExactJSONField()),
                ("value", reencuentro.records.exact.ExactJSONField()),
                ("problem", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                (
                    "cleared_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.roster"
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.roster"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Separation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("true_from", models.DateField(null=True)),
                ("true_until", models.DateField(null=True)),
                ("place", models.TextField(blank=True)),
                ("agency", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SourceRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveBigIntegerField()),
                ("record_id", models.CharField(db_index=True, max_length=200)),
                ("row_hash", models.CharField(max_length=64)),
                ("likeness", models.CharField(blank=True, max_length=32)),
                ("cells", reencuentro.records.exact.ExactJSONField()),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="source_records", to="records.roster"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="mention",
            name="source_record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="mentions", to="records.sourcerecord"
            ),
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("left_agency", models.CharField(max_length=200)),
                ("left_thread", models.CharField(max_length=200)),
                ("right_agency", models.CharField(max_length=200)),
                ("right_thread", models.CharField(max_length=200)),
                ("relation", models.CharField(blank=True, max_length=20)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("confirmed", "confirmed"), ("rejected", "rejected"), ("withdrawn", "withdrawn")],
                        max_length=10,
                    ),
                ),
                ("by", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("seen", reencuentro.records.exact.ExactJSONField()),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="records.judgement",
                    ),
                ),
                (
                    "left_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sourcerecord"
                    ),
                ),
                (
                    "right_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.sourcerecord"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("relation", models.CharField(max_length=20)),
                ("probability", models.FloatField()),
                (
                    "status",
                    models.CharField(
                        choices=[("proposed", "proposed"), ("confirmed", "confirmed"), ("rejected", "rejected")],
                        max_length=10,
                    ),
                ),
                ("evidence", reencuentro.records.exact.ExactJSONField()),
                ("would_decide", models.TextField(blank=True)),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
                (
                    "relative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Identifier",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=50)),
                ("value", models.CharField(max_length=200)),
                (
                    "mention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="identifiers", to="records.mention"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["value", "kind"], name="identifier_value")],
            },
        ),
        migrations.CreateModel(
            name="Minor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="minor_is_not_forgotten_before_it_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("agency", models.CharField(max_length=200)),
                ("record_id", models.CharField(max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="membership_is_not_forgotten_before_it_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("known_until", None)),
                        fields=("agency", "record_id"),
                        name="a_record_belongs_to_one_person_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certified",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                ("grade", models.CharField(max_length=20)),
                ("reasons", reencuentro.records.exact.ExactJSONField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                        ),
                        name="certified_is_not_forgotten_before_it_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("known_until", None)), fields=("person",), name="a_child_is_listed_once"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="roster",
            constraint=models.UniqueConstraint(fields=("agency", "content_hash"), name="one_roster_for_one_content"),
        ),
        migrations.AddConstraint(
            model_name="quarantined",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                ),
                name="quarantined_is_not_forgotten_before_it_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="separation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                ),
                name="separation_is_not_forgotten_before_it_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("supersedes", None)),
                fields=("left_agency", "left_thread", "right_agency", "right_thread", "relation"),
                name="one_first_judgement_for_one_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("known_until", None), ("known_until__gte", models.F("known_from")), _connector="OR"
                ),
                name="tie_is_not_forgotten_before_it_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tie",
            constraint=models.UniqueConstraint(
                condition=models.Q(("known_until", None)),
                fields=("child", "relative", "relation"),
                name="a_tie_stands_once",
            ),
        ),
    ]
