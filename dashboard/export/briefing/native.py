"""Charts that the reader of the slides can edit: PowerPoint's own, each with its numbers in a worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from lxml import etree
from matplotlib.ticker import MaxNLocator
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.counting.frontier import Point
from dashboard.counting.interval import Estimate
from dashboard.export.briefing.deck import Box, rgb
from dashboard.export.briefing.parts import Bars, Days, Frontier, guessed
from dashboard.export.briefing.worksheet import draw, worksheet
from dashboard.language import CHINESE, ENGLISH, _, current, day_axis
from dashboard.views import text
from dashboard.views.theme import LIGHT

WHOLE, SHARE = "#,##0", "0%"
# An axis of counts; in Chinese by ten thousands, which office programs know only as thousands with a point set in.
ON_AXIS = {ENGLISH: WHOLE, CHINESE: r'[=0]0;[>=10000]0\.0,"万";#,##0'}
ROOM = 2.4
DATES_AT_MOST = 16
# Of other rules, the efficient ones, the present one: colour, size of the mark, joined by a line, hollow.
LOOKS = ((LIGHT.withheld, 6, False, False), (LIGHT.counts[4], 6, True, False), (LIGHT.accent, 12, False, True))
Chart = Any  # python-pptx has no types


def bars_chart(slide: Any, box: Box, bars: Bars, name: str, colour: str) -> Chart:  # noqa: ANN401 as above
    """Add a bar a row from the top, with its low and high drawn, and its number in words beyond them.

    A bracket has no bar, only its low and high.
    """
    mids, highs = ([getattr(bar.estimate, end) for bar in bars.bars] for end in ("mid", "high"))
    data = CategoryChartData(number_format=WHOLE)
    data.categories = labels = [bar.label for bar in bars.bars]
    data.add_series(name, mids)
    # Not drawn: it holds the words clear of the whiskers.
    data.add_series(_("high"), highs)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data).chart
    _common(chart)
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    series, holder = plot.series
    _fill(series.format, colour)
    holder.format.fill.background()
    for at, bar in enumerate(bars.bars):
        if not bar.ours:
            _hollow(series.points[at].format, colour)
        label = holder.points[at].data_label
        label.text_frame.text = bar.words
        label.text_frame.word_wrap = False
        label.text_frame.paragraphs[0].font.size = Pt(11)
        label.position = XL_LABEL_POSITION.OUTSIDE_END
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    # Room for the words beyond the longest bar.
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, ROOM * max(1, *highs)
    with worksheet(chart) as sheet:
        sheet.column(0, 0, "", labels)
        sheet.column(0, 1, name, mids)
        sheet.column(0, 2, _("high"), highs)
        ends = [(bar.estimate.low, bar.estimate.mid, bar.estimate.high) for bar in bars.bars]
        draw(series, sheet.whiskers(0, 3, name, 1, ends))
        if None in mids:
            draw(holder, (sheet.ranges(0, 7, (3, 2), ends), None))
    return chart


def days_chart(slide: Any, box: Box, part: Days) -> Chart:  # noqa: ANN401 as above
    """Add bars by date, first time below returning, with low and high of the first times and of the whole day drawn."""
    first, returning, total = ([getattr(one, of) for one in part.days] for of in ("first", "returning", "total"))
    data = CategoryChartData(number_format=WHOLE)
    data.categories = labels = [day_axis(one.day) for one in part.days]
    names, whole_day = (_("first time in these dates"), _("returning")), _("the whole day")
    for name, estimates in zip(names, (first, returning), strict=True):
        data.add_series(name, [one.mid for one in estimates])
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *box, data).chart
    _common(chart)
    _legend(chart)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = max(40, 500 - 100 * len(part.days)), 100
    looks = zip(plot.series, (first, returning), (LIGHT.accent, LIGHT.counts[2]), strict=True)
    for series, estimates, colour in looks:
        _fill(series.format, colour)
        for at, one in enumerate(estimates):
            if guessed(one):
                _fill(series.points[at].format, LIGHT.withheld)
    _count_axis(chart.value_axis, [one.high for one in total])
    chart.category_axis.tick_labels.font.size = Pt(10)
    _skip(chart.category_axis, -(-len(part.days) // DATES_AT_MOST))
    with worksheet(chart) as sheet:
        sheet.column(0, 0, "", labels)
        for column, (name, estimates) in enumerate(zip(names, (first, returning), strict=True), start=1):
            sheet.column(0, column, name, [one.mid for one in estimates])
        sheet.column(0, 3, whole_day, [one.mid for one in total])
        first_drawn, last_drawn = plot.series
        draw(first_drawn, sheet.whiskers(0, 4, names[0], 1, [_ends(one) for one in first]))
        draw(last_drawn, sheet.whiskers(0, 8, whole_day, 3, [_ends(one) for one in total]))
        sheet.ends(0, 12, names[1], [_ends(one) for one in returning])
    return chart


def frontier_chart(slide: Any, box: Box, part: Frontier, unit: str) -> Chart:  # noqa: ANN401 as above
    """Add every rule as a point with low and high, the efficient ones joined, the present one ringed."""
    groups: tuple[tuple[str, Sequence[Point]], ...] = (
        (_("other rules"), [point for point in part.points if point not in part.line]),
        (_("no rule does better"), part.line),
        (_("this rule"), [] if part.present is None else [part.present]),
    )
    data = XyChartData(number_format=WHOLE)
    for name, points in groups:
        series = data.add_series(name)
        for point in points:
            series.add_data_point(point.size, _share(point.recall))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data).chart
    _common(chart)
    _legend(chart)
    for series, look in zip(chart.plots[0].series, LOOKS, strict=True):
        _mark(series, *look)
    flagged = _("People flagged") if unit == text.PEOPLE else _("Devices flagged")
    caught = _("True visitors caught, expected")
    _count_axis(chart.category_axis, [point.flagged.high for point in part.points], flagged)
    _axis(chart.value_axis, SHARE, caught)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale, chart.value_axis.major_unit = 0, 1.05, 0.2
    with worksheet(chart) as sheet:
        row = 0
        for series, (name, points), look in zip(chart.plots[0].series, groups, LOOKS, strict=True):
            sheet.column(row, 0, flagged, [point.size for point in points])
            sheet.column(row, 1, name, [_share(point.recall) for point in points])
            sizes = [(point.flagged.low, point.size, point.flagged.high) for point in points]
            shares = [(_share(point.recall_low), _share(point.recall), _share(point.recall_high)) for point in points]
            along = {
                "x": sheet.whiskers(row, 2, flagged, 0, sizes),
                "y": sheet.whiskers(row, 6, caught, 1, shares),
            }
            # Whiskers of every rule would hide the line.
            for axis, lengths in along.items() if look != LOOKS[0] and points else ():
                draw(series, lengths, axis=axis, colour=look[0])
            row += len(points) + 2
    return chart


def _ends(estimate: Estimate) -> tuple[int, int, int]:
    return estimate.low, estimate.mid or 0, estimate.high


def _share(share: float) -> float:
    return round(share, 4)


def _mark(series: Any, colour: str, size: int, joined: bool, hollow: bool) -> None:  # noqa: ANN401, FBT001 as above
    series.smooth = False
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, size
    if hollow:
        _hollow(series.marker.format, colour)
        series.marker.format.line.width = Pt(2.25)
    else:
        _fill(series.marker.format, colour)
        series.marker.format.line.fill.background()
    if joined:
        series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(1.75)
    else:
        series.format.line.fill.background()


def _skip(axis: Any, step: int) -> None:  # noqa: ANN401 as above
    """Label every so manieth category. Source: ECMA-376 part 1, 21.2.2.208 (tickLblSkip)."""
    element = axis._element  # noqa: SLF001 python-pptx has no such setting
    element.find(qn("c:noMultiLvlLbl")).addprevious(etree.Element(qn("c:tickLblSkip"), val=str(step)))


def _common(chart: Chart) -> None:
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(12), rgb(LIGHT.text)
    for axis in (chart.category_axis, chart.value_axis):
        axis.format.line.color.rgb = rgb(LIGHT.line)
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW


def _legend(chart: Chart) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False


def _count_axis(axis: Any, counts: Iterable[int], title: str = "") -> None:  # noqa: ANN401 as above
    """Run an axis from nought past the largest count, in steps that a tenth of ten thousand can write."""
    ticks = MaxNLocator(nbins=6, steps=[1, 2, 5, 10], integer=True).tick_values(0, max(counts, default=0) or 1)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, ticks[-1], ticks[1]
    _axis(axis, ON_AXIS[current()], title)


def _axis(axis: Any, number_format: str, title: str = "") -> None:  # noqa: ANN401 as above
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = rgb(LIGHT.line)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False
    if title:
        axis.has_title = True
        axis.axis_title.text_frame.text = title
        axis.axis_title.text_frame.paragraphs[0].font.size = Pt(12)
        axis.axis_title.text_frame.paragraphs[0].font.bold = False


def _fill(form: Any, colour: str) -> None:  # noqa: ANN401 as above
    form.fill.solid()
    form.fill.fore_color.rgb = rgb(colour)


def _hollow(form: Any, colour: str) -> None:  # noqa: ANN401 as above
    form.fill.background()
    form.line.color.rgb = rgb(colour)
