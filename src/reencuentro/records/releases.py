"""Approvals of a child's release, and releases; kept for good. The database itself lets no child be released twice."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from reencuentro.rules.disclosure import releases as rules
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role


class Approval(models.Model):
    """One officer's yes to one adult, in one role and for the agency of then. Never changed; see ApprovalWithdrawal.

    for_claimant: the officer belongs to the claimant, or filed their claim, so that their yes doesn't count.
    """

    child = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    adult = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    stepped_up = models.BooleanField()
    for_claimant = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=~Q(child=F("adult")), name="nobody_is_released_to_themselves"),
        )

    def as_rule(self) -> rules.Approval:
        """The approval as the decision takes it. Reads its persons, officer, agency and withdrawal."""
        withdrawn = getattr(self, "withdrawal", None) is not None
        return rules.Approval(
            officer=self.officer.public_id,
            agency=self.agency.code,
            agency_kind=AgencyKind(self.agency.kind),
            role=Role(self.role),
            child=self.child.public_id,
            adult=self.adult.public_id,
            at=self.at,
            stepped_up=self.stepped_up,
            for_claimant=self.for_claimant,
            stands=not withdrawn and self.officer.may_enter and not self.agency.suspended,
        )

    def __str__(self) -> str:
        return f"approval {self.pk} by {self.officer_id}"


class ApprovalWithdrawal(models.Model):
    """An officer takes their yes back, for good; they may give another."""

    approval = models.OneToOneField(Approval, models.PROTECT, related_name="withdrawal")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"withdrawal of {self.approval_id}"


class Release(models.Model):
    """A child went to an adult, on the word of two officers of two agencies. It stands until the child is back.

    first, second: the approvals; of each the officer and the agency stand here too, so that the row itself shows that
    they differ. officer: who carried it out.
    """

    child = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    adult = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    first = models.OneToOneField(Approval, models.PROTECT, related_name="+")
    second = models.OneToOneField(Approval, models.PROTECT, related_name="+")
    first_officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    second_officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    first_agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    second_agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    officer = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)
    ended_why = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["child"], condition=Q(ended_at=None), name="a_child_is_released_to_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(child=F("adult")), name="a_child_is_released_to_somebody_else"),
            models.CheckConstraint(condition=~Q(first_officer=F("second_officer")), name="a_release_needs_two_persons"),
            models.CheckConstraint(condition=~Q(first_agency=F("second_agency")), name="a_release_needs_two_agencies"),
        )

    def __str__(self) -> str:
        return f"release {self.pk} of {self.child_id}"


def approvals_of(child: str) -> tuple[rules.Approval, ...]:
    """Every approval that no release has used up, as the decision takes them, in the order in which they were given."""
    return tuple(one.as_rule() for one in open_approvals(child))


def open_approvals(child: str) -> list[Approval]:
    """Those approvals, with all that `as_rule` reads."""
    last = Release.objects.filter(child__public_id=child).order_by("-pk").first()
    given = Approval.objects.filter(child__public_id=child)
    fresh = given.filter(pk__gt=max(last.first_id, last.second_id), at__gte=last.at) if last else given
    return list(fresh.select_related("child", "adult", "officer__agency", "agency", "withdrawal").order_by("pk"))
