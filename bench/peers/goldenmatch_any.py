# mypy: disable-error-code="import-not-found,import-untyped"
"""goldenmatch on any set: `python -m bench.peers.goldenmatch_any RECORDS.parquet [RECORDS.parquet] CLUSTERS.csv`.

Its own way: no configuration, a probabilistic one made by itself from the data. Two files are searched as one.
"""

import sys
from itertools import pairwise
from pathlib import Path

import goldenmatch
import pyarrow as pa
import pyarrow.parquet as pq

from bench.peers.clusters import write_components
from bench.peers.laps import Laps

KEYS = ("rec_id", "unique_id")


def main() -> None:
    """Configure itself, deduplicate, write."""
    *paths, out = map(Path, sys.argv[1:])
    laps = Laps()
    with laps.lap("read"):
        table = pa.concat_tables([pq.read_table(path) for path in paths])
        key = next(name for name in KEYS if name in table.column_names)
        records = [str(record) for record in table.column(key).to_pylist()]
        table = table.drop_columns([key])
    with laps.lap("configure"):
        config = goldenmatch.auto_configure_probabilistic_df(table)
    with laps.lap("match"):
        result = goldenmatch.dedupe_df(table, config=config)
    with laps.lap("write"):
        groups = [cluster["members"] for cluster in result.clusters.values()]
        chains = ((records[left], records[right]) for group in groups for left, right in pairwise(group))
        write_components(out, records, chains)
    laps.tell()


if __name__ == "__main__":
    main()
