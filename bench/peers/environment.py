"""The environment that the peers live in: made once, apart from ours, so that neither bends the other's versions."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".bench" / "peers"
PYTHON = HOME / "bin" / "python"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
STAMP = HOME / "installed.txt"


def peers_python() -> Path:
    """The peers' interpreter; makes their environment where it lacks or its versions are no longer the ones asked for.

    The one thing in the benchmark that needs a package index. Raises CalledProcessError where it can't be reached.
    """
    wanted = REQUIREMENTS.read_text("utf-8")
    if not STAMP.is_file() or STAMP.read_text("utf-8") != wanted:
        _install()
        STAMP.write_text(wanted, "utf-8")
    return PYTHON


def _install() -> None:
    uv = shutil.which("uv")
    make: list[str | Path]
    install: list[str | Path]
    shutil.rmtree(HOME, ignore_errors=True)
    make = [uv, "venv", "--quiet", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
    install = [uv, "pip", "install", "--quiet", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install", "-q"]
    subprocess.run([*make, HOME], check=True)
    subprocess.run([*install, "-r", REQUIREMENTS], check=True)


def versions() -> dict[str, str]:
    """The peers' versions, by name."""
    pins = (line.partition("==") for line in REQUIREMENTS.read_text("utf-8").split())
    return {name: version for name, _, version in pins}
