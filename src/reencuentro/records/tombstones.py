"""What stays of a record whose time is over: that there was one, and three dates.

Source: PFIF 1.4, expired records; so that those who hold copies learn that they must forget it, too.
"""

from datetime import date, datetime
from typing import ClassVar

from django.db import models

from reencuentro.records.rosters import Roster


class Tombstone(models.Model):
    """A record that was destroyed. The database keeps it for good, unchanged.

    record_id: as the agency names the record, or where it gives no ids, by its line in the last roster.
    likeness_mark: keyed hash by which the record is known again where rosters give no ids; only this registry can try
    a name against it. source_date: the day described by the newest roster that had the record; entry_date: when that
    one came; expiry_date: when it was destroyed. rule: why, as the rule names its source.
    """

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    record_id = models.CharField(max_length=250)
    likeness_mark = models.CharField(max_length=64, blank=True, db_index=True)
    roster = models.ForeignKey("records.Roster", models.PROTECT, related_name="+")
    source_date = models.DateField()
    entry_date = models.DateTimeField()
    expiry_date = models.DateTimeField()
    rule = models.TextField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["agency", "record_id"], name="tombstone_record")]

    def __str__(self) -> str:
        return f"tombstone {self.pk}"


class ExpiredRow(models.Model):
    """A row whose content is gone; the database lets a row be emptied only if it is here. Kept for good.

    tombstone: of the record that it told of; None for a row that nobody had understood.
    """

    row = models.OneToOneField("records.SourceRecord", models.PROTECT, primary_key=True, related_name="expired")
    tombstone = models.ForeignKey(Tombstone, models.PROTECT, null=True, related_name="rows")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"row {self.pk} expired"


class PendingShred(models.Model):
    """A record, numbered as its key is, whose secret must still be cut out of the tree: done once this is committed."""

    record = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"record {self.record}"


def buried(agency: int) -> tuple[dict[str, date], dict[str, date]]:
    """Of the agency's destroyed records, by record id and by likeness mark, the day on which each was destroyed."""
    by_id: dict[str, date] = {}
    by_mark: dict[str, date] = {}
    stones = Tombstone.objects.filter(agency=agency).order_by("expiry_date", "pk")
    for record_id, mark, at in stones.values_list("record_id", "likeness_mark", "expiry_date"):
        known, name = (by_mark, mark) if mark else (by_id, record_id)
        known[name] = at.date()
    return by_id, by_mark


def tells_anew(roster: Roster, destroyed_on: date) -> bool:
    """Whether the roster describes a day after the record was destroyed: then the agency lists somebody anew.

    Of a roster that doesn't say of which day it is, only its newest event counts.
    """
    told = roster.as_of if roster.as_of_stated else roster.latest_event
    return told is not None and told > destroyed_on


def tombstones_since(since: datetime | None, givers: frozenset[str] | None) -> list[Tombstone]:
    """Those of these agencies (None: of all) from that instant on (None: all), in the order of their destruction."""
    stones = Tombstone.objects.select_related("agency", "roster").order_by("expiry_date", "pk")
    if since is not None:
        stones = stones.filter(expiry_date__gte=since)
    return list(stones if givers is None else stones.filter(agency__code__in=givers))
