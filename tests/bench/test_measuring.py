"""Measuring a command and asking questions: the figures mean what they say."""

import sys
from pathlib import Path
from subprocess import CalledProcessError

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bench.contest import told_inside
from bench.historical import first_and_last
from bench.lookup import ranks
from bench.queries import Questions, split_name
from bench.running import measure

BUSY = (
    "import time; held = bytearray(80_000_000); end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
)
PARENT = f"import subprocess, sys; held = bytearray(60_000_000); subprocess.run([sys.executable, '-c', {BUSY!r}])"


def test_time_and_memory_of_children_are_counted(tmp_path: Path) -> None:
    measured = measure([sys.executable, "-c", PARENT], cwd=tmp_path)

    assert measured.cpu >= 0.3
    assert measured.seconds >= 0.3
    assert measured.memory > 130


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CalledProcessError) as failure:
        measure([sys.executable, "-c", "raise SystemExit('no such rule')"], cwd=tmp_path)

    assert "no such rule" in failure.value.stderr


def test_a_tool_tells_its_own_seconds_last(tmp_path: Path) -> None:
    spoken = "print('reading'); print('{\"seconds\": {\"total\": 0.25}}'); print('bye')"

    assert told_inside(measure([sys.executable, "-c", spoken], cwd=tmp_path)) == 0.25


def test_a_tool_that_tells_nothing_is_timed_whole(tmp_path: Path) -> None:
    measured = measure([sys.executable, "-c", "print(7)"], cwd=tmp_path)

    assert told_inside(measured) == measured.seconds


def test_the_best_right_answer_counts_and_silence_counts_as_wrong(tmp_path: Path) -> None:
    asked = Questions("typed", tmp_path / "questions.parquet", tmp_path / "answers.parquet")
    pq.write_table(pa.table({"query_id": [0, 0, 1, 2], "record_id": ["7", "8", "9", "3"]}), asked.answers)
    found = tmp_path / "found.csv"
    found.write_text("query_id,rank,record_id\n0,1,5\n0,2,8\n0,3,7\n1,1,7\n", "utf-8")

    assert ranks(asked, found) == [2, 0, 0]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("ANA MARIA LOPEZ VELIZ", ("ANA MARIA", "LOPEZ", "VELIZ")),
        ("ANA LOPEZ VELIZ", ("ANA", "LOPEZ", "VELIZ")),
        ("ANA LOPEZ", ("ANA", "LOPEZ", "")),
        ("ANA", ("", "ANA", "")),
    ],
)
def test_a_name_told_as_one_is_split_as_it_is_mostly_meant(name: str, parts: tuple[str, str, str]) -> None:
    assert split_name(name) == parts


def test_titles_are_no_first_names() -> None:
    assert first_and_last("sir john ashford, 2nd baron of selton") == ("john", "selton")
    assert first_and_last("john") == ("john", "")
