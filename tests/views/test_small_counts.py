"""Charts of nobody and of too few to show: axes in whole numbers, labels in place, no colour for a guess."""

from datetime import date
from itertools import chain

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.counting.interval import Estimate
from dashboard.language import in_language
from dashboard.views.figures.backlog import backlog_figure
from dashboard.views.figures.days import days_figure
from dashboard.views.figures.hours import hours_figure
from dashboard.views.figures.matrix import matrix_figure
from dashboard.views.theme import count_axis, theme_of

LIGHT = theme_of("light")


def days(*, low: int, mid: int, high: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "date": [date(2020, 6, 10)],
            **{f"first_{end}": [value] for end, value in (("low", low), ("mid", mid), ("high", high))},
            **{f"returning_{end}": [0] for end in ("low", "mid", "high")},
        }
    )


def answer(kind: str, low: int, mid: int | None, high: int) -> dict[str, object]:
    table = {"low": [[low]], "mid": [[mid]], "high": [[high]]}
    return {"people": None, "devices": table, "method": "counted", "kinds": [[kind]]}


@given(st.integers(1, 10**9), st.integers(3, 8))
def test_ticks_are_whole_numbers_from_nought_as_many_as_there_is_room_for(top: int, room: int) -> None:
    ticks = count_axis([top], room)["tickvals"]
    assert ticks[0] == 0
    assert all(isinstance(tick, int) for tick in ticks)
    assert 2 <= sum(tick <= top for tick in ticks) <= room + 1


def test_nobody_has_one_tick() -> None:
    assert count_axis([], 5) == count_axis([0], 5) == {"range": [0, 1], "tickvals": [0]}


@pytest.mark.parametrize(
    ("top", "english", "chinese"),
    [
        (3, ["0", "1", "2", "3"], ["0", "1", "2", "3"]),
        (8_000, ["0", "2k", "4k", "6k", "8k"], ["0", "2,000", "4,000", "6,000", "8,000"]),
        (18_000, ["0", "5k", "10k", "15k"], ["0", "5,000", "10,000", "15,000"]),
        (355_000, ["0", "100k", "200k", "300k"], ["0", "100,000", "200,000", "300,000"]),
        (1_200_000, ["0", "0.5M", "1M"], ["0", "500,000", "1,000,000"]),
    ],
)
def test_ticks_are_written_as_the_language_does_all_alike(top: int, english: list[str], chinese: list[str]) -> None:
    assert count_axis([top], 5)["ticktext"] == english
    with in_language("zh_Hans"):
        assert count_axis([top], 5)["ticktext"] == chinese


def test_a_day_that_is_mostly_a_guess_is_grey() -> None:
    colours = [
        days_figure(table, "devices", LIGHT)["data"][0]["marker"]["color"]
        for table in (days(low=1, mid=8, high=14), days(low=95, mid=100, high=105))
    ]
    assert colours == [[LIGHT.withheld], [LIGHT.accent]]


def test_the_matrix_says_low_and_high_below_a_number_nought_of_nobody_and_of_one_withheld_its_range() -> None:
    labels = {
        kind: matrix_figure(answer(kind, *ends), [500], [0], LIGHT)["data"][0]
        for kind, ends in (("zero", (0, 0, 0)), ("withheld", (3, None, 56)), ("counted", (90, 100, 110)))
    }
    assert {kind: trace["text"][0][0] for kind, trace in labels.items()} == {
        "zero": "0",
        "withheld": "3\N{EN DASH}<br>56",
        "counted": '100<br><span style="font-size: 10px">90\N{EN DASH}110</span>',
    }
    assert all(value is not None for value in chain.from_iterable(labels["zero"]["z"]))


def test_hours_without_a_device_have_the_palest_colour() -> None:
    hour = pl.DataFrame({"date": [date(2020, 6, 10)], "hour": [8], "low": [0], "mid": [0], "high": [0]})
    trace = hours_figure(hour, LIGHT)["data"][0]
    assert (trace["zmin"], trace["zmax"], trace["colorbar"]["tickvals"]) == (0, 1, [0])


def test_days_of_testing_are_whole() -> None:
    axis = backlog_figure([Estimate(low=6, mid=54, high=112)], LIGHT)["layout"]["xaxis"]
    assert axis["range"] == [-0.5, 6.5]
