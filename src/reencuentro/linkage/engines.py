"""Who does the heavy work of matching: this process, or a cluster. What comes out is the same, bit for bit.

Everything else, learning what a fact is worth and putting records together, is done here whatever the engine.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Protocol

import numpy as np

from reencuentro.errors import ReencuentroError
from reencuentro.linkage.blocking import candidate_pairs, unpacked
from reencuentro.linkage.columns import Columns
from reencuentro.linkage.identity import FACTS, compare_records
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Floats, Weights, likelihoods
from reencuentro.linkage.weighed import Weighed
from reencuentro.linkage.words import Hashes, distinct, pack

if TYPE_CHECKING:
    from reencuentro.linkage.bulk import Bulk

AT_ONCE = 1 << 15
"""Pairs compared at once: few enough for what is worked out about them to stay in the processor's cache."""
FINEST = 2.0**-20
"""Bits to which odds are rounded, so that neither the size of a batch nor the make of a processor shows in them."""


class EngineError(ReencuentroError):
    """The engine asked for can't be used, or was lost for good; nothing has changed."""


class Pairs(Protocol):
    """The pairs of records worth comparing, each once and in order, left < right; they may lie elsewhere."""

    def __len__(self) -> int:
        """How many."""
        ...

    def every(self, step: int) -> tuple[Ints, Ints]:
        """The first pair, and each `step`-th after it."""
        ...

    def compared(self) -> tuple[Ints, Ints, Comparison]:
        """All pairs, and what their facts say: `identity.compare_records`."""
        ...

    def weighed(self, weights: Weights, *, at_least: float) -> Weighed:
        """The pairs whose log2 odds of being one person, by `odds_of`, come to `at_least`."""
        ...


class Engine(Protocol):
    """Finds the pairs worth comparing, by `blocking.STEPS` and `PAIRS`, and compares them."""

    def pairs(self, columns: Columns, besides: Hashes = ...) -> AbstractContextManager[Pairs]:
        """The candidates among these records, and the packed pairs `besides`; they last as long as the context."""
        ...


NO_PAIRS: Hashes = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class PairsHere:
    """Pairs held by this process, and compared by all its cores."""

    columns: Columns
    left: Ints
    right: Ints

    def __len__(self) -> int:
        return len(self.left)

    def every(self, step: int) -> tuple[Ints, Ints]:
        """As `Pairs` has it."""
        return self.left[::step], self.right[::step]

    def compared(self) -> tuple[Ints, Ints, Comparison]:
        """As `Pairs` has it."""
        return self.left, self.right, compare_records(self.columns, self.left, self.right)

    def weighed(self, weights: Weights, *, at_least: float) -> Weighed:
        """As `Pairs` has it."""
        odds = weigh(self.columns, self.left, self.right, weights, at_least)
        return Weighed(self.left, self.right, odds).where(odds >= at_least)


class Embedded:
    """This process: pairs by DuckDB, compared by threads."""

    @contextmanager
    def pairs(self, columns: Columns, besides: Hashes = NO_PAIRS) -> Iterator[PairsHere]:
        """As `Engine` has it."""
        left, right = candidate_pairs(columns)
        if len(besides):
            left, right = unpacked(distinct(np.concatenate([pack(left, right), besides])))
        yield PairsHere(columns, left, right)


EMBEDDED: Engine = Embedded()


def weigh(columns: Columns, left: Ints, right: Ints, weights: Weights, at_least: float = -np.inf) -> Floats:
    """log2 odds of N pairs of being one person, worked out on every core; below `at_least` any lower odds will do."""
    odds = np.empty(len(left))
    kernel = compiled(columns, weights, at_least) if len(left) >= MANY else None

    def weigh_some(start: int) -> None:
        some = slice(start, start + AT_ONCE)
        odds[some] = odds_of(columns, left[some], right[some], weights, kernel)

    with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
        list(workers.map(weigh_some, range(0, len(left), AT_ONCE)))
    return odds


MANY = 1_000_000
"""Pairs from which the compiled kernel is worth loading."""


_FEWEST_PAIRS = 4  # of a record, roughly, in large tables


def expect(records: int) -> None:
    """Begin to load what so many records will need, beside whatever is done meanwhile."""
    if records >= MANY // _FEWEST_PAIRS:
        Thread(target=_load_compiled, daemon=True).start()


def _load_compiled() -> None:
    from reencuentro.linkage.bulk import load  # noqa: PLC0415 - as below

    load()


def compiled(columns: Columns, weights: Weights, at_least: float) -> "Bulk":
    """The compiled kernel, which `odds_of` takes where there are MANY pairs and none below `at_least` is wanted."""
    from reencuentro.linkage.bulk import Bulk  # noqa: PLC0415 - the compiler takes half a second to load

    return Bulk(columns, weights, at_least)


def odds_of(columns: Columns, left: Ints, right: Ints, weights: Weights, kernel: "Bulk | None" = None) -> Floats:
    """log2 odds of N pairs of being one person, to FINEST: the kernel, the same wherever it runs.

    kernel: the compiled one, of the same columns and weights, which does most of the work of millions of pairs. It puts
    -infinity for odds below those that are wanted of it.
    """
    odds = np.full(len(left), np.nan) if kernel is None else kernel.odds(left, right)
    rest = np.flatnonzero(np.isnan(odds))
    if len(rest):
        compared = compare_records(columns, left[rest], right[rest])
        odds[rest] = likelihoods(FACTS, compared, weights).log_odds(weights.shares)
    return np.asarray(np.rint(odds / FINEST) * FINEST, np.float64)
