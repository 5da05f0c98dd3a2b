"""The contracts on imports are kept, and each of them fails when it is broken."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.house.tree import ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
FLOORS = ("rehearsal", "actions", "records", "rules", "interchange", "linkage")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache", "--config", ROOT / ".importlinter"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    package = tmp_path / "reencuentro"
    for floor in FLOORS:
        (package / floor).mkdir(parents=True)
        (package / floor / "__init__.py").touch()
        (package / floor / "people.py").touch()
    (package / "__init__.py").touch()
    (package / "errors.py").touch()
    return tmp_path


def test_a_house_without_imports_keeps_every_contract(small_house: Path) -> None:
    answer = lint(small_house)

    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("linkage/people.py", "import reencuentro.records.people", "Imports go down only"),
        ("errors.py", "import reencuentro.linkage.people", "Imports go down only"),
        ("rules/people.py", "import reencuentro.interchange.people", "Imports go down only"),
        ("linkage/people.py", "import django.db", "Pure floors never meet Django"),
        ("rehearsal/people.py", "import django", "Pure floors never meet Django"),
        ("extra.py", "x = 1", "Imports go down only"),
    ],
)
def test_a_wrong_import_is_caught(small_house: Path, room: str, line: str, contract: str) -> None:
    (small_house / "reencuentro" / room).write_text(f"{line}\n", "utf-8")

    answer = lint(small_house)

    assert answer.returncode == 1
    assert f"{contract} BROKEN" in answer.stdout


def test_rooms_that_need_each_other_are_caught(small_house: Path) -> None:
    rules = small_house / "reencuentro" / "rules"
    (rules / "custody.py").write_text("import reencuentro.rules.people\n", "utf-8")
    (rules / "people.py").write_text("import reencuentro.rules.custody\n", "utf-8")

    answer = lint(small_house)

    assert answer.returncode == 1
    assert "No room needs a neighbour that needs it BROKEN" in answer.stdout
