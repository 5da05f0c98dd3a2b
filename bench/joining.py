"""A new list joined to people known already, beside a run over all of them: `python -m bench.joining --sets people_1m`.

Rows drawn at random are taken out of a set; the others are matched, and indexed. Then those rows are joined to them,
three times, and everything is matched in a full run, to see how near the two come.
"""

import argparse
import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from bench.datasets import DATASETS, Dataset
from bench.machine import described
from reencuentro.interchange.people import Source, read_people
from reencuentro.linkage.lookup import Index
from reencuentro.linkage.plain import link_people
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.tabular import columns_of_table

Result = TypeVar("Result")
RUNS = 3


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of records that are put together, at least one of them new: shares of those of another partition."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def pairs_with_new(found: Ints, true: Ints, known: int) -> Pairs:
    """How far two partitions agree on the pairs that hold a record after the first `known`."""
    same = np.unique(np.column_stack([found, true]), axis=0, return_inverse=True)[1].ravel()
    both, ours, theirs = (_with_new(labels, known) for labels in (same, found, true))
    return Pairs(both / ours, both / theirs)


def _with_new(labels: NDArray[np.signedinteger], known: int) -> int:
    places = np.unique(labels, return_inverse=True)[1]
    every, old = (np.bincount(some, minlength=int(places.max()) + 1) for some in (places, places[:known]))
    return int((every * (every - 1) // 2 - old * (old - 1) // 2).sum())


def left_alike(found: Ints, other: Ints, known: int) -> float:
    """Share of the new records that both partitions put with exactly the same others."""
    same = np.unique(np.column_stack([found, other]), axis=0, return_inverse=True)[1].ravel()
    sizes = [
        np.bincount(places)[places] for places in (np.unique(one, return_inverse=True)[1] for one in (found, other))
    ]
    both = np.bincount(same)[same]
    return float(np.mean((sizes[0] == both)[known:] & (sizes[1] == both)[known:]))


def measured(dataset: Dataset, rows: int, seed: int) -> Mapping[str, float]:
    """Seconds and agreement by what they are of."""
    facts = read_people([Source(path) for path in dataset.files]).facts
    order = np.random.default_rng(seed).permutation(len(facts))
    known, new = np.sort(order[rows:]), np.sort(order[:rows])
    truth = pq.read_table(dataset.truth).sort_by("record_id")["entity_id"].to_numpy()[np.concatenate([known, new])]
    before = columns_of_table(facts.take(pa.array(known)))
    persons, first = _timed(lambda: link_people(before))
    index, building = _timed(lambda: Index.of(before))
    listed = facts.take(pa.array(new))
    joined = [_timed(lambda: index.joined(columns_of_table(listed), persons)) for _ in range(RUNS)]
    _, busy = _busy(lambda: index.joined(columns_of_table(listed), persons))
    everyone = facts.take(pa.array(np.concatenate([known, new])))
    full, again = _timed(lambda: link_people(columns_of_table(everyone)))
    found, count = joined[0][0], len(known)
    of_joined, of_full, of_both = (
        pairs_with_new(one, other, count) for one, other in ((found, truth), (full, truth), (found, full))
    )
    return {
        "known records": len(known),
        "new records": rows,
        "matching the known, s": first,
        "index of the known, s": building,
        f"joining, s (median of {RUNS})": median(seconds for _, seconds in joined),
        "joining, s of both processors together": busy,
        "full run instead, s": again,
        "joined: F1 of pairs with a new record": of_joined.f1,
        "full run: F1 of the same pairs": of_full.f1,
        "joined against full run: F1": of_both.f1,
        "new records put with the same others by both": left_alike(found, full, count),
    }


def _timed(do: Callable[[], Result]) -> tuple[Result, float]:
    began = time.perf_counter()
    return do(), time.perf_counter() - began


def _busy(do: Callable[[], Result]) -> tuple[Result, float]:
    """The same in seconds of the processors, which others who are at work don't lengthen."""
    began = time.process_time()
    return do(), time.process_time() - began


def main() -> None:
    """Print one table a set."""
    parser = argparse.ArgumentParser(description="Measure the joining of a new list to known people.")
    parser.add_argument("--sets", nargs="+", choices=DATASETS, default=["people_100k"], metavar="SET")
    parser.add_argument("--rows", type=int, default=10_000, help="of the new list")
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    gc.disable()  # as `reencuentro link` does
    print(described())
    for name in asked.sets:
        print(f"\n### {name}, joining\n\n| | |\n|---|--:|")
        for what, figure in measured(DATASETS[name](), asked.rows, asked.seed).items():
            print(f"| {what} | {figure:,.4g} |" if figure < 1_000 else f"| {what} | {figure:,.0f} |")


if __name__ == "__main__":
    main()
