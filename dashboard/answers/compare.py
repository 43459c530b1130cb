"""What the page that compares rules shows: each answer, to the same scales, and what it shares with the first one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from dashboard.answers.frame import frame
from dashboard.counting import reach
from dashboard.counting.compare import compare
from dashboard.counting.comparison import Comparison
from dashboard.counting.count import Count, count, matrix_of
from dashboard.counting.matrix import StayBand, stay_bands
from dashboard.counting.scaled import in_people
from dashboard.errors import RuleError
from dashboard.language import day_short
from dashboard.release.load import Release
from dashboard.release.resolve import counted_place
from dashboard.rule import Rule
from dashboard.views import layers
from dashboard.views.compared import Told, ToldSplit, told, told_difference, told_split
from dashboard.views.figures.days import NTICKS, days_figure
from dashboard.views.theme import Axis, Figure, Theme, count_axis, empty_figure

# As many dates as can be read below the chart of a narrow column.
DATES_AT_MOST = 6


@dataclass(frozen=True, kw_only=True)
class Column:
    """One rule of the page; `told` is None, and `unknown` says why, where nothing bounds its place.

    `difference` and `split` are None for the first rule and where one of the two numbers is not known. `bands` are the
    devices by stay, `of_widest` their sum as a share of the largest on the page.
    """

    rule: Rule
    told: Told | None
    unknown: str
    difference: str | None
    split: ToldSplit | None
    bands: list[StayBand]
    of_widest: float


def columns_of(release: Release, rules: Sequence[Rule]) -> list[Column]:
    """Return the answers to rules, each beside the first one."""
    counts = [_count(release, rule) for rule in rules]
    compared = [_compare(release, counts[0], one) for one in counts[1:]]
    bands = [_bands(release, rule) for rule in rules]
    widest = max(1, *(_total(one) for one in bands))
    manifest = release.manifest
    return [
        Column(
            rule=rule,
            told=None if isinstance(answer, RuleError) else told(release, answer),
            unknown=str(answer) if isinstance(answer, RuleError) else "",
            difference=None if beside is None else told_difference(manifest, beside),
            split=None if beside is None else told_split(manifest, beside),
            bands=stays,
            of_widest=_total(stays) / widest,
        )
        for rule, answer, beside, stays in zip(rules, counts, [None, *compared], bands, strict=True)
    ]


def day_figures_of(release: Release, rules: Sequence[Rule], theme: Theme) -> list[Figure]:
    """Return the figures of those flagged by day, all over the same dates and to the same height."""
    tables = [_by_day(release, rule) for rule in rules]
    first, last = min(rule.start for rule in rules), max(rule.end for rule in rules)
    tops = [_highest(*table) for table in tables if table is not None]
    scale = {**count_axis(tops, NTICKS), "range": [0, 1.05 * max(1, *tops)]} if tops else {}
    return [
        empty_figure(theme) if table is None else _to_scale(*table, theme, (first, last), scale) for table in tables
    ]


def frame_of(release: Release, rules: Sequence[Rule]) -> list[list[float]]:
    """Return the box of the map that holds the places of all rules."""
    return layers.union([frame(release, rule.place) for rule in rules])


def _count(release: Release, rule: Rule) -> Count | RuleError:
    try:
        return count(release, rule)
    except RuleError as error:
        return error


def _compare(release: Release, first: Count | RuleError, second: Count | RuleError) -> Comparison | None:
    if isinstance(first, RuleError) or isinstance(second, RuleError):
        return None
    return compare(release, first.rule, second.rule)


def _bands(release: Release, rule: Rule) -> list[StayBand]:
    matrix = matrix_of(release, rule.place, rule.start, rule.end)
    return stay_bands(matrix, rule.radius_m)


def _total(bands: Sequence[StayBand]) -> int:
    return sum(band.devices.mid or 0 for band in bands)


def _by_day(release: Release, rule: Rule) -> tuple[pl.DataFrame, str] | None:
    if release.reach is None or counted_place(release, rule.place) is None:
        return None
    return in_people(release.manifest, reach.by_day(release, rule))


def _highest(days: pl.DataFrame, _unit: str) -> int:
    highest: int = max((days["first_mid"] + days["returning_mid"]).to_list())
    return highest


def _to_scale(days: pl.DataFrame, unit: str, theme: Theme, dates: tuple[date, date], scale: Axis) -> Figure:
    figure = days_figure(days, unit, theme)
    first, last = dates
    named = [day_short(first + timedelta(days=day)) for day in range((last - first).days + 1)]
    layout = figure["layout"]
    across = {
        "categoryorder": "array",
        "categoryarray": named,
        "range": [-0.5, len(named) - 0.5],
        "nticks": DATES_AT_MOST,
    }
    return {
        **figure,
        "layout": {**layout, "xaxis": {**layout["xaxis"], **across}, "yaxis": {**layout["yaxis"], **scale}},
    }
