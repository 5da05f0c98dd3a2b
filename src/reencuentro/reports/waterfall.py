"""An explanation as a waterfall: from what was likely before any fact, fact by fact, to the probability. SVG text.

It holds keys and words of facts, never a name, and fetches nothing, so it may be mailed. What speaks for is a filled
bar with a plus, what speaks against a hollow one with a minus, so no colour is needed to read it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import accumulate, pairwise
from math import ceil, floor
from unicodedata import combining, east_asian_width

from reencuentro.linkage.explanations import Explanation, log_odds
from reencuentro.reports.explanation_words import (
    alternative_words,
    bits_text,
    deciding_words,
    end_words,
    silence_words,
    standing,
    statement,
    steps,
)
from reencuentro.reports.words import Language, explanation_text, fine_share_text

WIDTH = 360
"""A phone's; on a larger screen it grows as a whole."""
_MARGIN = 16.0
_PLOT = WIDTH - 2 * _MARGIN
_SIZE, _LINE = 13.0, 17.0
_BAR, _GAP = 13.0, 16.0
_BITS = 46.0  # room for the bits of a row, at its right
_INK, _QUIET, _GRID, _PAPER = "#1b2a38", "#4a5a68", "#c9d2da", "#ffffff"
_FOR, _AGAINST, _OTHER = "#1d5a8e", "#9c2f10", "#4a5a68"
_FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its words, the bits it adds, and the log2 odds from which and to which it leads."""

    words: str
    bits: float
    before: float
    after: float
    is_fact: bool


def bars_of(one: Explanation, language: Language) -> tuple[Bar, ...]:
    """The rows from the first, which begins at even odds, to the last, which ends at the probability."""
    rows = [step for step in steps(one, language) if step.bits or not step.is_fact]
    ends = pairwise(accumulate((step.bits for step in rows), initial=0.0))
    return tuple(
        Bar(step.words, step.bits, before, after, step.is_fact)
        for step, (before, after) in zip(rows, ends, strict=True)
    )


def waterfall(one: Explanation, language: Language) -> str:
    """The whole picture, the same for the same explanation; a screen reader hears it as a title and its rows."""
    bars = bars_of(one, language)
    scale = _Scale.of(bars)
    page = _Page([], _MARGIN)
    page = page.text(statement(one, language), size=15.0, bold=True)
    page = page.text(standing(one, language), colour=_QUIET).down(6)
    page = page.text(_legend(language), colour=_QUIET).down(10)
    top = page.y
    page = _with_axis(page, scale, language)
    for bar in bars:
        page = _with_row(page, bar, scale)
    page = _with_end(page, one, bars[-1].after, scale, language)
    grid = [_grid_line(scale.x(odds), top + 14, page.y) for odds in scale.ticks]
    page = page.down(_LINE)
    for words in _beside(one, language):
        page = page.text(words).down(6)
    return _document(page, grid, title=_title(one, language), about=_about(bars, one, language))


def _legend(language: Language) -> str:
    return f"{explanation_text('bars', language)} {explanation_text('bits_explained', language)}"


def _title(one: Explanation, language: Language) -> str:
    return f"{statement(one, language)}: {standing(one, language)}"


def _about(bars: Iterable[Bar], one: Explanation, language: Language) -> str:
    rows = [f"{bar.words} ({bits_text(bar.bits)})" for bar in bars]
    return ". ".join([*rows, end_words(one, language), *_beside(one, language)])


def _beside(one: Explanation, language: Language) -> Iterator[str]:
    """What no bar shows: who else was weighed, what nobody states, and what would decide."""
    for other in one.alternatives:
        yield f"{explanation_text('alternatives', language)}: {'; '.join(alternative_words(one, other, language))}"
    yield silence_words(one, language)
    if deciding := deciding_words(one, language):
        yield deciding


@dataclass(frozen=True, slots=True)
class _Scale:
    """Log2 odds across the plot; ticks: the odds that are marked."""

    least: float
    most: float
    ticks: tuple[float, ...]

    @classmethod
    def of(cls, bars: Sequence[Bar]) -> "_Scale":
        """As wide as the bars need, even odds always within."""
        ends = [0.0, *(bar.before for bar in bars), *(bar.after for bar in bars)]
        least, most = floor(min(ends)) - 1, ceil(max(ends)) + 1
        marked = [odds for odds in map(log_odds, _MARKED) if least <= odds <= most]
        return cls(least, most, _spaced(marked, _PLOT / (most - least)))

    def x(self, odds: float) -> float:
        """Where these odds stand."""
        return _MARGIN + _PLOT * (odds - self.least) / (self.most - self.least)


_MARKED = (0.5, 0.9, 0.1, 0.99, 0.01, 0.999, 0.001, 0.9999, 0.0001)
_APART = 52.0  # between two marks, so that their labels don't touch


def _spaced(odds: Iterable[float], unit: float) -> tuple[float, ...]:
    """Those that have room beside each other, the first ones first. unit: width of a bit."""
    kept: list[float] = []
    for one in odds:
        if all(abs(one - other) * unit >= _APART for other in kept):
            kept.append(one)
    return tuple(sorted(kept))


@dataclass(frozen=True, slots=True)
class _Page:
    """What is drawn so far, and how far down."""

    drawn: list[str]
    y: float

    def down(self, by: float) -> "_Page":
        return replace(self, y=self.y + by)

    def add(self, *shapes: str) -> "_Page":
        return replace(self, drawn=[*self.drawn, *shapes])

    def text(
        self, words: str, *, size: float = _SIZE, bold: bool = False, colour: str = _INK, width: float = _PLOT
    ) -> "_Page":
        """The words below what is there, on as many lines as they need."""
        page = self
        attributes = f'font-size="{_n(size)}"' + (' font-weight="bold"' if bold else "")
        for line in lines_of(words, width / size / (_BOLDER if bold else 1.0)):
            page = page.down(_LINE * size / _SIZE)
            page = page.add(_text(line, _MARGIN, page.y - 4, attributes, colour))
        return page


_BOLDER = 1.15  # times as wide


def _with_axis(page: _Page, scale: _Scale, language: Language) -> _Page:
    page = page.down(12)
    for odds in scale.ticks:
        share = fine_share_text(1 / (1 + 2**-odds), language)
        anchor, x = _held_inside(scale.x(odds))
        page = page.add(_text(share, x, page.y - 2, f'font-size="12" text-anchor="{anchor}"', _QUIET))
    return page.down(4)


def _held_inside(x: float) -> tuple[str, float]:
    """How a label stands at a mark near an edge."""
    if x < _MARGIN + _HALF:
        return "start", _MARGIN
    return ("end", WIDTH - _MARGIN) if x > WIDTH - _MARGIN - _HALF else ("middle", x)


_HALF = 22.0  # of the widest label


def _with_row(page: _Page, bar: Bar, scale: _Scale) -> _Page:
    started = page.down(_GAP / 2)
    page = started.text(bar.words, width=_PLOT - _BITS)
    bits = _text(bits_text(bar.bits), WIDTH - _MARGIN, started.y + _LINE - 4, _BOLD_END, _INK)
    return page.add(bits, _rectangle(bar, scale, page.y), _step(scale.x(bar.after), page.y)).down(_BAR + 2)


_BOLD_END = 'font-size="13" font-weight="bold" text-anchor="end"'


def _rectangle(bar: Bar, scale: _Scale, y: float) -> str:
    low, high = sorted((scale.x(bar.before), scale.x(bar.after)))
    colour = (_FOR if bar.bits > 0 else _AGAINST) if bar.is_fact else _OTHER
    fill = colour if bar.bits > 0 else _PAPER
    # The stroke lies on the edge: drawn inside, so that bars end where the odds do.
    width = max(high - low - 2, 0.5)
    return (
        f'<rect x="{_n(low + 1)}" y="{_n(y + 1)}" width="{_n(width)}" height="{_n(_BAR - 2)}" fill="{fill}" '
        f'stroke="{colour}" stroke-width="2"/>'
    )


def _step(x: float, y: float) -> str:
    """The line that leads from the end of a bar to the next one."""
    return f'<path d="M{_n(x)} {_n(y)}v{_n(_BAR + 6)}" stroke="{_INK}" stroke-width="1.5"/>'


def _with_end(page: _Page, one: Explanation, odds: float, scale: _Scale, language: Language) -> _Page:
    started = page.down(_GAP / 2)
    page = started.text(end_words(one, language), bold=True, width=_PLOT - _BITS)
    x, y = scale.x(odds), page.y + _BAR / 2
    mark = f'<path d="M{_n(x)} {_n(y - 7)}l7 7-7 7-7-7z" fill="{_INK}"/>'
    total = _text(bits_text(odds), WIDTH - _MARGIN, started.y + _LINE - 4, _BOLD_END, _INK)
    return page.add(total, mark).down(_BAR + 4)


def _grid_line(x: float, top: float, bottom: float) -> str:
    return f'<path d="M{_n(x)} {_n(top)}V{_n(bottom)}" stroke="{_GRID}" stroke-width="1" stroke-dasharray="2 3"/>'


def _text(words: str, x: float, y: float, attributes: str, colour: str) -> str:
    return f'<text x="{_n(x)}" y="{_n(y)}" {attributes} fill="{colour}" {_HALO}>{_plain(words)}</text>'


_HALO = f'paint-order="stroke" stroke="{_PAPER}" stroke-width="3"'
"""Keeps the lines of the scale from running through the words."""


def _document(page: _Page, behind: Sequence[str], *, title: str, about: str) -> str:
    height = ceil(page.y + _MARGIN)
    inside = "\n".join((f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>', *behind, *page.drawn))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" font-family="{_FONT}">\n'
        f"<title>{_plain(title)}</title>\n<desc>{_plain(about)}</desc>\n{inside}\n</svg>\n"
    )


def _plain(words: str) -> str:
    """Text that is markup nowhere; what XML has no room for is shown as a question mark."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words))


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _n(number: float) -> str:
    """A coordinate to the tenth, without needless zeros."""
    return f"{round(number, 1) + 0.0:g}"


def lines_of(words: str, width: float) -> Iterator[str]:
    """The words on lines no wider than so many ems; a word wider than a line is cut. At least one line."""
    line = ""
    for word in words.split():
        for piece in _pieces(word, width):
            joined = f"{line} {piece}" if line else piece
            if line and _ems(joined) > width:
                yield line
                joined = piece
            line = joined
    yield line


def _pieces(word: str, width: float) -> Iterator[str]:
    piece = ""
    for character in word:
        if piece and _ems(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def _ems(text: str) -> float:
    """About how wide a text is in the widest of the fonts that may show it, in ems; rather too wide than cut off."""
    return sum(_em(character) for character in text)


def _em(character: str) -> float:
    if combining(character):
        return 0.0
    if east_asian_width(character) in "WF" or ord(character) >= _PICTURES:
        return 1.2
    if character in _NARROW:
        return 0.36
    return 0.95 if character in _WIDE else 0.78 if character.isupper() or not character.isascii() else 0.64


_NARROW = frozenset("iljtfrI.,:;!'|()[] ")
_WIDE = frozenset("mwMW@%—…")
_PICTURES = 0x1F000
