"""Who is who as a CSV: one line a record, in the order it came; at a million records nothing is done row by row."""

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reencuentro.interchange.people.reading import People
from reencuentro.interchange.results import QUOTED, drafted, guarded

_DIGITS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "S1")
_LETTERS = 12
_PLAIN = "^[A-Za-z0-9][A-Za-z0-9 ._:/-]*$"

# The first of a person's records names the person, as `linkage.persons.person_id` does it.
_FIRST_RECORDS = """
SELECT person, sha256(concat(length(agency), ':', agency, ':', record)) AS digest
FROM (SELECT person, unnest(min({'agency': agency, 'record': record})) FROM records GROUP BY person)
"""


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
    """The public id of each record's person, and how many persons there are."""
    agencies = people.agencies if people.agencies is not None else pa.array([""]).take(pa.array(np.zeros_like(persons)))
    records = pa.table({"person": persons, "agency": agencies, "record": people.record_ids})
    with duckdb.connect(":memory:") as database:
        database.register("records", records)
        found: pa.Table = database.sql(_FIRST_RECORDS).to_arrow_table()
    place = np.zeros(len(persons), np.int64)
    place[found["person"].to_numpy()] = np.arange(len(found))
    return _names(found["digest"].combine_chunks()).take(pa.array(place[persons])), len(found)


def _names(digests: pa.Array) -> pa.Array:
    """Base 32 of the first sixty bits of each digest, which comes in hexadecimal digits."""
    bits = pc.utf8_slice_codeunits(digests, 0, 15).to_pylist()
    numbers = np.fromiter((int(text, 16) for text in bits), np.uint64, len(bits))
    shifts = np.arange(_LETTERS - 1, -1, -1, dtype=np.uint64) * np.uint64(5)
    letters = _DIGITS[((numbers[:, None] >> shifts) & np.uint64(31)).astype(np.int64)]
    texts = np.ascontiguousarray(letters).view(f"S{_LETTERS}").ravel()
    return pc.binary_join_element_wise("P", pa.array(texts).cast(pa.string()), "")


def _fields(column: pa.Array) -> pa.Array:
    """Cells as a CSV has them, safe from spreadsheet formulas; most need nothing."""
    odd = pc.invert(pc.match_substring_regex(column, _PLAIN))
    if not pc.any(odd).as_py():
        return column
    cells = [_quoted(guarded(cell.replace("\0", "\u2400"))) for cell in column.filter(odd).to_pylist()]
    return pc.replace_with_mask(column, odd, pa.array(cells, pa.string()))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if QUOTED.search(cell) else cell
