"""What people are looked up by: each listed record under its keys, the words of names, and how often they are borne.

All of it is made from the rosters and can be made again; it is kept current whenever a roster is admitted.
"""

from typing import ClassVar

from django.db import models

from reencuentro.records.exact import ExactJSONField


class SearchRecord(models.Model):
    """A record that is listed now, by the newest row that tells of it.

    thread: what lasts of it through the rosters of its agency. record_id: the id by which it goes.
    """

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=250)
    record_id = models.CharField(max_length=250)
    row = models.ForeignKey("records.SourceRecord", models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(fields=["agency", "thread"], name="a_record_is_searched_once"),
        )
        indexes: ClassVar = [models.Index(fields=["record_id", "agency"], name="searched_by_record")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.record_id}"


class SearchKey(models.Model):
    """A record is filed under a key; no foreign key, as millions of rows are written and never one by one."""

    pk = models.CompositePrimaryKey("key", "record")
    key = models.BigIntegerField()
    record = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.record} under {self.key}"


class SearchSound(models.Model):
    """How a word of somebody's name sounds, under each mark by which what is like it is found."""

    pk = models.CompositePrimaryKey("mark", "sound")
    mark = models.BigIntegerField()
    sound = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.mark)


class SearchWord(models.Model):
    """How many records bear a word as first and second given name, and as first and second surname."""

    word = models.CharField(max_length=200, primary_key=True)
    first_given = models.BigIntegerField(default=0)
    second_given = models.BigIntegerField(default=0)
    first_surname = models.BigIntegerField(default=0)
    second_surname = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)


class SearchTotals(models.Model):
    """One row: how the index was made, and how much it holds.

    filing: by which version of the keys. records: how many it holds. counted_at: how many it held when the chances of
    agreement were last counted, which is done anew whenever it has doubled.
    """

    filing = models.PositiveIntegerField()
    records = models.BigIntegerField(default=0)
    counted_at = models.BigIntegerField(default=0)
    chances = ExactJSONField()

    def __str__(self) -> str:
        return f"{self.records} records"
