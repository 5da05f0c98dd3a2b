"""An agency's key is renewed under any number of records, while others read them."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import connection, transaction

from reencuentro.actions.keys import rotate_keys
from reencuentro.records.agencies import Agency
from reencuentro.records.sealing.boxes import seal
from reencuentro.records.sealing.keys import AgencyKey, RecordKey
from reencuentro.records.sealing.ring import ring

pytestmark = pytest.mark.usefixtures("registry")

NOW = datetime(2018, 6, 20, tzinfo=UTC)
ALL = 1_000_000
WATCHED = 50  # records that are read again and again
CHUNK = 10_000  # records made at once


def make(records: int) -> dict[int, str]:
    """So many records' keys of one agency; what some of the records say, sealed."""
    agency = Agency.objects.create(code="ORR")
    said: dict[int, str] = {}
    with transaction.atomic():
        for first in range(1, records + 1, CHUNK):
            numbers = range(first, min(first + CHUNK, records + 1))
            keys, rows = ring().new_keys(agency.pk, numbers)
            RecordKey.objects.bulk_create(RecordKey(record=one, key_id=by, wrapped=told) for one, by, told in rows)
            step = max(1, records // WATCHED)
            said |= {one: seal(key, _says(one), "") for one, key in zip(numbers, keys, strict=True) if not one % step}
    return said


def _says(record: int) -> bytes:
    return f"what record {record} says".encode()


def opened(said: dict[int, str]) -> int:
    """How many of the records open, and say what they said."""
    rows = list(RecordKey.objects.filter(record__in=said).values_list("record", "key", "wrapped"))
    return sum(ring().opened(row, said[row[0]], "") == _says(row[0]) for row in rows)


def read_until(done: Event, said: dict[int, str]) -> Iterator[int]:
    """What reading gives, again and again."""
    with closing(connection):
        while not done.is_set():
            yield opened(said)
            done.wait(0.05)


@pytest.mark.parametrize("records", [3_500, pytest.param(ALL, marks=[pytest.mark.torture, pytest.mark.slow])])
def test_rotation_renews_them_all_while_they_are_read(records: int) -> None:
    said, done = make(records), Event()
    old = AgencyKey.objects.get()

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(lambda: list(read_until(done, said)))
        begun = time.perf_counter()
        try:
            moved = rotate_keys("ORR", by="tests", at=NOW).records
        finally:
            done.set()
        took = time.perf_counter() - begun
    print(f"{moved} keys in {took:.0f} s, read {len(reading.result())} times meanwhile")

    assert moved == records
    assert set(reading.result()) == {len(said)}
    assert AgencyKey.objects.get().pk != old.pk
    assert not RecordKey.objects.filter(key=old.pk).exists()
    assert opened(said) == len(said)
