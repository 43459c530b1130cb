"""Places that are areas: counted by the distance from their boundary, by every engine, as by hand."""

import random
import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import by_hand
import numpy as np
import outlines
import pytest
import shapely
import worlds
from crowds import few, seeds, with_areas
from hypothesis import given
from hypothesis import strategies as st
from test_build_counts import REACH, reach_by_hand, rows
from test_engines import assert_same

from dashboard import cells
from dashboard.boundary import Boundary, nearest_m, outside_m
from dashboard.builder.engines.duck import Duck
from dashboard.builder.engines.spark import Spark
from dashboard.errors import ScopeError
from dashboard.release.check import check
from dashboard.site import Site

RADII_M = [0, 200, 500, 1200]
LAT, LNG = worlds.ORIGIN


def in_world(world: worlds.World, picks: random.Random) -> worlds.World:
    return replace(world, places=with_areas(picks), radii_m=RADII_M)


@few(12)
@given(worlds.worlds(), seeds)
def test_reach_around_areas_is_the_count_by_hand(world: worlds.World, seed: int) -> None:
    world = in_world(world, random.Random(seed))  # noqa: S311 a world
    expected: dict[tuple[object, ...], int] = {}
    for key, devices in reach_by_hand(world).items():
        expected[key[:-1]] = expected.get(key[:-1], 0) + devices
    with tempfile.TemporaryDirectory() as folder:
        release = world.release(Path(folder))
        assert rows(release.reach, *REACH) == expected
        assert release.manifest.has_areas
        assert check(Path(release.path)) == []
        assert list(release.places.values()) == world.places


@few(4)
@given(worlds.worlds(), seeds)
def test_duckdb_counts_around_areas_as_polars_does(world: worlds.World, seed: int) -> None:
    world = in_world(world, random.Random(seed))  # noqa: S311 a world
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert_same(world.release(Path(one)), world.release(Path(other), engine=Duck()))


def test_spark_counts_around_areas_as_polars_does(tmp_path: Path, spark: Spark) -> None:
    world = in_world(worlds.crowd("Asia/Shanghai", devices=150, seed=3), random.Random(3))  # noqa: S311 a world
    expected = world.release(tmp_path / "polars")
    assert expected.reach is not None
    assert expected.reach.collect().height > 100
    assert_same(expected, world.release(tmp_path / "spark", engine=spark))


@few(30)
@given(seeds, st.floats(1, 60), st.floats(-170, 170))
def test_distances_from_a_boundary_are_those_of_the_edges(seed: int, lat: float, lng: float) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    boundary = outlines.around(picks, Site(site_id="a", name="a", kind="market", lat=lat, lng=lng))
    points = [(lat + picks.gauss(0, 0.008), lng + picks.gauss(0, 0.008)) for _ in range(25)]
    lats, lngs = np.array(points).T
    found = boundary.distance_m(lats, lngs)
    by_edges = [by_hand.metres_from(boundary, point) for point in points]
    assert np.allclose(found, by_edges, atol=0.03)
    assert [(one == 0) for one in found] == [one == 0 for one in by_edges]
    assert (np.maximum(outside_m([boundary], lats, lngs), 0) == found).all()


@few(8)
@given(seeds, st.sampled_from([0, 80, 400, 1_500]), st.sampled_from([8, 9, 10]))
def test_the_cells_around_areas_are_all_those_within(seed: int, radius_m: int, resolution: int) -> None:
    shapes = [shape for place in with_areas(random.Random(seed)) for shape in place.shapes]  # noqa: S311 a world
    everywhere = sorted(cells.disk([(LAT, LNG)], 4_500, resolution))
    lat, lng = cells.centres(np.array(everywhere, dtype=np.uint64)).T
    metres = nearest_m(shapes, lat, lng)
    within = {cell: far for cell, far in zip(everywhere, metres.tolist(), strict=True) if far <= radius_m}
    found = cells.disk(shapes, radius_m, resolution)
    assert found.keys() == within.keys()
    assert all(abs(found[cell] - far) < 0.001 for cell, far in within.items())


@few(8)
@given(seeds)
def test_every_spot_of_an_area_is_near_one_of_its_sample(seed: int) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    boundary = outlines.around(picks, Site(site_id="a", name="a", kind="market", lat=LAT, lng=LNG))
    lat, lng, near_m = boundary.sample
    west, south, east, north = boundary.shape.bounds
    spots = [(picks.uniform(south, north), picks.uniform(west, east)) for _ in range(60)]
    spots = [spot for spot in spots if by_hand.metres_from(boundary, spot) == 0]
    furthest = max(min(by_hand.metres(spot, at) for at in zip(lat, lng, strict=True)) for spot in spots[:6])
    assert furthest <= near_m


def test_an_outline_is_the_same_however_it_is_written() -> None:
    square = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01)]
    turned = [shapely.Polygon(square[at:] + square[:at]) for at in range(4)]
    backwards = shapely.Polygon(square[::-1])
    assert len({Boundary(wkt=shape.wkt) for shape in [*turned, backwards]}) == 1


@pytest.mark.parametrize(
    ("wkt", "says"),
    [
        ("POINT (1 2)", "is a Point, expected a Polygon"),
        ("LINESTRING (0 0, 1 1)", "is a LineString, expected"),
        ("POLYGON EMPTY", "encloses nothing"),
        ("POLYGON ((0 0, 0.1 0.1, 0.2 0.2, 0 0))", "is not valid"),
        ("POLYGON ((0 0, 0.1 0.1, 0.1 0, 0 0.1, 0 0))", "self-intersection at 0.05 0.05"),
        ("POLYGON ((0 0, 0 95, 1 95, 0 0))", "out of range"),
        ("POLYGON ((179.9 0, 179.99 0, 179.99 1, 179.9 0))", "date line"),
        ("POLYGON ((0 0, 0 3, 3 3, 3 0, 0 0))", "spans 3.0 by 3.0 degrees, expected at most 2"),
        ("POLYGON ((0 0, 1", "cannot be read"),
        ("the market", "cannot be read"),
        ("POLYGON ((0 0, 0 NaN, 1 1, 0 0))", "boundary"),
        (shapely.Point(1, 1).buffer(0.1, quad_segs=4_000).wkt, "has 16,001 corners, expected at most 10,000: simplify"),
    ],
)
def test_what_is_no_outline_of_a_place_is_said(wkt: str, says: str) -> None:
    with pytest.raises(ScopeError, match="boundary") as refused:
        Boundary(wkt=wkt)
    assert says in str(refused.value)


def test_a_point_outside_its_boundary_is_said() -> None:
    boundary = Boundary(wkt="POLYGON ((116.3 39.8, 116.4 39.8, 116.4 39.9, 116.3 39.8))")
    with pytest.raises(ScopeError, match=r"39\.8, 116\.5 lies outside the boundary"):
        Site(site_id="a", name="a", kind="market", lat=39.8, lng=116.5, boundary=boundary)


@few(6)
@given(seeds)
def test_a_wider_radius_holds_a_narrower_one(seed: int) -> None:
    picks = random.Random(seed)  # noqa: S311 a world
    shapes = [shape for place in with_areas(picks) for shape in place.shapes]
    found = [set(cells.disk(shapes, radius_m, 10)) for radius_m in (0, 100, 300, 900)]
    assert all(narrow <= wide for narrow, wide in product(found, found) if len(narrow) <= len(wide))
