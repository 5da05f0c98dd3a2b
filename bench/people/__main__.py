"""Write made-up people to a Parquet file, as many as wanted.

    python -m bench.people --records 1000000 --seed 7 --out people.parquet

Families are drawn and damaged in chunks and written at once; DuckDB shuffles them in the end within --memory, so that
ten million records need no more than that. The same numbers give the same records.
"""

import argparse
from pathlib import Path

from bench.people.listing import AGENCIES
from bench.people.writing import write_people


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description="Write made-up people with their truth.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--agencies", type=int, choices=range(2, len(AGENCIES) + 1), default=len(AGENCIES))
    parser.add_argument("--memory", default="4GB", help="how much DuckDB may take for the shuffle")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    write_people(asked.out, records=asked.records, seed=asked.seed, agencies=asked.agencies, memory=asked.memory)


if __name__ == "__main__":
    main()
