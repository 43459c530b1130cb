"""The map for other systems: cells and ring as GeoJSON and as GeoPackage, WGS-84."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyogrio
import shapely

from dashboard import cells
from dashboard.around import around
from dashboard.errors import NoRoomError
from dashboard.export.reproducible import EPOCH
from dashboard.export.tables import heat_text
from dashboard.language import _
from dashboard.place import DrawnArea
from dashboard.release.load import Release
from dashboard.release.resolve import shapes_of
from dashboard.rule import Rule
from dashboard.scratch import scratch

_CRS, _DRIVER, _GEOMETRY = "EPSG:4326", "GPKG", "geometry"

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
    """Return the outlines of a rule in degrees [lng, lat]: what lies within its radius, or the area drawn."""
    if isinstance(rule.place, DrawnArea):
        return [shapely.Polygon([(lng, lat) for lat, lng in rule.place.corners])]
    return around(shapes_of(release, rule.place), rule.radius_m)
