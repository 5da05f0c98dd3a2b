"""Working groups of agencies: who belongs to each and what they may tell there, and what the group does."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q


class GroupQuerySet(models.QuerySet["WorkingGroup"]):
    """Groups by who belongs to them."""

    def of_agency(self, code: str) -> Self:
        """Those to which an agency belongs now."""
        return self.filter(pk__in=GroupMember.objects.filter(agency__code=code, left_at=None).values("group"))


class WorkingGroup(models.Model):
    """A working group. agency: which founded it, and invites others. chair: to whom what is late comes, by name.

    name, aim: about no child.
    """

    public_id = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    aim = models.TextField()
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    chair = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    founded_by = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()

    objects = GroupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id


class GroupMember(models.Model):
    """An agency in a group. may_share: words of rules.groups, as the agency itself has said."""

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="members")
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    may_share = models.JSONField()
    joined_at = models.DateTimeField()
    added_by = models.ForeignKey("records.Officer", models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=["group", "agency"], condition=Q(left_at=None), name="an_agency_is_in_a_group_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.group_id}"


class GroupItem(models.Model):
    """That a duty, a meeting or a joint action, is of a group: whoever belongs to it reads it."""

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="items")
    duty = models.OneToOneField("records.Duty", models.PROTECT, related_name="group_item")

    def __str__(self) -> str:
        return f"duty {self.duty_id} of {self.group_id}"


def belongs(code: str, duty: int) -> bool:
    """Whether the duty (by key) is of a group to which the agency belongs now."""
    return _member(code, duty).exists()


def shares_of(code: str, duty: int) -> frozenset[str]:
    """What the agency may tell the group whose duty this is; nothing where it is of none."""
    told = _member(code, duty).values_list("may_share", flat=True).first()
    return frozenset(told or ())


def _member(code: str, duty: int) -> models.QuerySet[GroupMember]:
    return GroupMember.objects.filter(agency__code=code, left_at=None, group__items__duty=duty)
