"""A table of cells beside counts: zones, squares, points or towers by name, in any coordinates, into WGS-84."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.errors import InputError
from dashboard.language import _
from dashboard.release.check.findings import EXAMPLES, ROW, shown
from dashboard.release.check.shapes import hidden
from dashboard.release.ingest.counts import numbers_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import read_input
from dashboard.release.ingest.table import PART

WGS84 = "EPSG:4326"
TABLES = (".csv", ".tsv", ".txt", ".gz", ".xlsx", ".xls", ".ods", ".parquet")
_X = ("lng", "lon", "long", "longitude", "x", "easting", "east", "经度", "経度", "經度")
_Y = ("lat", "latitude", "y", "northing", "north", "纬度", "緯度")
_SHAPES = ("wkt", "geometry", "geom", "the_geom", "wkb")


@dataclass(frozen=True, kw_only=True, eq=False)
class Zones:
    """Shapes in WGS-84 degrees (x is the longitude), and what each is called in the columns of the file."""

    file: str
    shapes: Sequence[BaseGeometry | None]
    names: Mapping[str, Sequence[str]]

    def by_name(self, column: str) -> dict[str, BaseGeometry]:
        """Return the shapes by their names in a column; of one that is there several times, all parts as one shape.

        Raises InputError for points in several places under one name.
        """
        parts: dict[str, list[BaseGeometry]] = {}
        for name, shape in zip(self.names[column], self.shapes, strict=True):
            if shape is not None and name:
                parts.setdefault(name, []).append(shape)
        found = {name: shapes[0] if len(shapes) == 1 else shapely.union_all(shapes) for name, shapes in parts.items()}
        several = [name for name, shape in found.items() if shape.geom_type == "MultiPoint" and len(shape.geoms) > 1]
        if several:
            msg = _("{file}: {zone} stands in several places, expected each in one").format(
                file=self.file, zone=hidden(shown(several[0]))
            )
            raise InputError(msg)
        return found

    def column_of(self, codes: Sequence[str], stated: str | None) -> str:
        """Return the column in which these codes stand: the stated one, or the one that holds most of them.

        Raises InputError where some are in none, naming them, or several columns hold them all.
        """
        if stated is not None and stated not in self.names:
            msg = _("{file} has no column {stated}, expected one of {names}").format(
                file=self.file, stated=stated, names=", ".join(self.names)
            )
            raise InputError(msg)
        missing = {
            column: sorted(set(codes) - set(self.names[column]))
            for column in ([stated] if stated else list(self.names))
        }
        least = min((len(codes) for codes in missing.values()), default=0)
        best = [column for column, codes in missing.items() if len(codes) == least]
        if not best or (least and least == len(set(codes))):
            msg = _(
                "{file}: no column of it ({names}) holds the cells of the counts, expected the one that names them, "
                "written alike; state --cells-id"
            ).format(file=self.file, names=", ".join(self.names))
            raise InputError(msg)
        if least:
            codes_ = ", ".join(hidden(shown(code)) for code in missing[best[0]][:EXAMPLES])
            more = _(" and {number:,} more").format(number=least - EXAMPLES) if least > EXAMPLES else ""
            msg = _("{file} (column {column}) has no {codes}{more}, expected every cell of the counts").format(
                file=self.file, column=best[0], codes=codes_, more=more
            )
            raise InputError(msg)
        if len(best) > 1 and any(list(self.names[name]) != list(self.names[best[0]]) for name in best):
            msg = _("{file}: columns {names} both hold the cells of the counts, state --cells-id").format(
                file=self.file, names=" and ".join(best)
            )
            raise InputError(msg)
        return best[0]


def read_zones(path: Path, crs: str | None) -> Zones:
    """Return the zones of a file: any that GDAL reads, or a table with points or WKT in any form that import reads.

    Coordinates are of the stated system, else the file's own, else WGS-84. Raises InputError if the file cannot be read
    or its coordinates are no degrees and no system is known.
    """
    if path.name.lower().endswith(TABLES):
        own, names, shapes = None, *_of_table(path)
    else:
        own, names, shapes = _of_gdal(path)
    return Zones(file=str(path), shapes=_in_wgs84(path, shapes, crs or own), names=names)


def _of_gdal(path: Path) -> tuple[str | None, dict[str, list[str]], list[BaseGeometry | None]]:
    try:
        meta, _ids, shapes, values = pyogrio.raw.read(path, force_2d=True)
    except (OSError, ValueError, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError):
        msg = _(
            "{file} cannot be read, expected a file of zones such as GeoJSON, GeoPackage or Shapefile, or a table"
        ).format(file=path)
        raise InputError(msg) from None
    names = {
        str(field): [_text(value) for value in column.tolist()]
        for field, column in zip(meta["fields"], values, strict=True)
    }
    return meta["crs"], names, list(shapely.from_wkb(shapes))


def _of_table(path: Path) -> tuple[dict[str, list[str]], list[BaseGeometry | None]]:
    rows = read_input(path, Plan()).rows
    columns = [name for name in rows.columns if name not in {ROW, PART}]
    wkt = [name for name in columns if name.strip().lower() in _SHAPES]
    x, y = ([name for name in columns if name.strip().lower() in called] for called in (_X, _Y))
    shapes: list[BaseGeometry | None]
    if wkt:
        values = rows[wkt[0]]
        try:
            shapes = list(shapely.from_wkb(values) if values.dtype == pl.Binary else shapely.from_wkt(values.to_list()))
        except shapely.errors.ShapelyError:
            msg = _("{file}, column {column}: a value is no shape, expected WKT such as POINT (24.95 60.18)").format(
                file=path, column=wkt[0]
            )
            raise InputError(msg) from None
    elif len(x) == len(y) == 1:
        texts = rows.with_columns(pl.col(x[0], y[0]).cast(pl.String))
        points = zip(numbers_of(texts, x[0], None), numbers_of(texts, y[0], None), strict=True)
        shapes = [None if east is None or north is None else shapely.Point(east, north) for east, north in points]
    else:
        msg = _(
            "{file}: no columns hold points, expected the name of each cell and lat and lng, x and y, or WKT"
        ).format(file=path)
        raise InputError(msg)
    others = [name for name in columns if name not in {*wkt, *x, *y}]
    return {name: [_text(value) for value in rows[name].to_list()] for name in others}, shapes


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else "" if np.isnan(value) else str(value)
    return "" if value is None else str(value).strip()


def _in_wgs84(path: Path, shapes: Sequence[BaseGeometry | None], crs: str | None) -> list[BaseGeometry | None]:
    there = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not there:
        msg = _("{file} holds no shape, expected zones or points").format(file=path)
        raise InputError(msg)
    try:
        to_degrees = pyproj.Transformer.from_crs(crs or WGS84, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError:
        msg = _("--cells-crs is {crs!r}, expected a system of coordinates such as EPSG:25830").format(crs=crs)
        raise InputError(msg) from None
    found = [
        None if shape is None or shape.is_empty else shapely.transform(shape, to_degrees.transform, interleaved=False)
        for shape in shapes
    ]
    west, south, east, north = shapely.total_bounds([shape for shape in found if shape is not None])
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        msg = _("{file}: its coordinates are no degrees, state their system, such as --cells-crs EPSG:25830").format(
            file=path
        )
        raise InputError(msg)
    return found
