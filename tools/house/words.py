"""Words that must not stand in what is committed, and the facts that the schema must not hold."""

import ast
import re
from collections.abc import Iterable

from tools.house.tree import Violation

# Each pattern is written so that it doesn't match itself.
UNFINISHED = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|raise\s+NotImplementedErro[r])\b")
REGISTRY_HOST = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|crates\.io|rubygems\.org"
    r"|anaconda\.org|proxy\.golang\.org|ghcr\.io|docker\.io)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.\-:/}])/(?:wor[k]|roo[t]|hom[e]|Users)/\w")

WORD_RULES: dict[str, re.Pattern[str]] = {
    "work left undone belongs in an issue": UNFINISHED,
    "nothing committed names the host of a package registry": REGISTRY_HOST,
    "nothing committed names a path of one machine": MACHINE_PATH,
}

# The registry brings families together. What serves to find, hold or remove people has no place in it, and a
# relative's or sponsor's immigration status least of all: it can't be misused where it was never stored.
BANNED_FACTS = re.compile(
    r"immigration_status|migration_status|migratory_status|legal_status|visa|undocumented|unlawful|illegal"
    r"|deportab|removab|enforce|warrant|arrest|criminal|felony|prosecut|fugitive|gang|sponsor_status",
)


def words_banned(path: str, text: str) -> list[Violation]:
    """Lines that hold a word of WORD_RULES."""
    return [
        Violation(path, number, problem)
        for number, line in enumerate(text.splitlines(), start=1)
        for problem, pattern in WORD_RULES.items()
        if pattern.search(line)
    ]


def facts_banned(path: str, text: str) -> list[Violation]:
    """Fields of the classes in a module whose names hold a fact that the registry must not know."""
    return [
        Violation(path, line, f"{name} serves enforcement: the registry must not know it")
        for name, line in _fields(ast.parse(text))
        if BANNED_FACTS.search(name.lower())
    ]


def _fields(tree: ast.Module) -> Iterable[tuple[str, int]]:
    for owner in ast.walk(tree):
        if not isinstance(owner, ast.ClassDef):
            continue
        for node in owner.body:
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.AnnAssign):
                targets = [node.target]
            else:
                continue
            yield from ((target.id, target.lineno) for target in targets if isinstance(target, ast.Name))
