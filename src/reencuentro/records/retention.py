"""The retention rules that were adopted, each set whole, dated, with its sources; and the time they are counted by."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Max, Q

from reencuentro.records.audit import AuditEntry, Outcome
from reencuentro.rules.retention import DEFAULTS, CountedFrom, Policy, RecordKind, Rule, reliable, witnessed

VOUCH = "vouch_for_clock"
"""The deed by which somebody says that the clock stands right, however long nobody used the registry."""


class RetentionRule(models.Model):
    """One rule of one adopted set; the newest set counts, and defaults where it is silent. Kept for good, unchanged."""

    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RecordKind])
    agency = models.CharField(max_length=200, blank=True)
    counted_from = models.JSONField()
    years = models.PositiveIntegerField(default=0)
    months = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    in_force_from = models.DateField()
    source = models.TextField()
    zone = models.CharField(max_length=60)
    adopted_by = models.CharField(max_length=200)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["version", "kind", "agency", "in_force_from"], name="a_set_of_rules_is_adopted_once"
            ),
            models.CheckConstraint(
                condition=Q(years__gt=0) | Q(months__gt=0) | Q(days__gt=0), name="a_record_is_kept_for_a_while"
            ),
        )

    def as_rule(self) -> Rule:
        """The rule as the decision takes it."""
        return Rule(
            kind=RecordKind(self.kind),
            agency=self.agency,
            counted_from=frozenset(map(CountedFrom, self.counted_from)),
            years=self.years,
            months=self.months,
            days=self.days,
            in_force_from=self.in_force_from,
            source=self.source,
            zone=self.zone,
        )

    def __str__(self) -> str:
        return f"rule on {self.kind}, version {self.version}"


def policy_version() -> int:
    """The number of the set that counts; 0 where none was adopted."""
    newest: int | None = RetentionRule.objects.aggregate(newest=Max("version"))["newest"]
    return newest or 0


def policy_adopted() -> Policy:
    """The rules that count: those of the newest set, and the program's defaults for what they leave open."""
    version = policy_version()
    if not version:
        return DEFAULTS
    rules = RetentionRule.objects.filter(version=version).order_by("kind", "agency", "in_force_from")
    return (*(rule.as_rule() for rule in rules), *DEFAULTS)


def reliable_time(now: datetime) -> datetime | None:
    """The instant by which rights are counted; None where the clock stands too far beyond all that the log knows."""
    return reliable(now, witnessed(_noted()))


def _noted() -> Iterator[tuple[datetime, bool]]:
    entries = AuditEntry.objects.order_by("sequence").values_list("at", "action", "outcome")
    return ((at, action == VOUCH and outcome == Outcome.DONE) for at, action, outcome in entries.iterator())
