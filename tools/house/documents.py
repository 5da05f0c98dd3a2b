"""What the documents promise: links that lead somewhere, commands and make targets that exist."""

import re
import shlex
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.house.tree import Violation, named

FENCE = re.compile(r"^\s*(?:```|~~~)\s*(\w*)")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
MAKE_TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
INLINE_CODE = re.compile(r"`([^`\n]+)`")
PAGE = re.compile(r"\b[\w-]+\.md\b")
SHELL_FENCES = frozenset(["console", "sh", "bash", "shell"])
# What a reader is asked to type: anything else on such a line is a slip, or output without its own block.
KNOWN_PROGRAMS = frozenset(["git", "cd", "make", "reencuentro", "export"])


@dataclass(frozen=True, slots=True)
class Command:
    """A command that a document tells its reader to type, without comments, pipes and redirections."""

    path: str
    line: int
    words: tuple[str, ...]

    @property
    def program(self) -> str:
        """The name of the program, whatever folder and variables stand before it."""
        return Path(self.words[0]).name


def commands(path: str, text: str) -> list[Command]:
    """Every command in the document's console blocks, and every `reencuentro …` or `make …` within its sentences."""
    shown = [*_fenced(text), *_inline(text)]
    return [Command(path, line, words) for line, shell in shown if (words := _words(shell))]


def _fenced(text: str) -> Iterator[tuple[int, str]]:
    for line, language, content in _lines_with_fence(text.replace("\\\n", " ")):
        if language not in SHELL_FENCES or not content.strip():
            continue
        prompt, _, typed = content.strip().partition(" ")
        if prompt == "$":
            yield line, typed
        elif language != "console":  # a console block shows answers too
            yield line, content.strip()


def _inline(text: str) -> Iterator[tuple[int, str]]:
    for line, language, content in _lines_with_fence(text):
        if language is None:
            for code in INLINE_CODE.findall(content):
                if re.match(r"(?:\.venv/bin/)?(?:reencuentro|make) [a-z]", code):
                    yield line, code


def _lines_with_fence(text: str) -> Iterator[tuple[int, str | None, str]]:
    """Each line with the language of the block that it stands in: "" where unnamed, None outside blocks."""
    language: str | None = None
    for number, content in enumerate(text.splitlines(), start=1):
        if fence := FENCE.match(content):
            language = fence.group(1) if language is None else None
        else:
            yield number, language, content


def _words(shell: str) -> tuple[str, ...]:
    words = shlex.split(shell.replace("…", " "), comments=True)
    ends = [index for index, word in enumerate(words) if word in {"|", "&&", ";"} or word.startswith((">", "2>"))]
    words = words[: min(ends, default=len(words))]
    while words and re.match(r"[A-Z_]+=", words[0]):
        words = words[1:]
    return tuple(words)


def targets_missing(shown: list[Command], makefile: str) -> list[Violation]:
    """Make targets that a document names and the Makefile doesn't have."""
    targets = set(MAKE_TARGET.findall(makefile))
    return [
        Violation(command.path, command.line, f"make has no target {word}")
        for command in shown
        if command.program == "make"
        for word in command.words[1:]
        if "=" not in word and word not in targets
    ]


def programs_unknown(shown: list[Command]) -> list[Violation]:
    """Commands that start with something which isn't a program a reader has."""
    return [
        Violation(command.path, command.line, f"{command.program} is no program that a reader has")
        for command in shown
        if command.program not in KNOWN_PROGRAMS
    ]


def links_broken(document: Path) -> list[Violation]:
    """Relative links whose file, or whose heading in it, doesn't exist."""
    broken = []
    for line, language, content in _lines_with_fence(document.read_text("utf-8")):
        if language is not None:
            continue
        for target in LINK.findall(INLINE_CODE.sub("", content)):
            if not re.match(r"[a-z]+:", target) and not _resolves(document, target):
                broken.append(Violation(named(document), line, f"the link {target} leads nowhere"))
    return broken


def _resolves(document: Path, target: str) -> bool:
    file, _, anchor = target.partition("#")
    path = document.parent / file if file else document
    return path.exists() and (not anchor or path.suffix != ".md" or anchor in anchors(path.read_text("utf-8")))


def anchors(text: str) -> set[str]:
    """The anchors of a Markdown page's headings, as forges make them."""
    headings = [
        match.group(1)
        for _, language, content in _lines_with_fence(text)
        if language is None and (match := HEADING.match(content))
    ]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def documents_unknown(path: str, text: str, known: Collection[str]) -> list[Violation]:
    """Pages that a source names and the project doesn't have: a reader could not look them up."""
    return [
        Violation(path, number, f"there is no {page} here to look it up in")
        for number, line in enumerate(text.splitlines(), start=1)
        for page in PAGE.findall(line)
        if page not in known
    ]
