"""The map for other systems: cells and ring as GeoJSON and as GeoPackage, WGS-84."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyogrio
import shapely

from dashboard import cells
from dashboard.errors import NoRoomError
from dashboard.export.reproducible import EPOCH
from dashboard.export.tables import heat_text
from dashboard.language import _
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.release.resolve import points_of
from dashboard.rule import Rule
from dashboard.scratch import scratch
from dashboard.site import Point

_CRS, _DRIVER, _GEOMETRY = "EPSG:4326", "GPKG", "geometry"
_CORNERS = 180

# A GeoPackage states when its layers changed: never by this machine's clock.
pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{EPOCH:%Y-%m-%dT%H:%M:%S}.000Z"})


def geojson(heat: pl.DataFrame, release: Release, rule: Rule, about: Mapping[str, str]) -> bytes:
    """Return the cells of answers/cell_table.heat_in and the rings of a rule as a FeatureCollection.

    What it is stands beside the features under "about". Source: RFC 7946, with a foreign member (section 6.1).
    """
    shown = heat_text(heat)
    rows = zip(_outlines(heat), shown.iter_rows(named=True), strict=True)
    hexagons = [_feature(outline, {"layer": "cell", **row}) for outline, row in rows]
    outlines = [_feature(ring, {"layer": "ring", "radius_m": rule.radius_m}) for ring in rings(release, rule)]
    return json.dumps({"type": "FeatureCollection", "about": dict(about), "features": [*hexagons, *outlines]}).encode()


def geopackage(heat: pl.DataFrame, release: Release, rule: Rule, about: Mapping[str, str]) -> bytes:
    """Return a GeoPackage with the layers cells and ring, and the table about; raise NoRoomError."""
    outlines = rings(release, rule)
    radii = pl.DataFrame({"radius_m": [rule.radius_m] * len(outlines)})
    said = pl.DataFrame({"label": list(about), "words": list(about.values())})
    with _temporary() as folder:
        file = folder / "map.gpkg"
        _write_layer(file, "cells", _with_shapes(heat_text(heat), _outlines(heat)))
        _write_layer(file, "ring", _with_shapes(radii, outlines))
        pyogrio.write_arrow(said.to_arrow(), file, layer="about", driver=_DRIVER, append=True)
        return file.read_bytes()


@contextmanager
def _temporary() -> Iterator[Path]:
    """Give a folder for a while; what cannot be written there raises NoRoomError."""
    try:
        with scratch() as folder:
            yield folder
    except (OSError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        msg = _("the server could not write a file that it needs for a while; make room in its temporary folder")
        raise NoRoomError(msg) from error


def _with_shapes(table: pl.DataFrame, shapes: list[shapely.Polygon]) -> pa.Table:
    return table.to_arrow().append_column(_GEOMETRY, pa.array(shapely.to_wkb(shapes), pa.binary()))


def _write_layer(file: Path, layer: str, table: pa.Table) -> None:
    shape = {"geometry_name": _GEOMETRY, "geometry_type": "Polygon", "crs": _CRS}
    pyogrio.write_arrow(table, file, layer=layer, driver=_DRIVER, append=file.exists(), **shape)


def _feature(shape: shapely.Polygon, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def _outlines(heat: pl.DataFrame) -> list[shapely.Polygon]:
    return [shapely.Polygon(cells.ring_lng_lat(cell)) for cell in heat["cell"]]


def rings(release: Release, rule: Rule) -> list[shapely.Polygon]:
    """Return the outlines of a rule: the circle around each of its points, or the area drawn, in degrees [lng, lat]."""
    points = points_of(release, rule.place)
    if isinstance(rule.place, DrawnArea):
        return [shapely.Polygon([(lng, lat) for lat, lng in points])]
    return [shapely.Polygon(_circle(point, rule.radius_m)) for point in points]


def _circle(centre: Point, radius_m: float) -> Sequence[tuple[float, float]]:
    """Return the corners [lng, lat] of a circle on the sphere.

    Source: Ed Williams, Aviation Formulary, "Lat/lon given radial and distance".
    """
    lat, lng = (math.radians(degrees) for degrees in centre)
    angle = radius_m / cells.EARTH_RADIUS_M
    bearing = np.linspace(0, 2 * math.pi, _CORNERS, endpoint=False)
    north = np.arcsin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * np.cos(bearing))
    across = np.arctan2(
        np.sin(bearing) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * np.sin(north)
    )
    return list(zip(np.degrees(lng + across).tolist(), np.degrees(north).tolist(), strict=True))
