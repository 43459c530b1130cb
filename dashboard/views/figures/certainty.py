"""How sure a circle is, by its radius: of those flagged, who was truly there, and of those there, who is flagged."""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.counting.certainty.expect import Expectation, Shares
from dashboard.language import _, mark, percent, whole
from dashboard.views import text
from dashboard.views.figures.printed import printed
from dashboard.views.theme import NO_NAME, Figure, Theme, axis_title, styled

HEIGHT_PX = 240
OPACITY = 0.18
PARTS = ((mark("of those flagged, truly there"), "precision"), (mark("of those truly there, flagged"), "recall"))


def certainty_figure(found: Expectation, theme: Theme) -> Figure:
    """Return curves of both shares by radius with their low and high, four traces a stay, those of the first shown.

    The browser shows the four of the present stay; `meta` is the number of the stay.
    """
    colours = (theme.counts[5], theme.muted)
    traces = [
        trace
        for s in range(len(found.min_dwell_min))
        for (name, part), colour in zip(PARTS, colours, strict=True)
        for trace in _curve(found.radii_m, getattr(found, part), s, _(name), colour)
    ]
    return styled(
        traces,
        theme,
        height_px=HEIGHT_PX,
        x={
            "showgrid": False,
            "tickvals": list(found.radii_m[1::2]),
            "ticktext": [whole(radius) for radius in found.radii_m[1::2]],
            "title": axis_title(_("Radius in metres"), theme),
        },
        y={"range": [0, 1.02], "tickformat": ".0%", "nticks": 6},
        hovermode="x",
        **printed(note=_("Bands: low and high.")),
    )


def _curve(radii_m: tuple[int, ...], shares: Shares, s: int, name: str, colour: str) -> list[dict[str, Any]]:
    low, mid, high = ([_json(value) for value in table[:, s]] for table in (shares.low, shares.mid, shares.high))
    common = {"type": "scatter", "meta": s, "visible": s == 0, "x": list(radii_m)}
    band = {
        **common,
        "x": [*radii_m, *reversed(radii_m)],
        "y": [*high, *reversed(low)],
        "mode": "lines",
        "line": {"width": 0},
        "fill": "toself",
        "fillcolor": _clear(colour),
        "showlegend": False,
        "hoverinfo": "skip",
    }
    line = {
        **common,
        "name": name,
        "y": mid,
        "mode": "lines+markers",
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": 5},
        "customdata": [
            [text.radius_label(radius), "" if a is None or b is None else text.to(percent(a), percent(b))]
            for radius, a, b in zip(radii_m, low, high, strict=True)
        ],
        "hovertemplate": _("{radius}: {share} {name}<br>{range}").format(
            radius="%{customdata[0]}", share="%{y:.0%}", name=name, range="%{customdata[1]}"
        )
        + NO_NAME,
    }
    return [band, line]


def _json(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)


def _clear(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{OPACITY})"
