"""Zones laid on H3: each count whole at its zone's centre, or shared out by area, so that the shares add up to it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

import numpy as np
import polars as pl
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from dashboard import cells
from dashboard.release.tables import COUNT, LOW
from dashboard.sphere import Point, distance_m

_FINER = 3  # so many levels finer than zones are wide, to tell them apart
_METRES_A_DEGREE = 111_195


def centres(zones: Mapping[str, BaseGeometry]) -> dict[str, Point]:
    """Return (lat, lng) of each zone's centroid, or of a point inside where the centroid lies outside."""
    found = {}
    for name, zone in zones.items():
        middle = zone.centroid
        inside = middle if zone.area == 0 or zone.intersects(middle) else zone.representative_point()
        found[name] = (inside.y, inside.x)
    return found


def width_m(zones: Mapping[str, BaseGeometry], middles: Mapping[str, Point]) -> float:
    """Return how wide zones are, the side of a square of the median area; of points, the median spacing; in metres."""
    if any(zone.area for zone in zones.values()):
        areas = [zone.area * np.cos(np.radians(middles[name][0])) * _METRES_A_DEGREE**2 for name, zone in zones.items()]
        return float(np.sqrt(np.median(areas)))
    return float(np.median(spacings_m(middles))) if len(middles) > 1 else 0.0


def spacings_m(middles: Mapping[str, Point]) -> list[float]:
    """Return for each point how far the nearest other one is, in metres on the sphere; 0 for those in one place."""
    lat = np.radians(np.mean([point[0] for point in middles.values()]))
    points = shapely.points([(lng * np.cos(lat), lat_) for lat_, lng in middles.values()])
    tree = shapely.STRtree(points)
    _, distance = tree.query_nearest(points, exclusive=True, return_distance=True, all_matches=False)
    return [float(degrees) * _METRES_A_DEGREE for degrees in distance]


def reach_m(zones: Mapping[str, BaseGeometry], middles: Mapping[str, Point]) -> float:
    """Return how far from its middle whoever is counted in a zone may be, at most.

    A point has no extent: whoever is counted there is taken to be no farther away than the nearest other point.
    """
    extents = [
        float(distance_m(middles[name], *shapely.get_coordinates(zone)[:, ::-1].T).max())
        for name, zone in zones.items()
        if zone.area
    ]
    return max([*extents, *(spacings_m(middles) if not extents and len(middles) > 1 else [])], default=0.0)


def shares_reach_m(zones: Mapping[str, BaseGeometry], cells_of: Mapping[str, list[int]]) -> float:
    """Return how far beyond the cells that zones are shared out over whoever is counted in one may be, at most.

    Whose share lies in which cell is not known: who is counted at one end of a zone may have been at the other.
    """
    found = [0.0]
    for name, shared in cells_of.items():
        middles = cells.centres(np.array(shared, dtype=np.uint64))
        ends = shapely.get_coordinates(zones[name].convex_hull)[:, ::-1]
        across_m = max(float(distance_m((lat, lng), *middles.T).max()) for lat, lng in ends)
        found.append(across_m - min(map(cells.reach_m, shared)))
    return max(found)


def fine_enough(middles: Mapping[str, Point], resolution: int) -> int:
    """Return the resolution, or the finer one that puts the middles of zones into cells of their own."""
    distinct = len(set(middles.values()))
    for finer in count(resolution):
        apart = len({cells.at(*middle, finer) for middle in middles.values()})
        if apart == distinct or finer == min(resolution + _FINER, cells.FINEST):
            return finer if apart == distinct else resolution
    raise AssertionError(resolution)


def areas(zones: Mapping[str, BaseGeometry], middles: Mapping[str, Point], resolution: int) -> dict[str, list[int]]:
    """Return the cells of each zone: those whose centre lies in it, or the one that holds its middle."""
    found = {name: cells.inside(mapping(zone), resolution) if zone.area else set() for name, zone in zones.items()}
    return {name: sorted(inside or {cells.at(*middles[name], resolution)}) for name, inside in found.items()}


def shared_out(counts: pl.DataFrame, cells_of: list[list[int]]) -> pl.DataFrame:
    """Return counts of zones, whose number is in `cell`, shared out evenly over their cells, as whole numbers.

    The shares of a count add up to it; what does not divide goes to the first cells, one each.
    """
    parts = pl.DataFrame(
        {"zone": range(len(cells_of)), "of": cells_of}, schema={"zone": pl.UInt64, "of": pl.List(pl.UInt64)}
    ).with_columns(parts=pl.col("of").list.len().cast(pl.Int64))
    spread = counts.rename({"cell": "zone"}).join(parts, on="zone", how="left", maintain_order="left")
    numbered = spread.with_columns(at=pl.int_ranges(0, pl.col("parts"))).explode("of", "at")
    numbers = [name for name in (LOW, COUNT) if name in counts.columns]
    shares = numbered.with_columns(
        pl.col(name) // pl.col("parts") + (pl.col("at") < pl.col(name) % pl.col("parts")).cast(pl.Int64)
        for name in numbers
    )
    keys = [name for name in counts.columns if name not in {"cell", *numbers}]
    return shares.group_by(pl.col("of").alias("cell"), *keys, maintain_order=True).agg(pl.col(numbers).sum())
