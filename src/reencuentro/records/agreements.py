"""What one agency may see of another's data: versions that never change, signed by both, withdrawn by either."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q

from reencuentro.rules.disclosure.agreements import Agreement, standing
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic


class Side(StrEnum):
    """Which of the two agencies."""

    GIVER = "giver"
    TAKER = "taker"


class AgreementQuerySet(models.QuerySet["AgreementVersion"]):
    """Versions, of which the last one that both have signed is the agreement."""

    def signed(self) -> Self:
        """Those which both sides have signed."""
        return self.annotate(signatures_made=Count("signatures")).filter(signatures_made=len(Side))


class AgreementVersion(models.Model):
    """One version of an agreement: the giver lets the taker see. The database keeps it for good, unchanged.

    purposes, roles, levels, topics: words of rules.disclosure, in order. only_nationals_of: ISO countries; none: all.
    """

    agreement = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    giver = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    taker = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    purposes = models.JSONField()
    roles = models.JSONField()
    levels = models.JSONField()
    topics = models.JSONField()
    only_nationals_of = models.JSONField()
    begins_at = models.DateTimeField()
    until = models.DateTimeField()
    drafted_by = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["agreement", "version"], name="a_version_of_an_agreement_is_written_once"),
            models.CheckConstraint(condition=Q(until__gt=F("begins_at")), name="an_agreement_lasts_for_a_while"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="an_agreement_has_two_sides"),
        )

    def agency_of(self, side: Side) -> int:
        """The key of the agency that stands on that side."""
        return self.giver_id if side is Side.GIVER else self.taker_id

    def as_rule(self) -> Agreement:
        """The version as the decision takes it. Reads its agencies, signatures and withdrawal."""
        withdrawal = getattr(self, "withdrawal", None)
        return Agreement(
            id=self.agreement,
            version=self.version,
            giver=self.giver.code,
            taker=self.taker.code,
            taker_kind=AgencyKind(self.taker.kind),
            purposes=frozenset(map(Purpose, self.purposes)),
            roles=frozenset(map(Role, self.roles)),
            levels=frozenset(map(Level, self.levels)),
            topics=frozenset(map(Topic, self.topics)),
            only_nationals_of=frozenset(self.only_nationals_of),
            valid_from=self.begins_at,
            valid_until=self.until,
            signed_by=frozenset(self._agency_code(Side(one.side)) for one in self.signatures.all()),
            supersedes=self.supersedes.version if self.supersedes else 0,
            ended_at=withdrawal.at if withdrawal else None,
        )

    def _agency_code(self, side: Side) -> str:
        return self.giver.code if side is Side.GIVER else self.taker.code

    def __str__(self) -> str:
        return f"{self.agreement} version {self.version}"


class AgreementSignature(models.Model):
    """An officer of one side agrees to one version; each side once."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=5, choices=[(side.value, side.value) for side in Side])
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["version", "side"], name="each_side_signs_once"),
        )

    def __str__(self) -> str:
        return f"{self.side} of {self.version_id}"


class AgreementWithdrawal(models.Model):
    """One side no longer agrees; from then on the version allows nothing."""

    version = models.OneToOneField(AgreementVersion, models.PROTECT, related_name="withdrawal")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    why = models.TextField()

    def __str__(self) -> str:
        return f"withdrawal of {self.version_id}"


def agreements_in_force(at: datetime, *, taker: str | None = None) -> tuple[Agreement, ...]:
    """What the decision takes: every agreement that holds at that instant, in a fixed order.

    taker: only those that let this agency see. An agreement is replaced by later versions between the same
    two agencies alone, so that those of others are never needed.
    """
    signed = AgreementVersion.objects.signed().filter(begins_at__lte=at)
    if taker is not None:
        signed = signed.filter(taker__code=taker)
    versions = signed.select_related("giver", "taker", "supersedes", "withdrawal").prefetch_related("signatures")
    return standing((version.as_rule() for version in versions.order_by("agreement", "version")), at)
