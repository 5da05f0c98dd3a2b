"""Cases: their steps, the second person's word on them, their forms, turns and tasks."""

from datetime import UTC, datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good
from reencuentro.records.sealing.fields import SealedJSONField

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def _key(model: str, **options: Any) -> models.ForeignKey:  # type: ignore[type-arg]  # fields take none at run time
    how = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(to=f"records.{model}", **how)


def _sealed(empty: Any = str, record: str = "case") -> SealedJSONField:
    return SealedJSONField(empty=empty, kind=4, record=record)


def _by_whom() -> list[tuple[str, Any]]:
    return [("officer", _key("officer")), ("agency", _key("agency")), ("at", models.DateTimeField())]


_CASE = migrations.CreateModel(
    name="Case",
    fields=[
        _ID,
        ("version", models.PositiveIntegerField(default=1)),
        ("changed_by", models.CharField(blank=True, max_length=200)),
        ("changed_at", models.DateTimeField(null=True)),
        ("public_id", models.CharField(max_length=20, unique=True)),
        ("person", models.CharField(db_index=True, max_length=64)),
        ("agency", _key("agency")),
        ("owner", _key("officer")),
        ("escalates_to", _key("officer")),
        ("jurisdiction", models.CharField(max_length=2)),
        ("state", models.CharField(max_length=30)),
        ("opened_at", models.DateTimeField()),
        ("opened_by", models.CharField(max_length=200)),
        ("next_due", models.DateTimeField(default=datetime(9999, 12, 31, tzinfo=UTC))),
        ("why", _sealed(record="")),
    ],
    options={
        "indexes": [
            models.Index(fields=["owner", "next_due", "id"], name="cases_of_their_owner"),
            models.Index(fields=["escalates_to", "next_due", "id"], name="cases_that_escalate"),
        ],
        "constraints": [
            models.UniqueConstraint(
                condition=Q(("state__in", ("closed", "duplicate")), _negated=True),
                fields=("person",),
                name="one_open_case_of_a_child",
            ),
        ],
    },
)
_STEP = migrations.CreateModel(
    name="CaseStep",
    fields=[
        _ID,
        ("case", _key("case", related_name="steps")),
        ("number", models.PositiveIntegerField()),
        ("before", models.CharField(blank=True, max_length=30)),
        ("to", models.CharField(max_length=30)),
        ("needs_second", models.BooleanField()),
        *_by_whom(),
        ("shown", ExactJSONField()),
        ("reason", _sealed()),
    ],
    options={
        "constraints": [models.UniqueConstraint(fields=("case", "number"), name="one_step_at_a_time")],
    },
)
_SETTLEMENT = migrations.CreateModel(
    name="CaseSettlement",
    fields=[
        _ID,
        (
            "step",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="settlement", to="records.casestep"
            ),
        ),
        ("case", _key("case")),
        ("verdict", models.CharField(max_length=9)),
        ("proposer", _key("officer")),
        *_by_whom(),
        ("reason", _sealed()),
    ],
    options={
        "constraints": [
            models.CheckConstraint(
                condition=Q(verdict="withdrawn", officer=F("proposer"))
                | (~Q(verdict="withdrawn") & ~Q(officer=F("proposer"))),
                name="nobody_settles_their_own_step",
            ),
        ],
    },
)
_FORM = migrations.CreateModel(
    name="CaseForm",
    fields=[
        _ID,
        ("case", _key("case", related_name="forms")),
        ("kind", models.CharField(max_length=20)),
        ("number", models.PositiveIntegerField()),
        ("version", models.PositiveIntegerField()),
        *_by_whom(),
        ("boxes", _sealed(dict)),
    ],
    options={
        "constraints": [
            models.UniqueConstraint(fields=("case", "kind", "number", "version"), name="one_form_of_each_version"),
        ],
    },
)
_TURN = migrations.CreateModel(
    name="CaseTurn",
    fields=[
        _ID,
        ("case", _key("case", related_name="turns")),
        ("owner", _key("officer")),
        ("escalates_to", _key("officer")),
        *_by_whom(),
    ],
)
_TASK = migrations.CreateModel(
    name="CaseTask",
    fields=[
        _ID,
        ("case", _key("case", related_name="tasks")),
        ("agency", _key("agency")),
        ("owner", _key("officer", null=True)),
        ("due", models.DateField()),
        ("what", _sealed()),
        ("officer", _key("officer")),
        ("given_by", _key("agency")),
        ("at", models.DateTimeField()),
        ("done_at", models.DateTimeField(null=True)),
        ("done_by", _key("officer", null=True)),
    ],
    options={
        "indexes": [models.Index(condition=Q(("done_at", None)), fields=["agency", "due"], name="case_tasks_to_do")],
    },
)


class Migration(migrations.Migration):
    """Tables of their own. What is stated in a case is never changed, only followed by what is stated next."""

    dependencies = (("records", "0014_custody"),)

    operations = (
        *(_CASE, _STEP, _SETTLEMENT, _FORM, _TURN, _TASK),
        *(keep_for_good(f"records_{table}", [DELETE, TRUNCATE]) for table in ("case", "casetask")),
        *(
            keep_for_good(f"records_{table}", [UPDATE, DELETE, TRUNCATE])
            for table in ("casestep", "casesettlement", "caseform", "caseturn")
        ),
    )
