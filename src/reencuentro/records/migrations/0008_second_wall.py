"""Releases and stays, and what may not happen twice: kept by the databases themselves."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good
from reencuentro.records.second_wall.guards import Guard


def _id() -> tuple[str, models.Field]:  # type: ignore[type-arg]  # fields take none at run time
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _key(model: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # likewise
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"records.{model}", **options
    )


def _one(model: str, related_name: str = "+") -> models.OneToOneField:  # type: ignore[type-arg]  # likewise
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=f"records.{model}"
    )


# Neither the officer nor their agency is suspended.
_STANDS = """
    EXISTS (SELECT 1 FROM records_officer who JOIN records_agency now ON now.id = who.agency_id
              JOIN records_agency then_of ON then_of.id = {approval}.agency_id
             WHERE who.id = {approval}.officer_id AND who.is_active
               AND now.suspended_at IS NULL AND then_of.suspended_at IS NULL)
"""
# Approvals that may carry a release: of that child and adult, by those officers and agencies, not withdrawn, not used.
_WORTH = f"""
    EXISTS (SELECT 1 FROM records_approval one
             WHERE one.id = NEW.{{side}}_id AND one.child_id = NEW.child_id AND one.adult_id = NEW.adult_id
               AND one.officer_id = NEW.{{side}}_officer_id AND one.agency_id = NEW.{{side}}_agency_id
               AND one.stepped_up AND NOT one.for_claimant AND {_STANDS.format(approval="one")})
    AND NOT EXISTS (SELECT 1 FROM records_approvalwithdrawal gone WHERE gone.approval_id = NEW.{{side}}_id)
    AND NOT EXISTS (SELECT 1 FROM records_release past WHERE NEW.{{side}}_id IN (past.first_id, past.second_id))
"""  # noqa: S608 - our own words alone
# Nobody's valid word for another adult since the last release. Those too old to count are the rule's to tell.
_RIVAL = f"""
    EXISTS (SELECT 1 FROM records_approval rival
             WHERE rival.child_id = NEW.child_id AND rival.adult_id <> NEW.adult_id AND {{recent}}
               AND rival.stepped_up AND NOT rival.for_claimant AND {_STANDS.format(approval="rival")}
               AND NOT EXISTS (SELECT 1 FROM records_approvalwithdrawal gone WHERE gone.approval_id = rival.id)
               AND rival.id > coalesce((SELECT max(CASE WHEN past.first_id > past.second_id THEN past.first_id
                                                        ELSE past.second_id END)
                                          FROM records_release past WHERE past.child_id = NEW.child_id), 0))
"""  # noqa: S608 - likewise
_BAD_RELEASE = f"NOT ({_WORTH.format(side='first')} AND {_WORTH.format(side='second')}) OR {_RIVAL}"
_RELEASED = "EXISTS (SELECT 1 FROM records_release WHERE child_id = NEW.child_id AND ended_at IS NULL)"
_OTHER_CHANGE = " OR ".join(
    ["OLD.ended_at IS NOT NULL", "NEW.ended_at IS NULL"]
    + [
        f"NEW.{column} <> OLD.{column}"
        for column in "id child_id adult_id first_id second_id first_officer_id second_officer_id first_agency_id"
        " second_agency_id officer_id at".split()
    ]
)
_ELSEWHERE = """
    EXISTS (SELECT 1 FROM records_stay other
             WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
               AND (other.ended_on IS NULL OR NEW.began_on < other.ended_on)
               AND (NEW.ended_on IS NULL OR other.began_on < NEW.ended_on))
"""
_RECENT = {
    "sqlite": "julianday(rival.at) > julianday(NEW.at) - 30",
    "postgresql": "rival.at > NEW.at - interval '30 days'",
}


def _guard(name: str, table: str, events: list[str], refused: str, why: str, locks: str = "") -> Guard:
    """locks: the column that names the person whose row is locked first, so that two who come at once take turns."""
    lock = f"PERFORM 1 FROM records_person WHERE id = NEW.{locks} FOR UPDATE;" if locks else ""
    return Guard(
        sqlite=tuple(
            f"CREATE TRIGGER {name}_{number} {'AFTER' if table == 'records_stay' else 'BEFORE'} {event} ON {table}"
            f" WHEN {refused.replace('{recent}', _RECENT['sqlite'])}"
            f" BEGIN SELECT RAISE(ABORT, '{why}'); END"
            for number, event in enumerate(events)
        ),
        postgresql=(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp AS $$
            BEGIN
                {lock}
                IF {refused.replace("{recent}", _RECENT["postgresql"])} THEN
                    RAISE EXCEPTION '{why}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            END $$;
            REVOKE ALL ON FUNCTION {name}() FROM PUBLIC;
            CREATE TRIGGER {name} BEFORE {" OR ".join(events)} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
            """,
        ),
    )


class Migration(migrations.Migration):
    """A child is released once at a time, on two words; nobody is in two places at once."""

    dependencies = [("records", "0007_officers")]
    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                _id(),
                ("role", models.CharField(max_length=30)),
                ("stepped_up", models.BooleanField()),
                ("for_claimant", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("adult", _key("person")),
                ("agency", _key("agency")),
                ("child", _key("person")),
                ("officer", _key("officer")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("adult")), _negated=True),
                        name="nobody_is_released_to_themselves",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ApprovalWithdrawal",
            fields=[
                _id(),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("approval", _one("approval", "withdrawal")),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                _id(),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("ended_why", models.TextField(blank=True)),
                ("adult", _key("person")),
                ("child", _key("person")),
                ("first", _one("approval")),
                ("first_agency", _key("agency")),
                ("first_officer", _key("officer")),
                ("officer", _key("officer")),
                ("second", _one("approval")),
                ("second_agency", _key("agency")),
                ("second_officer", _key("officer")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("child",),
                        name="a_child_is_released_to_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("adult")), _negated=True),
                        name="a_child_is_released_to_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_officer", models.F("second_officer")), _negated=True),
                        name="a_release_needs_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_agency", models.F("second_agency")), _negated=True),
                        name="a_release_needs_two_agencies",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                _id(),
                ("began_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("noted_by", models.CharField(max_length=200)),
                ("noted_at", models.DateTimeField()),
                ("ended_by", models.CharField(blank=True, max_length=200)),
                ("agency", _key("agency")),
                ("person", _key("person")),
                ("row", _key("sourcerecord", null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("person",), name="a_person_has_one_open_stay"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("began_on")), _connector="OR"
                        ),
                        name="a_stay_ends_after_it_began",
                    ),
                ]
            },
        ),
        keep_for_good("records_approval", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_approvalwithdrawal", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_release", [DELETE, TRUNCATE]),
        keep_for_good("records_stay", [DELETE, TRUNCATE]),
        _guard(
            "an_approval_comes_before_the_release",
            "records_approval",
            ["INSERT"],
            _RELEASED,
            "the child is released already",
            "child_id",
        ),
        _guard(
            "a_release_rests_on_two_approvals",
            "records_release",
            ["INSERT"],
            _BAD_RELEASE,
            "no two standing approvals carry this release, or another adult is approved too",
            "child_id",
        ),
        _guard("a_release_is_only_ended", "records_release", ["UPDATE"], _OTHER_CHANGE, "a release is kept as it was"),
        _guard(
            "nobody_is_in_two_places_at_once",
            "records_stay",
            ["INSERT", "UPDATE"],
            _ELSEWHERE,
            "the person is elsewhere in that time",
            "person_id",
        ),
    ]
