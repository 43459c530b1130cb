"""The bracket against the devices that presence was made of."""

import math
import random
from dataclasses import replace
from datetime import date, timedelta

import h3.api.basic_int as h3
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tracks import (
    CELLS,
    MIDNIGHT,
    Counted,
    Sighting,
    Track,
    area,
    counted_in,
    minutes,
    presence_contents,
    reaches_into,
    stays,
    tracks_of,
)
from small_world import END, MARKET, RADII_M, START, STAYS_MIN, Put, manifest, reach_contents, rule

from dashboard import cells
from dashboard.counting.bracket import presence_matrix
from dashboard.counting.count import count, matrix_of
from dashboard.counting.interval import Estimate
from dashboard.counting.matrix import stay_bands
from dashboard.counting.people import people
from dashboard.counting.reach import flagged
from dashboard.errors import RuleError, ScopeError
from dashboard.place import parse_place
from dashboard.release.manifest import Manifest
from dashboard.release.write import Contents
from dashboard.site import Site

FEW = settings(max_examples=of(40), deadline=None)
PRESENCE_RULES = st.sampled_from(["one_cell_per_hour", "every_cell"])
TWO_DAYS = st.sampled_from([(START, START), (START, START + timedelta(days=1)), (START + timedelta(days=1), END)])


def made(presence_rule: str, threshold: int = 1, noise_sd: float = 0) -> Manifest:
    return manifest(presence_rule=presence_rule, disclosure={"threshold": threshold, "noise_sd": noise_sd})


def inside_for(tracks: list[Track], radius_m: int, min_dwell_min: int, start: date, end: date) -> set[int]:
    """Return the devices with a visit of at least a stay that reaches into the window."""
    return {
        device
        for device, track in enumerate(tracks)
        for stay in stays(track, area(radius_m))
        if minutes(stay) >= min_dwell_min and reaches_into(stay, start, end)
    }


def counted_inside(counted: list[Counted], radius_m: int, start: date, end: date) -> set[int]:
    """Return the devices that presence counts in the area in some hour of the window."""
    return {device for device, hour, cell, _ in counted if cell in area(radius_m) and start <= hour.date() <= end}


def at_minutes(*sightings: tuple[int, int]) -> Track:
    return [Sighting(at=MIDNIGHT + timedelta(minutes=minute), cell=cell) for minute, cell in sightings]


# A stays in the nearest cell from 3:00 to 4:10. B walks through two cells 250 to 500 m away, 20 minutes in each.
# C passes there at 3:30 and is elsewhere for the rest of the hour.
A = at_minutes((180, CELLS[0]), (215, CELLS[0]), (250, CELLS[0]))
B = at_minutes((180, CELLS[2]), (200, CELLS[2]), (205, CELLS[3]), (225, CELLS[3]))
C = at_minutes((181, CELLS[7]), (205, CELLS[7]), (210, CELLS[2]), (215, CELLS[7]))

NO_CHOICE = random.Random(0)  # noqa: S311 picks nothing under every_cell


def test_three_devices_counted_in_one_cell_an_hour(put: Put) -> None:
    # The devices counted: A at 3 and 4 (band 60), B at 3 in either cell (band 15), C at 3 outside.
    counted = [
        (0, MIDNIGHT.replace(hour=3), CELLS[0], 60),
        (0, MIDNIGHT.replace(hour=4), CELLS[0], 60),
        (1, MIDNIGHT.replace(hour=3), CELLS[2], 15),
        (2, MIDNIGHT.replace(hour=3), CELLS[7], 15),
    ]
    release = put(manifest(), presence_contents(counted, threshold=1))
    entries = presence_matrix(release, parse_place("market"), START, START)
    # A's cell lies within 350 m and reaches to the market; B's within 691 m, and from 291 m on.
    # Busiest hour: 3 o'clock, A within 500 m, A and B within 1,000 m; sums of hours: A twice, and B.
    assert entries.low.tolist() == [[0, 0, 0], [1, 1, 1], [2, 2, 1]]
    assert entries.high.tolist() == [[2, 2, 2], [3, 3, 3], [3, 3, 3]]
    assert entries.mid is None
    assert entries.method == "bracket"
    assert stay_bands(entries, 500) == []
    assert count(release, rule(end=START)).devices == Estimate(low=1, mid=None, high=3)
    assert not presence_matrix(release, parse_place("market"), END, END).high.any()


