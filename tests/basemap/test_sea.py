"""The sea is what lies to the right of a shore, and nothing where nobody can tell."""

import itertools

import pytest
import shapely

from dashboard.basemap.sea import sea

FRAME = (0.0, 0.0, 10.0, 10.0)
WEST_EAST = shapely.LineString([(0, 4), (5, 5), (10, 4)])
ISLAND = shapely.LineString([(4, 1), (6, 1), (6, 2), (4, 2), (4, 1)])  # counterclockwise: land to the left


def area(*shores: shapely.LineString) -> shapely.Geometry:
    return shapely.union_all(sea(shores, FRAME))


def test_sea_lies_to_the_right() -> None:
    south = shapely.Polygon([(0, 0), (10, 0), (10, 4), (5, 5), (0, 4)])
    assert area(WEST_EAST).equals(south)
    assert area(WEST_EAST.reverse()).equals(shapely.box(*FRAME) - south)


def test_an_island_is_none_and_a_lone_one_has_sea_around() -> None:
    land = shapely.Polygon(ISLAND)
    assert area(ISLAND).equals(shapely.box(*FRAME) - land)
    assert area(WEST_EAST, ISLAND).area == pytest.approx(area(WEST_EAST).area - land.area)


@pytest.mark.parametrize("parts", [2, 3])
def test_a_shore_in_pieces_is_the_same_shore(parts: int) -> None:
    dense = shapely.segmentize(WEST_EAST, 0.5)
    points = list(dense.coords)
    cuts = [round(at * (len(points) - 1) / parts) for at in range(parts + 1)]
    pieces = [shapely.LineString(points[a : b + 1]) for a, b in itertools.pairwise(cuts)]
    assert area(*reversed(pieces)).area == pytest.approx(area(WEST_EAST).area)


def test_a_shore_that_ends_short_of_the_frame_is_drawn_on_to_it() -> None:
    cut = shapely.LineString([(0.5, 4.1), (5, 5), (9.5, 4.1)])
    assert area(cut).area == pytest.approx(area(WEST_EAST).area, rel=0.02)


@pytest.mark.parametrize(
    "shores",
    [
        [],
        [shapely.LineString([(3, 4), (5, 5), (7, 4)])],
        [WEST_EAST, shapely.LineString([(0, 2), (10, 2)])],
        [WEST_EAST, shapely.LineString([(4, 2), (5, 2)])],
    ],
)
def test_where_nobody_can_tell_there_is_none(shores: list[shapely.LineString]) -> None:
    assert area(*shores).area == 0 or not area(*shores).intersects(shapely.Point(5, 3))
