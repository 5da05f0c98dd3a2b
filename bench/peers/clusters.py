"""From pairs to clusters for peers that only tell pairs: connected components, the plainest of rules."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_components(path: Path, records: Sequence[str], pairs: Iterable[tuple[str, str]]) -> None:
    """Write record_id and cluster, one row a record; the pairs' records must be among the records."""
    parent = {record: record for record in records}

    def root(record: str) -> str:
        while parent[record] != record:
            parent[record] = record = parent[parent[record]]
        return record

    for left, right in pairs:
        parent[root(left)] = root(right)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["record_id", "cluster"])
        writer.writerows((record, root(record)) for record in records)
