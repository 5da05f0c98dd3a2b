"""The family around one person as a picture: a row for each generation, a line for each tie. SVG text.

A whole line is a tie that people confirmed, a broken one is only proposed. It fetches nothing and holds no script and
no style of its own; whoever draws it hands in no more than its reader may see.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from reencuentro.reports.waterfall import lines_of

_BOX, _HIGH, _BETWEEN, _ROWS, _MARGIN = 150.0, 74.0, 18.0, 56.0, 12.0
_SIZE, _LINE = 13.0, 16.0
_MOST_LINES = 3
_INK, _QUIET, _PAPER, _MARKED, _LINK = "#1b2a38", "#4a5a68", "#ffffff", "#e8f1f5", "#1d5a8e"

OLDER: Mapping[str, int] = {
    "mother": 1,
    "father": 1,
    "parent": 1,
    "aunt_uncle": 1,
    "grandparent": 2,
    "child": -1,
    "niece_nephew": -1,
    "grandchild": -2,
}
"""How many generations above the child a relative stands; beside the child where it isn't said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the tree. name: what may be shown of it; what: in words what they are to the one in the middle."""

    person: str
    name: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """A tie between two members: who is what to the child."""

    child: str
    relative: str
    relation: str
    confirmed: bool


def generations(focus: str, bonds: Sequence[Bond]) -> dict[str, int]:
    """How many generations each person stands above the one in the middle; who isn't connected to them is left out."""
    steps: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for bond in bonds:
        older = OLDER.get(bond.relation, 0)
        steps[bond.child].append((bond.relative, older))
        steps[bond.relative].append((bond.child, -older))
    found, waiting = {focus: 0}, [focus]
    for person in waiting:
        for other, older in sorted(steps[person]):
            if other not in found:
                found[other] = found[person] + older
                waiting.append(other)
    return found


def family_tree(focus: str, members: Sequence[Member], bonds: Sequence[Bond], *, title: str, about: str) -> str:
    """The picture, the same from the same in any order; a screen reader hears its title and what it is about.

    Of members only those are drawn whom bonds connect to the one in the middle. Raises KeyError for a bond's end that
    is no member.
    """
    known = {member.person: member for member in members}
    levels = generations(focus, bonds)
    rows: defaultdict[int, list[str]] = defaultdict(list)
    for person in sorted(levels, key=lambda one: (one != focus, one)):
        rows[levels[person]].append(person)
    widest = max(map(len, rows.values()))
    width = 2 * _MARGIN + widest * _BOX + (widest - 1) * _BETWEEN
    height = 2 * _MARGIN + len(rows) * _HIGH + (len(rows) - 1) * _ROWS
    places = {
        person: (_MARGIN + (width - 2 * _MARGIN - _wide(row)) / 2 + place * (_BOX + _BETWEEN), top)
        for row, top in zip((rows[level] for level in sorted(rows, reverse=True)), _tops(), strict=False)
        for place, person in enumerate(row)
    }
    ordered = sorted(bonds, key=lambda one: (one.child, one.relative, one.relation))
    links = [_link(places[one.child], places[one.relative], one) for one in ordered if one.child in places]
    boxes = [_box(known[person], places[person], marked=person == focus) for person in sorted(places)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}"'
        f' role="img" aria-labelledby="tree-title tree-about" font-family="system-ui, sans-serif" class="app-tree">'
        f'<title id="tree-title">{escape(title)}</title><desc id="tree-about">{escape(about)}</desc>'
        f'<rect width="{_n(width)}" height="{_n(height)}" fill="{_PAPER}"/>{"".join(links)}{"".join(boxes)}</svg>'
    )


def _tops() -> Iterator[float]:
    """Where each row begins, from the eldest down."""
    return (_MARGIN + row * (_HIGH + _ROWS) for row in count())


def _wide(row: Sequence[str]) -> float:
    return len(row) * _BOX + (len(row) - 1) * _BETWEEN


def _link(child: tuple[float, float], relative: tuple[float, float], bond: Bond) -> str:
    """From the middle of one box to the middle of the other; the boxes are drawn over it."""
    (x1, y1), (x2, y2) = ((x + _BOX / 2, y + _HIGH / 2) for x, y in (child, relative))
    # Two on one row who aren't neighbours are joined around whoever stands between.
    bend = _HIGH if y1 == y2 and abs(x1 - x2) > _BOX + _BETWEEN else 0.0
    path = f"M {_n(x1)} {_n(y1)} Q {_n((x1 + x2) / 2)} {_n((y1 + y2) / 2 + bend * 1.6)} {_n(x2)} {_n(y2)}"
    broken = "" if bond.confirmed else ' stroke-dasharray="6 5"'
    return f'<path d="{path}" fill="none" stroke="{_LINK}" stroke-width="2"{broken}/>'


def _box(member: Member, at: tuple[float, float], *, marked: bool) -> str:
    x, y = at
    fill = _MARKED if marked else _PAPER
    drawn = [
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(_BOX)}" height="{_n(_HIGH)}" fill="{fill}" stroke="{_INK}"'
        f' stroke-width="{3 if marked else 1.5}"/>'
    ]
    lines = list(lines_of(member.name, (_BOX - 12) / _SIZE))
    shown = [*lines[: _MOST_LINES - 1], "…"] if len(lines) > _MOST_LINES else lines
    for number, line in enumerate(shown):
        drawn.append(_words(line, x + _BOX / 2, y + 18 + number * _LINE, _INK))
    drawn.append(_words(member.what, x + _BOX / 2, y + _HIGH - 8, _QUIET))
    return "".join(drawn)


def _words(words: str, x: float, y: float, colour: str) -> str:
    printable = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in words)
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(_SIZE)}" text-anchor="middle" fill="{colour}">'
        f"{escape(printable)}</text>"
    )


def _n(number: float) -> str:
    return f"{round(number, 1) + 0.0:g}"
