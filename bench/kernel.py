"""How many pairs of records the compiled kernel compares in a second on one core, and what it costs to make it ready.

    python -m bench.kernel --set people_1m

The pairs are those that `link` compares, the odds wanted those that it wants; the best of several runs, in seconds of
one processor, so that other work on the machine counts as little as it can.
"""

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from bench.datasets import DATASETS
from bench.machine import described
from reencuentro.interchange.people import Source, read_people
from reencuentro.linkage.engines import EMBEDDED, MANY, compiled
from reencuentro.linkage.plain import FAINTEST, weights_of
from reencuentro.linkage.tabular import columns_of_table

RUNS = 5
T = TypeVar("T")


def measured(name: str) -> dict[str, float]:
    """Seconds, counts and rates by what they are of."""
    columns = columns_of_table(read_people([Source(path) for path in DATASETS[name]().files]).facts)
    with EMBEDDED.pairs(columns) as pairs:
        left, right = pairs.every(1)
        weights, learning = _busy(lambda: weights_of(columns, pairs))
    kernel, ready = _busy(lambda: compiled(columns, weights, FAINTEST))
    _, first = _busy(lambda: kernel.odds(left[:1], right[:1]))
    odds, best = min((_busy(lambda: kernel.odds(left, right)) for _ in range(RUNS)), key=lambda run: run[1])
    return {
        "pairs": len(left),
        "learning what facts are worth, s": learning,
        "laying records and words out, s": ready,
        "loading what was compiled, s": first,
        "comparing, s": best,
        "pairs per second and core": len(left) / best,
        "let go early, share": float(np.isneginf(odds).mean()),
        "left to the arrays, share": float(np.isnan(odds).mean()),
        "pairs from which it is used": MANY,
    }


def _busy(work: Callable[[], T]) -> tuple[T, float]:
    """What comes of it, and the processor's seconds."""
    began = time.process_time()
    return work(), time.process_time() - began


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="Measure the compiled kernel alone.")
    parser.add_argument("--set", choices=sorted(DATASETS), default="people_1m")
    asked = parser.parse_args()
    print(described())
    for what, value in measured(asked.set).items():
        print(f"{what:36}{value:>14,.3f}" if value < 100 else f"{what:36}{value:>14,.0f}")


if __name__ == "__main__":
    main()
