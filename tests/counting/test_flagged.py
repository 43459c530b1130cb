"""Flagged devices against the devices themselves."""

from datetime import date

import polars as pl
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from small_world import (
    END,
    MARKET,
    RADII_M,
    RULES,
    START,
    STAYS_MIN,
    VISITS,
    WINDOWS,
    Put,
    Visit,
    days,
    home_of,
    manifest,
    qualifying,
    reach_contents,
    rule,
    truly_flagged,
    withheld,
)

from dashboard.counting.interval import Estimate
from dashboard.counting.matrix import Matrix, StayBand
from dashboard.counting.reach import by_day, by_home, flagged, matrix, stay_bands
from dashboard.errors import RuleError, ScopeError
from dashboard.place import parse_place
from dashboard.release.load import Release
from dashboard.release.write import Contents
from dashboard.rule import Rule

FEW = settings(max_examples=of(25), deadline=None)
DAY_3, DAY_4 = date(2020, 6, 3), date(2020, 6, 4)

# Three devices, two days: A comes back for a moment, B passes on the 3rd and stays on the 4th, C comes once.
A, B, C = 0, 1, 2
THREE = [
    Visit(device=A, day=DAY_3, ring=0, dwell_min=30),
    Visit(device=A, day=DAY_4, ring=0, dwell_min=5),
    Visit(device=B, day=DAY_3, ring=1, dwell_min=0),
    Visit(device=B, day=DAY_4, ring=1, dwell_min=20),
    Visit(device=C, day=DAY_4, ring=0, dwell_min=70),
]


def exactly(devices: int) -> Estimate:
    return Estimate(low=devices, mid=devices, high=devices)


@pytest.fixture(scope="module")
def three(put: Put) -> Release:
    # By hand, not from THREE: site, radius, stay, date, days since, home -> devices.
    rows = [
        ("market", 250, 0, DAY_3, None, "east", 1),  # A
        ("market", 250, 0, DAY_4, 1, "east", 1),  # A again
        ("market", 250, 0, DAY_4, None, "outside", 1),  # C
        ("market", 250, 15, DAY_3, None, "east", 1),  # A
        ("market", 250, 15, DAY_4, None, "outside", 1),  # C
        ("market", 250, 60, DAY_4, None, "outside", 1),  # C
        ("market", 500, 0, DAY_3, None, "east", 1),  # A
        ("market", 500, 0, DAY_3, None, "west", 1),  # B
        ("market", 500, 0, DAY_4, 1, "east", 1),  # A again
        ("market", 500, 0, DAY_4, 1, "west", 1),  # B again
        ("market", 500, 0, DAY_4, None, "outside", 1),  # C
        ("market", 500, 15, DAY_3, None, "east", 1),  # A
        ("market", 500, 15, DAY_4, None, "west", 1),  # B
        ("market", 500, 15, DAY_4, None, "outside", 1),  # C
        ("market", 500, 60, DAY_4, None, "outside", 1),  # C
        ("station", 500, 0, DAY_4, None, "east", 1),
    ]
    keys = ["site_id", "radius_m", "min_dwell_min", "date", "days_since"]
    homes = pl.DataFrame(rows, schema=[*keys, "home", "devices"], orient="row")
    reach = homes.group_by(keys).agg(pl.col("devices").sum())
    return put(manifest(radii_m=[250, 500]), Contents(places=[MARKET], reach=reach, reach_by_home=homes))


@pytest.mark.parametrize(
    ("radius_m", "min_dwell_min", "start", "end", "devices"),
    [
        (250, 0, DAY_3, DAY_4, 2),  # A once, C
        (250, 0, DAY_4, DAY_4, 2),  # A is new to this window, C
        (250, 15, DAY_4, DAY_4, 1),  # C: A's second visit was short
        (250, 60, DAY_3, DAY_4, 1),  # C
        (500, 0, DAY_3, DAY_4, 3),
        (500, 0, DAY_3, DAY_3, 2),  # A, B
        (500, 0, DAY_4, DAY_4, 3),
        (500, 15, DAY_3, DAY_4, 3),
        (500, 60, DAY_3, DAY_3, 0),
    ],
)
def test_three_devices(three: Release, radius_m: int, min_dwell_min: int, start: date, end: date, devices: int) -> None:  # noqa: PLR0913, PLR0917 a table
    asked = rule(radius_m=radius_m, min_dwell_min=min_dwell_min, start=start, end=end)
    assert flagged(three, asked) == exactly(devices)
    assert len(truly_flagged(THREE, asked)) == devices


