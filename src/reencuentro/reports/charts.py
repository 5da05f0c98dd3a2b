"""Bar charts as inline SVG: the same numbers give the same bytes, and need neither script nor network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

# A phone's width: it stands beside its table on a large screen and fills a small one, legible on both.
WIDTH = 340
_BAR, _STEP = 14, 50
_DOWN = 10  # from the middle of its step, so that the label has its place above the bar
_INK, _TRACK, _CLEAR = "#1b2a38", "#dfe5ea", "#0000"
_FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. written: the count as people write it; colour: as in CSS."""

    label: str
    count: int
    written: str
    colour: str


def bar_chart(bars: Sequence[Bar], *, about: str) -> str:
    """The bars, the first on top, each under its label, as an `<svg role="img">` that `about` describes.

    Raises ValueError without bars.
    """
    if not bars:
        raise ValueError("a chart needs at least one bar")
    # Altair takes most of a second to import, and most commands draw nothing.
    import altair  # noqa: PLC0415

    longest = max(bar.count for bar in bars) or 1
    rows = [
        {
            "label": bar.label,
            "count": bar.count,
            "all": longest,
            "written": bar.written,
            "colour": bar.colour,
            "row": row,
        }
        for row, bar in enumerate(bars)
    ]
    plain = altair.Chart(altair.InlineData(values=rows)).encode(y=altair.Y("row:O", axis=None))
    across = altair.X("count:Q", axis=None, scale=altair.Scale(domain=[0, longest], nice=False))
    whole = altair.X("all:Q", axis=None, scale=altair.Scale(domain=[0, longest], nice=False))
    text: dict[str, Any] = {
        "baseline": "bottom",
        "dy": _DOWN - _BAR / 2 - 5,
        "color": _INK,
        "font": _FONT,
        "fontSize": 14,
    }
    bar: dict[str, Any] = {"height": _BAR, "yOffset": _DOWN}
    layers = altair.layer(
        plain.mark_bar(color=_TRACK, **bar).encode(x=whole),
        plain.mark_bar(**bar).encode(x=across, color=altair.Color("colour:N", scale=None)),
        plain.mark_text(align="left", **text).encode(x=altair.value(0), text="label:N"),
        plain.mark_text(align="right", fontWeight="bold", **text).encode(x=altair.value(WIDTH), text="written:N"),
    )
    chart = layers.properties(width=WIDTH, height=_STEP * len(bars), padding=0)
    chart = chart.configure(background=_CLEAR, view=altair.ViewConfig(stroke=_CLEAR))
    return _embedded(_drawn(chart.to_json()), about)


def _drawn(specification: str) -> str:
    # A native library of 60 MB; only drawing needs it.
    import vl_convert  # noqa: PLC0415

    return str(vl_convert.vegalite_to_svg(specification))


_OPENING = re.compile(r"<svg[^>]*?viewBox=\"([^\"]+)\"[^>]*>")
# What the drawing library adds for its own scripts: ids would be repeated on a page with two charts, and its roles
# would be read out mark by mark although the whole is one image.
_ADDED = re.compile(r"\s(?:id|aria-[a-z]+|role|class)=\"[^\"]*\"")


def _embedded(svg: str, about: str) -> str:
    opening = _OPENING.search(svg)
    if opening is None:
        raise ValueError("the drawing has no view box")
    inside = _ADDED.sub("", svg[opening.end() :])
    return f'<svg role="img" aria-label="{escape(about)}" viewBox="{opening[1]}" class="chart">{inside}'
