"""Organisations that supply or use data: of which kind, in which country, and whether they are suspended."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.records.versions import Versioned


class Agency(Versioned):
    """An organisation that supplies or uses data, known by its code.

    A roster makes its agency by code alone; kind and country stay "" until somebody states them, and nobody of an
    agency of unknown kind is shown anything. country: ISO 3166-1 alpha-2. state: a state or department thereof.
    """

    code = models.CharField(max_length=200, unique=True)
    name = models.TextField(blank=True)
    kind = models.CharField(max_length=30, blank=True)
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=100, blank=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.CharField(max_length=200, blank=True)
    suspended_why = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(suspended_at=None, suspended_by="", suspended_why="")
                | Q(suspended_at__isnull=False) & ~Q(suspended_by="") & ~Q(suspended_why=""),
                name="a_suspension_says_who_and_why",
            ),
        )

    @property
    def suspended(self) -> bool:
        """Whether its officers are out."""
        return self.suspended_at is not None

    def __str__(self) -> str:
        return self.code
