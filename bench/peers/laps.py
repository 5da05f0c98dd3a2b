"""What a peer's script tells of itself: the seconds of each stage, and of all from the file to the clusters."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Laps:
    """A stopwatch with named stages; starts when made, so imports lie before it."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def lap(self, stage: str) -> Iterator[None]:
        """Count the time of the block to the stage."""
        began = time.perf_counter()
        yield
        self._seconds[stage] = self._seconds.get(stage, 0.0) + time.perf_counter() - began

    def tell(self) -> None:
        """Print the stages and the total so far as one line of JSON, in seconds."""
        total = time.perf_counter() - self._started
        print(json.dumps({"seconds": {**self._seconds, "total": total}}), flush=True)
