"""Radius by stay: the whole matrix of flagged people or devices as a heat map."""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go

from dashboard.views import text
from dashboard.views.theme import Theme, colour_scale, style

ROW_PX = 26


def matrix_figure(answer: dict[str, Any], radii_m: list[int], min_dwell_min: list[int], theme: Theme) -> go.Figure:
    """Return the matrix of an answer (views/answer.py): stays across, radii up, one labelled field a rule.

    Colours follow the logarithm of the number, since it spans orders of magnitude; a bracket shows its range
    and no colour that could be read as a count.
    """
    unit = text.PEOPLE if answer["people"] else text.DEVICES
    table = answer["people"] or answer["devices"]
    counted = answer["method"] == "counted"
    low, high = table["low"], table["high"]
    mid = table["mid"] if counted else high
    figure = go.Figure(
        go.Heatmap(
            x=[text.minutes_short(stay) for stay in min_dwell_min],
            y=[text.metres(radius) for radius in radii_m],
            z=[[math.log10(value) if value else None for value in row] for row in mid],
            text=[
                [_label(a, b, c, counted=counted) for a, b, c in zip(*rows, strict=True)]
                for rows in zip(low, mid, high, strict=True)
            ],
            customdata=[
                [[text.whole(a), text.whole(b)] for a, b in zip(*rows, strict=True)]
                for rows in zip(low, high, strict=True)
            ],
            texttemplate="%{text}",
            hovertemplate=f"%{{y}}, stay %{{x}}<br>%{{customdata[0]}} to %{{customdata[1]}} {unit}<extra></extra>",
            colorscale=colour_scale(theme),
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    style(figure, theme, height_px=ROW_PX * len(radii_m) + 52)
    figure.update_xaxes(side="bottom", title_text="Minimum stay", showgrid=False, type="category")
    figure.update_yaxes(showgrid=False, type="category")
    return figure


def _label(low: int, mid: int, high: int, *, counted: bool) -> str:
    if counted:
        return text.short(mid)
    return f"{text.short(low)}-{text.short(high)}"
