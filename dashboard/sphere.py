"""Points and distances on H3's sphere."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_007.180918475  # as H3 has it. Source: H3 library, EARTH_RADIUS_KM

Point = tuple[float, float]  # latitude and longitude in degrees, WGS-84
Degrees = npt.NDArray[np.float64]
Metres = npt.NDArray[np.float64]
Vectors = npt.NDArray[np.float64]


def distance_m(point: Point, lat: Degrees, lng: Degrees) -> Metres:
    """Return great-circle metres from a point to others. Source: the haversine formula."""
    phi, lam = (math.radians(degrees) for degrees in point)
    phis = np.radians(lat)
    chord = np.sin((phis - phi) / 2) ** 2 + np.cos(phis) * math.cos(phi) * np.sin((np.radians(lng) - lam) / 2) ** 2
    metres: Metres = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return metres


def vectors(lat: Degrees, lng: Degrees) -> Vectors:
    """Return points as unit vectors, an array of points x 3."""
    phi, lam = np.radians(lat), np.radians(lng)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


def to_arcs_m(points: Vectors, begins: Vectors, ends: Vectors) -> Metres:
    """Return metres from points to the nearest of arcs of great circles, each shorter than half of one.

    `points` are an array of points x 3, `begins` and `ends` of arcs x 3. The distance is that to the arc's circle where
    the nearest point of the circle lies on the arc, else that to the nearer end.
    """
    normal = np.cross(begins, ends)
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    normal = np.divide(normal, length, out=np.zeros_like(normal), where=length > 0)
    beside = (points @ np.cross(normal, begins).T > 0) & (points @ np.cross(ends, normal).T > 0)
    across = np.arcsin(np.clip(np.abs(points @ normal.T), 0, 1))
    chord = np.linalg.norm(points[:, np.newaxis] - begins, axis=2)
    to_end = np.linalg.norm(points[:, np.newaxis] - ends, axis=2)
    around = 2 * np.arcsin(np.clip(np.minimum(chord, to_end) / 2, 0, 1))
    metres: Metres = EARTH_RADIUS_M * np.where(beside, across, around).min(axis=1)
    return metres
