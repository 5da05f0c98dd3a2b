"""Asking a tool one question after another: what it answers to a file, how long each took to stdout."""

import csv
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def answer_each(path: Path, questions: Sequence[int], ask: Callable[[int], Sequence[str]]) -> None:
    """Write query_id, rank (from 1) and record_id of each answer, best first; print the milliseconds of each."""
    took = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["query_id", "rank", "record_id"])
        for question in questions:
            began = time.perf_counter()
            answers = ask(question)
            took.append(1000 * (time.perf_counter() - began))
            writer.writerows((question, rank, record) for rank, record in enumerate(answers, start=1))
    print(json.dumps({"milliseconds": took}), flush=True)
