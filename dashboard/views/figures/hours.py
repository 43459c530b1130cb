"""Hour of day by date: when an area is busy."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from dashboard.views import text
from dashboard.views.theme import Theme, colour_scale, style

ROW_PX = 16


def hours_figure(profile: pl.DataFrame, theme: Theme) -> go.Figure:
    """Return a heat map of hour by date from columns date, hour, low, mid, high (devices in each hour)."""
    dates = profile["date"].unique().sort().to_list()
    by_key = {(row["date"], row["hour"]): row for row in profile.iter_rows(named=True)}
    rows = [[by_key.get((date, hour)) for hour in range(24)] for date in dates]
    figure = go.Figure(
        go.Heatmap(
            x=list(range(24)),
            y=[text.day_short(date) for date in dates],
            z=[[row["mid"] if row else 0 for row in line] for line in rows],
            customdata=[
                [[text.whole(row["low"]), text.whole(row["high"])] if row else ["0", "0"] for row in line]
                for line in rows
            ],
            hovertemplate="%{y}, %{x}:00 to %{x}:59<br>%{customdata[0]} to %{customdata[1]} devices<extra></extra>",
            colorscale=colour_scale(theme),
            zmin=0,
            colorbar={
                "thickness": 8,
                "len": 1,
                "outlinewidth": 0,
                "tickformat": "~s",
                "nticks": 4,
                "x": 1.0,
                "xpad": 4,
            },
            xgap=1,
            ygap=1,
        )
    )
    style(figure, theme, height_px=max(96, ROW_PX * len(dates) + 48))
    figure.update_xaxes(
        showgrid=False, tickvals=[0, 3, 6, 9, 12, 15, 18, 21], ticktext=[f"{h:02d}" for h in range(0, 24, 3)]
    )
    figure.update_xaxes(title_text="Hour of day")
    figure.update_yaxes(showgrid=False, autorange="reversed", type="category")
    return figure
