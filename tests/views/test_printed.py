"""What a chart shows as a picture: low and high of every number, which the pointer asks for on the page."""

from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest
from test_small_counts import answer, days

from dashboard.counting.frontier import Point
from dashboard.counting.interval import Estimate
from dashboard.views.figures.backlog import backlog_figure
from dashboard.views.figures.days import days_figure
from dashboard.views.figures.frontier import frontier_figure
from dashboard.views.figures.homes import homes_figure
from dashboard.views.figures.matrix import matrix_figure
from dashboard.views.theme import Figure, theme_of

LIGHT = theme_of("light")
POINT = Point(
    radius_m=500,
    min_dwell_min=15,
    devices=Estimate(low=90, mid=100, high=120),
    flagged=Estimate(low=90, mid=100, high=120),
    recall=0.5,
    recall_low=0.4,
    recall_high=0.55,
)


def printed(figure: Figure, trace: int = 0) -> dict[str, Any]:
    attributes = figure["data"][trace]["meta"]["printed"]
    go.Figure([{**figure["data"][trace], **attributes}])
    return attributes


def reach(bars: dict[str, list[float]]) -> tuple[list[float], list[float]]:
    return bars["arrayminus"], bars["array"]


def test_a_day_has_whiskers_for_the_first_times_and_for_all() -> None:
    both = days(low=90, mid=100, high=120).with_columns(returning_low=5, returning_mid=10, returning_high=30)
    figure = days_figure(both, "people", LIGHT)
    assert [reach(printed(figure, trace)["error_y"]) for trace in (0, 1)] == [([10], [20]), ([15], [40])]
    assert figure["layout"]["meta"]["printed"]["note"].startswith("Whiskers")


def test_a_rule_on_the_line_has_whiskers_both_ways() -> None:
    bars = printed(frontier_figure([POINT], [POINT], "people", LIGHT), 1)
    assert [reach(bars[f"error_{axis}"]) for axis in "xy"] == [([10], [20]), ([0.1], [0.05])]


def test_a_bracket_of_tests_reaches_down_from_its_high_end() -> None:
    bars = printed(backlog_figure([Estimate(low=10, mid=None, high=30)], LIGHT))
    assert reach(bars["error_y"]) == ([20], [0])


def test_a_district_has_its_number_with_low_and_high() -> None:
    homes = pl.DataFrame({"name": ["Fengtai"], "low": [90], "mid": [100], "high": [120]})
    assert printed(homes_figure(homes, "people", LIGHT))["text"] == ["100 (90 to 120)"]


@pytest.mark.parametrize(
    ("kind", "mid", "words"),
    [
        ("counted", 100, "100<br>90\N{EN DASH}120"),
        ("withheld", None, "90\N{EN DASH}<br>120"),
        ("exact", 100, "100"),
    ],
)
def test_a_field_has_its_number_with_low_and_high_once(kind: str, mid: int | None, words: str) -> None:
    figure = matrix_figure(answer(kind, 90, mid, 120), [500], [0], LIGHT)
    assert printed(figure)["text"] == [[words]]
