"""Under noise the page says whom it protects, and what is lost in noise is not shown as a number that is known."""

import polars as pl
import pytest
from test_protection_words import NOISE

from dashboard.counting.interval import Estimate
from dashboard.language.chosen import CHINESE, ENGLISH, in_language
from dashboard.language.numbers import short_ends
from dashboard.views import text
from dashboard.views.facts import asked
from dashboard.views.figures.homes import homes_figure
from dashboard.views.figures.matrix import matrix_figure
from dashboard.views.theme import LIGHT

HOMES = pl.DataFrame({"name": ["a", "b", "c"], "low": [900, 20, 0], "mid": [1000, 80, 30], "high": [1100, 140, 90]})


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_every_question_has_its_figures_under_their_heads(language: str) -> None:
    with in_language(language):
        found = asked(NOISE)
    assert [row[1] for row in found.rows] == [f"{one.auc:.2f}" for one in NOISE.asked]
    assert {len(row) for row in found.rows} == {len(found.heads)}
    assert len({row[0] for row in found.rows}) == len(NOISE.asked)


def test_a_home_that_may_have_none_says_up_to_how_many_and_what_is_not_certain_is_grey() -> None:
    (trace,) = homes_figure(HOMES, text.DEVICES, LIGHT)["data"]
    assert trace["text"] == ["1,000", "80", "0 to 90"]
    assert trace["marker"]["color"] == [LIGHT.counts[3], LIGHT.withheld, LIGHT.withheld]


def test_a_count_that_may_be_nobody_is_told_from_one_that_is_not() -> None:
    kinds = [
        text.kind_of(one, one, "counted")
        for one in (Estimate(low=0, mid=5, high=9), Estimate(low=1, mid=5, high=9), Estimate(low=0, mid=0, high=0))
    ]
    assert kinds == ["perhaps-nobody", "counted", "zero"]


def test_the_matrix_shows_the_ends_of_what_may_be_nobody() -> None:
    table = {"low": [[0]], "mid": [[0]], "high": [[1500]]}
    answer = {"people": None, "devices": table, "method": "counted", "kinds": [["perhaps-nobody"]]}
    figure = matrix_figure({**answer, "withheld": [[0]], "bands": [[]]}, [250], [0], LIGHT)
    assert "0\N{EN DASH}1500" in figure["data"][0]["text"][0][0]


def test_ends_fit_a_narrow_field_in_both_languages() -> None:
    for low, high in ((2334, 6360), (0, 12_000), (137, 3991), (8_100, 10_400), (41_000, 49_000), (999, 1_001)):
        for language in (ENGLISH, CHINESE):
            with in_language(language):
                assert len(short_ends(low, high, (low + high) / 2)) <= 8, (low, high, language)
    with in_language(CHINESE):
        assert short_ends(2334, 6360, 4266) == "0.2\N{EN DASH}0.6万"
        assert short_ends(900, 1100, 1000) == "900\N{EN DASH}1100"
