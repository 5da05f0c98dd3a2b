"""Who supplies rosters."""

from django.db import models


class Agency(models.Model):
    """An organisation that supplies or uses data, known by its code."""

    code = models.CharField(max_length=200, unique=True)
    name = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.code
