"""What the documents promise is there: files, headings, commands with their options, make targets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.house.documents import (
    Command,
    anchors,
    commands,
    documents_unknown,
    links_broken,
    programs_unknown,
    targets_missing,
)
from tools.house.tree import ROOT, Violation, named, product_modules, project_files, told

DOCUMENTS = project_files(".md")
SHOWN = [command for path in DOCUMENTS for command in commands(named(path), path.read_text("utf-8"))]
OURS = sorted({command.words[1:] for command in SHOWN if command.program == "reencuentro"})


def answer_to_help(words: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """What the command answers to --help; it reads its options first, so a wrong one fails."""
    program = [sys.executable, "-c", "import sys; from reencuentro.cli import main; sys.exit(main())"]
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb"}
    return subprocess.run(
        [*program, *words, "--help"], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )


def test_the_documents_show_commands() -> None:
    assert ("reconcile",) in {words[:1] for words in OURS}


@pytest.mark.parametrize("words", OURS, ids=" ".join)
def test_a_command_shown_exists_with_its_options(words: tuple[str, ...]) -> None:
    answer = answer_to_help(words)

    assert answer.returncode == 0, answer.stderr


def test_a_command_that_does_not_exist_is_caught() -> None:
    assert answer_to_help(("reunite-everyone",)).returncode == 2


def test_an_option_that_does_not_exist_is_caught() -> None:
    assert answer_to_help(("reconcile", "orr.csv", "--guess")).returncode == 2


def test_every_make_target_shown_exists() -> None:
    broken = told(targets_missing(SHOWN, (ROOT / "Makefile").read_text("utf-8")))

    assert not broken, broken


def test_every_console_command_starts_a_program_that_a_reader_has() -> None:
    broken = told(programs_unknown(SHOWN))

    assert not broken, broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    broken = told(links_broken(document))

    assert not broken, broken


def test_every_document_is_reached_from_another() -> None:
    linked = "\n".join(path.read_text("utf-8") for path in DOCUMENTS)

    assert [named(path) for path in DOCUMENTS if path.parent != ROOT and f"{path.name})" not in linked] == []


def test_every_page_that_a_source_names_is_here() -> None:
    known = {path.name for path in DOCUMENTS}
    sources = {named(path): path.read_text("utf-8") for path in product_modules()}
    broken = told(violation for path, text in sources.items() for violation in documents_unknown(path, text, known))

    assert not broken, broken


def test_a_page_that_is_not_here_is_caught() -> None:
    broken = documents_unknown("sample.py", "# see docs/plans.md and CHANGELOG.md\n", {"CHANGELOG.md"})

    assert [violation.problem for violation in broken] == ["there is no plans.md here to look it up in"]


SAMPLE = """
Run `make nothing` or `reencuentro reconcile`.

```console
$ reencuentro rosters inspect \\
    list.csv | less
looks like an answer
$ RED=1 tableflip now
```
"""


def test_commands_are_found_in_blocks_and_sentences() -> None:
    assert [command.words for command in commands("sample.md", SAMPLE)] == [
        ("reencuentro", "rosters", "inspect", "list.csv"),
        ("tableflip", "now"),
        ("make", "nothing"),
        ("reencuentro", "reconcile"),
    ]


def test_a_missing_target_is_caught() -> None:
    broken = targets_missing(commands("sample.md", SAMPLE), "install: x\nnothing-else:\n")

    assert [violation.problem for violation in broken] == ["make has no target nothing"]


def test_an_unknown_program_is_caught() -> None:
    assert [violation.line for violation in programs_unknown([Command("sample.md", 7, ("tableflip", "now"))])] == [7]


def test_broken_links_are_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.house.documents.named", lambda path: path.name)
    page = tmp_path / "page.md"
    page.write_text(
        "# Top\n[a](page.md#top) [b](missing.md) [c](#nowhere) [d](https://example.org) `[e](x.md)`\n", "utf-8"
    )

    assert links_broken(page) == [
        Violation("page.md", 2, "the link missing.md leads nowhere"),
        Violation("page.md", 2, "the link #nowhere leads nowhere"),
    ]


def test_headings_become_the_anchors_that_forges_make() -> None:
    assert anchors("# The house: floors & `rooms`\n```\n# not a heading\n```\n## Qué hay\n") == {
        "the-house-floors--rooms",
        "qué-hay",
    }
