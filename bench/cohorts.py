"""From files to results on generated cohorts: how right, how fast, how much memory, and whether always the same.

    python -m bench.cohorts --children 2000 --seeds 9101 9102 9103

Each seed is generated, reconciled by the command that everybody uses, scored against its truth, then reconciled again
into a new registry with the files in reverse order. Prints a table in Markdown: one column a seed, and the median.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from reencuentro.rehearsal import Scores, evaluate, generate

COMMAND = Path(sys.executable).with_name("reencuentro")
DONE = (0, 3)  # 3: done, with rows in quarantine
RESULTS = (
    "people.csv",
    "families.csv",
    "unaccounted.csv",
    "changes.csv",
    "quarantine.csv",
    "report.html",
    "report.json",
)
NOTHING = float("nan")  # what couldn't be measured


@dataclass(frozen=True, slots=True)
class Run:
    """One reconciliation: wall clock in seconds, peak memory in MiB of its largest process."""

    results: Path
    seconds: float
    memory: float


def reconcile(cohort: Path, files: Sequence[str], results: Path) -> Run:
    """Reconcile the cohort's rosters into a new registry; raises CalledProcessError where that fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [COMMAND, "reconcile", *files, "--out", results],
        cwd=cohort,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "REENCUENTRO_PASSPHRASE": "of a measurement alone"},  # leaves no key in the user's folder
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in DONE:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Run(results, time.perf_counter() - started, used.ru_maxrss / 1024)


def same_bytes(left: Path, right: Path) -> bool:
    """Whether two folders hold the same results to the last byte."""
    return all((left / name).read_bytes() == (right / name).read_bytes() for name in RESULTS)


def measure(children: int, seed: int, folder: Path) -> dict[str, float]:
    """The figures of one seed, by what they are called in the table."""
    cohort = folder / "cohort"
    generate(cohort, children=children, seed=seed)
    files: list[str] = json.loads((cohort / "cohort.json").read_text("utf-8"))["arguments"]
    run = reconcile(cohort, files, folder / "results")
    again = reconcile(cohort, files[::-1], folder / "again")
    return {
        **_accuracy(evaluate(cohort, run.results)),
        "seconds from files to results": run.seconds,
        "peak memory, MiB": run.memory,
        "same bytes with the files reversed": float(same_bytes(run.results, again.results)),
    }


def _accuracy(scores: Scores) -> dict[str, float]:
    sure = next(score for score in scores.ties["every"] if score.threshold == 0.9)
    figures = {
        "records": scores.records,
        "identities, F1": scores.identities.f1,
        "ties from 0.9, precision": sure.all.precision,
        "ties from 0.9, recall": sure.all.recall,
        "ties, recall within reach": sure.bound,
        "ties from 0.9, recall where a source holds evidence": sure.evident.recall,
        "unaccounted, precision": scores.unaccounted.precision,
        "unaccounted, recall": scores.unaccounted.recall,
        "calibration error": scores.calibration_error,
        "widest gap in tie recall between name cultures": scores.gaps["ties_by_culture"],
    }
    return {name: NOTHING if figure is None else figure for name, figure in figures.items()}


def table(measured: dict[int, dict[str, float]]) -> str:
    """The figures as a Markdown table, one column a seed and the median last."""
    head = f"| | {' | '.join(f'seed {seed}' for seed in measured)} | median |"
    rule = "|---|" + "--:|" * (len(measured) + 1)
    names = next(iter(measured.values()))
    rows = [[figures[name] for figures in measured.values()] for name in names]
    return "\n".join([head, rule, *(_line(name, [*row, median(row)]) for name, row in zip(names, rows, strict=True))])


def _line(name: str, figures: Sequence[float]) -> str:
    return f"| {name} | {' | '.join(f'{figure:,.0f}' if figure >= 100 else f'{figure:.4g}' for figure in figures)} |"


def main() -> None:
    """Measure each seed and print the table."""
    parser = argparse.ArgumentParser(description="Measure speed and accuracy on generated cohorts.")
    parser.add_argument("--children", type=int, default=2000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[9101, 9102, 9103])
    asked = parser.parse_args()
    measured = {}
    for seed in asked.seeds:
        with tempfile.TemporaryDirectory(prefix="reencuentro-bench-") as folder:
            measured[seed] = measure(asked.children, seed, Path(folder))
        print(f"seed {seed} measured", file=sys.stderr)
    print(f"{asked.children:,} children\n\n{table(measured)}")


if __name__ == "__main__":
    main()
