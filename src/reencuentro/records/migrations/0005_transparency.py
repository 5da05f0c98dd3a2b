"""The audit becomes one log that can't be rewritten unnoticed."""

import secrets
from datetime import UTC
from hashlib import sha256
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import reencuentro.records.exact
from reencuentro.interchange.transparency.entries import Entry
from reencuentro.interchange.transparency.merkle import RightEdge, leaf_hash
from reencuentro.interchange.transparency.notes import Signer
from reencuentro.records.permanence import DELETE, TRUNCATE, UPDATE, keep_for_good, let_change

CHUNK = 1_000


def make_keys(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """The keys of the audit; the log is called after its first public key, so that no two have the same name."""
    Secret = apps.get_model("records", "AuditSecret")
    seed = secrets.token_bytes(32)
    Secret.objects.create(purpose="signing", secret=seed)
    Secret.objects.create(purpose="terms", secret=secrets.token_bytes(32))
    name = sha256(Signer("", seed).public().key).hexdigest()[:16]
    apps.get_model("records", "AuditHead").objects.create(pk=1, origin=f"reencuentro/audit/{name}", size=0, edge=[])


def make_leaves(apps: StateApps, _: BaseDatabaseSchemaEditor) -> None:
    """What was noted until now is the beginning of the log, in the order in which it was noted."""
    rows = apps.get_model("records", "AuditEntry").objects
    head = apps.get_model("records", "AuditHead").objects.get()
    tree, last = RightEdge(), 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for row in chunk:
            row.sequence = tree.size
            hashed = leaf_hash(_leaf(row))
            row.leaf_hash = hashed.hex()
            tree = tree.appended(hashed)
        rows.bulk_update(chunk, ["sequence", "leaf_hash"])
        last = chunk[-1].pk
    head.size, head.edge = tree.size, [one.hex() for one in tree.hashes]
    head.save()


def _leaf(row: Any) -> bytes:
    facts = {name: getattr(row, name) for name in ("sequence", "by", "action", "outcome", "why")}
    return Entry(**facts, at=row.at.astimezone(UTC), about=tuple(row.about)).leaf


class Migration(migrations.Migration):
    """The triggers go while the entries are numbered, and come back for good: SQLite lost them with the old table."""

    dependencies = [("records", "0004_search")]
    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origin", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("edge", reencuentro.records.exact.ExactJSONField(default=list)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(pk=1), name="a_registry_has_one_log")],
            },
        ),
        migrations.CreateModel(
            name="AuditCheckpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("size", models.PositiveBigIntegerField()),
                ("note", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("purpose", models.CharField(max_length=20, unique=True)),
                ("secret", models.BinaryField()),
            ],
        ),
        migrations.RunPython(make_keys, migrations.RunPython.noop),
        let_change("records_auditentry", [UPDATE, DELETE]),
        migrations.AddField("AuditEntry", "sequence", models.PositiveBigIntegerField(null=True, unique=True)),
        migrations.AddField("AuditEntry", "leaf_hash", models.CharField(max_length=64, default="")),
        migrations.AddField("AuditEntry", "officer", models.CharField(max_length=64, blank=True, default="")),
        migrations.AddField("AuditEntry", "agency", models.CharField(max_length=200, blank=True, default="")),
        migrations.AddField("AuditEntry", "purpose", models.CharField(max_length=50, blank=True, default="")),
        migrations.AddField("AuditEntry", "levels", reencuentro.records.exact.ExactJSONField(default=list)),
        migrations.AddField("AuditEntry", "terms", reencuentro.records.exact.ExactJSONField(default=list)),
        migrations.RunPython(make_leaves, migrations.RunPython.noop),
        migrations.AlterField("AuditEntry", "sequence", models.PositiveBigIntegerField(unique=True)),
        migrations.AlterField("AuditEntry", "leaf_hash", models.CharField(max_length=64)),
        keep_for_good("records_auditentry", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_auditcheckpoint", [UPDATE, DELETE, TRUNCATE]),
        keep_for_good("records_audithead", [DELETE, TRUNCATE]),
        keep_for_good("records_auditsecret", [DELETE, TRUNCATE]),
    ]
