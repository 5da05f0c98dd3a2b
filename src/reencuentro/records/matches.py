"""What the matching proposes: identities and ties, and the separations that happened to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from reencuentro.linkage.results import Status
from reencuentro.records.exact import ExactJSONField
from reencuentro.records.knowledge import Known, Timed


class IdentityProposal(Known):
    """Two records that may be one person; evidence holds [fact, outcome, level, bits] for each fact compared.

    place: where it stands among the doubts that people should look at (`rules.queueing`); None: nobody needs to.
    waiting_since: when the two were first proposed.
    """

    left_agency = models.CharField(max_length=200)
    left_record_id = models.CharField(max_length=200)
    right_agency = models.CharField(max_length=200)
    right_record_id = models.CharField(max_length=200)
    probability = models.FloatField()
    evidence = ExactJSONField()
    would_decide = models.TextField(blank=True)
    place = models.SmallIntegerField(null=True)
    waiting_since = models.DateTimeField(null=True)

    class Meta(Known.Meta):
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(
                fields=["place", "waiting_since", "id"],
                condition=Q(known_until=None, place__isnull=False),
                name="doubts_that_wait",
            ),
            models.Index(fields=["left_record_id"], name="identities_by_left"),
            models.Index(fields=["right_record_id"], condition=Q(known_until=None), name="identities_by_right"),
        )

    def __str__(self) -> str:
        return f"{self.left_agency} {self.left_record_id} ~ {self.right_agency} {self.right_record_id}"


class Tie(Known):
    """A family link between two persons; superseded by a later one, and the database refuses to delete it.

    alternatives: [person_id, probability, bits, [[here, there] …]] for each other candidate that the matching weighed
    for the place, here and there as in the evidence.
    place: where it stands in the queue of what people should look at (`rules.queueing`); None: nobody needs to.
    waiting_since: when such a tie between the two was first proposed.
    """

    child = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    relative = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20)
    probability = models.FloatField()
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in Status])
    evidence = ExactJSONField()
    would_decide = models.TextField(blank=True)
    alternatives = ExactJSONField(null=True)
    place = models.SmallIntegerField(null=True)
    waiting_since = models.DateTimeField(null=True)

    class Meta(Known.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Known.Meta.constraints,
            models.UniqueConstraint(
                fields=["child", "relative", "relation"],
                condition=Q(known_until=None),
                name="a_tie_stands_once",
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(
                fields=["status", "place", "waiting_since", "id"],
                condition=Q(known_until=None, place__isnull=False),
                name="ties_that_wait",
            ),
        )

    def __str__(self) -> str:
        return f"{self.relative_id} is {self.relation} of {self.child_id}"


class Rarity(Known):
    """The share of all pairs of which the matching believed that: where the weighing of a pair begins.

    of: that two records are one person ("identity"), or such a tie, by the first relation of its kind ("mother").
    share: in (0, 0.5].
    """

    of = models.CharField(max_length=20)
    share = models.FloatField()

    class Meta(Known.Meta):
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Known.Meta.constraints,
            models.UniqueConstraint(fields=["of"], condition=Q(known_until=None), name="a_rarity_stands_once"),
        )

    def __str__(self) -> str:
        return f"{self.of}: {self.share}"


class Separation(Timed):
    """An event on the tie between the two: from `true_from` on they were apart.

    The two persons name the tie through all its versions. place, agency: of their last meeting, as that agency says.
    """

    child = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    relative = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    place = models.TextField(blank=True)
    agency = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.child_id} apart from {self.relative_id}"
