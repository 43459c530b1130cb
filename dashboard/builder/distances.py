"""How far each cell of the sightings lies from a place."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.boundary import Boundary, Shape
from dashboard.sphere import EARTH_RADIUS_M, Point

_AT_ONCE = 1 << 20


def centres(unique_cells: pl.Series) -> pl.DataFrame:
    """Return cells with their centres: `cell` Int64, `lat` and `lng` in degrees."""
    found = [
        np.array([cells.centre(cell) for cell in unique_cells.slice(begin, _AT_ONCE)]).reshape(-1, 2)
        for begin in range(0, len(unique_cells), _AT_ONCE)
    ]
    lat, lng = np.concatenate([np.empty((0, 2)), *found]).T
    return pl.DataFrame({"cell": unique_cells.cast(pl.Int64), "lat": lat, "lng": lng})


def distances(centres: pl.DataFrame, shapes: Sequence[Shape], radius_m: float) -> pl.DataFrame:
    """Return `cell` and `distance_m` to the nearest of some points and areas, for the cells within a radius.

    Great-circle metres on H3's sphere, as dashboard/cells.py has them, but for the cells that occur and not for all
    that there are: at resolution 13 a disk of 3 km holds 600,000.
    """
    points = [shape for shape in shapes if not isinstance(shape, Boundary)]
    found = [_to_area(centres, shape, radius_m) for shape in shapes if isinstance(shape, Boundary)]
    if points:
        nearest = pl.min_horizontal([_haversine_m(point) for point in points])
        found.append(centres.select("cell", distance_m=nearest))
    within = pl.concat(found).filter(pl.col("distance_m") <= radius_m)
    return within.group_by("cell", maintain_order=True).min() if len(found) > 1 else within


def _to_area(centres: pl.DataFrame, boundary: Boundary, radius_m: float) -> pl.DataFrame:
    south, west, north, east = boundary.box(radius_m)
    near = centres.filter(pl.col("lat").is_between(south, north), pl.col("lng").is_between(west, east))
    metres = boundary.distance_m(near["lat"].to_numpy(), near["lng"].to_numpy())
    return near.select("cell", distance_m=pl.Series(metres, dtype=pl.Float64))


def _haversine_m(point: Point) -> pl.Expr:
    lat, lng = (math.radians(degrees) for degrees in point)
    phi, lam = pl.col("lat").radians(), pl.col("lng").radians()
    chord = ((phi - lat) / 2).sin() ** 2 + phi.cos() * math.cos(lat) * ((lam - lng) / 2).sin() ** 2
    return 2 * EARTH_RADIUS_M * chord.clip(0, 1).sqrt().arcsin()
