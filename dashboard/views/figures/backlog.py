"""The backlog: tests still to be made at the end of every day."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.counting.interval import Estimate
from dashboard.language import _
from dashboard.views import text
from dashboard.views.figures.printed import printed, whiskers
from dashboard.views.theme import NO_NAME, Figure, Theme, axis_title, count_axis, styled

HEIGHT_PX = 160
LONGEST = 60


def backlog_figure(left: Sequence[Estimate], theme: Theme) -> Figure:
    """Return one bar a day, of the first LONGEST days, with its low and high; a bracket shows its high end."""
    shown = left[: LONGEST + 1]
    values = [one.high if one.mid is None else one.mid for one in shown]
    trace = {
        "type": "bar",
        "x": list(range(len(shown))),
        "y": values,
        "marker": {"color": theme.counts[3]},
        "customdata": [text.ends(one.low, one.high, text.PEOPLE) for one in shown],
        "hovertemplate": _("after day {day}: {low} to {high} tests left").format(
            day="%{x}", low="%{customdata[0]}", high="%{customdata[1]}"
        )
        + NO_NAME,
        **printed(
            error_y=whiskers(((one.low, value, one.high) for one, value in zip(shown, values, strict=True)), theme)
        ),
    }
    return styled(
        [trace],
        theme,
        height_px=HEIGHT_PX,
        x={
            "showgrid": False,
            "range": [-0.5, max(7, len(shown)) - 0.5],
            "nticks": 8,
            "title": axis_title(_("Days of testing"), theme),
        },
        y=count_axis(values, 4),
        **printed(note=_("Assumed, not counted. Whiskers: low and high.")),
    )
