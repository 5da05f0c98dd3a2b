"""Who did what, when: written in the same transaction as the deed."""

from django.db import models


class Outcome(models.TextChoices):
    """Whether the deed was done, or refused and undone."""

    DONE = "done"
    REFUSED = "refused"


class AuditEntry(models.Model):
    """One deed; about: keys only, never names. The database refuses to change or delete it."""

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    action = models.CharField(max_length=50)
    about = models.JSONField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.action} {self.outcome} at {self.at:%Y-%m-%dT%H:%M:%SZ}"
