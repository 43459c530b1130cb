"""What a map file holds: its layers, their coordinates, and which columns say what a feature is; GDAL reads it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio
from pyogrio.errors import DataSourceError
from pyogrio.raw import open_arrow

from dashboard.basemap.kinds import ANY_TAG, Shape, keys
from dashboard.basemap.names import columns_of_names
from dashboard.errors import InputError

EXTRACT = ".osm.pbf"
ENDINGS = (EXTRACT, ".gpkg", ".geojson", ".json", ".shp", ".fgb")
# Layers that GDAL makes of an extract; what it calls other_relations has no one shape.
OF_EXTRACT = ("points", "lines", "multipolygons")
# A row at a time would be slow, the default of 65,536 is too much of forests with a thousand corners each.
ROWS = 16_384
# Megabytes in memory of what an extract's ways and relations refer to; the rest lies on the disk.
NODES_MB = "200"

_SHAPES: dict[str, Shape] = {
    "Point": "Point",
    "MultiPoint": "Point",
    "LineString": "LineString",
    "MultiLineString": "LineString",
    "Polygon": "MultiPolygon",
    "MultiPolygon": "MultiPolygon",
}


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of a file: its shape (None for a mixture), its coordinates, and its columns of tags and of names."""

    file: Path
    name: str
    shape: Shape | None
    crs: str
    tags: tuple[str, ...]
    names: tuple[str, ...]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the rows that have a tag or a name, as columns of text and one of WKB, `geometry`."""
        columns = list(dict.fromkeys((*self.tags, *self.names)))
        where = " OR ".join(f"{_quoted(tag)} IS NOT NULL" for tag in self.tags)
        asked: dict[str, Any] = {"layer": self.name, "columns": columns, "where": where}
        if is_extract(self.file):  # a statement alone makes GDAL leave out what the other layers would hold
            wanted = ", ".join(map(_quoted, columns))
            asked = {"sql": f"SELECT {wanted} FROM {_quoted(self.name)} WHERE {where}"}  # noqa: S608 quoted
        with gdal(), open_arrow(self.file, use_pyarrow=True, batch_size=ROWS, **asked) as (meta, rows):
            geometry = meta["geometry_name"] or "wkb_geometry"
            for batch in rows:
                if batch.num_rows:
                    yield batch.rename_columns(
                        ["geometry" if name == geometry else name for name in batch.schema.names]
                    )


def layers_of(file: Path) -> list[Layer]:
    """Return the layers of a map file that can be drawn; InputError where there is none, or it is no such file."""
    if not file.name.lower().endswith(ENDINGS):
        said = f"{file}: expected a map that ends in {', '.join(ENDINGS)}, .mbtiles or .pmtiles"
        raise InputError(said)
    if not file.is_file():
        msg = f"{file} is not there, expected a file"
        raise InputError(msg)
    with gdal():
        try:
            found = [
                _layer(file, str(name)) for name, shape in pyogrio.list_layers(file) if _drawable(file, name, shape)
            ]
        except DataSourceError as error:
            msg = f"{file} cannot be read as a map ({_first_line(error)}), expected one that ends as its format does"
            raise InputError(msg) from None
    layers = [layer for layer in found if layer.tags]
    if not layers:
        msg = (
            f"{file} says of no feature what it is, expected columns of OpenStreetMap's tags such as "
            f"{', '.join(keys('LineString'))}, or {ANY_TAG}"
        )
        raise InputError(msg)
    return layers


def is_extract(file: Path) -> bool:
    """Say whether a file is an extract of OpenStreetMap."""
    return file.name.lower().endswith(EXTRACT)


@contextmanager
def gdal() -> Iterator[None]:
    """Set GDAL for extracts while the block runs, and leave its remarks on single features unsaid."""
    ini = Path(__file__).with_name("osm.ini")
    ours = {"OSM_CONFIG_FILE": str(ini), "OSM_MAX_TMPFILE_SIZE": NODES_MB}
    before = {name: pyogrio.get_gdal_config_option(name) for name in ours}
    pyogrio.set_gdal_config_options(ours)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    finally:
        pyogrio.set_gdal_config_options(before)


def _drawable(file: Path, name: str, shape: str | None) -> bool:
    return shape is not None and (not is_extract(file) or name in OF_EXTRACT)


def _layer(file: Path, name: str) -> Layer:
    about = pyogrio.read_info(file, layer=name)
    if not about["crs"]:
        msg = (
            f"{file}: the layer {name} does not say what its coordinates are, expected a file that states its CRS "
            "(a Shapefile has it in a .prj beside it)"
        )
        raise InputError(msg)
    fields = [str(field) for field in about["fields"]]
    shape = _SHAPES.get((about["geometry_type"] or "").removesuffix(" Z").removesuffix(" M").removesuffix(" ZM"))
    known = {*keys("Point"), *keys("LineString"), *keys("MultiPolygon"), "natural", ANY_TAG}
    return Layer(
        file=file,
        name=name,
        shape=shape,
        crs=about["crs"],
        tags=tuple(field for field in fields if field in known),
        names=columns_of_names(fields),
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '\\"') + '"'


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