def test_three_devices_by_day(three: Release) -> None:
    assert by_day(three, rule(start=DAY_3, end=date(2020, 6, 5))).rows() == [
        (DAY_3, 2, 2, 2, 0, 0, 0),
        (DAY_4, 1, 1, 1, 2, 2, 2),
        (date(2020, 6, 5), 0, 0, 0, 0, 0, 0),
    ]


def test_three_devices_by_home(three: Release) -> None:
    homes = by_home(three, rule(radius_m=250))
    assert homes.columns == ["home", "low", "mid", "high"]
    assert homes.rows() == [("east", 1, 1, 1), ("outside", 1, 1, 1)]


def test_three_devices_by_stay(three: Release) -> None:
    bands = stay_bands(matrix(three, parse_place("market"), DAY_3, DAY_4), 500)
    assert bands == [
        StayBand(from_min=0, to_min=15, devices=exactly(0)),
        StayBand(from_min=15, to_min=60, devices=exactly(2)),  # A's 30 and B's 20 minutes
        StayBand(from_min=60, to_min=None, devices=exactly(1)),
    ]


@FEW
@given(VISITS, RULES)
def test_flagged_is_the_number_of_distinct_devices(put: Put, visits: list[Visit], asked: Rule) -> None:
    release = put(manifest(), reach_contents(visits, threshold=1))
    assert flagged(release, asked) == exactly(len(truly_flagged(visits, asked)))


@FEW
@given(VISITS, RULES, st.integers(2, 4))
def test_the_interval_contains_the_devices_behind_withheld_rows(
    put: Put, visits: list[Visit], asked: Rule, threshold: int
) -> None:
    release = put(withheld(threshold), reach_contents(visits, threshold))
    estimate = flagged(release, asked)
    assert estimate.low <= len(truly_flagged(visits, asked)) <= estimate.high
    entries = matrix(release, asked.place, asked.start, asked.end)
    for radius_m in RADII_M:
        for band in stay_bands(entries, radius_m):
            true = truly_flagged(
                visits, rule(radius_m=radius_m, min_dwell_min=band.from_min, start=asked.start, end=asked.end)
            )
            if band.to_min is not None:
                true -= truly_flagged(
                    visits, rule(radius_m=radius_m, min_dwell_min=band.to_min, start=asked.start, end=asked.end)
                )
            assert band.devices.low <= len(true) <= band.devices.high


@FEW
@given(VISITS, WINDOWS, st.integers(1, 4), st.sampled_from([0, 1.5]))
def test_every_entry_of_the_matrix_is_its_rule_flagged(
    put: Put, visits: list[Visit], window: tuple[date, date], threshold: int, noise_sd: float
) -> None:
    release = put(withheld(threshold, noise_sd), reach_contents(visits, threshold))
    entries = matrix(release, parse_place("market"), *window)
    assert (entries.method, entries.radii_m, entries.min_dwell_min) == ("counted", RADII_M, STAYS_MIN)
    for radius_m in RADII_M:
        for stay in STAYS_MIN:
            asked = rule(radius_m=radius_m, min_dwell_min=stay, start=window[0], end=window[1])
            assert entries.at(radius_m, stay) == flagged(release, asked)
            assert threshold > 1 or entries.withheld_at(radius_m, stay) == 0


