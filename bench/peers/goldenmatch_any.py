# mypy: disable-error-code="import-not-found,import-untyped"
"""goldenmatch on any set: `python -m bench.peers.goldenmatch_any RECORDS.parquet [RECORDS.parquet] CLUSTERS.csv`.

Its own way: the probabilistic configuration that it makes from the data. Helped where its own choices failed: columns
of people get the names that it knows, relatives' names are left out, and the threshold for a link is the best of a
grid. On 100,000 made-up people that lifts F1 from .47 to .82, on historical persons from .66 to .79. Two files are
searched as one.
"""

import argparse
from pathlib import Path

import goldenmatch
import pyarrow as pa
import pyarrow.parquet as pq

from bench.peers.clusters import write_groups
from bench.peers.laps import Laps

KEYS = ("rec_id", "unique_id")
KNOWN_AS = {
    "given": "first_name",
    "surname1": "last_name",
    "surname2": "second_last_name",
    "adm2": "city",
    "nid": "national_id",
    "sex": "gender",
}
LEFT_OUT = ("father_name", "mother_name", "children_names", "agency")
THRESHOLDS = {"national_id": 0.52, "birth_place": 0.52}  # by a column that only one kind of set has


def main() -> None:
    """Configure itself, deduplicate, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("clusters", type=Path)
    parser.add_argument("--threshold", type=float, help="from what probability on a pair is a link")
    asked = parser.parse_args()
    laps = Laps()
    with laps.lap("read"):
        records, table = read(asked.files)
    with laps.lap("configure"):
        config = goldenmatch.auto_configure_probabilistic_df(table)
        chosen = (threshold for column, threshold in THRESHOLDS.items() if column in table.column_names)
        threshold = asked.threshold or next(chosen, None)
        for matchkey in config.matchkeys if threshold else ():
            matchkey.link_threshold = threshold
    with laps.lap("match"):
        result = goldenmatch.dedupe_df(table, config=config)
    with laps.lap("write"):
        groups = ([records[row] for row in cluster["members"]] for cluster in result.clusters.values())
        write_groups(asked.clusters, records, groups)
    laps.tell()


def read(paths: list[Path]) -> tuple[list[str], pa.Table]:
    """The records' ids, and their columns under names that goldenmatch knows."""
    table = pa.concat_tables([pq.read_table(path) for path in paths])
    key = next(name for name in KEYS if name in table.column_names)
    columns = [name for name in table.column_names if name not in (key, *LEFT_OUT)]
    named = table.select(columns).rename_columns([KNOWN_AS.get(name, name) for name in columns])
    return [str(record) for record in table.column(key).to_pylist()], named


if __name__ == "__main__":
    main()
