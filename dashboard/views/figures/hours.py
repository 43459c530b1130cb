"""Hour of day by date: when an area is busy."""

from __future__ import annotations

import polars as pl

from dashboard.language import _, day_short, whole
from dashboard.views import text
from dashboard.views.theme import NO_NAME, Figure, Theme, axis_title, colour_scale, count_axis, styled

ROW_PX = 16
AXIS_PX = 56
TICK_HOURS = 3


def hours_figure(profile: pl.DataFrame, theme: Theme) -> Figure:
    """Return a heat map of hour by date from columns date, hour, low, mid, high (devices in each hour)."""
    dates = profile["date"].unique().sort().to_list()
    cells = {
        (date, hour): ends for date, hour, *ends in profile.select("date", "hour", "low", "mid", "high").iter_rows()
    }
    rows = [[cells.get((date, hour)) for hour in range(24)] for date in dates]
    trace = {
        "type": "heatmap",
        "x": list(range(24)),
        "y": [day_short(date) for date in dates],
        "z": [[None if cell is None else cell[1] for cell in row] for row in rows],
        "text": [["" if cell is None else _range(*cell) for cell in row] for row in rows],
        "hovertemplate": _("{date}, {hour}:00 to {hour}:59<br>{count} devices").format(
            date="%{y}", hour="%{x:02d}", count="%{text}"
        )
        + NO_NAME,
        "colorscale": colour_scale(theme),
        "zmin": 0,
        **({} if any(profile["mid"]) else {"zmax": 1}),
        "colorbar": {"thickness": 8, "len": 1, "outlinewidth": 0, "x": 1, "xpad": 4, **count_axis(profile["mid"], 4)},
        "xgap": 1,
        "ygap": 1,
    }
    hours = list(range(0, 24, TICK_HOURS))
    return styled(
        [trace],
        theme,
        height_px=ROW_PX * max(3, len(dates)) + AXIS_PX,
        x={
            "showgrid": False,
            "tickvals": hours,
            "ticktext": [f"{hour:02d}" for hour in hours],
            "title": axis_title(_("Hour of day"), theme),
        },
        y={"showgrid": False, "autorange": "reversed", "type": "category"},
    )


def _range(low: int, mid: int, high: int) -> str:
    return whole(mid) if low == high else text.to(whole(low), whole(high))
