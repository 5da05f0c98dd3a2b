"""How code is laid out: docstrings, sizes, names of rooms, and imports that come late."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Collection, Iterator

from tools.house.tree import Violation

FUNCTION_CEILING = 60
MODULE_CEILING = 400
NAMED_BY_OTHERS = frozenset(["src/reencuentro/records/sealing/engine/base.py"])  # Django looks for an engine's base
BANNED_ROOMS = frozenset(
    ["utils", "util", "helpers", "helper", "misc", "common", "base", "core", "manager", "managers", "services"]
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[str, str], list[Violation]]


def docstrings_missing(path: str, text: str) -> list[Violation]:
    """A module, a public class, or a public function or method that says nothing of itself."""
    tree = ast.parse(text)
    missing = [] if ast.get_docstring(tree) else [Violation(path, 1, "the module has no docstring")]
    for node in _public(tree):
        if ast.get_docstring(node) is None:
            missing.append(Violation(path, node.lineno, f"{node.name} has no docstring"))
    return missing


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | Function]:
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef):
            yield from (part for part in node.body if isinstance(part, Function) and not part.name.startswith("_"))


def sizes_exceeded(path: str, text: str) -> list[Violation]:
    """A module or function above the ceiling; what is that long holds more than one idea."""
    lines = len(text.splitlines())
    exceeded = []
    if lines > MODULE_CEILING:
        exceeded.append(Violation(path, 1, f"{lines} lines, more than {MODULE_CEILING}: make the room a package"))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and (length := _length(node)) > FUNCTION_CEILING:
            exceeded.append(
                Violation(path, node.lineno, f"{node.name} has {length} lines, more than {FUNCTION_CEILING}")
            )
    return exceeded


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def banned_rooms(path: str) -> list[Violation]:
    """A file or folder whose name says nothing of what it holds, so that anything may be put there."""
    parts = [] if path in NAMED_BY_OTHERS else path.removesuffix(".py").split("/")
    return [Violation(path, 1, f"{part} is no name for a room") for part in parts if part in BANNED_ROOMS]


def mirrors_nothing(test: str, modules: Collection[str]) -> list[Violation]:
    """A unit test whose place and name point at no room: tests/unit/<floor>/test_<room>.py mirrors the product.

    One room may need several files: test_<room>_<aspect>.py.
    modules: the product's modules as paths from the package, without their ending.
    """
    found = re.fullmatch(r"tests/unit/(.+/)?test_(\w+)\.py", test)
    if found is None:
        return []
    words = found[2].split("_")
    rooms = {(found[1] or "") + "_".join(words[:count]) for count in range(1, len(words) + 1)}
    return [] if rooms & set(modules) else [Violation(test, 1, "there is no such room that this could test")]


def late_imports(path: str, text: str) -> list[Violation]:
    """An import inside a function that gives no reason on its line or on the line above."""
    inside = {
        node.lineno
        for function in ast.walk(ast.parse(text))
        if isinstance(function, Function)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    unexplained = inside - _lines_with_reason(text)
    return [Violation(path, number, "a late import gives its reason") for number in sorted(unexplained)]


def exceptions_unexplained(path: str, text: str) -> list[Violation]:
    """A check switched off for a line that doesn't say why on it or on the line above."""
    off = {number for number, comment in _comments(text).items() if DIRECTIVE.search(comment)}
    unexplained = off - _lines_with_reason(text)
    return [Violation(path, number, "a check is switched off without a reason") for number in sorted(unexplained)]


DIRECTIVE = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?|type:\s*ignore(?:\[[\w,\s-]*\])?"
    r"|pragma:\s*no cover|nosec(?:\s+B\d+)?)"
)


def _comments(text: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def _lines_with_reason(text: str) -> set[int]:
    """Lines whose comment says something beside its directive, and lines below a comment of their own."""
    lines = text.splitlines()
    reasons = set()
    for number, comment in _comments(text).items():
        if re.search(r"\w{2}", DIRECTIVE.sub("", comment)):
            reasons |= {number, number + 1} if lines[number - 1].lstrip().startswith("#") else {number}
    return reasons


TEXT_RULES: tuple[Rule, ...] = (docstrings_missing, sizes_exceeded, late_imports, exceptions_unexplained)
