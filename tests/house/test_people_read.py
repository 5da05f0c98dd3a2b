"""Pages, and commands that officers use, read about people through one accessor and nothing else."""

import ast
from pathlib import Path

import pytest

from tools.house.tree import PRODUCT

PERSONAL = frozenset(
    "Person Membership Minor Mention SourceRecord Identifier Claim Quarantined IdentityProposal Tie Separation"
    " Judgement Certified CertifiedEntry SearchRecord SearchKey SearchWord Assignment Consent Withholding"
    " ProtectionGate Stay Restriction Correction".split()
)
"""Models that hold something about somebody in the registry."""
PAST_THE_DECISION = frozenset(
    "person_known field_provenance names_of mentions_of mentions_for_matching listed_records rows_of".split()
)
"""Functions that read about people and ask no decision."""
DECIDED = ("cli/explain.py", "cli/looking.py")
"""Commands that ask the decision themselves before they use what reads past it."""


def offences(source: str) -> list[str]:
    """What the module imports, or asks of a manager, that reads about people past the decision."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reencuentro.records"):
            names = {one.name for one in node.names} & (PERSONAL | PAST_THE_DECISION)
            within_rules = (node.module or "").startswith("reencuentro.records.visible")
            found += [] if within_rules else sorted(names)
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            owner = node.value.id if isinstance(node.value, ast.Name) else ast.unparse(node.value)
            found += [f"{owner}.{node.attr}"] if owner in PERSONAL or not isinstance(node.value, ast.Name) else []
    return found


def modules() -> list[Path]:
    """Every module of the pages and of the commands."""
    return sorted(path for floor in ("web", "cli") for path in (PRODUCT / floor).rglob("*.py"))


def test_pages_and_commands_read_about_people_through_the_accessor() -> None:
    named = {path.relative_to(PRODUCT).as_posix(): offences(path.read_text("utf-8")) for path in modules()}
    broken = {name: found for name, found in named.items() if found and name not in DECIDED}
    assert named
    assert not broken


@pytest.mark.parametrize("name", DECIDED)
def test_a_command_that_reads_past_the_accessor_asks_the_decision_itself(name: str) -> None:
    callers = {"cli/explain.py": "cli/explain.py", "cli/looking.py": "cli/look.py"}
    text = (PRODUCT / callers[name]).read_text("utf-8")
    assert "may_be_explained(" in text or "found_for(" in text


@pytest.mark.parametrize(
    "line",
    [
        "from reencuentro.records.people import Person",
        "from reencuentro.records.provenance import person_known",
        "Mention.objects.all()",
        "models.Person.objects.get(pk=1)",
    ],
)
def test_a_read_past_the_decision_is_caught(line: str) -> None:
    assert offences(line)


@pytest.mark.parametrize(
    "line", ["from reencuentro.records.visible.people import visible_to", "Officer.objects.get(login='ana')"]
)
def test_what_asks_the_decision_or_is_about_nobody_passes(line: str) -> None:
    assert not offences(line)
