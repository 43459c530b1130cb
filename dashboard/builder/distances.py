"""How far each cell of the sightings lies from a place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.site import Point

_AT_ONCE = 1 << 20


def centres(unique_cells: pl.Series) -> pl.DataFrame:
    """Return cells with their centres: `cell` Int64, `lat` and `lng` in degrees."""
    found = [
        np.array([cells.centre(cell) for cell in unique_cells.slice(begin, _AT_ONCE)]).reshape(-1, 2)
        for begin in range(0, len(unique_cells), _AT_ONCE)
    ]
    lat, lng = np.concatenate([np.empty((0, 2)), *found]).T
    return pl.DataFrame({"cell": unique_cells.cast(pl.Int64), "lat": lat, "lng": lng})


def distances(centres: pl.DataFrame, points: Sequence[Point], radius_m: float) -> pl.DataFrame:
    """Return `cell` and `distance_m` to the nearest of some points, for the cells within a radius.

    Great-circle metres on H3's sphere by the haversine formula, as dashboard/cells.py has them, but for the cells
    that occur and not for all that there are: at resolution 13 a disk of 3 km holds 600,000.
    """
    nearest = pl.min_horizontal([_haversine_m(point) for point in points])
    return centres.select("cell", distance_m=nearest).filter(pl.col("distance_m") <= radius_m)


def _haversine_m(point: Point) -> pl.Expr:
    lat, lng = (math.radians(degrees) for degrees in point)
    phi, lam = pl.col("lat").radians(), pl.col("lng").radians()
    chord = ((phi - lat) / 2).sin() ** 2 + phi.cos() * math.cos(lat) * ((lam - lng) / 2).sin() ** 2
    return 2 * cells.EARTH_RADIUS_M * chord.clip(0, 1).sqrt().arcsin()
