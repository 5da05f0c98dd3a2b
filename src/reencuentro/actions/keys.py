"""Renews the keys that seal the registry's records, and destroys the key of one that must be forgotten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.errors import RegistryError
from reencuentro.records.agencies import Agency
from reencuentro.records.sealing.keys import AgencyKey, Kind, RecordKey, record_number
from reencuentro.records.sealing.ring import ring

BATCH = 1_000
"""Records whose keys are wrapped anew in one transaction: others wait no longer than that takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What was done: of which agencies, and of how many records the key was wrapped anew."""

    agencies: tuple[str, ...]
    records: int


def rotate_keys(agency: str = "", *, by: str, at: datetime) -> Rotation:
    """Give the agency (all of them where none is named) a new key, and wrap its records' keys by it.

    Others read and write meanwhile. Stopped at any moment, all records stay readable, and the next call goes on where
    this one stopped. Raises RegistryError for an agency that the registry doesn't know.
    """
    known = Agency.objects.filter(pk__in=AgencyKey.objects.values("agency")).order_by("code")
    wanted = [(one.pk, one.code) for one in known if agency in ("", one.code)]
    if agency and not wanted:
        raise RegistryError(
            f"the registry keeps no key of agency {agency}",
            remedy="Name it as people.csv does, or leave it out for all.",
        )
    moved = sum(_rotate(pk, code, by=by, at=at) for pk, code in wanted)
    return Rotation(agencies=tuple(code for _, code in wanted), records=moved)


def shred(kind: Kind, records: Sequence[int]) -> None:
    """Destroy the keys of these records (their ids) for good; call it within performing(), which says so.

    What a row said can't be read afterwards by anybody, nor what was understood of it; docs/encryption.md says of
    which copies that holds. The rows themselves stay, and read as empty.
    """
    ring().destroy([record_number(kind, pk) for pk in records])


def _rotate(agency: int, code: str, *, by: str, at: datetime) -> int:
    with performing("rotate_keys", by=by, about=(code,), at=at):
        one_at_a_time()
        # An older key that is still there is one of a rotation that was stopped: that one is gone on with.
        if AgencyKey.objects.filter(agency=agency).count() == 1:
            ring().new_version(agency)
    moved = 0
    while batch := _next_batch(agency):
        moved += batch
    return moved


def _next_batch(agency: int) -> int:
    """How many records were taken to the newest key; 0 when none is left, and then the older keys are gone."""
    with transaction.atomic():
        one_at_a_time()
        older = list(AgencyKey.objects.filter(agency=agency).order_by("version").values_list("pk", flat=True))[:-1]
        rows = list(RecordKey.objects.filter(key__in=older).values_list("record", "key", "wrapped")[:BATCH])
        if not rows:
            AgencyKey.objects.filter(pk__in=older).delete()
            return 0
        renewed = ring().rewrapped(rows, agency)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE records_recordkey SET key_id = %s, wrapped = %s WHERE record = %s",
                [(number, wrapped, record) for record, number, wrapped in renewed],
            )
        gone = {row[0] for row in rows} - {row[0] for row in renewed}
        RecordKey.objects.filter(record__in=gone).delete()
        return len(rows)
