"""How often somebody tried to get in, under keyed hashes: of an account from a place, of a place, of an account."""

from django.db import models


class Tries(models.Model):
    """One counter. A try is claimed before a secret is looked at, in one statement, so that a thousand at once can't
    exceed the limit. known: somebody got in under this key before.
    """

    key = models.CharField(max_length=64, primary_key=True)
    failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    free_at = models.DateTimeField()
    known = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.failed} tries under {self.key[:8]}"
