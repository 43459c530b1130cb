"""The charts of a briefing that have axes: people by day, and the frontier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from dashboard.counting.frontier import Point
from dashboard.counting.interval import Estimate
from dashboard.export.briefing.drawing import HALO, POINTS, drawn, new_figure, quiet
from dashboard.export.briefing.parts import Days, Frontier, guessed
from dashboard.language import _, day_short, percent, short
from dashboard.views import text
from dashboard.views.theme import LIGHT

DAYS_MM = (180.0, 42.0)
FRONTIER_MM = (88.0, 60.0)
LABELS_AT_MOST, SLOTS_AT_LEAST = 16, 7
WHISKERS: Any = {"elinewidth": 0.7, "capsize": 1.5, "capthick": 0.7}


def days_svg(part: Days) -> str:
    """Return bars by date, first time below returning; empty where there are none."""
    if not part.days:
        return ""
    figure = new_figure(*DAYS_MM)
    axes = figure.add_axes((0.06, 0.16, 0.935, 0.8))
    quiet(axes, grid="y")
    at = range(len(part.days))
    below = [0] * len(part.days)
    for column, colour in zip(_columns(part), (LIGHT.accent, LIGHT.counts[2]), strict=True):
        tall = [one.mid or 0 for one in column]
        axes.bar(
            at, tall, width=0.7, bottom=below, color=[LIGHT.withheld if guessed(one) else colour for one in column]
        )
        below = tall
    for column in ([one.first for one in part.days], [one.total for one in part.days]):
        mids = [one.mid or 0 for one in column]
        axes.errorbar(at, mids, yerr=_reach(column), fmt="none", ecolor=LIGHT.text, **WHISKERS)
    step = -(-len(part.days) // LABELS_AT_MOST)
    axes.set_xticks(list(at)[::step], [day_short(one.day) for one in part.days][::step])
    axes.set_xlim(-0.6, max(len(part.days), SLOTS_AT_LEAST) - 0.4)
    axes.set_ylim(0, 1.05 * max(1, *(one.total.high for one in part.days)))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _at: short(value)))
    return drawn(figure)


def frontier_svg(part: Frontier, unit: str) -> str:
    """Return every rule as a point, the efficient ones joined, the present one marked; empty where there are none."""
    if part.present is None:
        return ""
    figure = new_figure(*FRONTIER_MM)
    axes = figure.add_axes((0.15, 0.16, 0.82, 0.81))
    quiet(axes, grid="both")
    axes.scatter([one.size for one in part.points], [one.recall for one in part.points], s=12, color=LIGHT.withheld)
    _whiskers(axes, part.line, LIGHT.counts[4])
    line = ([one.size for one in part.line], [one.recall for one in part.line])
    axes.plot(*line, color=LIGHT.counts[4], lw=1.4, marker="o", markersize=3.5)
    _whiskers(axes, [part.present], LIGHT.accent)
    spot = (part.present.size, part.present.recall)
    axes.plot(
        *spot, marker="o", markersize=7, markerfacecolor="none", markeredgecolor=LIGHT.accent, markeredgewidth=1.6
    )
    right = part.present.size > 0.6 * max(one.size for one in part.points)
    axes.annotate(
        _("this rule"),
        spot,
        xytext=(-7 if right else 9, -16),
        textcoords="offset points",
        ha="right" if right else "left",
        color=LIGHT.accent,
        fontsize=POINTS,
        **HALO,
    )
    axes.set_ylim(0, 1.05)
    axes.set_xlim(left=0)
    axes.set_xlabel(_("People flagged") if unit == text.PEOPLE else _("Devices flagged"))
    axes.set_ylabel(_("True visitors caught, expected"))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _at: short(value)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _at: percent(value)))
    return drawn(figure)


def _whiskers(axes: Axes, points: Sequence[Point], colour: str) -> None:
    """Draw low and high of those flagged and of the share caught."""
    if not points:
        return
    shares = [(one.recall - one.recall_low, one.recall_high - one.recall) for one in points]
    axes.errorbar(
        [one.size for one in points],
        [one.recall for one in points],
        xerr=_reach([one.flagged for one in points]),
        yerr=[list(side) for side in zip(*shares, strict=True)],
        fmt="none",
        ecolor=colour,
        **WHISKERS,
    )


def _reach(estimates: Sequence[Estimate]) -> list[list[int]]:
    """Return how far low and high lie from the middle, or from the low where there is none."""
    middles = [one.low if one.mid is None else one.mid for one in estimates]
    pairs = list(zip(estimates, middles, strict=True))
    return [[mid - one.low for one, mid in pairs], [one.high - mid for one, mid in pairs]]


def _columns(part: Days) -> tuple[list[Estimate], list[Estimate]]:
    return [one.first for one in part.days], [one.returning for one in part.days]