def test_three_devices_counted_in_every_cell(put: Put) -> None:
    released = made("every_cell")
    release = put(released, presence_contents(counted_in([A, B, C], released, NO_CHOICE), threshold=1))
    entries = presence_matrix(release, parse_place("market"), START, START)
    # Wholly within 1,000 m the largest cell of an hour holds B and C, for 15 minutes only B; one of B's two cells
    # reaches within 250 m, the other, where C is, too, within 500 m: A twice, B twice, C once.
    assert entries.low.tolist() == [[0, 0, 0], [1, 1, 1], [2, 1, 1]]
    assert entries.high.tolist() == [[3, 3, 3], [5, 5, 5], [5, 5, 5]]


def test_who_passes_by_is_in_the_bracket_only_under_every_cell(put: Put) -> None:
    for presence_rule, high in (("one_cell_per_hour", 0), ("every_cell", 1)):
        counted = [(2, MIDNIGHT.replace(hour=3), CELLS[7], 15)]
        if presence_rule == "every_cell":
            counted.append((2, MIDNIGHT.replace(hour=3), CELLS[2], 0))
        release = put(made(presence_rule), presence_contents(counted, threshold=1))
        assert inside_for([C], 500, 0, START, START) == {0}
        assert count(release, rule(end=START)).devices.high == high


def test_withheld_rows_widen_both_ends(put: Put) -> None:
    counted = [
        (device, MIDNIGHT.replace(hour=hour), CELLS[0], 0) for hour, n in ((3, 6), (4, 2)) for device in range(n)
    ]
    release = put(made("one_cell_per_hour", threshold=5), presence_contents(counted, threshold=5))
    entries = presence_matrix(release, parse_place("market"), START, START)
    # 6 counted at 3, one row withheld (1 to 4) at 4.
    assert entries.at(500, 0) == Estimate(low=6, mid=None, high=10)
    assert entries.at(250, 0) == Estimate(low=0, mid=None, high=10)
    assert entries.withheld_at(500, 0) == 1
    hidden = put(made("one_cell_per_hour", threshold=7), presence_contents(counted, threshold=7))
    assert count(hidden, rule(end=START)).devices == Estimate(low=1, mid=None, high=12)


@pytest.mark.parametrize(
    ("presence_rule", "low", "high"),
    [
        ("one_cell_per_hour", [[0], [48], [77]], [[52], [83], [83]]),  # 80 in the hour, noise 1.96 sqrt(2) = 2.8
        ("every_cell", [[0], [48], [48]], [[52], [83], [83]]),  # the nearer cell holds more
    ],
)
def test_noise_widens_both_ends(put: Put, presence_rule: str, low: list[list[int]], high: list[list[int]]) -> None:
    hour = MIDNIGHT.replace(hour=3)
    nearer, further = [(n, hour, CELLS[0], 0) for n in range(50)], [(n, hour, CELLS[2], 0) for n in range(30)]
    release = put(made(presence_rule, noise_sd=1), presence_contents(nearer + further, threshold=1))
    entries = presence_matrix(release, parse_place("market"), START, START)
    assert entries.low[:, :1].tolist() == low
    assert entries.high[:, :1].tolist() == high


def test_a_low_that_noise_brings_below_an_inner_one_lowers_it(put: Put) -> None:
    # Wholly within: none, 60 in one row, 66 in seven rows, so 60 - 9.8 and 66 - 25.9, rounded down.
    # Reaching in: 63 in four rows, 66 in seven, 72 in thirteen, so 63 + 19.6, 66 + 25.9, 72 + 35.3, rounded up.
    hour = MIDNIGHT.replace(hour=3)
    counted = [(n, hour, CELLS[0], 0) for n in range(60)]
    counted += [(60 + 3 * i + j, hour, CELLS[2 + i], band) for i in range(4) for j, band in enumerate((0, 15, 60))]
    release = put(made("one_cell_per_hour", noise_sd=5), presence_contents(counted, threshold=1))
    entries = presence_matrix(release, parse_place("market"), START, START)
    assert entries.low[:, 0].tolist() == [0, 40, 40]
    assert entries.high[:, 0].tolist() == [83, 92, 108]


