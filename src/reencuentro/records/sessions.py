"""Who is signed in: kept by the hash of the key, so that whoever copies the table can't take a session over."""

from django.db import models


class Session(models.Model):
    """A browser that is signed in, or about to be. data: signed by the web floor, and of no meaning here."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    officer = models.ForeignKey("records.Officer", models.CASCADE, null=True, related_name="sessions")
    data = models.TextField()
    made_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key_hash[:8]


def end_sessions(**whose: object) -> int:
    """Signs out everybody of whom this holds (officer=…, officer__agency=…); how many there were."""
    return Session.objects.filter(**whose).delete()[0]
