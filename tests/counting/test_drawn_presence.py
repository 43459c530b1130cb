"""A place drawn on the map of a release that has presence alone, against the devices that presence was made of."""

import random
from datetime import date, timedelta

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tracks import CELLS, MIDNIGHT, Track, counted_in, minutes, presence_contents, reaches_into, stays, tracks_of
from small_world import END, MARKET, START, STAYS_MIN, Put, manifest, rule

from dashboard import cells
from dashboard.counting.area import Circle, Outline
from dashboard.counting.bracket_matrix import Ends, Source
from dashboard.counting.count import count, matrix_of
from dashboard.counting.interval import Estimate
from dashboard.errors import RuleError
from dashboard.place import drawn
from dashboard.release import tables
from dashboard.release.write import Contents
from dashboard.sphere import distance_m

SQUARE = [(-0.0063, -0.0081), (0.0063, -0.0081), (0.0063, 0.0081), (-0.0063, 0.0081)]
# A square of 700 m to each side of the market: 500 m around it lie inside, and 1,000 m hold it.
AROUND = drawn([(39.81 + up, 116.341 + across) for up, across in SQUARE])
OFF = (39.8102, 116.3412)  # 30 m from the market, which is counted by its own name


def stayed(tracks: list[Track], radius_m: int, stay_min: int, start: date, end: date) -> set[int]:
    inside = set(cells.disk([OFF], radius_m, 9))
    return {
        device
        for device, track in enumerate(tracks)
        for stay in stays(track, inside)
        if minutes(stay) >= stay_min and reaches_into(stay, start, end)
    }


@settings(max_examples=of(40), deadline=None)
@given(tracks_of(), st.integers(1, 3), st.randoms(use_true_random=False))
def test_under_every_cell_the_bracket_contains_all_who_stayed(
    put: Put, tracks: list[Track], threshold: int, picks: random.Random
) -> None:
    released = manifest(presence_rule="every_cell", disclosure={"threshold": threshold})
    contents = presence_contents(counted_in(tracks, released, picks), threshold)
    if contents.presence is None:
        return
    release = put(released, contents)
    for window in ((START, START), (START + timedelta(days=1), END)):
        entries = matrix_of(release, drawn([OFF]), *window)
        for radius_m in entries.radii_m:
            for stay_min in STAYS_MIN:
                bracket = entries.at(radius_m, stay_min)
                assert bracket.low <= len(stayed(tracks, radius_m, stay_min, *window)) <= bracket.high


def test_only_cells_wholly_inside_count_for_the_low(put: Put) -> None:
    # Within 500 m of the point lies all of the nearest cell; the third, 250 to 500 m from the market, reaches out.
    hour = MIDNIGHT.replace(hour=3)
    counted = [(device, hour, CELLS[0], 60) for device in range(3)] + [(9, hour, CELLS[2], 60)]
    release = put(manifest(), presence_contents(counted, threshold=1))
    answer = count(release, rule(place=drawn([OFF]), radius_m=500))
    assert answer.devices == Estimate(low=3, mid=None, high=4)
    assert answer.ends == Ends(low=Source(by="presence"), high=Source(by="presence"))
    assert count(release, rule(place=drawn([OFF]), radius_m=1000)).devices == Estimate(low=4, mid=None, high=4)


@pytest.mark.parametrize(("noise_sd", "low", "high"), [(0, 60, 100), (1, 38, 102)])
def test_with_noise_the_largest_circle_inside_counts_whatever_it_holds(
    put: Put, noise_sd: float, low: int, high: int
) -> None:
    # Around the market 60 within 250 m, by the noise 40 within 500 m, 100 within 1,000 m.
    rows = [("market", radius_m, 0, START, None, n) for radius_m, n in ((250, 60), (500, 40), (1000, 100))]
    reach = pl.DataFrame(rows, schema=tables.REACH.schema, orient="row")
    released = manifest(disclosure={"threshold": 1, "noise_sd": noise_sd})
    release = put(released, Contents(places=[MARKET], reach=reach))
    entries = matrix_of(release, drawn([OFF]), START, START)
    assert entries.radii_m == (250, 500)
    assert entries.at(500, 0).high == high
    assert matrix_of(release, AROUND, START, START).at(250, 0).low == low


def test_nothing_bounds_a_place_without_any_presence(put: Put) -> None:
    counted = [(0, MIDNIGHT, CELLS[0], 0)]
    release = put(manifest(), presence_contents(counted, threshold=1))
    with pytest.raises(RuleError, match="nothing that was counted bounds site @39"):
        count(release, rule(place=drawn([(39.9, 116.5)])))


@settings(max_examples=of(60), deadline=None)
@given(st.floats(-80, 80), st.floats(-179, 179), st.integers(7, 9), st.integers(0, 2**32))
def test_no_finer_cell_lies_beyond_the_reach_of_its_cell(lat: float, lng: float, resolution: int, seed: int) -> None:
    cell = cells.at(lat, lng, resolution)
    finer = sorted(h3.cell_to_children(cell, resolution + 3))
    finest = random.Random(seed).sample(finer, 5)  # noqa: S311 any five
    for child in [*finer, *(grand for one in finest for grand in h3.cell_to_children(one, resolution + 5))]:
        assert h3.great_circle_distance(cells.centre(cell), cells.centre(child), unit="m") <= cells.reach_m(cell)


@settings(max_examples=of(60), deadline=None)
@given(st.integers(0, 2**32), st.floats(-70, 70), st.sampled_from([0.002, 0.02, 0.2]))
def test_a_circle_as_large_as_the_depth_lies_inside_and_one_that_covers_holds_the_edge(
    seed: int, lat: float, size: float
) -> None:
    picks = random.Random(seed)  # noqa: S311 a shape
    corners = tuple((lat + picks.uniform(-size, size), 30 + picks.uniform(-size, size)) for _ in range(6))
    outline = Outline(corners=corners)
    edge = [
        (a[0] + (b[0] - a[0]) * part / 200, a[1] + (b[1] - a[1]) * part / 200)
        for a, b in zip(corners, corners[1:] + corners[:1], strict=True)
        for part in range(200)
    ]
    lats, lngs = degrees(edge)
    for _ in range(20):
        point = (lat + picks.uniform(-size, size), 30 + picks.uniform(-size, size))
        to_edge = distance_m(point, lats, lngs)
        depth = float(outline.depth_m(*degrees([point]))[0])
        assert abs(depth) <= to_edge.min()
        assert outline.covered_from_m(point) >= to_edge.max()
        circle = Circle(centre=point, radius_m=outline.covered_from_m(point))
        assert (circle.depth_m(lats, lngs) >= 0).all()


def degrees(points: list[tuple[float, float]]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    lats, lngs = np.array(points).T
    return lats, lngs
