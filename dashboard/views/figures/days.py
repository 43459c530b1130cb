"""Flagged by day: first time in the window against returning."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.views import text
from dashboard.views.theme import Figure, Theme, styled

HEIGHT_PX = 200


def days_figure(days: pl.DataFrame, unit: str, theme: Theme) -> Figure:
    """Return stacked bars by date from columns date, first_low, first_mid, first_high and returning_ likewise."""
    return styled(
        [
            _bars(days, "first", "First time", unit, theme.accent),
            _bars(days, "returning", "Returning", unit, theme.counts[2]),
        ],
        theme,
        height_px=HEIGHT_PX,
        x={"showgrid": False, "type": "category", "nticks": 7, "tickangle": 0},
        y={"tickformat": "~s", "nticks": 5, "rangemode": "tozero"},
        barmode="stack",
    )


def _bars(days: pl.DataFrame, part: str, name: str, unit: str, colour: str) -> dict[str, Any]:
    columns = days.select(f"{part}_low", f"{part}_mid", f"{part}_high")
    return {
        "type": "bar",
        "name": name,
        "x": [text.day_short(date) for date in days["date"]],
        "y": days[f"{part}_mid"].to_list(),
        "marker": {"color": colour},
        "customdata": [[text.middle(mid, unit), *text.ends(low, high, unit)] for low, mid, high in columns.iter_rows()],
        "hovertemplate": (
            f"{name}, %{{x}}: %{{customdata[0]}} {unit}<br>%{{customdata[1]}} to %{{customdata[2]}}<extra></extra>"
        ),
    }
