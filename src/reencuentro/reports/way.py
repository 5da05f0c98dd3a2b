"""One person's way as a picture: time runs down, what is told of one time stands side by side. SVG text.

It shows what a list can't: how long each stay was beside the others, what overlaps, where nobody knows anything, and
how long ago the last word is. A long time is drawn short, with a break across it, so that days beside years can still
be read. No colour is needed: who holds the person is a full bar, what others say an empty one, what nobody knows a
broken line. It fetches nothing and holds no script and no style of its own, so that any page may show it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from html import escape
from itertools import pairwise
from math import log2
from textwrap import wrap

WIDTH = 290
"""The smallest phone's; it isn't drawn larger elsewhere, so that its words are as large as those beside it."""
_DATES, _LANE, _BAR, _EDGE = 98.0, 20.0, 14.0, 10.0
_WORDS, _SMALL, _LINE = 15, 13, 18.0
_LETTERS = 12
"""Of a line of dates."""
_LETTER = 8.8
"""The width of a letter of the words, in a wide font."""
_MOST_LINES, _MOST_LANES = 5, 4
_SHORTEST, _LONGEST = 26.0, 84.0
"""How high any time is drawn at least and at most, beside the words that need their room."""
_BROKEN = 60
"""Days from which on a time is drawn shorter than it was, with a break across it."""
_DAY = timedelta(days=1)
_INK, _QUIET, _GRID, _PAPER, _LOUD = "#1b2a38", "#4a5a68", "#c9d2da", "#ffffff", "#9c2f10"


class Shape(StrEnum):
    """How a stay is drawn."""

    HELD = "held"
    TOLD = "told"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One stay or gap: its words, how long in words, its first and last certain day, whether it goes on, and whether
    sources contradict it. Of a gap the days are those of what lies before and after it.
    """

    words: str
    lasts: str
    shape: Shape
    since: date
    until: date
    goes_on: bool = False
    doubted: bool = False

    @property
    def begins(self) -> date:
        """The first day of it."""
        return self.since + _DAY if self.shape is Shape.GAP else self.since

    @property
    def ends(self) -> date:
        """The first day after it."""
        return max(self.until if self.shape is Shape.GAP else self.until + _DAY, self.begins)


@dataclass(frozen=True, slots=True)
class Today:
    """What is known from the last word up to today: the words say it."""

    day: date
    words: str


def way(
    strips: Sequence[Strip], today: Today | None, *, title: str, about: str, day_text: Callable[[date], str]
) -> str:
    """The picture, the same from the same; a screen reader hears its title and what it is about.

    today: None where the way is at its end. Raises ValueError without any stay: there is nothing to be drawn.
    """
    if not strips:
        raise ValueError("a way without any stay")
    plan = _Plan.of(strips, today, day_text)
    drawn = [*plan.dates(), *(one for strip in strips for one in plan.strip(strip)), *plan.tail(), *plan.breaks()]
    height = _n(plan.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' role="img" aria-labelledby="way-title way-about" font-family="system-ui, sans-serif" class="app-way">'
        f'<title id="way-title">{escape(title)}</title><desc id="way-about">{escape(about)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>{"".join(drawn)}</svg>'
    )


@dataclass(frozen=True)
class _Plan:
    """Where everything stands. places: each day on which anything begins or ends, from the top. lanes: by strip."""

    strips: Sequence[Strip]
    today: Today | None
    places: Mapping[date, float]
    said: Mapping[date, list[str]]
    lanes: Mapping[int, int]
    height: float

    @classmethod
    def of(cls, strips: Sequence[Strip], today: Today | None, day_text: Callable[[date], str]) -> "_Plan":
        """Each time as high as it was long, in a way, and as the words beside it need."""
        lanes = _lanes(strips)
        days = {day for strip in strips for day in (strip.begins, strip.ends)}
        days |= {max(today.day + _DAY, *days)} if today else set()
        begun = {strip.begins for strip in strips}
        told = {day: day if day in begun else day - _DAY for day in days}
        # A day on which something begins and ends stands there once.
        dated = {
            day: wrap(day_text(one), _LETTERS) if one == day or one not in begun else [] for day, one in told.items()
        }
        room = {day: _room(day, strips, today, lanes, dated) for day in days}
        *earlier, last = sorted(days)
        places, top = {}, _EDGE
        for day, following in pairwise((*earlier, last)):
            places[day] = top
            top += max(room[day], _high((following - day).days))
        places[last] = top
        return cls(strips, today, places, dated, lanes, top + room[last] + _EDGE)

    def dates(self) -> Iterator[str]:
        """The days down the left, each with a line across."""
        for day, top in self.places.items():
            yield f'<line x1="0" y1="{_n(top)}" x2="{WIDTH}" y2="{_n(top)}" stroke="{_GRID}" stroke-width="1"/>'
            yield from _lines(self.said[day], 0, top, _SMALL, _QUIET)

    def strip(self, strip: Strip) -> Iterator[str]:
        """Its bar, and its words below those that begin with it."""
        x, top, end = self._x(strip), self.places[strip.begins], self.places[strip.ends]
        yield _shape(strip, x, top, end)
        if strip.goes_on and self.today:
            yield _onward(x, end, max(self.places.values()))
        colour = _LOUD if strip.doubted or strip.shape is Shape.GAP else _INK
        top += sum(_tall(one, self.lanes) for one in self._before(strip))
        words = _words(strip, self.lanes)
        yield from _lines(words, self._words_at, top, _WORDS, colour)
        yield from _lines([strip.lasts], self._words_at, top + _LINE * len(words), _SMALL, _QUIET)

    def tail(self) -> Iterator[str]:
        """From the last word up to today."""
        if self.today is None:
            return
        last, now = max(strip.ends for strip in self.strips), max(self.places.values())
        if not any(strip.goes_on for strip in self.strips) and self.places[last] < now:
            yield _broken_line(_DATES + _BAR / 2, self.places[last], now)
        yield from _lines(_wrapped(self.today.words, self.lanes), self._words_at, now, _WORDS, _QUIET)

    def breaks(self) -> Iterator[str]:
        """Across each time that is drawn shorter than it was."""
        left, right = _DATES - 3, _DATES + _LANE * _width(self.lanes)
        for day, following in pairwise(sorted(self.places)):
            if (following - day).days > _BROKEN:
                middle = (self.places[day] + self.places[following]) / 2 + _LINE / 2
                across = f"M{_n(left)} {_n(middle + 4)} L{_n(right)} {_n(middle - 4)}"
                for colour, width in ((_INK, 8), (_PAPER, 5)):
                    yield f'<path d="{across}" stroke="{colour}" stroke-width="{width}"/>'

    @property
    def _words_at(self) -> float:
        return _DATES + _LANE * _width(self.lanes) + 4

    def _x(self, strip: Strip) -> float:
        return _DATES + _LANE * min(self.lanes[id(strip)], _MOST_LANES - 1)

    def _before(self, strip: Strip) -> Iterator[Strip]:
        for one in self.strips:
            if one is strip:
                return
            if one.begins == strip.begins:
                yield one


