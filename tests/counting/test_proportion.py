"""In proportion: the flagged per 1,000 residents of the city and of every district of the demonstration."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.counting.count import count
from dashboard.counting.interval import Estimate
from dashboard.counting.proportion import districts_per_thousand, per_thousand
from dashboard.counting.reach import by_home
from dashboard.counting.scaled import in_people
from dashboard.place import parse_place
from dashboard.release.load import load
from dashboard.rule import Rule
from dashboard.shipped import DEMO_RELEASE

RULE = Rule(
    place=parse_place("xinfadi"), radius_m=1000, min_dwell_min=0, start=date(2020, 5, 30), end=date(2020, 6, 12)
)


def test_per_thousand_of_a_small_town() -> None:
    assert per_thousand(Estimate(low=10, mid=20, high=40), 2_000) == (5.0, 10.0, 20.0)
    assert per_thousand(Estimate(low=10, mid=None, high=40), 2_000) == (5.0, None, 20.0)


def test_every_district_is_its_flagged_over_its_residents() -> None:
    release = load(DEMO_RELEASE)
    found = districts_per_thousand(release, RULE)
    flagged = {row["home"]: row for row in in_people(release.manifest, by_home(release, RULE))[0].iter_rows(named=True)}
    assert found.height == len(release.districts)
    assert found["mid"].is_sorted(descending=True)
    for row in found.iter_rows(named=True):
        population = release.districts[row["home"]].population
        assert row["mid"] == pytest.approx(1000 * flagged[row["home"]]["mid"] / population)
        assert row["low"] <= row["mid"] <= row["high"] < 1000


def test_a_release_without_homes_has_no_districts_in_proportion() -> None:
    release = replace(load(DEMO_RELEASE), reach_by_home_parts=None)
    assert districts_per_thousand(release, RULE).is_empty()
    assert count(release, RULE).people is not None
