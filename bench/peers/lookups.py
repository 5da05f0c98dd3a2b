"""Asking a tool one question after another: what it answers to a file, how long each took to stdout."""

import csv
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Question = TypeVar("Question")


def answer_each(path: Path, questions: Mapping[int, Question], ask: Callable[[Question], Sequence[str]]) -> None:
    """Write query_id, rank (from 1) and record_id of each answer, best first; print the milliseconds of each.

    questions: by their numbers. Nothing is asked beforehand: the first may take longer than the others.
    """
    took = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["query_id", "rank", "record_id"])
        for number, question in questions.items():
            began = time.perf_counter()
            answers = ask(question)
            took.append(1000 * (time.perf_counter() - began))
            writer.writerows((number, rank, record) for rank, record in enumerate(answers, start=1))
    print(json.dumps({"milliseconds": took}), flush=True)


def pairs_of(words: Sequence[str]) -> Iterator[tuple[Path, Path]]:
    """Files of questions, each with the file for the answers, as they stand on the command line."""
    return zip(map(Path, words[::2]), map(Path, words[1::2]), strict=True)
