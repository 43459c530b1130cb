"""What lies within a radius of a place, as polygons for a map."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely

from dashboard.boundary import Boundary, Shape
from dashboard.sphere import EARTH_RADIUS_M, Point

_CORNERS = 180
_ROUNDED = 16  # corners of a quarter of a turn
_KEPT_M = 2.0


def around(shapes: Sequence[Shape], radius_m: float) -> list[shapely.Polygon]:
    """Return what lies within a radius of each shape, in degrees [lng, lat].

    Of areas to about 2 m, and 0.1% of the radius.
    """
    return [
        part
        for shape in shapes
        for part in (_grown(shape, radius_m) if isinstance(shape, Boundary) else [_circle(shape, radius_m)])
    ]


def _grown(boundary: Boundary, radius_m: float) -> list[shapely.Polygon]:
    lat, _ = boundary.middle
    metres = math.radians(1) * EARTH_RADIUS_M
    scale = np.array([metres * math.cos(math.radians(lat)), metres])
    flat = shapely.transform(boundary.shape, lambda at: at * scale)
    grown = flat.buffer(radius_m, quad_segs=_ROUNDED).simplify(_KEPT_M) if radius_m else flat
    parts: npt.NDArray[np.object_] = shapely.get_parts(shapely.transform(grown, lambda at: at / scale))
    return list(parts)


def _circle(centre: Point, radius_m: float) -> shapely.Polygon:
    """Return a circle on the sphere.

    Source: Ed Williams, Aviation Formulary, "Lat/lon given radial and distance".
    """
    lat, lng = (math.radians(degrees) for degrees in centre)
    angle = radius_m / EARTH_RADIUS_M
    bearing = np.linspace(0, 2 * math.pi, _CORNERS, endpoint=False)
    north = np.arcsin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * np.cos(bearing))
    across = np.arctan2(
        np.sin(bearing) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * np.sin(north)
    )
    return shapely.Polygon(np.degrees(np.stack([lng + across, north], axis=1)))
