"""Where a sighting was: an H3 cell as handed in, or the cell that holds a latitude and longitude."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.builder.source import Source, collect
from dashboard.builder.towers import Towers
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
_NOTHING = ("", "na", "n/a", "nan", "null", "none", "\\n", "-")
_SHOWN = 5


def columns(source: Source) -> tuple[str, ...]:
    """Return the columns that hold the position: `cell`, or `lat` and `lng`."""
    return (CELL,) if CELL in source.schema else tuple(_BOUNDS)


def expressions(source: Source) -> dict[str, pl.Expr]:
    """Return how to read the position: `cell` as UInt64, or `lat` and `lng` as degrees; null where it does not fit."""
    return {name: _cell(source) if name == CELL else _degrees(source, name) for name in columns(source)}


def absent(source: Source) -> pl.Expr:
    """Return where a row has no position: nothing stands there, or latitude and longitude are both 0."""
    names = columns(source)
    nothing = pl.any_horizontal(_is_nothing(source, name) for name in names)
    if names == (CELL,):
        return nothing
    zero = pl.all_horizontal(_degrees(source, name) == 0 for name in names)
    return nothing | zero.fill_null(value=False)


def unplaced(source: Source, towers: Towers | None) -> InputError:
    """Return what is wrong with rows without a position: how many, and the first, or the towers that are not known."""
    rows, without = collect(source, source.rows.select(pl.len(), absent(source).sum().alias("without"))).row(0)
    share = f"{without:,} of {rows:,} rows ({without / rows:.1%})"
    left = f"{share} have no position; --leave-out-unplaced counts without them"
    if towers is None:
        name = columns(source)[0]
        zero = "; 0,0 is no position" if name != CELL else ""
        return source.fault(name, absent(source), expected=f"{EXPECTED[name]}, in every row{zero}. {left}")
    keys = [pl.col(key) for key in towers.keys]
    missing = collect(source, source.rows.filter(absent(source)).select(keys).unique().sort(keys).head(_SHOWN + 1))
    names = [" ".join(value or "(nothing)" for value in row) for row in missing.rows()]
    more = ", …" if len(names) > _SHOWN else ""
    return InputError(
        f"{source.name}: {towers.file} has no position for the towers {', '.join(names[:_SHOWN])}{more}, expected "
        f"every tower of the sightings. {left}"
    )


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
    text = source.text(name)
    if dtype == pl.String and "," in (source.first(name) or ""):
        text = text.str.replace(",", ".", literal=True)
    value = text.cast(pl.Float64, strict=False)
    return pl.when(value.is_between(-_BOUNDS[name], _BOUNDS[name])).then(value)


def _cell(source: Source) -> pl.Expr:
    dtype = source.schema[CELL]
    column = source.text(CELL)
    if dtype.is_integer():
        return column.cast(pl.UInt64, strict=False)
    if dtype != pl.String:
        msg = f"{source.name}, column {CELL}: the type is {dtype}, expected text or whole numbers"
        raise InputError(msg)
    if not _is_hexadecimal(source.first(CELL)):
        return column.str.to_integer(base=10, dtype=pl.UInt64, strict=False)
    return column.str.replace("^0[xX]", "").str.to_integer(base=16, dtype=pl.UInt64, strict=False)


def _is_nothing(source: Source, name: str) -> pl.Expr:
    value, dtype = pl.col(name), source.schema[name]
    if dtype == pl.String:
        return source.text(name).str.to_lowercase().is_in(_NOTHING).fill_null(value=True)
    return value.is_null() | (value.is_nan() if dtype.is_float() else pl.lit(value=False))


def _is_hexadecimal(first: str | None) -> bool:
    # Whole numbers have 18 or 19 digits, hexadecimal cells 15 or 16; no number is a cell in both ways.
    try:
        cells.parse(first or "")
    except ScopeError:
        return first is None or not first.isdecimal()
    return True
