"""What people edit carries a version, so that nobody overwrites unknowingly what somebody else changed meanwhile."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F

from reencuentro.errors import ConflictError


class Versioned(models.Model):
    """A record that people edit: how often it was changed, by whom last, and when."""

    version = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


def changed_only_from(record: Versioned, version: int, *, by: str, at: datetime, **facts: Any) -> None:
    """Writes the facts if the record still is as it was at that version, in one statement; `record` is then current.

    Raises ConflictError, with who changed it when, where somebody was faster; nothing is written then.
    """
    rows = record.__class__._default_manager.filter(pk=record.pk)
    changed = rows.filter(version=version).update(**facts, version=F("version") + 1, changed_by=by, changed_at=at)
    if not changed:
        raise _conflict(record, version)
    record.refresh_from_db()


def _conflict(record: Versioned, version: int) -> ConflictError:
    now = record.__class__._default_manager.filter(pk=record.pk).first()
    kind = record.__class__.__name__.lower()
    if now is None:
        return ConflictError(f"{kind} {record.pk} is gone", seen=version)
    return ConflictError(f"{kind} {record.pk}", seen=version, now=now.version, by=now.changed_by, at=now.changed_at)
