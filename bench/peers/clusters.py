"""Clusters to a file, for peers that hand them over as groups or only tell pairs."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_groups(path: Path, records: Sequence[str], groups: Iterable[Sequence[str]]) -> None:
    """Write record_id and cluster, one row a record; a record in no group stands alone, one in two joins them."""
    write_components(path, records, ((group[0], other) for group in groups for other in group[1:]))


def write_components(path: Path, records: Sequence[str], pairs: Iterable[tuple[str, str]]) -> None:
    """Write record_id and cluster, where clusters are what pairs connect; they must be among the records."""
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
