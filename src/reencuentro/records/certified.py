"""The certified list of separated children as it stood at any time, and the ledger of its changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.linkage.results import PersonFound
from reencuentro.records.exact import ExactJSONField
from reencuentro.records.knowledge import Known
from reencuentro.records.people import Membership


class Certified(Known):
    """One child on the list; grade and reasons are those of the rules on separations."""

    person = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    grade = models.CharField(max_length=20)
    reasons = ExactJSONField()

    class Meta(Known.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Known.Meta.constraints,
            models.UniqueConstraint(fields=["person"], condition=Q(known_until=None), name="a_child_is_listed_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.grade}"


class CertifiedEntry(models.Model):
    """One line of the ledger: who was added, removed or regraded, when and why. The database keeps it for good.

    records: the keys that stood for the child. on: the day for which the list was drawn up; at: when that was done.
    """

    person = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    records = ExactJSONField()
    change = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    reasons = ExactJSONField()
    on = models.DateField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.change} on {self.on}"


def certified_grades() -> dict[str, str]:
    """The list as it stands: grade by person id."""
    return dict(Certified.objects.standing().order_by("person__public_id").values_list("person__public_id", "grade"))


def renamed_persons(found: Iterable[PersonFound]) -> dict[str, str]:
    """The new person id by the old one, of those believed in until now whose records have been joined or parted.

    Of several heirs the one with most of the old one's records counts; among equals the first by id.
    """
    heir_of = {record: person.person_id for person in found for record in person.records}
    heirs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    members = Membership.objects.standing().values_list("person__public_id", "agency", "record_id")
    for person_id, agency, record_id in members.iterator():
        if (agency, record_id) in heir_of:
            heirs[person_id][heir_of[agency, record_id]] += 1
    best = {old: min(counts, key=lambda new: (-counts[new], new)) for old, counts in heirs.items()}
    return {old: new for old, new in sorted(best.items()) if old != new}