@FEW
@given(tracks_of(), PRESENCE_RULES, TWO_DAYS, st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_bracket_contains_the_devices_counted_inside_that_stayed(  # noqa: PLR0913, PLR0917 all of them vary
    put: Put,
    tracks: list[Track],
    presence_rule: str,
    window: tuple[date, date],
    threshold: int,
    picks: random.Random,
) -> None:
    released = made(presence_rule, threshold)
    counted = counted_in(tracks, released, picks)
    contents = presence_contents(counted, threshold)
    if contents.presence is None:
        return
    entries = presence_matrix(put(released, contents), parse_place("market"), *window)
    for radius_m in RADII_M:
        longest = {
            device
            for device, track in enumerate(tracks)
            for stay in stays(track, area(radius_m))
            if minutes(stay) >= 120 and stay[0].date() >= window[0] and stay[1].date() <= window[1]
        }
        for stay_min in STAYS_MIN:
            stayed = inside_for(tracks, radius_m, stay_min, *window)
            true = stayed & counted_inside(counted, radius_m, *window)
            estimate = entries.at(radius_m, stay_min)
            assert estimate.low <= len(true) <= estimate.high
            assert len(longest) <= estimate.high
            if presence_rule == "every_cell":
                assert true == stayed


@FEW
@given(
    st.integers(6, 11),
    st.lists(st.tuples(st.integers(0, 23), st.floats(0, 4000), st.floats(0, 360)), min_size=1, max_size=30),
    st.tuples(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01)),
)
def test_cells_of_any_width_hold_whoever_is_within_the_radius_wherever_in_its_cell_he_is(
    put: Put, resolution: int, seen: list[tuple[int, float, float]], off: tuple[float, float]
) -> None:
    """Each of a device's own sightings is a point; presence knows its cell alone, finer or coarser than the radius."""
    market = Site(site_id="market", name="Market", kind="market", lat=MARKET.lat + off[0], lng=MARKET.lng + off[1])
    points = [(hour, *destination(MARKET, metres, bearing)) for hour, metres, bearing in seen]
    counted = [
        (n, MIDNIGHT.replace(hour=hour), cells.at(lat, lng, resolution), 0) for n, (hour, lat, lng) in enumerate(points)
    ]
    contents = replace(presence_contents(counted, threshold=1), places=[market])
    release = put(manifest(presence_rule="every_cell", presence_resolution=resolution), contents)
    entries = presence_matrix(release, parse_place("market"), START, START)
    for radius_m in RADII_M:
        inside = {
            n
            for n, (_, lat, lng) in enumerate(points)
            if h3.great_circle_distance(market.shapes[0], (lat, lng), unit="m") <= radius_m
        }
        estimate = entries.at(radius_m, 0)
        assert estimate.low <= len(inside) <= estimate.high


def destination(start: Site, metres: float, bearing: float) -> tuple[float, float]:
    """The point some metres away, near enough on a map that is flat around the start."""
    north, east = metres * math.cos(math.radians(bearing)), metres * math.sin(math.radians(bearing))
    return start.lat + north / 111_195, start.lng + east / (111_195 * math.cos(math.radians(start.lat)))


@FEW
@given(tracks_of(), PRESENCE_RULES, st.integers(1, 3), st.sampled_from([0, 0.4]), st.randoms(use_true_random=False))
def test_the_bracket_is_monotone_even_with_noise(  # noqa: PLR0913, PLR0917 all of them vary
    put: Put, tracks: list[Track], presence_rule: str, threshold: int, noise_sd: float, picks: random.Random
) -> None:
    released = made(presence_rule, threshold, noise_sd)
    contents = presence_contents(counted_in(tracks, released, picks), threshold)
    if contents.presence is None:
        return
    release = put(released, contents)
    day, wide = (presence_matrix(release, parse_place("market"), START, end) for end in (START, END))
    for entries in (day, wide):
        assert (entries.low[1:] >= entries.low[:-1]).all()
        assert (entries.high[1:] >= entries.high[:-1]).all()
        assert (entries.low[:, 1:] <= entries.low[:, :-1]).all()
        assert (entries.high[:, 1:] == entries.high[:, :-1]).all()
        assert (entries.low <= entries.high).all()
    assert (wide.low >= day.low).all()
    assert (wide.high >= day.high).all()


def test_count_is_counted_where_there_is_reach_and_a_bracket_where_not(put: Put) -> None:
    counted = [(0, MIDNIGHT, CELLS[0], 0), (1, MIDNIGHT, CELLS[0], 0)]
    presence_alone = put(made("one_cell_per_hour", 5), presence_contents(counted, threshold=5))
    answer = count(presence_alone, rule())
    assert (answer.method, answer.devices, answer.withheld_rows) == ("bracket", Estimate(low=1, mid=None, high=4), 1)
    assert answer.people == people(presence_alone.manifest, answer.devices)
    with_reach = put(manifest(), reach_contents([], threshold=1))
    answer = count(with_reach, rule())
    assert (answer.rule, answer.method, answer.devices) == (rule(), "counted", flagged(with_reach, rule()))
    assert matrix_of(with_reach, parse_place("market"), START, END).method == "counted"


def test_what_cannot_be_answered_is_refused(put: Put) -> None:
    empty = put(manifest(), Contents(places=[MARKET]))
    with pytest.raises(RuleError, match="min_dwell_min is 7, expected one of 0, 15, 60"):
        count(empty, rule(min_dwell_min=7))
    with pytest.raises(ScopeError, match="has no presence table, expected device counts by cell and hour"):
        count(empty, rule())
