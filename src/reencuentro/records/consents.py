"""What people allowed to be told about them, to whom and for which purpose; and from whom they want it withheld."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.records.lasting import Lasting
from reencuentro.rules.disclosure import asking as rules
from reencuentro.rules.disclosure.vocabulary import Level, Purpose, Topic


class Basis(StrEnum):
    """Who allowed it: the person, somebody with authority over the child, or a court."""

    PERSON = "person"
    PARENT = "parent"
    GUARDIAN = "guardian"
    COURT = "court"


class Consent(Lasting):
    """One purpose, one recipient, some levels and topics; ended when it is withdrawn.

    language: the one in which it was explained (ISO 639), interpreted: whether somebody interpreted. witness: who of
    another desk was there. Consent never raises what policy allows: the decision takes the lower.
    """

    person = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(max_length=30)
    recipient = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    levels = models.JSONField()
    topics = models.JSONField(default=list)
    basis = models.CharField(max_length=10, choices=[(basis.value, basis.value) for basis in Basis])
    language = models.CharField(max_length=20, blank=True)
    interpreted = models.BooleanField(default=False)
    witness = models.ForeignKey("records.Officer", models.PROTECT, null=True, related_name="+")

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "purpose", "recipient", "basis"],
                condition=Q(ended_at=None),
                name="one_consent_for_one_purpose_and_recipient",
            ),
        )

    def as_rule(self) -> rules.Consent:
        """The consent as the decision takes it. Reads its recipient."""
        return rules.Consent(
            purpose=Purpose(self.purpose),
            recipient=self.recipient.code,
            levels=frozenset(map(Level, self.levels)),
            topics=frozenset(map(Topic, self.topics)),
            valid_from=self.begins_at,
            valid_until=self.until,
            withdrawn_at=self.ended_at,
            basis=self.basis,
        )

    def __str__(self) -> str:
        return f"consent {self.pk} of {self.person}"


class Withholding(Lasting):
    """A person who must not be shown to an agency, or to one officer; by_court: not even in an emergency."""

    person = models.CharField(max_length=64, db_index=True)
    agency = models.ForeignKey("records.Agency", models.PROTECT, null=True, related_name="+")
    officer = models.ForeignKey("records.Officer", models.PROTECT, null=True, related_name="+")
    by_court = models.BooleanField(default=False)

    class Meta(Lasting.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Lasting.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agency=None, officer__isnull=False) | Q(agency__isnull=False, officer=None),
                name="withheld_from_an_agency_or_an_officer",
            ),
            models.UniqueConstraint(
                fields=["person", "agency"],
                condition=Q(ended_at=None, agency__isnull=False),
                name="withheld_from_an_agency_once",
            ),
            models.UniqueConstraint(
                fields=["person", "officer"],
                condition=Q(ended_at=None, officer__isnull=False),
                name="withheld_from_an_officer_once",
            ),
        )

    def as_rule(self) -> rules.Withholding:
        """The withholding as the decision takes it. Reads its agency or officer."""
        return rules.Withholding(
            agency=self.agency.code if self.agency else "",
            officer=self.officer.public_id if self.officer else "",
            by_court=self.by_court,
        )

    def __str__(self) -> str:
        return f"{self.person} withheld from {self.agency_id or self.officer_id}"


def withheld_from(person: str, at: datetime) -> tuple[rules.Withholding, ...]:
    """From whom the person is withheld at that instant, in a fixed order."""
    standing = Withholding.objects.in_force(at).filter(person=person)
    return tuple(one.as_rule() for one in standing.select_related("agency", "officer").order_by("pk"))
