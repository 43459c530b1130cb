"""Flagged by day: first time in the window against returning."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.language import _, day_short
from dashboard.views import text
from dashboard.views.figures.printed import printed, whiskers
from dashboard.views.theme import NO_NAME, Figure, Theme, count_axis, styled

HEIGHT_PX = 200
NTICKS = 5


def days_figure(days: pl.DataFrame, unit: str, theme: Theme) -> Figure:
    """Return stacked bars by date from columns date, first_low, first_mid, first_high and returning_ likewise."""
    whole_day = days.select(*(pl.col(f"first_{end}") + pl.col(f"returning_{end}") for end in ("low", "mid", "high")))
    first = _bars(days, "first", _("First time"), unit, (theme.accent, theme.withheld))
    returning = _bars(days, "returning", _("Returning"), unit, (theme.counts[2], theme.withheld))
    return styled(
        [
            first | printed(zorder=1, error_y=whiskers(_ends(days, "first").iter_rows(), theme)),
            returning | printed(error_y=whiskers(whole_day.iter_rows(), theme)),
        ],
        theme,
        height_px=HEIGHT_PX,
        x={"showgrid": False, "type": "category", "nticks": 7, "tickangle": 0},
        y=count_axis(days["first_mid"] + days["returning_mid"], NTICKS),
        barmode="stack",
        **printed(note=_("Whiskers: low and high of the first times, and of the whole day.")),
    )


def _ends(days: pl.DataFrame, part: str) -> pl.DataFrame:
    return days.select(f"{part}_low", f"{part}_mid", f"{part}_high")


def _bars(days: pl.DataFrame, part: str, name: str, unit: str, colours: tuple[str, str]) -> dict[str, Any]:
    columns = _ends(days, part)
    return {
        "type": "bar",
        "name": name,
        "x": [day_short(date) for date in days["date"]],
        "y": days[f"{part}_mid"].to_list(),
        # As on the map, no colour stands for a guess: a bar less certain than it is high is grey.
        "marker": {"color": [colours[high - low > mid] for low, mid, high in columns.iter_rows()]},
        "customdata": [[text.middle(mid, unit), *text.ends(low, high, unit)] for low, mid, high in columns.iter_rows()],
        "hovertemplate": _("{name}, {date}: {mid} {unit}<br>{low} to {high}").format(
            name=name,
            date="%{x}",
            mid="%{customdata[0]}",
            unit=text.unit_words(unit),
            low="%{customdata[1]}",
            high="%{customdata[2]}",
        )
        + NO_NAME,
    }
