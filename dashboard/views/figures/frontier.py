"""The frontier: every rule as a point, people flagged against the share of true visitors expected to be caught."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.counting.frontier import Point
from dashboard.language import _
from dashboard.views import text
from dashboard.views.figures.printed import printed, whiskers
from dashboard.views.theme import NO_NAME, Figure, Theme, axis_title, count_axis, styled

HEIGHT_PX = 280


def frontier_figure(points: Sequence[Point], line: Sequence[Point], unit: str, theme: Theme) -> Figure:
    """Return all rules as points, the efficient ones joined; a point carries the labels of its radius and stay."""
    return styled(
        [
            _points(points, unit, name=_("all rules"), mode="markers", marker={"color": theme.withheld, "size": 8}),
            _points(
                line,
                unit,
                name=_("no rule does better"),
                mode="lines+markers",
                marker={"color": theme.counts[4], "size": 9},
                line={"color": theme.counts[4], "width": 2},
                **printed(
                    error_x=whiskers(((one.flagged.low, one.size, one.flagged.high) for one in line), theme),
                    error_y=whiskers(((one.recall_low, one.recall, one.recall_high) for one in line), theme),
                ),
            ),
        ],
        theme,
        height_px=HEIGHT_PX,
        x={
            **count_axis([point.size for point in points], 6),
            "title": axis_title(_("people flagged") if unit == text.PEOPLE else _("devices flagged"), theme),
        },
        y={
            "range": [0, 1.04],
            "tickformat": ".0%",
            "nticks": 6,
            "title": axis_title(_("true visitors caught, expected"), theme),
        },
        hovermode="closest",
        **printed(note=_("Whiskers: low and high of the rules that no rule does better than.")),
    )


def _points(points: Sequence[Point], unit: str, **look: Any) -> dict[str, Any]:  # noqa: ANN401 plotly's own
    return {
        "type": "scatter",
        # Of brackets and what is withheld, no point is drawn.
        "x": [point.flagged.mid for point in points],
        "y": [round(point.recall, 4) for point in points],
        "customdata": [
            [text.radius_label(point.radius_m), text.minutes_short(point.min_dwell_min), _size(point, unit)]
            for point in points
        ],
        "hovertemplate": _("{radius}, stay {stay}<br>{count} {unit}<br>{share} of true visitors, expected").format(
            radius="%{customdata[0]}",
            stay="%{customdata[1]}",
            count="%{customdata[2]}",
            unit=text.unit_words(unit),
            share="%{y:.0%}",
        )
        + NO_NAME,
        **look,
    }


def _size(point: Point, unit: str) -> str:
    return text.with_ends(text.middle(point.size, unit), *text.ends(point.flagged.low, point.flagged.high, unit))
