"""Boundaries: the outlines of places that are areas, and how far points lie from them.

Polygons, of several parts and with holes, in WGS-84 degrees; what a hole leaves out lies outside. An edge is
straight in degrees, as GeoJSON has it (RFC 7946, 3.1.1).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
import shapely.geometry

from dashboard.errors import ScopeError
from dashboard.sphere import EARTH_RADIUS_M, Degrees, Metres, Point, Vectors, distance_m, to_arcs_m, vectors

CORNERS_AT_MOST = 10_000
WIDEST_DEGREES = 2.0
FURTHEST_EAST, FURTHEST_NORTH = 178.0, 85.0
POLYGONS = ("Polygon", "MultiPolygon")
# A piece of an edge so long lies within 2 cm of the great circle between its ends, to 60 degrees of latitude.
_PIECE_DEGREES = 0.005
_AT_ONCE = 1 << 20
_STEPS = 60


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """The outline of a place. `wkt` is its well-known text (x is the longitude), the same for the same outline.

    Raises ScopeError for what is no outline: text that cannot be read, another shape than polygons, an edge that
    crosses another, corners that are too many, out of range or too far apart.
    """

    wkt: str

    def __post_init__(self) -> None:
        """Check the outline, and write it in one way."""
        shape = _read(self.wkt)
        _check(shape)
        object.__setattr__(self, "wkt", shapely.to_wkt(shapely.normalize(shape), rounding_precision=-1))

    @classmethod
    def of_geometry(cls, geometry: Mapping[str, Any]) -> Boundary:
        """Return the outline that a GeoJSON geometry has."""
        try:
            return cls(wkt=shapely.geometry.shape(geometry).wkt)
        except (AttributeError, KeyError, TypeError, ValueError, IndexError, shapely.errors.ShapelyError):
            msg = "the geometry is no GeoJSON polygon, expected a Polygon or a MultiPolygon"
            raise ScopeError(msg) from None

    @classmethod
    def of_corners(cls, corners: Sequence[Point]) -> Boundary:
        """Return the outline with corners (lat, lng); where sides cross, what they enclose an odd number of times."""
        shape = shapely.Polygon([(lng, lat) for lat, lng in corners])
        mended = shape if shape.is_valid else shapely.make_valid(shape, method="linework")
        parts = [part for part in shapely.get_parts(mended) if part.geom_type == "Polygon"]
        return cls(wkt=shapely.union_all(parts).wkt)

    @cached_property
    def shape(self) -> shapely.Polygon | shapely.MultiPolygon:
        """Return the polygons, x the longitude and y the latitude."""
        shape = _read(self.wkt)
        shapely.prepare(shape)
        return shape

    @cached_property
    def corners(self) -> tuple[Point, ...]:
        """Return the corners (lat, lng) of all rings."""
        return tuple((lat, lng) for lng, lat in shapely.get_coordinates(self.shape).tolist())

    @cached_property
    def middle(self) -> Point:
        """Return a point (lat, lng) well inside."""
        lng, lat = shapely.point_on_surface(self.shape).coords[0]
        return float(lat), float(lng)

    @cached_property
    def area_m2(self) -> float:
        """Return the area in square metres, on a map that keeps areas: Lambert's cylindrical."""
        flat = shapely.transform(self.shape, lambda at: np.radians(at[:, :1]) * [1, 0] + _height(at))
        return float(flat.area) * EARTH_RADIUS_M**2

    def distance_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return great-circle metres from points to the nearest point of the area, 0 inside and on the outline."""
        found = np.zeros(lat.shape)
        outside = ~self._holds(lat, lng)
        found[outside] = self._to_outline_m(lat[outside], lng[outside])
        return found

    def outside_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return as `distance_m`, and inside the distance to the outline as a number below 0."""
        return self._to_outline_m(lat, lng) * np.where(self._holds(lat, lng), -1, 1)

    def box(self, metres: float) -> tuple[float, float, float, float]:
        """Return south, west, north and east of a box that holds all within a distance of the area."""
        west, south, east, north = shapely.bounds(self.shape).tolist()
        up = math.degrees(metres / EARTH_RADIUS_M) * 1.001
        south, north = max(south - up, -90.0), min(north + up, 90.0)
        across = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 1e-6)
        return south, west - across, north, east + across

    @cached_property
    def sample(self) -> tuple[Degrees, Degrees, float]:
        """Return latitudes and longitudes of points, and a distance in metres: each spot of the area is as near one."""
        lat, lng, near_m = spread(self.box(0))
        near = self.distance_m(lat, lng) <= near_m
        return lat[near], lng[near], near_m

    def _holds(self, lat: Degrees, lng: Degrees) -> npt.NDArray[np.bool_]:
        held: npt.NDArray[np.bool_] = shapely.intersects_xy(self.shape, lng, lat)
        return held

    def _to_outline_m(self, lat: Degrees, lng: Degrees) -> Metres:
        begins, ends = self._pieces
        step = max(1, _AT_ONCE // len(begins))
        parts = [slice(first, first + step) for first in range(0, lat.size, step)]
        found = [to_arcs_m(vectors(lat[part], lng[part]), begins, ends) for part in parts]
        return np.concatenate([np.zeros(0), *found])

    @cached_property
    def _pieces(self) -> tuple[Vectors, Vectors]:
        rings = list(_rings(shapely.segmentize(self.shape, _PIECE_DEGREES)))
        found = [vectors(ring[:, 1], ring[:, 0]) for ring in rings]
        return np.concatenate([ring[:-1] for ring in found]), np.concatenate([ring[1:] for ring in found])


Shape = Point | Boundary


def nearest_m(shapes: Sequence[Shape], lat: Degrees, lng: Degrees) -> Metres:
    """Return great-circle metres from points to the nearest of shapes, 0 inside an area."""
    return np.maximum(outside_m(shapes, lat, lng), 0)


def outside_m(shapes: Sequence[Shape], lat: Degrees, lng: Degrees) -> Metres:
    """Return as `nearest_m`, and inside an area how deep, as a number below 0."""
    found: Metres = np.min([_to_m(shape, lat, lng) for shape in shapes], axis=0)
    return found


def spread(box: tuple[float, float, float, float]) -> tuple[Degrees, Degrees, float]:
    """Return latitudes and longitudes of points over a box, and a distance in metres: each spot is as near one."""
    south, west, north, east = box
    step = max(north - south, east - west) / _STEPS
    marks = (np.arange(first, last + step, step) for first, last in ((south, north), (west, east)))
    lat, lng = (along.ravel() for along in np.meshgrid(*marks))
    return lat, lng, math.radians(step) * EARTH_RADIUS_M * 0.708  # half of the diagonal of a step


def middle_of(shape: Shape) -> Point:
    """Return a point (lat, lng) of a shape, well inside an area."""
    return shape.middle if isinstance(shape, Boundary) else shape


def corners_of(shapes: Iterable[Shape]) -> list[Point]:
    """Return points (lat, lng) between which all shapes lie: the points themselves, and the corners of areas."""
    return [point for shape in shapes for point in (shape.corners if isinstance(shape, Boundary) else (shape,))]


def _to_m(shape: Shape, lat: Degrees, lng: Degrees) -> Metres:
    return shape.outside_m(lat, lng) if isinstance(shape, Boundary) else distance_m(shape, lat, lng)


def _height(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.sin(np.radians(at[:, 1:])) * [0, 1]


def _rings(shape: shapely.Polygon | shapely.MultiPolygon) -> Iterator[npt.NDArray[np.float64]]:
    for polygon in shapely.get_parts(shape):
        for ring in (polygon.exterior, *polygon.interiors):
            yield shapely.get_coordinates(ring)


def _read(wkt: str) -> shapely.Polygon | shapely.MultiPolygon:
    try:
        with np.errstate(invalid="ignore"):
            shape = shapely.force_2d(shapely.from_wkt(wkt))
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        msg = "the boundary cannot be read, expected well-known text such as POLYGON ((116.33 39.8, 116.35 39.8, ...))"
        raise ScopeError(msg) from None
    if shape is None or shape.geom_type not in POLYGONS:
        kind = "nothing" if shape is None else f"a {shape.geom_type}"
        msg = f"the boundary is {kind}, expected a Polygon or a MultiPolygon"
        raise ScopeError(msg)
    return shape


def _check(shape: shapely.Polygon | shapely.MultiPolygon) -> None:
    """Raise ScopeError for a shape that is no outline of a place."""
    corners = shapely.get_coordinates(shape)
    if not corners.size:
        msg = "the boundary encloses nothing, expected polygons with an area"
        raise ScopeError(msg)
    if len(corners) > CORNERS_AT_MOST:
        msg = f"the boundary has {len(corners):,} corners, expected at most {CORNERS_AT_MOST:,}: simplify it"
        raise ScopeError(msg)
    if not np.isfinite(corners).all() or (np.abs(corners) > (FURTHEST_EAST, FURTHEST_NORTH)).any():
        msg = (
            f"the boundary has corners out of range, expected longitudes from -{FURTHEST_EAST:g} to {FURTHEST_EAST:g} "
            f"and latitudes from -{FURTHEST_NORTH:g} to {FURTHEST_NORTH:g} (areas at the date line and the poles are "
            "not counted around)"
        )
        raise ScopeError(msg)
    if not shape.is_valid:
        reason, _, at = shapely.is_valid_reason(shape).partition("[")
        msg = f"the boundary is not valid: {reason.lower()} at {at.rstrip(']')} (longitude, latitude); mend its outline"
        raise ScopeError(msg)
    west, south, east, north = shapely.bounds(shape).tolist()
    if max(east - west, north - south) > WIDEST_DEGREES:
        msg = (
            f"the boundary spans {east - west:.1f} by {north - south:.1f} degrees, expected at most "
            f"{WIDEST_DEGREES:g}: it is the outline of a place, not of a region"
        )
        raise ScopeError(msg)
