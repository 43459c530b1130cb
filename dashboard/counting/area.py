"""Areas that nobody counted, and which circles and cells lie inside them, around them or across their edge.

Whoever is within a radius of a place is so by the centre of a cell, and so it is for an area: what holds for the
circles as sets of points holds for the devices in them. Where a distance is not exact, the answer errs on the safe
side: what is said to lie inside does, what is said to lie outside does, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dashboard.boundary import Boundary, Shape, nearest_m, spread
from dashboard.sphere import EARTH_RADIUS_M, Degrees, Metres, Point, distance_m


class Area(Protocol):
    """A part of the map."""

    def depth_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return how far inside the edge points lie, at least; negative outside, and then no further than it says."""

    def covered_from_m(self, shape: Shape) -> float:
        """Return a distance within which all of the area lies from a shape, the smallest but for rounding up."""

    def has_edge_in(self, boundary: Boundary) -> bool:
        """Say whether a corner of the area's edge lies inside a boundary."""


@dataclass(frozen=True, kw_only=True)
class Circle:
    """What lies within a radius of a point, by the great circle."""

    centre: Point
    radius_m: float

    def depth_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return the radius less the distance from the centre."""
        return self.radius_m - distance_m(self.centre, lat, lng)

    def covered_from_m(self, shape: Shape) -> float:
        """Return the radius and the distance of the centre."""
        return self.radius_m + float(nearest_m([shape], *_arrays([self.centre]))[0])

    def has_edge_in(self, boundary: Boundary) -> bool:  # noqa: ARG002 it has no corners
        """Say no: what has its outline inside a circle lies inside it."""
        return False


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What lies inside an outline whose edges are straight in degrees, by the even-odd rule where it crosses itself."""

    corners: tuple[Point, ...]

    def depth_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return the distance to the nearest edge, less what the flat map that it is measured on may be wrong by."""
        lats, lngs = _arrays(self.corners)
        inside = np.zeros(lat.shape, dtype=bool)
        nearest = np.full(lat.shape, np.inf)
        for corner in range(len(self.corners)):
            edge = (lats[corner - 1], lngs[corner - 1], lats[corner], lngs[corner])
            inside ^= _crossed(edge, lat, lng)
            nearest = np.minimum(nearest, _to_edge_m(edge, lat, lng))
        return np.where(inside, nearest, -nearest)

    def covered_from_m(self, shape: Shape) -> float:
        """Return how far all of the area lies from a point or another area, at most."""
        if not isinstance(shape, Boundary):
            return self._covered_around_m(shape)
        lat, lng, near_m = self._sample
        return float(shape.distance_m(lat, lng).max()) + near_m

    def has_edge_in(self, boundary: Boundary) -> bool:
        """Say whether a corner lies inside a boundary."""
        return not boundary.distance_m(*_arrays(self.corners)).all()

    @cached_property
    def _sample(self) -> tuple[Degrees, Degrees, float]:
        """Return points such that each spot of the area is as near one as the distance that follows."""
        lats, lngs = _arrays(self.corners)
        lat, lng, near_m = spread((lats.min(), lngs.min(), lats.max(), lngs.max()))
        near = self.depth_m(lat, lng) >= -near_m
        return lat[near], lng[near], near_m

    def _covered_around_m(self, point: Point) -> float:
        """Return the distance to the furthest corner, and how far an edge may bulge beyond the straight line.

        A circle that holds two points holds the great circle between them; an edge that is straight in degrees lies
        length^2 tan(latitude) / 8 R off it at most.
        """
        lats, lngs = _arrays(self.corners)
        longest = max(
            float(distance_m(self.corners[corner - 1], *_arrays([self.corners[corner]]))[0])
            for corner in range(len(self.corners))
        )
        return float(distance_m(point, lats, lngs).max() + _bend(np.array(longest), np.abs(lats).max()))


def room_m(area: Area, shapes: Sequence[Shape]) -> float:
    """Return the largest radius at which all that is within it of shapes lies in an area; negative if there is none."""
    return min(_room_m(area, shape) for shape in shapes)


def need_m(area: Area, shapes: Sequence[Shape]) -> float:
    """Return the smallest radius at which what is within it of one of some shapes covers an area."""
    return min(area.covered_from_m(shape) for shape in shapes)


def _room_m(area: Area, shape: Shape) -> float:
    if not isinstance(shape, Boundary):
        return float(area.depth_m(*_arrays([shape]))[0])
    if area.has_edge_in(shape):
        return -1.0
    lat, lng, near_m = shape.sample
    return float(area.depth_m(lat, lng).min()) - near_m


def _crossed(edge: tuple[float, float, float, float], lat: Degrees, lng: Degrees) -> npt.NDArray[np.bool_]:
    """Say whether a line from points to the east crosses an edge."""
    lat_a, lng_a, lat_b, lng_b = edge
    if lat_a == lat_b:
        return np.zeros(lat.shape, dtype=bool)
    crossing: npt.NDArray[np.bool_] = ((lat_a > lat) != (lat_b > lat)) & (
        lng < lng_a + (lat - lat_a) / (lat_b - lat_a) * (lng_b - lng_a)
    )
    return crossing


def _to_edge_m(edge: tuple[float, float, float, float], lat: Degrees, lng: Degrees) -> Metres:
    """Return metres from points to an edge, at least: on a map that is true to scale at each point."""
    lat_a, lng_a, lat_b, lng_b = edge
    metres = math.radians(EARTH_RADIUS_M)
    across = metres * np.cos(np.radians(lat))
    x, y = (lng_a - lng) * across, (lat_a - lat) * metres
    dx, dy = (lng_b - lng_a) * across, (lat_b - lat_a) * metres
    length = np.maximum(dx * dx + dy * dy, 1e-12)
    along = np.clip(-(x * dx + y * dy) / length, 0, 1)
    flat = np.hypot(x + along * dx, y + along * dy)
    result: Metres = np.maximum(flat - np.minimum(4 * _bend(flat, lat) + 0.1, flat / 2), 0)
    return result


def _bend(length_m: Metres, lat: Degrees) -> Metres:
    """Return how far a line of a length that is straight in degrees may lie off the great circle, twice over."""
    slope = np.tan(np.radians(np.minimum(np.abs(lat), 89)))
    bend: Metres = length_m * length_m * slope / (4 * EARTH_RADIUS_M)
    return bend


def _arrays(points: Sequence[Point]) -> tuple[Degrees, Degrees]:
    lats, lngs = np.array(points, dtype=np.float64).reshape(-1, 2).T
    return lats, lngs
