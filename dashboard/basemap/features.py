"""Features by kind: what each row of a map file is, with its names and its outline in WGS-84 degrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyproj
import shapely

from dashboard.basemap.kinds import Shape, by_value
from dashboard.basemap.names import SPELLINGS
from dashboard.basemap.source import Layer

WGS84 = "EPSG:4326"
COAST = "coast"

Geometries = npt.NDArray[np.object_]


@dataclass(frozen=True, kw_only=True)
class Features:
    """Features of one kind: outlines, and by each of the names its text or None."""

    kind: str
    geometries: Geometries
    names: dict[str, Geometries]


def features_of(layer: Layer) -> Iterator[Features]:
    """Yield the features of a layer kind by kind, a batch of rows at a time; shorelines as COAST."""
    to_degrees = None if layer.crs == WGS84 else pyproj.Transformer.from_crs(layer.crs, WGS84, always_xy=True)
    for batch in layer.batches():
        read = shapely.from_wkb(batch["geometry"].to_numpy(zero_copy_only=False), on_invalid="ignore")
        geometries = shapely.force_2d(read)
        sound = ~(shapely.is_missing(geometries) | shapely.is_empty(geometries))
        rows = pl.DataFrame(pa.table(batch).drop_columns("geometry"))
        yield from _sorted(geometries, rows, sound, to_degrees)


def _sorted(
    geometries: Geometries, rows: pl.DataFrame, sound: npt.NDArray[np.bool_], to_degrees: pyproj.Transformer | None
) -> Iterator[Features]:
    names = {name: _text(rows, spellings) for name, spellings in SPELLINGS.items()}
    parts: dict[Shape, tuple[int, ...]] = {"Point": (0, 4), "LineString": (1, 5), "MultiPolygon": (3, 6)}
    types = shapely.get_type_id(geometries)
    for shape, ids in parts.items():
        of_shape = sound & np.isin(types, ids)
        if not of_shape.any():
            continue
        yield from _of_kinds(geometries, names, (_kinds(rows, shape), of_shape), to_degrees)
        if shape == "MultiPolygon":  # what has a name has it at a point
            named = of_shape & (names["name"] != None)  # noqa: E711 element by element
            yield from _of_kinds(geometries, names, (_kinds(rows, "Point"), named), to_degrees, point=True)


def _of_kinds(
    geometries: Geometries,
    names: dict[str, Geometries],
    chosen: tuple[Geometries, npt.NDArray[np.bool_]],
    to_degrees: pyproj.Transformer | None,
    *,
    point: bool = False,
) -> Iterator[Features]:
    kinds, among = chosen
    for kind in sorted({kind for kind in kinds[among] if kind}):
        of_kind = among & (kinds == kind)
        found = shapely.point_on_surface(geometries[of_kind]) if point else geometries[of_kind]
        if to_degrees is not None:
            found = shapely.transform(found, to_degrees.transform, interleaved=False)
        yield Features(kind=kind, geometries=found, names={name: text[of_kind] for name, text in names.items()})


def _kinds(rows: pl.DataFrame, shape: Shape) -> Geometries:
    """Return the kind of each row were it of a shape, None for none."""
    values = by_value(shape)
    if shape == "LineString":
        values = {**values, "natural": {"coastline": COAST}}
    found = [
        rows[column].cast(pl.String).replace_strict(known, default=None, return_dtype=pl.String)
        for column, known in values.items()
        if column in rows.columns and known
    ]
    if not found:
        return np.full(rows.height, None, dtype=object)
    return rows.select(pl.coalesce(*(one.alias(str(at)) for at, one in enumerate(found)))).to_series().to_numpy()


def _text(rows: pl.DataFrame, spellings: tuple[str, ...]) -> Geometries:
    """Return the first text of some columns of each row, None where there is none."""
    columns = [pl.col(name).cast(pl.String).str.strip_chars() for name in spellings if name in rows.columns]
    if not columns:
        return np.full(rows.height, None, dtype=object)
    kept = [pl.when(column != "").then(column) for column in columns]
    return rows.select(pl.coalesce(*kept)).to_series().to_numpy()
