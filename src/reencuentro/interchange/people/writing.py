"""Who is who as a CSV: one line a record, in the order it came; at a million records nothing is done row by row."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reencuentro.interchange.people.reading import People
from reencuentro.interchange.results import QUOTED, drafted, guarded

_DIGITS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", np.uint8)
_LETTERS = 12
_PLAIN = "^[A-Za-z0-9][A-Za-z0-9 ._:/-]*$"

_SIXTY_BITS = "SELECT unhex(sha256(concat(length(agency), ':', agency, ':', record))[:16]) AS digest FROM records"
_MANY = 200_000  # digests from which DuckDB's are worth loading it


def write_links(path: Path, people: People, persons: NDArray[np.int32]) -> int:
    """Write record_id and person_id of each record, and agency where the input has it; answer how many persons.

    persons: a number for each record, the same for records of one person, below the number of records. Until all of
    it is on the disk, what was at `path` stays. Raises OSError.
    """
    ids, count = person_ids(people, persons)
    write_ids(path, people, ids)
    return count


def write_ids(path: Path, people: People, ids: pa.Array) -> None:
    """Write the same where the public id of each record's person is known already. Raises OSError."""
    columns = {"record_id": people.record_ids, "person_id": ids}
    if people.agencies is not None:
        columns = {"agency": people.agencies, **columns}
    lines = pc.binary_join_element_wise(*map(_fields, columns.values()), ",").cast(pa.large_string())
    whole = pa.LargeListArray.from_arrays(pa.array([0, len(lines)], pa.int64()), lines)
    body = pc.binary_join(whole, pa.scalar("\n", pa.large_string()))[0].as_py()
    with drafted(path.parent, {path.name: f"{','.join(columns)}\n{body}\n"}) as place:
        place()


def person_ids(people: People, persons: NDArray[np.int32]) -> tuple[pa.Array, int]:
    """The public id of each record's person, and how many persons there are.

    The first of a person's records names the person, as `linkage.persons.person_id` does it.
    """
    order = people.order
    numbers, first = np.unique(persons[order], return_index=True)
    records = people.record_ids.take(pa.array(order[first]))
    agencies = people.agencies.take(pa.array(order[first])) if people.agencies is not None else None
    place = np.empty(len(persons), np.int64)
    place[numbers] = np.arange(len(numbers))
    return _names(_sixty_bits(agencies, records)).take(pa.array(place[persons])), len(numbers)


def _sixty_bits(agencies: pa.Array | None, records: pa.Array) -> NDArray[np.uint64]:
    """The first sixty bits of each record's digest."""
    told = agencies if agencies is not None else pa.repeat("", len(records))
    if len(records) < _MANY:
        pairs = zip(told.to_pylist(), records.to_pylist(), strict=True)
        digests = b"".join(sha256(_named(*pair).encode()).digest()[:8] for pair in pairs)
    else:
        digests = _digests_by_duckdb(pa.table({"agency": told, "record": records}))
    return np.frombuffer(digests, ">u8").astype(np.uint64) >> np.uint64(4)


def _named(agency: str | None, record: str) -> str:
    return f"::{record}" if agency is None else f"{len(agency)}:{agency}:{record}"


def _digests_by_duckdb(records: pa.Table) -> bytes:
    import duckdb  # noqa: PLC0415 - a tenth of a second to load, which a small table need not wait for

    with duckdb.connect(":memory:") as database:
        database.register("records", records)
        found = database.sql(_SIXTY_BITS).to_arrow_table()["digest"]
    return b"".join(each.buffers()[2][8 * each.offset :][: 8 * len(each)].to_pybytes() for each in found.chunks)


def _names(numbers: NDArray[np.uint64]) -> pa.Array:
    """Sixty bits in base 32, after a P."""
    letters = np.full((len(numbers), 1 + _LETTERS), ord("P"), np.uint8)
    for place in range(_LETTERS):
        letters[:, -1 - place] = _DIGITS[((numbers >> np.uint64(5 * place)) & np.uint64(31)).astype(np.uint8)]
    begins = np.arange(len(numbers) + 1, dtype=np.int32) * np.int32(1 + _LETTERS)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(begins), pa.py_buffer(letters))


def _fields(column: pa.Array) -> pa.Array:
    """Cells as a CSV has them, safe from spreadsheet formulas; most need nothing."""
    odd = pc.invert(pc.match_substring_regex(column, _PLAIN))
    if not pc.any(odd).as_py():
        return column
    cells = [_quoted(guarded(cell.replace("\0", "\u2400"))) for cell in column.filter(odd).to_pylist()]
    return pc.replace_with_mask(column, odd, pa.array(cells, pa.string()))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if QUOTED.search(cell) else cell
