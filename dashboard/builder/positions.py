"""Where a sighting was: an H3 cell as handed in, or the cell that holds a latitude and longitude."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.builder.source import Source
from dashboard.errors import InputError, ScopeError

CELL = "cell"
COARSEST = 9
EXPECTED = {
    CELL: f"an H3 cell of resolution {COARSEST} or finer, in every row written as in the first",
    "lat": "degrees from -90 to 90 (WGS-84)",
    "lng": "degrees from -180 to 180 (WGS-84)",
}

_BOUNDS = {"lat": 90, "lng": 180}
_AT_ONCE = 1 << 20


def columns(source: Source) -> tuple[str, ...]:
    """Return the columns that hold the position: `cell`, or `lat` and `lng`; raise InputError for none or both."""
    degrees = set(_BOUNDS) & set(source.schema)
    if CELL not in source.schema:
        source.require(*(_BOUNDS if degrees else [CELL]))
        return tuple(_BOUNDS)
    if degrees:
        msg = f"{source.name}: there are columns {CELL} and {' and '.join(sorted(degrees))}, expected one or the other"
        raise InputError(msg)
    return (CELL,)


def expressions(source: Source) -> dict[str, pl.Expr]:
    """Return how to read the position: `cell` as UInt64, or `lat` and `lng` as degrees; null where it does not fit."""
    return {name: _cell(source) if name == CELL else _degrees(source, name) for name in columns(source)}


def place(sightings: pl.DataFrame, cell_resolution: int) -> pl.DataFrame:
    """Return sightings with `cell`, the cell of a resolution that holds them, in place of `lat` and `lng`."""
    positions = sightings.select("lat", "lng").unique()
    found = [
        np.fromiter((cells.at(lat, lng, cell_resolution) for lat, lng in part.iter_rows()), np.uint64, part.height)
        for part in positions.iter_slices(_AT_ONCE)
    ]
    placed = positions.with_columns(pl.Series(CELL, np.concatenate([np.empty(0, np.uint64), *found])))
    return sightings.join(placed, on=["lat", "lng"]).drop("lat", "lng")


def check(source: Source, unique_cells: pl.Series) -> None:
    """Raise InputError if an integer is no cell, or none that is fine enough to be measured around a site."""
    too_coarse = cells.resolution(unique_cells) < COARSEST
    bad = [
        *unique_cells.filter(too_coarse),
        *(cell for cell in unique_cells.filter(~too_coarse) if not cells.is_cell(cell)),
    ]
    if bad:
        is_bad = expressions(source)[CELL].is_in(pl.Series(bad, dtype=pl.UInt64).implode())
        raise source.fault(CELL, is_bad, expected=EXPECTED[CELL])


def _degrees(source: Source, name: str) -> pl.Expr:
    dtype = source.schema[name]
    if dtype != pl.String and not dtype.is_numeric():
        msg = f"{source.name}, column {name}: the type is {dtype}, expected numbers"
        raise InputError(msg)
    value = pl.col(name).cast(pl.Float64, strict=False)
    return pl.when(value.is_between(-_BOUNDS[name], _BOUNDS[name])).then(value)


def _cell(source: Source) -> pl.Expr:
    dtype = source.schema[CELL]
    column = pl.col(CELL)
    if dtype.is_integer():
        return column.cast(pl.UInt64, strict=False)
    if dtype != pl.String:
        msg = f"{source.name}, column {CELL}: the type is {dtype}, expected text or whole numbers"
        raise InputError(msg)
    return column.str.to_integer(base=16 if _is_hexadecimal(source.first(CELL)) else 10, dtype=pl.UInt64, strict=False)


def _is_hexadecimal(first: str | None) -> bool:
    # Whole numbers have 18 or 19 digits, hexadecimal cells 15 or 16; no number is a cell in both ways.
    try:
        cells.parse(first or "")
    except ScopeError:
        return first is None or not first.isdecimal()
    return True
