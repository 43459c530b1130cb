"""What a rule's outline on the map is drawn from: points, each with a circle, and areas with what is around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import shapely

from dashboard.around import around
from dashboard.boundary import Boundary, Shape
from dashboard.sphere import Point

Ring = list[list[float]]  # corners [lat, lng], to about 1 m


def rings(shapes: Sequence[Shape], radii_m: Sequence[int]) -> dict[str, Any]:
    """Return `points` [lat, lng], and `outlines`: the polygons of areas, then what lies within each radius of them."""
    return {
        "points": [list(point) for point in points_of(shapes)],
        "outlines": [outlines(shapes, radius_m) for radius_m in (0, *radii_m)] if any(_areas(shapes)) else [],
    }


def points_of(shapes: Iterable[Shape]) -> list[Point]:
    """Return the points among shapes."""
    return [shape for shape in shapes if not isinstance(shape, Boundary)]


def outlines(shapes: Sequence[Shape], radius_m: float) -> list[list[Ring]]:
    """Return, for each polygon within a radius of the areas among shapes, its rings: the outer one, then its holes."""
    return [
        [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in around(list(_areas(shapes)), radius_m)
    ]


def _areas(shapes: Iterable[Shape]) -> Iterable[Boundary]:
    return (shape for shape in shapes if isinstance(shape, Boundary))


def _ring(ring: shapely.LinearRing) -> Ring:
    return [[round(lat, 5), round(lng, 5)] for lng, lat in ring.coords[:-1]]
