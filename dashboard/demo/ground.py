"""Distances and offsets on the ground, for places a few kilometres apart, in WGS-84 degrees and metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

METRES_A_DEGREE = 111_195.0  # of a great circle on a sphere of 6,371,007 m, H3's


@dataclass(frozen=True, kw_only=True)
class Points:
    """Points in WGS-84 degrees, one array each."""

    lat: Floats
    lng: Floats

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.lat)

    def take(self, rows: Indices) -> Points:
        """Return the points at some rows."""
        return Points(lat=self.lat[rows], lng=self.lng[rows])

    def moved(self, east_m: Floats, north_m: Floats) -> Points:
        """Return the points moved by metres."""
        lat = self.lat + north_m / METRES_A_DEGREE
        return Points(lat=lat, lng=self.lng + east_m / (METRES_A_DEGREE * np.cos(np.radians(self.lat))))

    def distance_m(self, lat: float, lng: float) -> Floats:
        """Return the metres from each point to one, to 1% within Beijing."""
        north = (self.lat - lat) * METRES_A_DEGREE
        east = (self.lng - lng) * METRES_A_DEGREE * np.cos(np.radians(lat))
        metres: Floats = np.hypot(east, north)
        return metres


def joined(parts: list[Points]) -> Points:
    """Return the points of all parts, in order."""
    return Points(lat=np.concatenate([part.lat for part in parts]), lng=np.concatenate([part.lng for part in parts]))


def scattered(rng: np.random.Generator, centres: Points, radius_m: float) -> Points:
    """Return one point evenly within `radius_m` of each centre."""
    distance = radius_m * np.sqrt(rng.random(len(centres)))
    angle = 2 * np.pi * rng.random(len(centres))
    return centres.moved(distance * np.cos(angle), distance * np.sin(angle))
