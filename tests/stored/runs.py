"""A run of its own process, to be killed: admits rosters in one transaction, and says when it begins and ends."""

import sys
from datetime import date

from reencuentro.actions.perform import performing
from reencuentro.actions.rosters import admit_roster
from reencuentro.records.registry import open_registry
from tests.stored.readings import MONDAY, reading, row

ROWS = 4_000


def run(place: str) -> None:
    """Two rosters in one deed, more than a chunk each."""
    with open_registry(place):
        print("open", flush=True)
        with performing("reconcile", by="tests"):
            for agency in ("ORR", "ICE"):
                rows = (row(line, f"{agency}{line}", notes="x" * 500) for line in range(ROWS))
                admit_roster(reading(agency, *rows, as_of=date(2018, 6, 18)), by="tests", received_at=MONDAY)
        print("done", flush=True)


if __name__ == "__main__":
    run(sys.argv[1])
