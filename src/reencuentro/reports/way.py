"""One person's way as a picture: a row for each stay along one line of time, and what lies between. SVG text.

No colour is needed to read it: who holds the person is a full bar, what others say an empty one, what nobody knows a
broken line. It fetches nothing and holds no script and no style of its own, so that any page may show it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import escape

WIDTH = 360
"""A phone's; on a larger screen it grows as a whole."""
_MARGIN, _TOP, _ROW, _BAR = 12.0, 34.0, 42.0, 14.0
_PLOT = WIDTH - 2 * _MARGIN
_MOST = 52
"""Characters of a row's words: longer ones are cut, and whole in the list beside the picture."""
_INK, _QUIET, _GRID, _PAPER, _LOUD = "#1b2a38", "#4a5a68", "#c9d2da", "#ffffff", "#9c2f10"


class Shape(StrEnum):
    """How a row is drawn."""

    HELD = "held"
    TOLD = "told"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row: its words, the first and the last certain day, whether it goes on, and whether sources contradict it."""

    words: str
    shape: Shape
    since: date
    until: date
    goes_on: bool = False
    doubted: bool = False


def way(strips: Sequence[Strip], *, as_of: date, title: str, about: str, day_text: Callable[[date], str]) -> str:
    """The picture, the same from the same; a screen reader hears its title and what it is about.

    Raises ValueError without any row: there is nothing to be drawn.
    """
    if not strips:
        raise ValueError("a way without any stay")
    first = min(strip.since for strip in strips)
    last = max(as_of, *(strip.until for strip in strips))
    scale = _Scale(first, last)
    height = _TOP + _ROW * len(strips) + _MARGIN
    drawn = [*_axis(scale, height, day_text)]
    for number, strip in enumerate(strips):
        drawn += _row(strip, scale, _TOP + _ROW * number)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" width="100%" role="img"'
        f' aria-labelledby="way-title way-about" font-family="system-ui, sans-serif" class="app-way">'
        f'<title id="way-title">{escape(title)}</title><desc id="way-about">{escape(about)}</desc>'
        f'<rect width="{WIDTH}" height="{_n(height)}" fill="{_PAPER}"/>{"".join(drawn)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date

    def x(self, day: date) -> float:
        """Where a day begins; a way of one day fills the whole line."""
        days = (self.last - self.first).days + 1
        return _MARGIN + _PLOT * (day - self.first).days / days

    def after(self, day: date) -> float:
        """Where a day ends."""
        days = (self.last - self.first).days + 1
        return _MARGIN + _PLOT * ((day - self.first).days + 1) / days


def _axis(scale: _Scale, height: float, day_text: Callable[[date], str]) -> list[str]:
    left, right = _MARGIN, WIDTH - _MARGIN
    lines = [
        f'<line x1="{_n(x)}" y1="22" x2="{_n(x)}" y2="{_n(height - _MARGIN)}" stroke="{_GRID}" stroke-width="1"/>'
        for x in (left, right)
    ]
    words = [_text(day_text(scale.first), left, 16, "start", _QUIET)]
    if scale.last != scale.first:
        words.append(_text(day_text(scale.last), right, 16, "end", _QUIET))
    return [*lines, *words]


def _row(strip: Strip, scale: _Scale, top: float) -> list[str]:
    colour = _LOUD if strip.doubted else _INK
    mark = "⚠ " if strip.doubted else ""
    words = _text(mark + _cut(strip.words), _MARGIN + 2, top + 13, "start", colour)
    return [words, _shape(strip, scale, top + 19)]


def _shape(strip: Strip, scale: _Scale, y: float) -> str:
    middle = y + _BAR / 2
    if strip.shape is Shape.GAP:
        x1, x2 = scale.after(strip.since), scale.x(strip.until)
        return (
            f'<line x1="{_n(min(x1, x2))}" y1="{_n(middle)}" x2="{_n(max(x1, x2))}" y2="{_n(middle)}"'
            f' stroke="{_LOUD}" stroke-width="3" stroke-dasharray="2 4"/>'
        )
    x1, x2 = scale.x(strip.since), max(scale.after(strip.until), scale.x(strip.since) + 3)
    fill = _INK if strip.shape is Shape.HELD else _PAPER
    bar = (
        f'<rect x="{_n(x1)}" y="{_n(y)}" width="{_n(x2 - x1)}" height="{_n(_BAR)}" fill="{fill}"'
        f' stroke="{_LOUD if strip.doubted else _INK}" stroke-width="2"/>'
    )
    if not strip.goes_on:
        return bar
    tip = min(x2 + 8, WIDTH - 2.0)
    return bar + f'<path d="M{_n(x2)} {_n(y)} L{_n(tip)} {_n(middle)} L{_n(x2)} {_n(y + _BAR)} Z" fill="{_INK}"/>'


def _text(words: str, x: float, y: float, anchor: str, colour: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" font-size="12" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'


def _cut(words: str) -> str:
    return words if len(words) <= _MOST else words[: _MOST - 1].rstrip() + "…"


def _n(number: float) -> str:
    """A number as short as it can be, so that the same picture is the same text."""
    return f"{number:.1f}".removesuffix(".0")
