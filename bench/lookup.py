"""Looking up one person at a time: how soon the answer comes and whether the right one is among the first.

    python -m bench.lookup --sets people_1m --questions typed mothers --count 2000 --tools ours splink
    python -m bench.lookup --sets people_1m --questions typed --count 400 --http

Every tool is asked the same questions of `bench.queries`, one after another, by a script that takes PEOPLE and pairs of
QUESTIONS and ANSWERS.csv, writes query_id, rank and record_id, and for each pair prints one line of JSON with the
milliseconds of each question. Mothers are looked for by ours with the child's record, by the others with her name as
that record has it, her sex and the child's town: they have no way to ask with more.

With --http the pages are asked instead, by an officer's browser, on both databases; then people are written down, and
it is timed until those who may be they are shown.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from bench.contest import told_inside
from bench.datasets import DATASETS, Dataset
from bench.machine import described
from bench.peers.environment import ROOT, peers_python
from bench.queries import QUESTIONS, Questions
from bench.running import measure


@dataclass(frozen=True, slots=True)
class Tool:
    """A script, and ours that it is compared with: the one that works where it does."""

    script: str
    beside: str
    in_peers_environment: bool = False


TOOLS = {
    "ours": Tool("bench.looking.engine", "ours"),
    "splink": Tool("bench.peers.splink_lookup", "ours", in_peers_environment=True),
    "ours-sqlite": Tool("bench.looking.sqlite", "ours-sqlite"),
    "sqlite-prefix": Tool("bench.peers.sqlite_prefix", "ours-sqlite"),
    "ours-postgresql": Tool("bench.looking.postgresql", "ours-postgresql"),
    "pg-trgm": Tool("bench.peers.trigrams", "ours-postgresql"),
}
PAGES = {
    "pages-sqlite": Tool("bench.looking.pages_sqlite", "pages-sqlite"),
    "pages-postgresql": Tool("bench.looking.pages_postgresql", "pages-postgresql"),
}
"""Asked over HTTP, as officers ask; memory is that of who asks."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a tool did with questions of one kind.

    build: seconds before the first question. ranks: of the best right answer to each question, 0 where none is right.
    saving: milliseconds until those are shown who may be somebody just written down. processor: of the server,
    milliseconds an answer.
    """

    memory: float
    build: float
    milliseconds: Sequence[float]
    ranks: Sequence[int]
    saving: Sequence[float] = ()
    processor: float = 0.0

    def within(self, rank: int) -> float:
        """Share of questions with a right answer up to this rank."""
        return sum(1 <= each <= rank for each in self.ranks) / len(self.ranks)

    @property
    def p95(self) -> float:
        """Milliseconds within which 95 of 100 answers come."""
        return float(np.percentile(self.milliseconds, 95))


def answer(tool: Tool, dataset: Dataset, asked: Sequence[Questions], folder: Path) -> list[Answered]:
    """Let the tool answer all questions of every kind; raises CalledProcessError where it fails."""
    python = peers_python() if tool.in_peers_environment else sys.executable
    files = [(one.questions, folder / f"{one.kind}.csv") for one in asked]
    measured = measure(
        [python, "-m", tool.script, *dataset.files, *(path for pair in files for path in pair)], cwd=ROOT
    )
    told = [json.loads(line) for line in measured.output.splitlines() if line.startswith("{")]
    milliseconds = [each["milliseconds"] for each in told if "milliseconds" in each]
    build = told_inside(measured) - sum(map(sum, milliseconds)) / 1000
    saving = [each["saving"] for each in told if "saving" in each] or [()] * len(asked)
    processor = [each["processor"] for each in told if "processor" in each] or [0.0] * len(asked)
    return [
        Answered(measured.memory, build, took, ranks(one, out), *beside)
        for one, (_, out), took, *beside in zip(asked, files, milliseconds, saving, processor, strict=True)
    ]


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
    "| tool | asked | build, s | p50, ms | p95, ms | p99, ms | p95 × ours | right one first | among ten "
    "| peak memory, MiB |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def table(answered: Mapping[str, Answered]) -> str:
    """The figures of all tools as Markdown; the ratio is left out where ours of that kind took no part."""
    return "\n".join(
        [HEAD, *(_row(tool, one, answered.get((TOOLS | PAGES)[tool].beside)) for tool, one in answered.items())]
    )


def _row(tool: str, answered: Answered, ours: Answered | None) -> str:
    cells = [
        tool,
        str(len(answered.ranks)),
        f"{answered.build:.1f}",
        *(f"{time:,.2f}" for time in np.percentile(answered.milliseconds, (50, 95, 99))),
        f"{answered.p95 / ours.p95:.1f}" if ours else "",
        *(f"{answered.within(rank):.4f}" for rank in (1, 10)),
        f"{answered.memory:,.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def beside(answered: Mapping[str, Answered]) -> str:
    """What pages alone tell: processor time, and how soon candidates follow whom somebody has written down."""
    return "\n".join(
        f"{tool}: {one.processor:.0f} ms of processor time an answer; candidates after saving, {len(one.saving)} times:"
        f" p50 {np.percentile(one.saving, 50):,.0f} ms, p95 {np.percentile(one.saving, 95):,.0f} ms"
        for tool, one in answered.items()
        if len(one.saving)
    )


def main() -> None:
    """Ask every tool everything that was asked for and print a table for each set and kind of question."""
    parser = argparse.ArgumentParser(description="Measure look-ups of one person at a time.")
    parser.add_argument("--sets", nargs="+", choices=DATASETS, default=["people_100k"], metavar="SET")
    parser.add_argument("--questions", nargs="+", choices=QUESTIONS, default=["typed"])
    parser.add_argument("--count", type=int, default=200, help="how many of each kind")
    parser.add_argument("--tools", nargs="+", choices=[*TOOLS, *PAGES], default=[*TOOLS])
    parser.add_argument("--http", action="store_true", help="ask the pages, on both databases")
    parser.add_argument("--write", type=Path, help="write the tables to this file as well")
    asked = parser.parse_args()
    sections = [described()]
    with tempfile.TemporaryDirectory(prefix="reencuentro-bench-") as folder:
        for name in asked.sets:
            dataset = DATASETS[name]()
            kinds = [QUESTIONS[kind](dataset, count=asked.count) for kind in asked.questions]
            tools = [*PAGES] if asked.http else asked.tools
            answered = {tool: answer((TOOLS | PAGES)[tool], dataset, kinds, Path(folder)) for tool in tools}
            for place, kind in enumerate(asked.questions):
                by_tool = {tool: each[place] for tool, each in answered.items()}
                sections.append(f"### {name}, {kind}\n\n{table(by_tool)}\n\n{beside(by_tool)}".rstrip())
    page = "\n\n".join(sections) + "\n"
    print(page)
    if asked.write:
        asked.write.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
