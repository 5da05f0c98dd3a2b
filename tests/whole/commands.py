"""Runs the `reencuentro` command: in this process, which is quick, or in one of its own, as a user would."""

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reencuentro.cli import main

COMMAND = [sys.executable, "-c", "from reencuentro.cli import main; main()"]


@dataclass(frozen=True)
class Said:
    """What the command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output, which must be JSON and nothing else."""
        return json.loads(self.out)


def run(*arguments: str | Path) -> Said:
    """Run the command here; whatever it meets, it must not show a traceback or be surprised."""
    code = 0
    with (
        patch.object(sys, "argv", ["reencuentro", *map(str, arguments)]),
        redirect_stdout(io.StringIO()) as out,
        redirect_stderr(io.StringIO()) as err,
    ):
        try:
            main()
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return _calm(Said(code, out.getvalue(), err.getvalue()))


def spawn(*arguments: str | Path, cwd: Path | None = None, **environment: str) -> Said:
    """Run the command as a process of its own and wait for it."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        cwd=cwd,
        env={**os.environ, **environment},
        timeout=120,
    )
    return _calm(Said(done.returncode, done.stdout, done.stderr))


def start(*arguments: str | Path, **options: Any) -> subprocess.Popen[str]:
    """Start the command and don't wait."""
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def _calm(said: Said) -> Said:
    assert "Traceback" not in said.err, said.err
    assert "unforeseen" not in said.err, said.err
    assert "Warning" not in said.err, said.err
    assert said.code in (0, 1, 2, 3), said
    return said
