# mypy: disable-error-code="import-not-found,import-untyped"
"""recordlinkage on Febrl: `python -m bench.peers.recordlinkage_febrl RECORDS.parquet [RECORDS.parquet] CLUSTERS.csv`.

Several indexes joined, string similarities cut at levels as its guide does, the unsupervised ECM classifier, and for
two files one-to-one links.
"""

import sys
from pathlib import Path

import pandas
import recordlinkage
from recordlinkage.index import Block, SortedNeighbourhood

from bench.peers.clusters import write_components
from bench.peers.laps import Laps

EXACT = ("street_number", "postcode", "state", "date_of_birth", "soc_sec_id")
SIMILAR = {"given_name": 0.85, "surname": 0.85, "address_1": 0.8, "address_2": 0.8, "suburb": 0.85}


def main() -> None:
    """Link two files, or search one."""
    *paths, out = map(Path, sys.argv[1:])
    laps = Laps()
    with laps.lap("read"):
        frames = [pandas.read_parquet(path).set_index("rec_id") for path in paths]
    with laps.lap("index"):
        pairs = indexer().index(*frames)
    with laps.lap("compare"):
        features = comparer().compute(pairs, *frames)
    with laps.lap("classify"):
        found = recordlinkage.ECMClassifier(init="jaro", binarize=None).fit_predict(features)
        if len(frames) > 1:
            found = recordlinkage.OneToOneLinking().compute(found)
    with laps.lap("cluster"):
        write_components(out, [record for frame in frames for record in frame.index], found)
    laps.tell()


def indexer() -> recordlinkage.Index:
    """Pairs that share a name's neighbourhood, a date, a number or an address."""
    return recordlinkage.Index(
        [
            SortedNeighbourhood("given_name", window=3),
            SortedNeighbourhood("surname", window=3),
            Block("date_of_birth"),
            Block("soc_sec_id"),
            Block(["postcode", "street_number"]),
            Block("address_1"),
        ]
    )


def comparer() -> recordlinkage.Compare:
    """Which columns are compared, and from what similarity on they agree."""
    compare = recordlinkage.Compare()
    for column, threshold in SIMILAR.items():
        compare.string(column, column, method="jarowinkler", threshold=threshold, label=column)
    for column in EXACT:
        compare.exact(column, column, label=column)
    return compare


if __name__ == "__main__":
    main()
