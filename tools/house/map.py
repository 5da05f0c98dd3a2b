"""Draws the map of the house in docs/architecture.md from the first line of each module's docstring.

    python -m tools.house.map

A newcomer's first page can't go stale: tests/house compares it with what this makes of the sources.
"""

import ast
from collections.abc import Iterable
from pathlib import Path

from tools.house.tree import PRODUCT, ROOT

PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- map: begin -->", "<!-- map: end -->"
# As the imports go: what stands higher may use what stands lower.
FLOORS = ("cli", "web", "rehearsal", "actions", "reports", "records", "rules", "interchange", "linkage")


def draw_map(product: Path) -> str:
    """The floors that hold something, from the top down, then the modules that stand beside them."""
    floors = [_floor(product / name) for name in FLOORS if (product / name / "__init__.py").is_file()]
    beside = _table((path.stem, path) for path in sorted(product.glob("*.py")) if path.name != "__init__.py")
    return "\n\n".join([*floors, f"### Beside the floors\n\n{beside}"])


def _floor(folder: Path) -> str:
    rooms = _table(_rooms(folder))
    return f"### `{folder.name}/`\n\n{sentence(folder / '__init__.py')}\n\n{rooms}".rstrip()


def _rooms(folder: Path) -> Iterable[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".py" and path.name != "__init__.py":
            yield path.stem, path
        elif (path / "__init__.py").is_file() and path.name != "migrations":
            yield path.name, path / "__init__.py"
            yield from ((f"{path.name}/{room}", inner) for room, inner in _rooms(path))


def _table(rooms: Iterable[tuple[str, Path]]) -> str:
    lines = [f"| `{room}` | {sentence(path)} |" for room, path in rooms]
    return "\n".join(["| room | what it is for |", "|---|---|", *lines]) if lines else ""


def sentence(module: Path) -> str:
    """The first paragraph of the module's docstring on one line; "" where it has none."""
    paragraph = (ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "").split("\n\n")[0]
    return " ".join(paragraph.split()).replace("|", "\\|")


def with_map(page: str, drawn: str) -> str:
    """The page with the map between its two marks; raises ValueError where it has no marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{drawn}\n\n{END}{after}"


def main() -> None:
    """Write the map into the page."""
    PAGE.write_text(with_map(PAGE.read_text("utf-8"), draw_map(PRODUCT)), "utf-8")


if __name__ == "__main__":
    main()
