"""Home districts of those flagged."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from dashboard.views import text
from dashboard.views.theme import Theme, style

ROW_PX = 20


def homes_figure(homes: pl.DataFrame, unit: str, theme: Theme) -> go.Figure:
    """Return one bar a district, most first, from columns name, low, mid, high; the number stands at its bar."""
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=homes["mid"],
            y=homes["name"],
            marker_color=theme.counts[3],
            text=[text.whole(mid) for mid in homes["mid"]],
            textposition="outside",
            cliponaxis=False,
            customdata=[
                [text.whole(low), text.whole(high)] for low, high in zip(homes["low"], homes["high"], strict=True)
            ],
            hovertemplate=f"%{{y}}<br>%{{customdata[0]}} to %{{customdata[1]}} {unit}<extra></extra>",
        )
    )
    style(figure, theme, height_px=ROW_PX * max(1, homes.height) + 16)
    figure.update_xaxes(visible=False, range=[0, 1.25 * max([1, *homes["mid"]])])
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category", tickfont={"color": theme.text})
    return figure
