"""On what it was measured: processors, memory, system, versions, commit and date, as a sentence."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.peers.environment import ROOT, versions

OWN = ("numpy", "duckdb", "pyarrow", "rapidfuzz", "scipy")


def described() -> str:
    """The machine, the versions of ours and of the peers, the commit and today's date."""
    own = {"Python": platform.python_version()} | {name: version(name) for name in OWN}
    return (
        f"Machine: {os.cpu_count()} cores ({_processor()}), {_memory():.0f} GiB, {_system()}. "
        f"Ours: commit {_commit()}, {_listed(own)}. Peers: {_listed(versions())}. {datetime.now(UTC):%d %B %Y}."
    )


def _listed(named: dict[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in named.items())


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> float:
    """GiB of the machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _system() -> str:
    return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"
