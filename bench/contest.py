"""Who takes part in what: each tool run on the same files, in turn, scored against the same truth."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.datasets import Dataset
from bench.peers.environment import ROOT, peers_python
from bench.running import Measured, measure
from bench.scoring import pairwise
from reencuentro.rehearsal.measures import Score

COMMAND = Path(sys.executable).with_name("reencuentro")
PEERS: dict[str, dict[str, str]] = {
    "splink": {"people": "splink_people", "febrl": "splink_febrl", "historical": "splink_historical"},
    "recordlinkage": {"febrl": "recordlinkage_febrl"},
    "goldenmatch": {"people": "goldenmatch_any", "febrl": "goldenmatch_any", "historical": "goldenmatch_any"},
    "dedupe": {"people": "dedupe_people"},
}
"""A peer's script in bench/peers for each kind of set; where none is named, the peer isn't fit for it."""
TAUGHT = frozenset({"dedupe"})  # need the truth, to learn from answers
MOST_RECORDS = {"dedupe": 20_000, "goldenmatch": 1_000_000}  # beyond which a peer needs more memory or patience
OURS = "ours"
TOOLS = (OURS, *PEERS)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run. inside: seconds from file to clusters as the tool tells them; the whole process where it doesn't."""

    measured: Measured
    inside: float
    score: Score


def takes_part(tool: str, dataset: Dataset) -> bool:
    """Whether there is a recipe of this tool for this kind of set."""
    return tool == OURS or (dataset.kind in PEERS[tool] and dataset.records <= MOST_RECORDS.get(tool, dataset.records))


def tuned(tools: Iterable[str]) -> str:
    """How each peer was set up, in the words of its scripts, as a list in Markdown."""
    scripts = dict.fromkeys(script for tool in tools if tool != OURS for script in PEERS[tool].values())
    return "\n".join(f"- `{script}`: {_purpose(script)}" for script in scripts)


def _purpose(script: str) -> str:
    """What a peer's script says of itself below its first line; it is read and not imported."""
    text = (ROOT / "bench" / "peers" / f"{script}.py").read_text("utf-8")
    _, _, purpose = (ast.get_docstring(ast.parse(text)) or "").partition("\n\n")
    return " ".join(purpose.split())


def attempt(tool: str, dataset: Dataset, out: Path) -> Attempt:
    """Run the tool once and score what it wrote; raises CalledProcessError where it fails."""
    out.unlink(missing_ok=True)
    measured = measure(_command(tool, dataset, out), cwd=ROOT)
    return Attempt(measured, told_inside(measured), pairwise(dataset.truth, out))


def written(folder: Path, dataset: Dataset, tool: str) -> Path:
    """Where `compete` lets a tool write; what the last run wrote stays there."""
    return folder / f"{dataset.name}.{tool}.csv"


def _command(tool: str, dataset: Dataset, out: Path) -> list[str | Path]:
    if tool == OURS:
        return [COMMAND, "link", *dataset.files, "--out", out, "--json"]
    lesson: list[str | Path] = ["--truth", dataset.truth] if tool in TAUGHT else []
    return [peers_python(), "-m", f"bench.peers.{PEERS[tool][dataset.kind]}", *dataset.files, out, *lesson]


def told_inside(measured: Measured) -> float:
    """The total of the seconds in the JSON on stdout, all of it or its last line; else the process's own wall clock."""
    for said in (measured.output, *reversed(measured.output.splitlines())):
        with suppress(ValueError, KeyError, TypeError):
            return float(json.loads(said)["seconds"]["total"])
    return measured.seconds


def compete(
    tools: Sequence[str], dataset: Dataset, *, runs: int, folder: Path, tell: Callable[[str], None]
) -> dict[str, list[Attempt]]:
    """Every tool `runs` times, in turn, so that a busy minute hits all of them; one that fails is left out."""
    attempts: dict[str, list[Attempt]] = {tool: [] for tool in tools if takes_part(tool, dataset)}
    for run in range(1, runs + 1):
        for tool in list(attempts):
            try:
                done = attempt(tool, dataset, written(folder, dataset, tool))
            except subprocess.CalledProcessError as error:
                tell(f"{dataset.name}, {tool} failed and is left out:\n{error.stderr}")
                del attempts[tool]
            else:
                attempts[tool].append(done)
                tell(f"{dataset.name}, {tool}, run {run} of {runs}: {done.inside:.2f} s")
    return attempts


@dataclass(frozen=True, slots=True)
class Line:
    """Medians of one tool on one set, and how many times ours they are."""

    tool: str
    precision: float
    recall: float
    f1: float
    inside: float
    seconds: float
    cpu: float
    memory: float


def line(tool: str, attempts: Sequence[Attempt]) -> Line:
    """The medians of several attempts."""
    return Line(
        tool,
        median(each.score.precision or 0.0 for each in attempts),
        median(each.score.recall or 0.0 for each in attempts),
        median(each.score.f1 or 0.0 for each in attempts),
        median(each.inside for each in attempts),
        median(each.measured.seconds for each in attempts),
        median(each.measured.cpu for each in attempts),
        median(each.measured.memory for each in attempts),
    )


HEAD = (
    "| tool | precision | recall | F1 | file to clusters, s | whole process, s | CPU, s | peak memory, MiB "
    "| time × ours | memory × ours |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def table(attempts: dict[str, list[Attempt]]) -> str:
    """The medians as Markdown; the ratios stay empty where ours didn't take part."""
    lines = [line(tool, done) for tool, done in attempts.items()]
    ours = next((each for each in lines if each.tool == OURS), None)
    return "\n".join([HEAD, *(_row(each, ours) for each in lines)])


def _row(each: Line, ours: Line | None) -> str:
    ratios = (each.inside / ours.inside, each.memory / ours.memory) if ours else None
    cells = [
        each.tool,
        *(f"{figure:.4f}" for figure in (each.precision, each.recall, each.f1)),
        *(f"{figure:.2f}" for figure in (each.inside, each.seconds, each.cpu)),
        f"{each.memory:,.0f}",
        *(f"{ratio:.1f}" for ratio in ratios or ()),
        *([] if ratios else ["", ""]),
    ]
    return f"| {' | '.join(cells)} |"
