"""Circles that lie in one another, by the distances that sightings are counted by."""

import math

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.builder.distances import distances
from dashboard.counting import inclusion
from dashboard.sphere import EARTH_RADIUS_M, Point

CENTRE_LNG = 116.341


def north(point: Point, metres: float) -> Point:
    lat, lng = point
    return lat + math.degrees(metres / EARTH_RADIUS_M), lng


def is_in(cell: Point, centre: Point, radius_m: int) -> bool:
    frame = pl.DataFrame({"cell": [1], "lat": [cell[0]], "lng": [cell[1]]})
    return distances(frame, [centre], radius_m).height == 1


@given(st.floats(-60, 60), st.integers(1, 5_000), st.integers(1, 5_000), st.integers(0, 2))
@example(0.0, 300, 100, 0)
@example(0.02, 350, 1_700, 0)
@example(-0.02, 50, 1_700, 0)
def test_who_is_in_a_circle_is_in_every_circle_around_it(lat: float, radius_m: int, apart_m: int, wider_m: int) -> None:
    """The circles touch, or nearly do, where a cell lies: on which side of an edge it falls is a matter of rounding."""
    other = lat, CENTRE_LNG
    centre = north(other, apart_m)
    cell = north(centre, radius_m)
    other_m = radius_m + apart_m + wider_m
    around = inclusion._inside([centre], radius_m, [other], other_m)
    assert around or wider_m == 0
    if around and is_in(cell, centre, radius_m):
        assert is_in(cell, other, other_m)
