"""Distances on the sphere."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dashboard.cells import EARTH_RADIUS_M
from dashboard.site import Point


def distances_m(point: Point, others: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return great-circle metres from a point to others, an array of points x (lat, lng). Source: haversine formula."""
    lat, lng = (np.radians(degrees) for degrees in point)
    lats, lngs = np.radians(others).T
    chord = np.sin((lats - lat) / 2) ** 2 + np.cos(lats) * np.cos(lat) * np.sin((lngs - lng) / 2) ** 2
    metres: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord))
    return metres
