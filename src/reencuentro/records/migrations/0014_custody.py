"""Stays that may be taken back, alarms, and rosters dropped on a page."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.second_wall.guards import Guard

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _key(model: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # fields take none at run time
    how = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(to=f"records.{model}", **how)


_ELSEWHERE = """
    EXISTS (SELECT 1 FROM records_stay other
             WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
               AND (other.ended_on IS NULL OR NEW.began_on < other.ended_on)
               AND (NEW.ended_on IS NULL OR other.began_on < NEW.ended_on)
               AND NOT EXISTS (SELECT 1 FROM records_staywithdrawal gone WHERE gone.stay_id = other.id))
"""
_WHY = "the person is elsewhere in that time"
_ONE_PLACE = Guard(
    sqlite=tuple(
        statement
        for number, event in enumerate(("INSERT", "UPDATE"))
        for statement in (
            f"DROP TRIGGER nobody_is_in_two_places_at_once_{number}",
            f"CREATE TRIGGER nobody_is_in_two_places_at_once_{number} AFTER {event} ON records_stay"
            f" WHEN {_ELSEWHERE} BEGIN SELECT RAISE(ABORT, '{_WHY}'); END",
        )
    ),
    postgresql=(
        f"""
        CREATE OR REPLACE FUNCTION nobody_is_in_two_places_at_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        BEGIN
            PERFORM 1 FROM records_person WHERE id = NEW.person_id FOR UPDATE;
            IF {_ELSEWHERE} THEN
                RAISE EXCEPTION '{_WHY}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
    ),
)


def _stays() -> list[Any]:
    return [
        migrations.CreateModel(
            name="StayWithdrawal",
            fields=[
                _ID,
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "stay",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="records.stay"
                    ),
                ),
            ],
        ),
        # The guard below covers it: two stays without an end overlap.
        migrations.RemoveConstraint(model_name="stay", name="a_person_has_one_open_stay"),
        migrations.AddField("stay", "place", SealedJSONField(empty=str, kind=5, null=True, record="")),
        keep_for_good("records_staywithdrawal", [UPDATE, DELETE, TRUNCATE]),
        _ONE_PLACE,
    ]


def _alarms() -> list[Any]:
    return [
        migrations.CreateModel(
            name="Alarm",
            fields=[
                _ID,
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_by", models.CharField(blank=True, max_length=200)),
                ("changed_at", models.DateTimeField(null=True)),
                ("kind", models.CharField(max_length=12)),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("about", models.CharField(blank=True, max_length=64)),
                ("reason", models.CharField(max_length=40)),
                ("urgencies", ExactJSONField()),
                ("weight", models.PositiveSmallIntegerField()),
                ("agency", _key("agency")),
                ("place", SealedJSONField(empty=str, kind=6, record="")),
                ("seen_on", models.DateField(null=True)),
                ("on", models.DateField(null=True)),
                ("raised_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                ("lacking", models.BooleanField(default=True)),
                ("state", models.CharField(max_length=8)),
                ("owner", _key("officer", null=True)),
                ("owner_agency", _key("agency", null=True)),
                ("found_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("open", "looking", "found"))),
                        fields=["-weight", "opened_at", "id"],
                        name="alarms_on_the_board",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "joined"), _negated=True),
                        fields=("person", "kind", "about"),
                        name="one_alarm_for_one_matter",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AlarmStep",
            fields=[
                _ID,
                ("alarm", _key("alarm", related_name="steps")),
                ("step", models.CharField(max_length=12)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("officer", _key("officer", null=True)),
                ("agency", _key("agency", null=True)),
                ("note", SealedJSONField(empty=str, kind=6, record="alarm")),
            ],
        ),
        keep_for_good("records_alarm", [DELETE, TRUNCATE]),
        keep_for_good("records_alarmstep", [UPDATE, DELETE, TRUNCATE]),
    ]


def _drops() -> list[Any]:
    return [
        migrations.CreateModel(
            name="RosterDrop",
            fields=[
                _ID,
                ("token", models.CharField(max_length=32, unique=True)),
                ("agency", _key("agency")),
                ("officer", _key("officer")),
                ("file_name", models.TextField()),
                ("size", models.PositiveBigIntegerField()),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("as_of", models.DateField(null=True)),
                ("shown", SealedJSONField(empty=dict, kind=7, record="")),
                ("state", models.CharField(default="shown", max_length=10)),
                ("dropped_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("roster", _key("roster", null=True)),
                ("told", ExactJSONField(default=dict)),
                ("problem", models.TextField(blank=True)),
                ("remedy", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "running", "matching"))),
                        fields=["id"],
                        name="drops_to_be_taken_in",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="DropPart",
            fields=[
                _ID,
                ("drop", _key("rosterdrop", on_delete=django.db.models.deletion.CASCADE, related_name="parts")),
                ("content", SealedJSONField(empty=str, kind=7, record="drop")),
            ],
        ),
        migrations.CreateModel(
            name="ColumnMeant",
            fields=[
                _ID,
                ("agency", _key("agency")),
                ("header", ExactJSONField()),
                ("field", models.CharField(blank=True, max_length=80)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Mend",
            fields=[
                _ID,
                ("row", _key("sourcerecord", related_name="mends")),
                ("column", ExactJSONField()),
                ("value", SealedJSONField(empty=str, kind=1, record="row")),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
            ],
        ),
        keep_for_good("records_rosterdrop", [DELETE, TRUNCATE]),
        keep_for_good("records_columnmeant", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_mend", [UPDATE, DELETE, TRUNCATE]),
    ]


class Migration(migrations.Migration):
    """What custody and dropped rosters are kept in."""

    dependencies = (("records", "0013_queue"),)
    operations = (*_stays(), *_alarms(), *_drops())
