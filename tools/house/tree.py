"""Which files belong to the project, and what a violation looks like."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src" / "reencuentro"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One line that breaks a rule of the house, written so that editors can jump to it."""

    path: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.problem}"


def told(violations: Iterable[Violation]) -> str:
    """The violations one a line, as tests show them; "" where the rule is kept."""
    return "\n".join(str(violation) for violation in sorted(violations))


def project_files(*suffixes: str) -> list[Path]:
    """Every file that is committed or about to be, sorted; all of them where no suffix is named.

    Asks git, so that nothing ignored is judged; raises CalledProcessError outside a clone.
    """
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in sorted(listed.split("\0")) if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def named(path: Path) -> str:
    """The path as it is written in messages: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def product_modules() -> list[Path]:
    """The modules that people write by hand: all of the product but its migrations."""
    return [path for path in sorted(PRODUCT.rglob("*.py")) if "migrations" not in path.parts]
