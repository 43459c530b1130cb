"""Read the boundaries of places from a file of polygons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.boundary import POLYGONS
from dashboard.errors import InputError
from dashboard.release.ingest.sites import site_id_of
from dashboard.release.ingest.zones import read_zones

SHAPES = ("wkt", "geometry", "geom")  # names of columns that hold well-known text
Area = tuple[int, dict[str, str | None], BaseGeometry]


def areas_by_site(path: Path, called: Mapping[str, Sequence[str]]) -> dict[str, Area]:
    """Return, by site_id, the number of its first feature from 1, its values by column, and the polygons of all.

    `called` are the names that columns may have in the file: any that GDAL reads, or a table with WKT, in any
    coordinates that it states. Raises InputError for a shape that is none of polygons, or a feature without a name.
    """
    zones = read_zones(path, None)
    columns = called_in(path, list(zones.names), called)
    found: dict[str, Area] = {}
    for position, shape in enumerate(zones.shapes):
        values = {name: zones.names[column][position] or None for name, column in columns.items()}
        site_id = values.get("site_id") or site_id_of(values.get("name") or "")
        if not site_id:
            msg = f"{path}, feature {position + 1:,}: there is neither a site_id nor a name, expected one of them"
            raise InputError(msg)
        if shape is None or shape.geom_type not in POLYGONS:
            kind = "nothing" if shape is None else f"a {shape.geom_type}"
            msg = f"{path}, feature {position + 1:,} is {kind}, expected a Polygon or a MultiPolygon"
            raise InputError(msg)
        number, first, before = found.get(site_id, (position + 1, values, None))
        found[site_id] = number, first, shape if before is None else _together(before, shape)
    return found


def called_in(path: Path, columns: Sequence[str], called: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the file's column for each that is known by one of its names; InputError where two hold the same."""
    found: dict[str, str] = {}
    for name, names in called.items():
        alike = [column for column in columns if column.strip().lower() in names]
        if len(alike) > 1:
            msg = f"{path}: columns {alike[0]} and {alike[1]} both hold {name}, expected one of them"
            raise InputError(msg)
        if alike:
            found[name] = alike[0]
    return found


def _together(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return two shapes as one; where one of them is not valid, unmended, so that it is refused."""
    if one.is_valid and other.is_valid:
        return shapely.union(one, other)
    return shapely.MultiPolygon([*shapely.get_parts(one), *shapely.get_parts(other)])
