"""A little town as map files of every form, and what its tiles hold."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
import pyproj
import shapely
from pyogrio.raw import write_arrow

from dashboard.basemap.folder import Basemap
from dashboard.basemap.source import gdal

LNG, LAT = 24.95, 60.17
SIZE = 0.02
HOSTILE = "<img src=x onerror=alert(1)> \"</script> \u202e' ; DROP TABLE tiles"
TOWN = (
    ({"highway": "primary", "name": "High Street"}, shapely.LineString([(LNG, LAT), (LNG + SIZE, LAT)])),
    ({"highway": "residential", "name": HOSTILE}, shapely.LineString([(LNG, LAT), (LNG, LAT + SIZE)])),
    ({"railway": "rail"}, shapely.LineString([(LNG, LAT), (LNG + SIZE, LAT + SIZE)])),
    ({"natural": "water"}, shapely.box(LNG, LAT, LNG + SIZE / 2, LAT + SIZE / 4)),
    ({"leisure": "park", "name": "Green"}, shapely.box(LNG, LAT + SIZE / 2, LNG + SIZE / 2, LAT + SIZE)),
    ({"place": "suburb", "name": "Vallila", "name:en": "Vale", "name:zh": "瓦利拉"}, shapely.Point(LNG, LAT)),
    ({"highway": "proposed", "name": "Nowhere"}, shapely.LineString([(LNG, LAT), (LNG + SIZE, LAT - SIZE)])),
)
KINDS = {"main", "street", "rail", "water", "park", "suburb", "spot"}
COLUMNS = ("highway", "railway", "natural", "leisure", "place", "name", "name:en", "name:zh")
DRIVERS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile"}


def written(
    file: Path,
    *,
    crs: str = "EPSG:4326",
    features: Sequence[tuple[dict[str, str], Any]] = TOWN,
    columns: tuple[str, ...] = COLUMNS,
) -> Path:
    """Write features as a map file of the format that its name ends in, in a CRS; return the file."""
    project = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    shapes = [shapely.transform(shape, project, interleaved=False) for _tags, shape in features]
    table = pa.table(
        {
            "geometry": pa.array(shapely.to_wkb(shapes), type=pa.binary()),
            **{name: pa.array([tags.get(name) for tags, _shape in features], type=pa.string()) for name in columns},
        }
    )
    ending = file.name[file.name.index(".") :]
    with gdal():
        write_arrow(
            table,
            file,
            driver=DRIVERS[ending],
            geometry_name="geometry",
            geometry_type="Unknown" if ending != ".shp" else "LineString",
            crs=crs,
        )
    return file


def town(file: Path, **how: Any) -> Path:  # noqa: ANN401 options of written
    """Write the town; a Shapefile holds one shape alone, its lines."""
    lines = [one for one in TOWN if isinstance(one[1], shapely.LineString)]
    return written(file, features=lines if file.suffix == ".shp" else TOWN, **how)


def tile_at(lng: float, lat: float, zoom: int) -> tuple[int, int, int]:
    """Return the tile of a zoom that holds a point."""
    x, y = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform(lng, lat)
    half = 20037508.342789244
    return zoom, int((x + half) / (2 * half) * 2**zoom), int((half - y) / (2 * half) * 2**zoom)


def read(base: Basemap, tile: tuple[int, int, int], folder: Path) -> dict[str, list[tuple[dict[str, str], Any]]]:
    """Return the features of a tile by kind, as GDAL reads them: names that are there, and the shape in metres."""
    packed = base.tile(*tile)
    if packed is None:
        return {}
    zoom, column, row = tile
    file = folder / str(zoom) / str(column) / f"{row}.mvt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.decompress(packed))
    found: dict[str, list[tuple[dict[str, str], Any]]] = {}
    for kind in pyogrio.list_layers(file)[:, 0]:
        meta, _fids, shapes, columns = pyogrio.raw.read(file, layer=kind, CLIP="NO")
        names = [
            {field: value for field, value in zip(meta["fields"], row, strict=True) if isinstance(value, str)}
            for row in zip(*columns, strict=True)
        ] or [{}] * len(shapes)
        found[str(kind)] = list(zip(names, shapely.from_wkb(shapes), strict=True))
    return found


def read_all(base: Basemap, zoom: int, folder: Path) -> dict[str, list[tuple[dict[str, str], Any]]]:
    """Return the features of all tiles of a zoom by kind."""
    west, south, east, north = base.box
    (_z, left, top), (_z, right, bottom) = tile_at(west, north, zoom), tile_at(east, south, zoom)
    found: dict[str, list[tuple[dict[str, str], Any]]] = {}
    for column in range(left, right + 1):
        for row in range(top, bottom + 1):
            for kind, features in read(base, (zoom, column, row), folder).items():
                found.setdefault(kind, []).extend(features)
    return found
