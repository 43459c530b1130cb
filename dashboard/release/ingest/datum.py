"""Degrees on the datums of maps made in China, into WGS-84."""

from __future__ import annotations

import numpy as np

from dashboard.datum import from_bd09, from_gcj02
from dashboard.release.ingest.plan import Datum
from dashboard.sphere import Point

_FROM = {"GCJ02": from_gcj02, "BD09": from_bd09}


def to_wgs84(point: Point, datum: Datum) -> Point:
    """Return a point (lat, lng) in WGS-84 degrees."""
    if datum == "WGS84":
        return point
    lng, lat = _FROM[datum](np.array([point[1]]), np.array([point[0]]))
    return float(lat[0]), float(lng[0])
