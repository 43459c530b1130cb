"""Charts that the reader of the slides can edit: PowerPoint's own, each with its numbers in a worksheet."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from dashboard.export.briefing.deck import Box, rgb
from dashboard.export.briefing.parts import Bars, Days, Frontier
from dashboard.language import _, day_short
from dashboard.views import text
from dashboard.views.theme import LIGHT

WHOLE, SHARE = "#,##0", "0%"
ROOM = 2.4
Chart = Any  # python-pptx has no types


def bars_chart(slide: Any, box: Box, bars: Bars, name: str, colour: str) -> Chart:  # noqa: ANN401 as above
    """Add a bar a row, most at the top, its number with low and high in words beside it."""
    data = CategoryChartData(number_format=WHOLE)
    data.categories = [bar.label for bar in bars.bars]
    data.add_series(name, [bar.estimate.mid for bar in bars.bars])
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data).chart
    _common(chart)
    chart.has_legend = False
    plot, series = chart.plots[0], chart.plots[0].series[0]
    plot.gap_width = 50
    _fill(series.format, colour)
    for point, bar in enumerate(bars.bars):
        if not bar.ours:
            _hollow(series.points[point].format, colour)
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    # Room for the words beyond the longest bar.
    chart.value_axis.maximum_scale = ROOM * max(1, *(bar.estimate.mid or 0 for bar in bars.bars))
    for point, bar in enumerate(bars.bars):
        label = series.points[point].data_label
        label.text_frame.text = bar.words
        label.text_frame.word_wrap = False
        label.text_frame.paragraphs[0].font.size = Pt(11)
        label.position = XL_LABEL_POSITION.OUTSIDE_END
    return chart


def days_chart(slide: Any, box: Box, part: Days) -> Chart:  # noqa: ANN401 as above
    """Add bars by date, first time below returning."""
    data = CategoryChartData(number_format=WHOLE)
    data.categories = [day_short(one.day) for one in part.days]
    data.add_series(_("first time in these dates"), [one.first.mid for one in part.days])
    data.add_series(_("returning"), [one.returning.mid for one in part.days])
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *box, data).chart
    _common(chart)
    _legend(chart)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for series, colour in zip(plot.series, (LIGHT.accent, LIGHT.counts[2]), strict=True):
        _fill(series.format, colour)
    _axis(chart.value_axis, WHOLE)
    return chart


def frontier_chart(slide: Any, box: Box, part: Frontier, unit: str) -> Chart:  # noqa: ANN401 as above
    """Add every rule as a point, the efficient ones joined, the present one marked."""
    data = XyChartData(number_format=WHOLE)
    groups = (
        (_("all rules"), part.points),
        (_("no rule does better"), part.line),
        (_("this rule"), () if part.present is None else (part.present,)),
    )
    for name, points in groups:
        series = data.add_series(name)
        for point in points:
            series.add_data_point(point.size, round(point.recall, 4))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER_LINES, *box, data).chart
    _common(chart)
    _legend(chart)
    looks = ((LIGHT.withheld, 6, False), (LIGHT.counts[4], 7, True), (LIGHT.accent, 11, False))
    for series, (colour, size, joined) in zip(chart.plots[0].series, looks, strict=True):
        series.smooth = False
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, size
        _fill(series.marker.format, colour)
        series.marker.format.line.fill.background()
        if joined:
            series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(1.75)
        else:
            series.format.line.fill.background()
    _axis(chart.category_axis, WHOLE, _("People flagged") if unit == text.PEOPLE else _("Devices flagged"))
    _axis(chart.value_axis, SHARE, _("True visitors caught, expected"))
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    chart.category_axis.minimum_scale = 0
    return chart


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