@FEW
@given(VISITS, WINDOWS, st.integers(1, 4), st.sampled_from([0, 0.5]))
def test_flagged_never_falls_with_radius_and_never_rises_with_stay(
    put: Put, visits: list[Visit], window: tuple[date, date], threshold: int, noise_sd: float
) -> None:
    release = put(withheld(threshold, noise_sd), reach_contents(visits, threshold))
    entries = matrix(release, parse_place("market"), *window)
    for end in (entries.low, entries.mid, entries.high):
        assert threshold > 1 or noise_sd or (end[1:] >= end[:-1]).all()
        assert (end[:, 1:] <= end[:, :-1]).all()


@FEW
@given(VISITS, RULES)
def test_flagged_lies_between_the_busiest_date_and_the_sum_of_dates(put: Put, visits: list[Visit], asked: Rule) -> None:
    release = put(manifest(), reach_contents(visits, threshold=1))
    window = flagged(release, asked).mid
    dates = [
        flagged(release, rule(radius_m=asked.radius_m, min_dwell_min=asked.min_dwell_min, start=day, end=day)).mid
        for day in days(asked.start, asked.end)
    ]
    assert max(dates) <= window <= sum(dates)
    wider = flagged(release, rule(radius_m=asked.radius_m, min_dwell_min=asked.min_dwell_min, start=asked.start))
    assert wider.mid >= window


@FEW
@given(VISITS, RULES)
def test_by_day_and_by_home_add_up(put: Put, visits: list[Visit], asked: Rule) -> None:
    release = put(manifest(), reach_contents(visits, threshold=1))
    table = by_day(release, asked)
    assert table["date"].to_list() == days(asked.start, asked.end)
    dates = qualifying(visits, asked.radius_m, asked.min_dwell_min).values()
    total = flagged(release, asked).mid
    for end in ("low", "mid", "high"):
        assert table[f"first_{end}"].sum() == total
        each_date = (table[f"first_{end}"] + table[f"returning_{end}"]).to_list()
        assert each_date == [sum(day in own for own in dates) for day in table["date"]]
    homes = by_home(release, asked)
    true = truly_flagged(visits, asked)
    assert dict(homes.select("home", "mid").iter_rows()) == {
        home: n for home in ("east", "west", "outside") if (n := sum(home_of(device) == home for device in true))
    }
    assert homes["mid"].to_list() == sorted(homes["mid"].to_list(), reverse=True)


@FEW
@given(VISITS, WINDOWS)
def test_stay_bands_add_up_to_any_stay(put: Put, visits: list[Visit], window: tuple[date, date]) -> None:
    entries = matrix(put(manifest(), reach_contents(visits, threshold=1)), parse_place("market"), *window)
    for radius_m in RADII_M:
        bands = stay_bands(entries, radius_m)
        assert [(band.from_min, band.to_min) for band in bands] == [(0, 15), (15, 60), (60, None)]
        assert sum(band.devices.mid for band in bands) == entries.at(radius_m, 0).mid


def test_noise_widens_by_the_rows_that_were_released(put: Put) -> None:
    # Four rows of 100 and one withheld under 15, noise 1.96 x 2 x sqrt(4) = 7.84.
    counts = [(day, 100 if day < date(2020, 6, 7) else None) for day in days(START, END)]
    rows = [("market", 1000, 0, day, None, devices) for day, devices in counts]
    keys = ["site_id", "radius_m", "min_dwell_min", "date", "days_since", "devices"]
    release = put(withheld(15, 2), Contents(places=[MARKET], reach=pl.DataFrame(rows, schema=keys, orient="row")))
    assert flagged(release, rule(radius_m=1000)) == Estimate(low=393, mid=408, high=422)
    assert matrix(release, parse_place("market"), START, END).withheld_at(1000, 0) == 1


