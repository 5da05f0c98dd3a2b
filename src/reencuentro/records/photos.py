"""Photographs of people, sealed like what their records say; the newest of a record counts."""

import base64
import binascii
from collections.abc import Collection
from typing import ClassVar

from django.db import models

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.many import among
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.sealing.fields import SealedJSONField
from reencuentro.records.sealing.keys import Kind


class Photo(models.Model):
    """A picture that came with a row; image: a JPEG in base64, without anything but its pixels.

    agency, record_id: of the record, through all its rows.
    """

    row = models.ForeignKey(SourceRecord, models.PROTECT, related_name="photos")
    agency = models.CharField(max_length=200)
    record_id = models.CharField(max_length=200)
    at = models.DateTimeField()
    image = SealedJSONField(kind=Kind.ROW, record="row")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "record_id"], name="photo_of_record")]

    @property
    def sealed_for(self) -> int:
        """The id of the agency whose key seals it."""
        return self.row.sealed_for

    @property
    def jpeg(self) -> bytes:
        """The picture; nothing where its record's key was destroyed."""
        try:
            return base64.b64decode(self.image, validate=True)
        except binascii.Error:
            return b""

    def __str__(self) -> str:
        return f"photo {self.pk}"


def photographed(records: Collection[RecordKey]) -> frozenset[RecordKey]:
    """Those of the records of which there is a photo; none is opened."""
    held = Photo.objects.filter(
        among("agency", (agency for agency, _ in records)), among("record_id", (record for _, record in records))
    )
    return frozenset(held.values_list("agency", "record_id")) & frozenset(records)


def photo_of(records: Collection[RecordKey]) -> Photo | None:
    """The newest photo of any of these records."""
    wanted = frozenset(records)
    held = Photo.objects.filter(among("record_id", (record for _, record in wanted))).defer("image").order_by("-pk")
    newest = next((one for one in held if (one.agency, one.record_id) in wanted), None)
    return None if newest is None else Photo.objects.select_related("row__roster").get(pk=newest.pk)
