"""Looking up one person at a time: how soon the answer comes and whether the right one is among the first.

    python -m bench.lookup --sets people_100k --questions typed mothers --tools splink

Every tool is asked the same questions of `bench.queries`, one after another, by a script that takes PEOPLE, QUESTIONS
and ANSWERS.csv, writes query_id, rank and record_id, and prints one line of JSON with the milliseconds of each.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import duckdb
import numpy as np

from bench.contest import told_inside
from bench.datasets import DATASETS, Dataset
from bench.machine import described
from bench.peers.environment import ROOT, peers_python
from bench.queries import QUESTIONS, Questions
from bench.running import Measured, measure

SCRIPTS = {"splink": "bench.peers.splink_lookup"}
OWN_SCRIPTS: dict[str, str] = {}
"""Ours run in our own environment; one for each way that a lookup can go: the engine alone, or through a database."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a tool did with the questions. ranks: of the best right answer to each question, 0 where none is right."""

    measured: Measured
    build: float
    milliseconds: Sequence[float]
    ranks: Sequence[int]

    def within(self, rank: int) -> float:
        """Share of questions with a right answer up to this rank."""
        return sum(1 <= each <= rank for each in self.ranks) / len(self.ranks)


def answer(tool: str, dataset: Dataset, asked: Questions, out: Path) -> Answered:
    """Let the tool answer every question; raises CalledProcessError where it fails."""
    python, script = (sys.executable, OWN_SCRIPTS[tool]) if tool in OWN_SCRIPTS else (peers_python(), SCRIPTS[tool])
    measured = measure([python, "-m", script, *dataset.files, asked.questions, out], cwd=ROOT)
    told = [json.loads(line) for line in measured.output.splitlines() if line.startswith("{")]
    milliseconds = next(each["milliseconds"] for each in told if "milliseconds" in each)
    return Answered(measured, told_inside(measured) - sum(milliseconds) / 1000, milliseconds, ranks(asked, out))


RANKS = """
select coalesce(min(rank), 0)::int
from (select distinct query_id from answers) left join (
    select query_id, rank from found join answers using (query_id, record_id)
) using (query_id)
group by query_id order by query_id
"""


def ranks(asked: Questions, out: Path) -> list[int]:
    """The rank of the first right answer to each question, 0 where there is none."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(asked.answers)).to_view("answers")
        types = {"query_id": "bigint", "rank": "bigint", "record_id": "varchar"}
        connection.read_csv(str(out), header=True, columns=types).to_view("found")
        return [rank for (rank,) in connection.execute(RANKS).fetchall()]


HEAD = (
    "| tool | asked | build, s | p50, ms | p95, ms | p99, ms | right one first | among ten | peak memory, MiB |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def row(tool: str, answered: Answered) -> str:
    """The figures of one tool as a line of Markdown."""
    times = [f"{time:,.2f}" for time in np.percentile(answered.milliseconds, (50, 95, 99))]
    right = [f"{answered.within(rank):.4f}" for rank in (1, 10)]
    cells = [
        tool,
        str(len(answered.ranks)),
        f"{answered.build:.1f}",
        *times,
        *right,
        f"{answered.measured.memory:,.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Ask every tool everything that was asked for and print a table for each set and kind of question."""
    parser = argparse.ArgumentParser(description="Measure look-ups of one person at a time.")
    parser.add_argument("--sets", nargs="+", choices=DATASETS, default=["people_100k"], metavar="SET")
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=["typed"])
    parser.add_argument("--count", type=int, default=200, help="how many of each kind")
    parser.add_argument("--tools", nargs="+", choices=[*OWN_SCRIPTS, *SCRIPTS], default=[*OWN_SCRIPTS, *SCRIPTS])
    parser.add_argument("--write", type=Path, help="write the tables to this file as well")
    asked = parser.parse_args()
    sections = [described()]
    with tempfile.TemporaryDirectory(prefix="reencuentro-bench-") as folder:
        for name, kind in product(asked.sets, asked.questions):
            dataset = DATASETS[name]()
            questions = QUESTIONS[kind](dataset, count=asked.count)
            out = Path(folder) / "answers.csv"
            lines = [row(tool, answer(tool, dataset, questions, out)) for tool in asked.tools]
            sections.append("\n".join([f"### {name}, {kind}\n", HEAD, *lines]))
    page = "\n\n".join(sections) + "\n"
    print(page)
    if asked.write:
        asked.write.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