@pytest.mark.parametrize(
    ("noise_sd", "inner", "outer"),
    [
        # 20 who stayed 15 minutes also stayed at all, where two rows of 1 to 14 are withheld.
        (0, Estimate(low=20, mid=20, high=20), Estimate(low=20, mid=None, high=28)),
        # Under noise of 3.92 the 20 are not certain: the ends move apart instead.
        (2, Estimate(low=2, mid=18, high=24), Estimate(low=2, mid=None, high=28)),
    ],
)
def test_what_is_counted_inside_narrows_what_is_withheld_outside(
    put: Put, noise_sd: float, inner: Estimate, outer: Estimate
) -> None:
    rows = [("market", 500, 15, DAY_4, None, 20), ("market", 500, 0, DAY_3, None, None)]
    rows.append(("market", 500, 0, DAY_4, None, None))
    keys = ["site_id", "radius_m", "min_dwell_min", "date", "days_since", "devices"]
    reach = pl.DataFrame(rows, schema=keys, orient="row")
    release = put(withheld(15, noise_sd), Contents(places=[MARKET], reach=reach))
    assert flagged(release, rule(radius_m=500, min_dwell_min=15)) == inner
    assert flagged(release, rule(radius_m=500)) == outer


def test_of_what_was_withheld_alone_low_and_high_are_known_and_no_middle(put: Put) -> None:
    rows = [("market", 500, 0, DAY_3, None, 40), ("market", 500, 0, DAY_4, None, None)]
    rows.append(("market", 500, 15, DAY_4, None, None))
    keys = ["site_id", "radius_m", "min_dwell_min", "date", "days_since", "devices"]
    release = put(withheld(15), Contents(places=[MARKET], reach=pl.DataFrame(rows, schema=keys, orient="row")))
    assert flagged(release, rule(radius_m=500)) == Estimate(low=41, mid=48, high=54)
    assert flagged(release, rule(radius_m=500, min_dwell_min=15)) == Estimate(low=1, mid=None, high=14)
    bands = [band.devices for band in stay_bands(matrix(release, parse_place("market"), START, END), 500)]
    assert bands == [Estimate(low=27, mid=40, high=53), Estimate(low=1, mid=None, high=14), exactly(0)]


def test_nothing_in_is_zero_out(put: Put) -> None:
    release = put(manifest(), reach_contents([], threshold=1))
    assert flagged(release, rule()) == exactly(0)
    assert not matrix(release, parse_place("both"), START, END).high.any()
    assert by_day(release, rule())["first_high"].to_list() == [0] * 5
    assert by_home(release, rule()).is_empty()


def test_the_matrix_is_shared_and_read_only(three: Release) -> None:
    entries = matrix(three, parse_place("market"), DAY_3, DAY_4)
    with pytest.raises(ValueError, match="read-only"):
        entries.low[0, 0] = 7


def test_a_rule_that_the_release_cannot_answer_is_refused(three: Release) -> None:
    for ask in (flagged, by_day, by_home):
        with pytest.raises(RuleError, match="radius_m is 300, expected one of 250, 500; the nearest is 250"):
            ask(three, rule(radius_m=300))
    with pytest.raises(RuleError, match="site is 'nowhere'"):
        matrix(three, parse_place("nowhere"), DAY_3, DAY_4)
    with pytest.raises(RuleError, match="end is 2020-06-08, expected a date from 2020-06-03 to 2020-06-07"):
        matrix(three, parse_place("market"), DAY_3, date(2020, 6, 8))
    entries: Matrix = matrix(three, parse_place("market"), DAY_3, DAY_4)
    with pytest.raises(RuleError, match="radius_m is 1000, expected one of 250, 500") as caught:
        entries.at(1000, 0)
    assert caught.value.nearest == 500
    with pytest.raises(RuleError, match="min_dwell_min is 20, expected one of 0, 15, 60"):
        entries.withheld_at(500, 20)


def test_a_release_without_reach_says_what_to_use(put: Put) -> None:
    release = put(manifest(), Contents(places=[MARKET]))
    for ask in (flagged, by_day):
        with pytest.raises(ScopeError, match="has no reach table, so flagged devices cannot be counted; use bracket"):
            ask(release, rule())
    with pytest.raises(ScopeError, match="has no reach_by_home table"):
        by_home(release, rule())
