"""The page for case workers holds the machine and the deadlines that the program goes by."""

from enum import StrEnum
from pathlib import Path

from reencuentro.rules.cases.machine import TABLE
from reencuentro.rules.cases.states import Evidence
from reencuentro.rules.timers.policies import law

PAGE = Path(__file__).resolve().parents[4] / "docs" / "cases.md"


def table(heading: str) -> dict[str, list[str]]:
    """The cells of each row of a section's table, by its first cell."""
    section = PAGE.read_text("utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return {f"{row[0]} {row[1]} {row[2]}" if heading == "Deadlines" else row[0]: row for row in rows[1:]}


def codes(found: frozenset[StrEnum] | frozenset[Evidence]) -> set[str]:
    return {one.value for one in found}


def split(cell: str) -> set[str]:
    return set() if cell == "–" else {one.strip() for one in cell.replace(";", ",").split(",")}


def test_every_state_is_told_as_it_is() -> None:
    told = table("The states")
    assert set(told) == {f"{state.value}{' ★' if step.second else ''}" for state, step in TABLE.items()}
    for state, step in TABLE.items():
        _, follows, needs, proposes, settles, undone = told[f"{state.value}{' ★' if step.second else ''}"]
        assert split(follows) == codes(step.follows), state
        assert codes(step.needs | step.needs_settled) <= {one.rpartition(": ")[2] for one in split(needs)}, state
        assert (split(proposes), split(settles)) == (codes(step.proposes), codes(step.settles)), state
        words = {"resumes": step.resumes, "reason": step.reasoned, "undisputed": step.undisputed}
        assert split(undone) == {step.undone.value, *(word for word, holds in words.items() if holds)}, state


def test_every_piece_of_evidence_is_told() -> None:
    assert {one.value for one in Evidence} <= set(table("What must be shown"))


def test_every_deadline_is_told_with_its_source() -> None:
    told = [row for row in table("Deadlines").values()]
    assert len(told) == len(law().policies)
    for policy, row in zip(law().policies, told, strict=True):
        assert row[0] == policy.timer
        assert row[1] == ", ".join(policy.jurisdictions)
        assert row[3] == policy.starts.value
        assert set(row[4].split(", ")) == codes(policy.stops)
        assert (row[5], row[6]) == (str(policy.valid_from), policy.source + ("" if policy.read else " ‡"))
