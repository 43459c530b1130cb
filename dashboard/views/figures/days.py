"""Flagged by day: first time in the window against returning."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from dashboard.views import text
from dashboard.views.theme import Theme, style


def days_figure(days: pl.DataFrame, unit: str, theme: Theme) -> go.Figure:
    """Return stacked bars by date from columns date, first_low, first_mid, first_high and returning_ likewise."""
    labels = [text.day_short(date) for date in days["date"]]
    figure = go.Figure()
    for part, name, colour in (("first", "First time", theme.accent), ("returning", "Returning", theme.counts[2])):
        figure.add_bar(
            name=name,
            x=labels,
            y=days[f"{part}_mid"],
            marker_color=colour,
            customdata=[
                [text.whole(low), text.whole(high)]
                for low, high in zip(days[f"{part}_low"], days[f"{part}_high"], strict=True)
            ],
            hovertemplate=f"{name}, %{{x}}: %{{y:,}} {unit}<br>%{{customdata[0]}} to %{{customdata[1]}}<extra></extra>",
        )
    style(figure, theme, height_px=200)
    figure.update_layout(barmode="stack")
    figure.update_yaxes(tickformat="~s", nticks=5)
    figure.update_xaxes(showgrid=False, type="category", nticks=7, tickangle=0)
    return figure
