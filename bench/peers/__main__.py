"""Ours and the peers on the same sets in the same run: how right, how fast, how much memory.

    python -m bench.peers --sets people_100k febrl4 --tools ours splink --runs 3

Prints Markdown; --write keeps it in a file as well. The first run makes the peers' environment in .bench/peers.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from bench.breakdown import broken_down, culture_table, error_table, is_known
from bench.contest import TOOLS, compete, table, tuned, written
from bench.datasets import DATASETS
from bench.machine import described


def main() -> None:
    """Measure what was asked for and print a section for each set."""
    parser = argparse.ArgumentParser(description="Measure ours and the peers on the same sets.")
    parser.add_argument("--sets", nargs="+", choices=DATASETS, default=["people_100k"], metavar="SET")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS), metavar="TOOL")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", type=Path, help="write the sections to this file as well")
    asked = parser.parse_args()
    sections = [described()]
    with tempfile.TemporaryDirectory(prefix="reencuentro-bench-") as folder:
        for name in asked.sets:
            dataset = DATASETS[name]()
            attempts = compete(asked.tools, dataset, runs=asked.runs, folder=Path(folder), tell=_tell)
            sections.append(f"### {name}\n\n{table(attempts)}")
            if is_known(dataset.truth) and attempts:
                told = {tool: broken_down(dataset.truth, written(Path(folder), dataset, tool)) for tool in attempts}
                sections += [error_table(told), culture_table(told)]
    sections.append(f"### How the peers were set up\n\n{tuned(asked.tools)}")
    page = "\n\n".join(sections) + "\n"
    print(page)
    if asked.write:
        asked.write.write_text(page, "utf-8")


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
