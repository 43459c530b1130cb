"""The charts of a briefing that have axes: people by day, and the frontier."""

from __future__ import annotations

from matplotlib.ticker import FuncFormatter, MaxNLocator

from dashboard.counting.interval import Estimate
from dashboard.export.briefing.drawing import POINTS, drawn, new_figure, quiet
from dashboard.export.briefing.parts import Days, Frontier
from dashboard.language import _, day_short, percent, short
from dashboard.views import text
from dashboard.views.theme import LIGHT

DAYS_MM = (180.0, 42.0)
FRONTIER_MM = (88.0, 66.0)
LABELS_AT_MOST = 16


def days_svg(part: Days) -> str:
    """Return bars by date, first time below returning; empty where there are none."""
    if not part.days:
        return ""
    figure = new_figure(*DAYS_MM)
    axes = figure.add_axes((0.06, 0.16, 0.935, 0.8))
    quiet(axes, grid="y")
    at = range(len(part.days))
    first, returning = ([one.mid or 0 for one in column] for column in _columns(part))
    axes.bar(at, first, width=0.7, color=LIGHT.accent)
    axes.bar(at, returning, width=0.7, bottom=first, color=LIGHT.counts[2])
    step = -(-len(part.days) // LABELS_AT_MOST)
    axes.set_xticks(list(at)[::step], [day_short(one.day) for one in part.days][::step])
    axes.set_xlim(-0.6, len(part.days) - 0.4)
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
    line = ([one.size for one in part.line], [one.recall for one in part.line])
    axes.plot(*line, color=LIGHT.counts[4], lw=1.4, marker="o", markersize=3.5)
    spot = (part.present.size, part.present.recall)
    axes.plot(
        *spot, marker="o", markersize=7, markerfacecolor="none", markeredgecolor=LIGHT.accent, markeredgewidth=1.6
    )
    right = part.present.size > 0.6 * max(one.size for one in part.points)
    axes.annotate(
        _("this rule"),
        spot,
        xytext=(-7 if right else 7, -11),
        textcoords="offset points",
        ha="right" if right else "left",
        color=LIGHT.accent,
        fontsize=POINTS,
    )
    axes.set_ylim(0, 1.05)
    axes.set_xlim(left=0)
    axes.set_xlabel(_("People flagged") if unit == text.PEOPLE else _("Devices flagged"))
    axes.set_ylabel(_("True visitors caught, expected"))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _at: short(value)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _at: percent(value)))
    return drawn(figure)


def _columns(part: Days) -> tuple[list[Estimate], list[Estimate]]:
    return [one.first for one in part.days], [one.returning for one in part.days]
