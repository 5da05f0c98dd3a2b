"""Officers, their agencies and rights, and how they sign in."""

import django.db.models.deletion
from django.apps import apps
from django.db import migrations, models

from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good


def _sign_in_comes_later() -> list[tuple[str, str]]:
    """Tables of others that point at officers, where those apps are installed: made once officers are there."""
    return [(app, "0001_initial") for app in ("account", "mfa") if apps.is_installed(f"allauth.{app}")]


class Migration(migrations.Migration):
    """Agreements, signatures and emergencies never change; what is ended stays."""

    run_before = _sign_in_comes_later()

    dependencies = [
        ("records", "0006_sealing"),
    ]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="agency",
            name="changed_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="agency",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="kind",
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name="agency",
            name="country",
            field=models.CharField(blank=True, max_length=2),
        ),
        migrations.AddField(
            model_name="agency",
            name="state",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="agency",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="suspended_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="agency",
            name="suspended_why",
            field=models.TextField(blank=True),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("suspended_at", None), ("suspended_by", ""), ("suspended_why", "")),
                    models.Q(
                        ("suspended_at__isnull", False),
                        models.Q(("suspended_by", ""), _negated=True),
                        models.Q(("suspended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_suspension_says_who_and_why",
            ),
        ),
        migrations.CreateModel(
            name="Officer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_by", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField(null=True)),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("public_id", models.CharField(max_length=20, unique=True)),
                ("login", models.CharField(max_length=254, unique=True)),
                ("full_name", models.CharField(max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="officers", to="records.agency"
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("language", models.CharField(default="es", max_length=2)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ("es", "en"))), name="an_officer_reads_es_or_en"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoleHeld",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("given_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="roles_held", to="records.officer"
                    ),
                ),
                ("role", models.CharField(max_length=30)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("begins_at")), _connector="OR"),
                        name="roleheld_lasts_for_a_while",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("officer", "role"),
                        name="a_role_is_held_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="enrolments", to="records.officer"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=200)),
                ("until", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_at", None)),
                        fields=("officer",),
                        name="one_open_enrolment_for_one_officer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("key_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="records.officer",
                    ),
                ),
                ("data", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failed", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("free_at", models.DateTimeField()),
                ("known", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("given_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="records.officer"
                    ),
                ),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("case", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("begins_at")), _connector="OR"),
                        name="assignment_lasts_for_a_while",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("officer", "person", "case"),
                        name="an_officer_is_assigned_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agreement", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                ("purposes", models.JSONField()),
                ("roles", models.JSONField()),
                ("levels", models.JSONField()),
                ("topics", models.JSONField()),
                ("only_nationals_of", models.JSONField()),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("drafted_by", models.CharField(max_length=200)),
                ("drafted_at", models.DateTimeField()),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="records.agreementversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "version"), name="a_version_of_an_agreement_is_written_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("begins_at"))), name="an_agreement_lasts_for_a_while"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="an_agreement_has_two_sides",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreementSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="records.agreementversion",
                    ),
                ),
                ("side", models.CharField(choices=[("giver", "giver"), ("taker", "taker")], max_length=5)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.officer"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "side"), name="each_side_signs_once")],
            },
        ),
        migrations.CreateModel(
            name="AgreementWithdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="records.agreementversion",
                    ),
                ),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("why", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("given_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("purpose", models.CharField(max_length=30)),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                ("levels", models.JSONField()),
                ("topics", models.JSONField(default=list)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("parent", "parent"),
                            ("guardian", "guardian"),
                            ("court", "court"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=20)),
                ("interpreted", models.BooleanField(default=False)),
                (
                    "witness",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.officer"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("begins_at")), _connector="OR"),
                        name="consent_lasts_for_a_while",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("person", "purpose", "recipient", "basis"),
                        name="one_consent_for_one_purpose_and_recipient",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("given_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("person", models.CharField(db_index=True, max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.officer"
                    ),
                ),
                ("by_court", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gt", models.F("begins_at")), _connector="OR"),
                        name="withholding_lasts_for_a_while",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", None), ("officer__isnull", False)),
                            models.Q(("agency__isnull", False), ("officer", None)),
                            _connector="OR",
                        ),
                        name="withheld_from_an_agency_or_an_officer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agency__isnull", False), ("ended_at", None)),
                        fields=("person", "agency"),
                        name="withheld_from_an_agency_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("officer__isnull", False)),
                        fields=("person", "officer"),
                        name="withheld_from_an_officer_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="emergencies", to="records.officer"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("levels", models.JSONField()),
                ("topics", models.JSONField(default=list)),
                ("reason", models.TextField()),
                ("begins_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 240)),
                        name="an_emergency_lasts_four_hours_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="an_emergency_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EmergencyNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "emergency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="records.breakglass"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("emergency", "agency"), name="an_agency_is_told_once")],
            },
        ),
        migrations.CreateModel(
            name="EmergencyReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "emergency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="records.breakglass"
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.officer"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.agency"
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[("justified", "justified"), ("unjustified", "unjustified")], max_length=11
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        *(
            keep_for_good(f"records_{table}", [UPDATE, DELETE, TRUNCATE])
            for table in (
                "agreementversion",
                "agreementsignature",
                "agreementwithdrawal",
                "breakglass",
                "emergencynotice",
                "emergencyreview",
            )
        ),
        *(
            keep_for_good(f"records_{table}", [DELETE, TRUNCATE])
            for table in ("roleheld", "assignment", "consent", "withholding")
        ),
    ]
