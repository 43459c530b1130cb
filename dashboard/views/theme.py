"""Colours and type of the figures, for light and for dark; the page's own style sheet carries the same values."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from dashboard.language import on_axis

Figure = dict[str, Any]
Axis = dict[str, Any]
ThemeName = Literal["light", "dark"]

FONT = (
    '"Noto Sans", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", '
    "sans-serif"
)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """One set of colours.

    `counts` is the one sequential palette for counts, few to many: one hue family, even steps of lightness.
    `accent` is kept for the rule: the ring, the outlined cell, the part that it flags.
    """

    name: ThemeName
    text: str
    muted: str
    line: str
    surface: str
    accent: str
    counts: tuple[str, ...]
    withheld: str


LIGHT = Theme(
    name="light",
    text="#1b1f24",
    muted="#59626d",
    line="#d9dde2",
    surface="#ffffff",
    accent="#c2410c",
    counts=("#dbe9f4", "#b7d4e8", "#8bbad8", "#5b9dc4", "#347eab", "#175f8c", "#07406a"),
    withheld="#c3c7cc",
)

DARK = Theme(
    name="dark",
    text="#e8eaed",
    muted="#a2abb5",
    line="#363d45",
    surface="#15191e",
    accent="#ff9259",
    counts=("#16344b", "#1b4a6b", "#22628d", "#347fae", "#5a9ecb", "#8cbfe0", "#c9e3f4"),
    withheld="#4a5159",
)

# An axis ends a little above its largest number.
ROOM_ABOVE = 1.1

# Ends a hover's words: plotly adds no name of the trace.
NO_NAME = "<extra></extra>"

THEMES: dict[str, Theme] = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_of(name: object) -> Theme:
    """Return the theme of a name; light for anything unknown."""
    return THEMES.get(str(name), LIGHT)


def colour_scale(theme: Theme) -> list[list[float | str]]:
    """Return the palette for counts as a plotly colour scale."""
    last = len(theme.counts) - 1
    return [[step / last, colour] for step, colour in enumerate(theme.counts)]


def count_axis(counts: Iterable[float], nticks: int) -> Axis:
    """Return the scale of counts: from nought, ticks at round whole numbers, written as the language does.

    Plotly itself knows no words for large numbers but k and M.
    """
    top = max(counts, default=0)
    if not top:
        return {"range": [0, 1], "tickvals": [0]}
    ticks = range(0, int(top * ROOM_ABOVE) + 1, _step(top / nticks))
    return {"tickvals": list(ticks), "ticktext": on_axis(ticks), "rangemode": "tozero"}


def _step(least: float) -> int:
    """Return the smallest 1, 2 or 5 with noughts that is at least so large."""
    size = int(10 ** math.floor(math.log10(max(1, least))))
    return next(size * step for step in (1, 2, 5, 10) if size * step >= least)


def styled(traces: list[dict[str, Any]], theme: Theme, *, height_px: int, x: Axis, y: Axis, **layout: Any) -> Figure:  # noqa: ANN401 plotly's own
    """Return a figure with the common look: transparent, tight, quiet axes, tabular hover.

    `x`, `y` and `layout` are plotly's own attributes, put over the common ones. A figure is plotly's JSON as a
    dictionary: building it through plotly's classes takes 30 to 110 ms, the tests hold each one against them.
    """
    axis = {
        "gridcolor": theme.line,
        "linecolor": theme.line,
        "ticks": "",
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": theme.muted},
        "automargin": True,
    }
    return {
        "data": traces,
        "layout": {
            "height": height_px,
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "size": 12, "color": theme.text},
            "hoverlabel": {
                "bgcolor": theme.surface,
                "bordercolor": theme.line,
                "font": {"family": FONT, "color": theme.text},
                "align": "left",
            },
            "showlegend": False,
            "separators": ".,",
            "bargap": 0.2,
            "dragmode": False,
            "xaxis": {**axis, **x},
            "yaxis": {**axis, **y},
            **layout,
        },
    }


def empty_figure(theme: Theme) -> Figure:
    """Return a figure of nothing, where there is nothing to show."""
    hidden = {"visible": False}
    return styled([], theme, height_px=48, x=hidden, y=hidden)


def axis_title(title: str, theme: Theme) -> dict[str, Any]:
    """Return the title of an axis."""
    return {"text": title, "font": {"color": theme.muted, "size": 12}, "standoff": 6}
