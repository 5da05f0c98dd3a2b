# mypy: disable-error-code="import-not-found"
"""dedupe on people: `python -m bench.peers.dedupe_people PEOPLE.parquet CLUSTERS.csv --truth TRUTH.parquet`.

dedupe learns from a person's answers. Here the truth answers, 600 times, the pairs that dedupe itself is unsure of:
more patience than most people have. It keeps all pairs in memory, hence only small sets.
"""

import argparse
import random
from pathlib import Path

import dedupe
import numpy as np
import pyarrow.parquet as pq
from dedupe import variables

from bench.peers.clusters import write_groups
from bench.peers.laps import Laps

ANSWERS = 600
TEXTS = ("given", "surname1", "surname2", "dob", "adm2", "nid")
FIELDS = [
    *(variables.String(name, has_missing=name in ("surname2", "dob", "adm2", "nid")) for name in TEXTS),
    variables.Exact("sex", has_missing=True),
]
Record = dict[str, str | None]


def main() -> None:
    """Read, learn, partition, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=Path)
    parser.add_argument("clusters", type=Path)
    parser.add_argument("--truth", type=Path, required=True)
    asked = parser.parse_args()
    random.seed(1)
    np.random.seed(1)
    laps = Laps()
    with laps.lap("read"):
        data = {str(row.pop("rec_id")): row for row in pq.read_table(asked.people).to_pylist()}
        truth = pq.read_table(asked.truth, columns=["record_id", "entity_id"]).to_pydict()
    entity = dict(zip(map(str, truth["record_id"]), truth["entity_id"], strict=True))
    deduper = dedupe.Dedupe(FIELDS, num_cores=0)
    with laps.lap("train"):
        deduper.prepare_training({key: {**row, "entity": entity[key]} for key, row in data.items()}, sample_size=5_000)
        answer(deduper)
        deduper.train()
    with laps.lap("partition"):
        groups = deduper.partition(data, threshold=0.5)
    with laps.lap("write"):
        write_groups(asked.clusters, list(data), (group for group, _ in groups))
    laps.tell()


def answer(deduper: dedupe.Dedupe) -> None:
    """Answer the pairs that dedupe asks for with the truth, which it doesn't compare."""
    for _ in range(ANSWERS):
        for pair in deduper.uncertain_pairs():
            same = pair[0]["entity"] == pair[1]["entity"]
            deduper.mark_pairs({"match": [pair] if same else [], "distinct": [] if same else [pair]})


if __name__ == "__main__":
    main()