def _lanes(strips: Sequence[Strip]) -> dict[int, int]:
    """Side by side stands what is told of one time."""
    free: list[date] = []
    lanes: dict[int, int] = {}
    for strip in sorted(strips, key=lambda one: one.begins):
        end = date.max if strip.goes_on else strip.ends
        lane = next((number for number, until in enumerate(free) if until <= strip.begins), len(free))
        free[lane : lane + 1] = [end]
        lanes[id(strip)] = lane
    return lanes


def _width(lanes: Mapping[int, int]) -> int:
    return min(max(lanes.values()) + 1, _MOST_LANES)


def _high(days: int) -> float:
    return min(_SHORTEST + 8 * log2(1 + days / 2), _LONGEST)


def _room(
    day: date, strips: Sequence[Strip], today: Today | None, lanes: Mapping[int, int], said: Mapping[date, list[str]]
) -> float:
    """What the words that stand at a day need."""
    words = sum(_tall(strip, lanes) for strip in strips if strip.begins == day)
    if today and day == max(said):
        words += _LINE * len(_wrapped(today.words, lanes)) + 6
    return max(words, _LINE * len(said[day]) + 4)


def _tall(strip: Strip, lanes: Mapping[int, int]) -> float:
    return _LINE * (len(_words(strip, lanes)) + 1) + 6


def _words(strip: Strip, lanes: Mapping[int, int]) -> list[str]:
    return _wrapped(("⚠ " if strip.doubted else "") + strip.words, lanes)


def _wrapped(words: str, lanes: Mapping[int, int]) -> list[str]:
    """Longer words are cut, and whole in the list beside the picture."""
    letters = int((WIDTH - _DATES - _LANE * _width(lanes) - 4) / _LETTER)
    return wrap(words, letters, max_lines=_MOST_LINES, placeholder="…")


def _shape(strip: Strip, x: float, top: float, end: float) -> str:
    if strip.shape is Shape.GAP:
        return _broken_line(x + _BAR / 2, top, end)
    fill = _INK if strip.shape is Shape.HELD else _PAPER
    return (
        f'<rect x="{_n(x)}" y="{_n(top)}" width="{_n(_BAR)}" height="{_n(max(end - top, 6))}" fill="{fill}"'
        f' stroke="{_LOUD if strip.doubted else _INK}" stroke-width="2"/>'
    )


def _onward(x: float, top: float, end: float) -> str:
    """Still there as far as anybody knows: a thin line down to today, and a point."""
    middle = x + _BAR / 2
    line = f'<line x1="{_n(middle)}" y1="{_n(top)}" x2="{_n(middle)}" y2="{_n(end)}" stroke="{_INK}" stroke-width="2"/>'
    return line + f'<path d="M{_n(x)} {_n(end - 8)} H{_n(x + _BAR)} L{_n(middle)} {_n(end)} Z" fill="{_INK}"/>'


def _broken_line(x: float, top: float, end: float) -> str:
    return (
        f'<line x1="{_n(x)}" y1="{_n(top)}" x2="{_n(x)}" y2="{_n(end)}"'
        f' stroke="{_LOUD}" stroke-width="3" stroke-dasharray="2 4"/>'
    )


def _lines(words: Sequence[str], x: float, top: float, size: int, colour: str) -> Iterator[str]:
    for number, line in enumerate(words):
        y = top + _LINE * (number + 1) - 3
        yield f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" fill="{colour}">{escape(line)}</text>'


def _n(number: float) -> str:
    """A number as short as it can be, so that the same picture is the same text."""
    return f"{number:.1f}".removesuffix(".0")
