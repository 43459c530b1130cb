"""GCJ-02 and BD-09, the offset datums of maps made in China, to WGS-84 and back.

Source of the formula and its constants: github.com/googollee/eviltransform (MIT), the public reading of the offset;
its published vectors are in the tests. No package that carries it has been released since 2020, hence this file.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Metres = NDArray[np.float64]

_EQUATOR_M = 6_378_245.0  # Krasovsky 1940
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_ORIGIN_LNG, _ORIGIN_LAT = 105.0, 35.0
_BAIDU_LNG, _BAIDU_LAT, _BAIDU_RIPPLE = 0.0065, 0.006, np.pi * 3000 / 180
_ROUNDS = 6  # each round divides what is left by about a thousand


def to_gcj02(lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Return WGS-84 degrees inside China as GCJ-02 degrees, element by element."""
    east, north = lng - _ORIGIN_LNG, lat - _ORIGIN_LAT
    radians = np.radians(lat)
    flattening = 1 - _ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    metres_a_degree_north = np.pi / 180 * _EQUATOR_M * (1 - _ECCENTRICITY_SQUARED) / (flattening * np.sqrt(flattening))
    metres_a_degree_east = np.pi / 180 * _EQUATOR_M / np.sqrt(flattening) * np.cos(radians)
    return lng + _east_m(east, north) / metres_a_degree_east, lat + _north_m(east, north) / metres_a_degree_north


def from_gcj02(lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Return GCJ-02 degrees inside China as WGS-84 degrees, to well under a millimetre.

    The offset has no closed inverse; it changes slowly, so taking it off at the last guess converges.
    """
    guess_lng, guess_lat = lng, lat
    for _ in range(_ROUNDS):
        shifted_lng, shifted_lat = to_gcj02(guess_lng, guess_lat)
        guess_lng, guess_lat = guess_lng + lng - shifted_lng, guess_lat + lat - shifted_lat
    return guess_lng, guess_lat


def from_bd09(lng: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Return BD-09 degrees inside China as WGS-84 degrees, to about a metre: its offset lies on that of GCJ-02."""
    x, y = lng - _BAIDU_LNG, lat - _BAIDU_LAT
    radius = np.hypot(x, y) - 0.00002 * np.sin(y * _BAIDU_RIPPLE)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * _BAIDU_RIPPLE)
    return from_gcj02(radius * np.cos(angle), radius * np.sin(angle))


def _north_m(x: Degrees, y: Degrees) -> Metres:
    trend = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    slow = 160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30)
    metres: Metres = trend + 2 / 3 * (_ripple(x) + 20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3) + slow)
    return metres


def _east_m(x: Degrees, y: Degrees) -> Metres:
    trend = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    slow = 150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30)
    metres: Metres = trend + 2 / 3 * (_ripple(x) + 20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3) + slow)
    return metres


def _ripple(x: Degrees) -> Metres:
    metres: Metres = 20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)
    return metres
