"""What the agencies sent: rosters, their rows as they came, and what was understood of each."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from reencuentro.errors import ReencuentroError
from reencuentro.records.exact import ExactJSONField
from reencuentro.records.knowledge import Known
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class Extent(models.TextChoices):
    """What a list says of those who aren't on it. Only a whole list says by its silence that somebody is gone."""

    WHOLE = "whole"  # everybody whom its agency lists
    PART = "part"  # only those who are new or changed; whoever was listed before is listed still
    WITHDRAWN = "withdrawn"  # it was brought by mistake: nothing that it says counts


class RosterQuerySet(models.QuerySet["Roster"]):
    """Rosters in the order in which an agency's lists follow one another."""

    def in_order(self) -> Self:
        """Oldest first: the day they describe decides, then their newest event, their arrival, their content."""
        newest_event = F("latest_event").asc(nulls_first=True)
        return self.order_by("agency__code", "as_of", newest_event, "received_at", "content_hash")

    def with_lines(self) -> Self:
        """Each with `lines`, the number of its data rows, understood or not."""
        return self.annotate(lines=Count("source_records"))

    def with_extent(self, on: datetime | None = None) -> Self:
        """Each with `extent`, as its agency had said it at that instant, None: now; whole where nobody said."""
        said = ExtentSaid.objects.counting(on).filter(roster=OuterRef("pk")).order_by("-settled_at", "-pk")
        return self.annotate(extent=Coalesce(Subquery(said.values("extent")[:1]), Value(Extent.WHOLE.value)))

    def counting(self, on: datetime | None = None) -> Self:
        """Those that weren't withdrawn by that instant, None: by now; each with `extent`."""
        return self.with_extent(on).exclude(extent=Extent.WITHDRAWN)

    def withdrawn(self, on: datetime | None = None) -> Self:
        """Those that nobody shall go by, as it was at that instant, None: as it is now."""
        return self.with_extent(on).filter(extent=Extent.WITHDRAWN)

    def lists(self) -> Self:
        """Those that agencies sent and that count; without what was written on the pages."""
        return self.filter(channel=Channel.LIST).counting()

    def whole(self) -> Self:
        """The lists that name everybody whom their agency lists."""
        return self.lists().filter(extent=Extent.WHOLE)

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
    changes: how many records it adds, changes, leaves as they were, and lacks, against the lists that counted before
    it; None where it is the first.
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
    changes = ExactJSONField(null=True)

    lines: int  # only from with_lines()
    extent: str  # only from with_extent(), counting() and lists()

    objects = RosterQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agency", "content_hash"], name="one_roster_for_one_content"),)

    @property
    def is_list(self) -> bool:
        """Whether an agency sent it."""
        return self.channel == Channel.LIST

    @property
    def is_whole(self) -> bool:
        """Whether whoever isn't on it is gone; of one that with_extent(), counting() or lists() gave."""
        return self.is_list and self.extent == Extent.WHOLE

    @property
    def unused(self) -> tuple[str, ...]:
        """The headers of columns that nobody understood, kept with the source records only."""
        return tuple(column["header"] for column in self.columns if not column["field"])

    def __str__(self) -> str:
        return f"{self.agency.code} as of {self.as_of}"


def kept_lists() -> RosterQuerySet:
    """Every list that an agency sent, each with `extent`; withdrawn ones as well."""
    return Roster.objects.filter(channel=Channel.LIST).with_extent().select_related("agency")


def the_list(digest: str) -> Roster:
    """The one list whose content's hash begins so. Raises ReencuentroError where there is none, or several."""
    found = list(kept_lists().filter(content_hash__startswith=digest))
    if len(found) != 1 or len(digest) < _TELLING:
        raise ReencuentroError(
            f"{'several rosters are' if len(found) > 1 else 'no roster is'} named so",
            remedy="Take the name as `reencuentro rosters kept` has it.",
        )
    return found[0]


_TELLING = 6  # characters of a hash; fewer are a slip


class ExtentSaidQuerySet(models.QuerySet["ExtentSaid"]):
    """What was said of lists, by whether it counts."""

    def counting(self, on: datetime | None = None) -> Self:
        """What counts at that instant, None: now; the newest on a list outweighs what was said before."""
        said = self.filter(settled_at__isnull=False, refused="")
        return said if on is None else said.filter(settled_at__lte=on)

    def waiting(self) -> Self:
        """What nobody has followed yet, the first first."""
        return self.filter(settled_at=None).order_by("pk")


class ExtentSaid(models.Model):
    """Somebody of its agency says what a list is: the whole, a part, or a mistake; kept for good, the newest counts.

    settled_at: since when it counts, None while nobody has followed it. refused: why it can't count, "" otherwise.
    matched_at: when the registry was matched by it.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="extents_said")
    extent = models.CharField(max_length=10, choices=Extent.choices)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=20, blank=True)
    matched_at = models.DateTimeField(null=True)

    objects = ExtentSaidQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.extent}, of roster {self.roster_id}"


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
