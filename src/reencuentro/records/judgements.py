"""What people decided of proposed identities and ties; remembered, and reversible by a later judgement only."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Judged, Verdict
from reencuentro.records.agencies import Agency
from reencuentro.records.exact import ExactJSONField
from reencuentro.records.listings import Thread, listed_records
from reencuentro.records.loading import reserve_ids
from reencuentro.records.rosters import Roster
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class JudgementQuerySet(models.QuerySet["Judgement"]):
    """Judgements, of which the latest on each question counts."""

    def standing(self) -> Self:
        """Those which no later judgement supersedes."""
        return self.filter(superseded_by=None)


WITHDRAWN = "withdrawn"


class Judgement(models.Model):
    """A decision on an identity (relation "") or on a tie, by a person; the database keeps it for good.

    The records are named by what lasts: `thread` is the record id or, in rosters without ids, the row's likeness.
    `left_row` and `right_row` are the rows before the person's eyes, `seen` the proposal. The reason is sealed.
    """

    left_agency = models.CharField(max_length=200)
    left_thread = models.CharField(max_length=200)
    left_row = models.ForeignKey("records.SourceRecord", models.PROTECT, related_name="+")
    right_agency = models.CharField(max_length=200)
    right_thread = models.CharField(max_length=200)
    right_row = models.ForeignKey("records.SourceRecord", models.PROTECT, related_name="+")
    relation = models.CharField(max_length=20, blank=True)
    verdict = models.CharField(max_length=10, choices=[(v, v) for v in (*map(str, Verdict), WITHDRAWN)])
    by = models.CharField(max_length=200)
    reason = SealedJSONField(kind=Kind.JUDGEMENT)
    at = models.DateTimeField()
    seen = ExactJSONField()
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")

    objects = JudgementQuerySet.as_manager()

    class Meta:
        constraints = (
            # With the one-to-one above: two people can't both decide one question unknowingly.
            models.UniqueConstraint(
                fields=["left_agency", "left_thread", "right_agency", "right_thread", "relation"],
                condition=Q(supersedes=None),
                name="one_first_judgement_for_one_question",
            ),
        )
        indexes = (
            models.Index(fields=["left_thread"], name="judgements_by_left"),
            models.Index(fields=["right_thread"], name="judgements_by_right"),
        )

    @property
    def threads(self) -> tuple[Thread, Thread]:
        """The two records that it is about; of a tie the child's first."""
        return (self.left_agency, self.left_thread), (self.right_agency, self.right_thread)

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it: of a tie, the one that lists the child."""
        return Agency.objects.values_list("pk", flat=True).get(code=self.left_agency)

    def save(self, *args: Any, **options: Any) -> None:
        """The reason is sealed for its row, so the row gets its id beforehand."""
        if not self.pk:
            self.pk = reserve_ids(Judgement, 1)[0]
        super().save(*args, **options)

    def __str__(self) -> str:
        return f"judgement {self.pk}: {self.verdict}"


def judgements() -> list[Judged]:
    """What stands, as the matching respects it: in a fixed order, under the record ids of today."""
    standing = list(Judgement.objects.standing().exclude(verdict=WITHDRAWN))
    today = _keys_today({thread for judgement in standing for thread in judgement.threads})
    judged = [
        Judged(
            left=today.get(left, left),
            right=today.get(right, right),
            verdict=Verdict(judgement.verdict),
            relation=judgement.relation,
        )
        for judgement in standing
        for left, right in [judgement.threads]
    ]
    return sorted(judged, key=lambda one: (one.left, one.right, one.relation))


def _keys_today(threads: Iterable[Thread]) -> dict[Thread, RecordKey]:
    """Where rosters give no record ids, a record goes by another key in each; ids stay as they are."""
    unnumbered = Roster.objects.filter(has_record_ids=False, agency__code__in={agency for agency, _ in threads})
    agencies = sorted(set(unnumbered.values_list("agency__code", flat=True)))
    return {listed.thread: listed.key for listed in listed_records(agencies)}
