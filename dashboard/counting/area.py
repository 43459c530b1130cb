"""Areas that nobody counted, and which circles and cells lie inside them, around them or across their edge.

Whoever is within a radius of a place is so by the centre of a cell, and so it is for an area: what holds for the
circles as sets of points holds for the devices in them. Where a distance is not exact, the answer errs on the safe
side: what is said to lie inside does, what is said to lie outside does, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from dashboard.cells import EARTH_RADIUS_M
from dashboard.site import Point

Metres = npt.NDArray[np.float64]
Degrees = npt.NDArray[np.float64]


class Area(Protocol):
    """A part of the map."""

    def depth_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return how far inside the edge points lie, at least; negative outside, and then no further than it says."""

    def covered_from_m(self, point: Point) -> float:
        """Return a radius at which a circle around a point covers the area, the smallest but for rounding up."""


@dataclass(frozen=True, kw_only=True)
class Circle:
    """What lies within a radius of a point, by the great circle."""

    centre: Point
    radius_m: float

    def depth_m(self, lat: Degrees, lng: Degrees) -> Metres:
        """Return the radius less the distance from the centre."""
        return self.radius_m - distance_m(self.centre, lat, lng)

    def covered_from_m(self, point: Point) -> float:
        """Return the radius and the distance between the centres."""
        return self.radius_m + float(distance_m(self.centre, *_arrays([point]))[0])


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

    def covered_from_m(self, point: Point) -> float:
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


def room_m(area: Area, points: Sequence[Point]) -> float:
    """Return the largest radius at which the circles around points all lie inside an area; negative if none does."""
    return float(area.depth_m(*_arrays(points)).min())


def need_m(area: Area, points: Sequence[Point]) -> float:
    """Return the smallest radius at which the circle around one of some points covers an area."""
    return min(area.covered_from_m(point) for point in points)


def distance_m(point: Point, lat: Degrees, lng: Degrees) -> Metres:
    """Return great-circle metres from a point to others, on H3's sphere, by the haversine formula."""
    phi, lam = (math.radians(degrees) for degrees in point)
    phis = np.radians(lat)
    chord = np.sin((phis - phi) / 2) ** 2 + np.cos(phis) * math.cos(phi) * np.sin((np.radians(lng) - lam) / 2) ** 2
    metres: Metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return metres


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
