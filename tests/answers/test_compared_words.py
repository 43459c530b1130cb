"""Differences in words, and the rules that a link to the page asks for."""

from datetime import date
from urllib.parse import urlencode

import pytest

from dashboard.answers.compare import columns_of, day_figures_of
from dashboard.answers.side_by_side import narrower, settle_rules
from dashboard.counting.comparison import Difference
from dashboard.place import parse_place
from dashboard.release.answerable import default_rule
from dashboard.release.shelf import Shelf
from dashboard.rule import Rule
from dashboard.views.compared import difference_words
from dashboard.views.theme import LIGHT


@pytest.mark.parametrize(
    ("low", "mid", "high", "words"),
    [
        (0, 0, 0, "as many as A"),
        (-5, -5, -5, "5 fewer than A"),
        (1200, 1200, 1200, "1,200 more than A"),
        (-124_000, -121_000, -118_000, "121,000 fewer than A (118,000 to 124,000)"),
        (118_000, 121_000, 124_000, "121,000 more than A (118,000 to 124,000)"),
        (-20, 5, 30, "5 more than A (between 20 fewer and 30 more)"),
        (-20, 0, 30, "as many as A (between 20 fewer and 30 more)"),
        (-20, None, 30, "between 20 fewer and 30 more than A"),
        (-20, None, -10, "10 to 20 fewer than A"),
        (0, None, 10, "0 to 10 more than A"),
        (-10, -5, 0, "5 fewer than A (0 to 10)"),
    ],
)
def test_a_difference_in_words(low: int, mid: int | None, high: int, words: str) -> None:
    assert difference_words(Difference(low=low, mid=mid, high=high)) == words


def test_a_link_asks_for_two_to_four_rules(shelf: Shelf) -> None:
    release = shelf.releases["demo"]
    first = default_rule(release)
    assert settle_rules(release, {}) == ([first, narrower(release, first)], [])
    asked = {"a": first.to_query(), "c": urlencode({"site": "markets", "radius_m": "7"}), "e": "nothing"}
    rules, problems = settle_rules(release, asked)
    assert [str(rule.place) for rule in rules] == ["xinfadi", "markets"]
    assert rules[1].radius_m == release.manifest.radii_m[0]
    assert [problem.split(",")[0] for problem in problems] == ["Rule B: radius_m is '7'"]


def test_all_columns_are_drawn_to_the_same_scales(shelf: Shelf) -> None:
    release = shelf.releases["demo"]
    wide = default_rule(release)
    late = Rule(place=parse_place("yuquandong"), radius_m=250, min_dwell_min=0, start=date(2020, 6, 8), end=wide.end)
    figures = day_figures_of(release, [wide, late], LIGHT)
    for axis in ("xaxis", "yaxis"):
        assert figures[0]["layout"][axis]["range"] == figures[1]["layout"][axis]["range"]
    assert (
        max(map(sum, zip(*(trace["y"] for trace in figures[0]["data"]), strict=True)))
        <= (figures[0]["layout"]["yaxis"]["range"][1])
    )
    first, second = columns_of(release, [wide, late])
    assert (first.of_widest, first.difference, first.split) == (1, None, None)
    total = sum(band.devices.mid or 0 for band in second.bands)
    assert second.of_widest == pytest.approx(total / sum(band.devices.mid or 0 for band in first.bands))


def test_a_place_that_nothing_bounds_is_not_known_and_compared_with_nothing(shelf: Shelf) -> None:
    release = shelf.releases["demo"]
    far = Rule(
        place=parse_place("@40.2,116.1"), radius_m=3000, min_dwell_min=0, start=date(2020, 5, 30), end=date(2020, 6, 12)
    )
    known, unknown = columns_of(release, [default_rule(release), far])
    assert known.told is not None
    assert (unknown.told, unknown.difference, unknown.split) == (None, None, None)
    assert "ask the operator" in unknown.unknown
