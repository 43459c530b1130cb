"""What a rule is expected to catch and what it takes, as the page says it."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboard.answers.assumed import Assumed, means_of
from dashboard.answers.cost import Expected, expected_of, proportion_of, taken_of
from dashboard.counting.certainty.chances import TrueVisit
from dashboard.counting.certainty.circle import expectation, missing
from dashboard.counting.effort import Means
from dashboard.place import parse_place
from dashboard.release.load import Release, load
from dashboard.rule import Rule
from dashboard.shipped import DEMO_RELEASE
from dashboard.ui.components.certainty_panel import certainty_panel
from dashboard.ui.components.effort_panel import effort_lines
from dashboard.ui.components.proportion_panel import proportion_lines
from dashboard.views.expected import NOT_COUNTED, WHY_NOT
from dashboard.views.theme import LIGHT

RULE = Rule(
    place=parse_place("xinfadi"), radius_m=1000, min_dwell_min=0, start=date(2020, 5, 30), end=date(2020, 6, 12)
)
WIDE, NARROW, ANY, HALF_HOUR = 3, 0, 0, 3

ASSUMED, _ = Assumed.settle(load(DEMO_RELEASE), {})


@pytest.fixture(scope="module")
def found(release: Release) -> Expected:
    return expected_of(release, RULE, TrueVisit(), LIGHT)


def test_a_wide_rule_carries_a_warning_and_names_a_better_one(found: Expected) -> None:
    assert "fewer than half of those flagged" in found.words["warnings"][WIDE][ANY]
    assert found.words["better"][WIDE][ANY].startswith("500\N{NO-BREAK SPACE}m and ")
    fewer = re.search(r"with ([\d,]+) fewer people \(([\d,]+) to ([\d,]+)\)\.$", found.words["better"][WIDE][ANY])
    assert fewer is not None
    mid, low, high = (int(number.replace(",", "")) for number in fewer.groups())
    assert low <= mid <= high
    # The persons per device are the same on both sides: taken apart, the ends would lie further out.
    assert high - low < 0.2 * mid
    assert found.words["sentences"][WIDE][ANY].startswith("Expected: ")


def test_each_better_rule_that_is_named_is_offered_and_what_is_offered_is_not_outdone(found: Expected) -> None:
    offers, points = found.words["offers"], found.frontier["data"][0]
    stays = len(offers[0])
    for r, row in enumerate(offers):
        for s, offer in enumerate(row):
            assert (offer is None) == (
                "No other radius and stay" in found.words["better"][r][s] or not points["x"][r * stays + s]
            )
            if offer is None:
                continue
            here, there = r * stays + s, offer["r"] * stays + offer["s"]
            assert points["x"][there] < points["x"][here]
            assert points["y"][there] >= points["y"][here] - 0.0101
            assert found.words["better"][r][s].startswith(f"{points['customdata'][there][0]} and ")
            assert offers[offer["r"]][offer["s"]] != offer


def test_a_sure_rule_carries_none(found: Expected) -> None:
    assert not found.words["warnings"][NARROW][HALF_HOUR]


def test_figures_are_plotly_s_and_every_rule_is_a_point(found: Expected) -> None:
    for figure in (found.certainty, found.frontier):
        go.Figure(figure)
    points, line = found.frontier["data"]
    assert len(points["x"]) == 84
    assert line["x"] == sorted(line["x"])
    assert line["y"] == sorted(line["y"])
    assert {trace["meta"] for trace in found.certainty["data"]} == set(range(7))


def test_what_is_taken_is_drawn_by_day(release: Release) -> None:
    taken = taken_of(release, RULE, Means(), LIGHT)
    go.Figure(taken.backlog)
    assert taken.backlog["data"][0]["y"][-1] == 0
    assert "Days of testing" in said(effort_lines(taken))


def test_published_totals_stand_with_their_caveats(release: Release) -> None:
    words = said(proportion_lines(proportion_of(release, RULE)))
    assert "Not a pure phone count" in words
    assert "of every 1,000 residents" in words


def test_without_people_the_panels_say_why_they_are_empty(release: Release) -> None:
    bare = replace(release, manifest=release.manifest.model_copy(update={"persons_per_device": None}), digest="bare")
    taken = taken_of(bare, RULE, Means(), LIGHT)
    assert "number of people is not known" in said(effort_lines(taken))
    assert "number of people is not known" in said(proportion_lines(proportion_of(bare, RULE)))


@pytest.mark.parametrize("lacks", ["no_error", "no_reach"])
def test_a_release_that_cannot_say_says_why_in_one_sentence(release: Release, lacks: str) -> None:
    without = {
        "no_error": replace(
            release, manifest=release.manifest.model_copy(update={"positioning_error_m": None}), digest=lacks
        ),
        "no_reach": replace(release, reach_parts=None, digest=lacks),
    }[lacks]
    assert missing(without) == lacks
    assert said(certainty_panel(without, ASSUMED)).count(WHY_NOT[lacks]) == 1
    assert expectation(without, RULE.place, RULE.start, RULE.end, TrueVisit()) is None


def test_places_that_were_not_counted_together_have_no_expectation(release: Release) -> None:
    rule = replace(RULE, place=parse_place("xinfadi~yuegezhuang"))
    found = expected_of(release, rule, TrueVisit(), LIGHT)
    assert all(sentence == NOT_COUNTED for row in found.words["sentences"] for sentence in row)
    assert found.frontier["data"] == found.certainty["data"] == []
    go.Figure(taken_of(release, rule, Means(), LIGHT).backlog)
    proportion = proportion_of(release, rule)
    assert proportion is None or not proportion.districts


def test_an_emptied_input_keeps_what_it_began_with() -> None:
    assert means_of((None,) * 6) == Means()
    assert means_of((1, 5, 0, 40_000, 7, 1_000)).prevalence == 0


def said(components: Any) -> str:  # noqa: ANN401 a component's children are anything
    if isinstance(components, str):
        return components
    if isinstance(components, list | tuple):
        return " ".join(said(component) for component in components)
    return said(getattr(components, "children", None) or "")
