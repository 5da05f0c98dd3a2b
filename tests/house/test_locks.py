"""The locks hold everything that pyproject.toml asks for, by hash, and name no host."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.house.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ASKED = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-spark.lock": PROJECT["project"]["optional-dependencies"]["spark"],
    "requirements-dev.lock": PROJECT["dependency-groups"]["dev"],
    "requirements-build.lock": PROJECT["dependency-groups"]["build"],
    "requirements-node.lock": PROJECT["dependency-groups"]["node"],
}


def pinned(text: str) -> dict[str, set[str]]:
    """The versions that a lock pins of each package: more than one where they depend on the Python."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def unmet(asked: list[str], text: str) -> list[str]:
    """Requirements that no pinned version, or not every pinned version, satisfies."""
    versions = pinned(text)
    requirements = [Requirement(line) for line in asked]
    return [
        str(wanted)
        for wanted in requirements
        if not (have := versions.get(canonicalize_name(wanted.name)))
        or not all(wanted.specifier.contains(version) for version in have)
    ]


@pytest.mark.parametrize("lock", ASKED)
def test_the_lock_satisfies_what_the_project_asks(lock: str) -> None:
    assert unmet(ASKED[lock], (ROOT / lock).read_text("utf-8")) == []


@pytest.mark.parametrize("lock", ASKED)
def test_every_pin_has_a_hash_and_no_line_has_an_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_a_forgotten_or_outdated_pin_is_caught() -> None:
    assert unmet(["django>=5.2,<6", "rich"], "django==4.2.1 \\\n    --hash=sha256:0\n") == ["django<6,>=5.2", "rich"]
