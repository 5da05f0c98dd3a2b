"""What the agencies sent: rosters, their rows as they came, and what was understood of each."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F

from reencuentro.records.exact import ExactJSONField
from reencuentro.records.knowledge import Known
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class RosterQuerySet(models.QuerySet["Roster"]):
    """Rosters in the order in which an agency's lists follow one another."""

    def in_order(self) -> Self:
        """Oldest first: the day they describe decides, then their newest event, their arrival, their content."""
        newest_event = F("latest_event").asc(nulls_first=True)
        return self.order_by("agency__code", "as_of", newest_event, "received_at", "content_hash")

    def with_lines(self) -> Self:
        """Each with `lines`, the number of its data rows, understood or not."""
        return self.annotate(lines=Count("source_records"))

    def lists(self) -> Self:
        """Those that agencies sent; without what was written on the pages."""
        return self.filter(channel=Channel.LIST)

    def until(self, as_of: date | None) -> Self:
        """The rosters that describe that day or an earlier one; None: all."""
        return self if as_of is None else self.filter(as_of__lte=as_of)


class Channel(models.TextChoices):
    """How what it says came in: as an agency's list, or written on the pages, one person at a time.

    A list says by its silence that somebody is gone; what was written on the pages says nothing of anybody else.
    """

    LIST = "list"
    REGISTERED = "registered"  # somebody was written down
    REQUESTED = "requested"  # somebody asks the registry to search


class Roster(models.Model):
    """One list of one agency as of one day; or one row that an officer of the agency wrote on the pages that day.

    as_of_stated: the file or the person who brought it says so; otherwise the day is inferred.
    columns: for each column its header, the field understood ("" for none, "ignore" where a mapping leaves it out) and
    why.
    """

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="rosters")
    file_name = models.TextField()
    content_hash = models.CharField(max_length=64)
    as_of = models.DateField()
    as_of_stated = models.BooleanField()
    latest_event = models.DateField(null=True)
    received_at = models.DateTimeField()
    has_record_ids = models.BooleanField()
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.LIST, db_default=Channel.LIST)
    columns = ExactJSONField()
    rows = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)

    lines: int  # only from with_lines()

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "content_hash"], name="one_roster_for_one_content"),)

    @property
    def is_list(self) -> bool:
        """Whether an agency sent it."""
        return self.channel == Channel.LIST

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers of columns that nobody understood, kept with the source records only."""
        return tuple(column["header"] for column in self.columns if not column["field"])

    def __str__(self) -> str:
        return f"{self.agency.code} as of {self.as_of}"


class SourceRecord(models.Model):
    """One row of a roster, kept exactly as it came, sealed; the database refuses to change or delete it.

    likeness: digest of names, sex and birth, by which the rosters of an agency that gives no record ids continue
    one another; "" where there are ids.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="source_records")
    line = models.PositiveBigIntegerField()
    record_id = models.CharField(max_length=200, db_index=True)
    row_hash = models.CharField(max_length=64)
    likeness = models.CharField(max_length=32, blank=True)
    cells = SealedJSONField(kind=Kind.ROW, empty=dict)

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.roster.agency_id

    def __str__(self) -> str:
        return f"line {self.line} of roster {self.roster_id}"


class Role(models.TextChoices):
    """Whether the row is about the person, or names the person beside its subject."""

    SUBJECT = "subject"
    RELATIVE = "relative"


class Mention(models.Model):
    """What one row says about one person, as it was understood."""

    source_record = models.ForeignKey(SourceRecord, models.PROTECT, related_name="mentions")
    role = models.CharField(max_length=8, choices=Role.choices)
    facts = SealedJSONField(kind=Kind.ROW, record="source_record", empty=dict)

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.source_record.sealed_for

    def __str__(self) -> str:
        return f"{self.role} of source record {self.source_record_id}"


class Identifier(models.Model):
    """One typed number of a mention; a mention may have any number of them, or none."""

    mention = models.ForeignKey(Mention, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=50)
    value = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=["value", "kind"], name="identifier_value"),)

    def __str__(self) -> str:
        return self.kind


class Claim(models.Model):
    """A subject's row states that the relative is its subject's mother, father, sibling…"""

    subject = models.ForeignKey(Mention, models.CASCADE, related_name="claims")
    relation = models.CharField(max_length=20)
    relative = models.ForeignKey(Mention, models.CASCADE, related_name="claimed_by")

    def __str__(self) -> str:
        return f"{self.relation} claimed by mention {self.subject_id}"


class Quarantined(Known):
    """One cell, or one row, that could not be taken; cleared when a later roster of the agency arrives.

    value: the text as it came. cleared_by: the later roster.
    """

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    roster = models.ForeignKey(Roster, models.PROTECT, null=True, related_name="+")
    file_name = models.TextField()
    line = models.PositiveBigIntegerField()
    column = ExactJSONField()
    value = SealedJSONField(kind=Kind.QUARANTINED)
    problem = models.TextField()
    cleared_by = models.ForeignKey(Roster, models.PROTECT, null=True, related_name="+")

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.agency_id

    def __str__(self) -> str:
        return f"{self.file_name}, line {self.line}"
