"""H3 cells as other people write them, into unsigned 64-bit integers."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from dashboard import cells
from dashboard.errors import InputError, ScopeError
from dashboard.release.check.findings import ROW
from dashboard.release.ingest.read import Problem, refuse

_HEXADECIMAL = re.compile(r"(?:0x)?[0-9a-f]{15,16}", re.ASCII | re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]{17,20}", re.ASCII)
_EXPECTED = "an H3 cell: 15 hexadecimal digits such as 8931aa42853ffff, or its index as a whole number"


def parse_cells(file: Path, rows: pl.DataFrame, column: str) -> tuple[pl.Series, int]:
    """Return a column's cells as UInt64 and their one resolution; there must be a row.

    Cells may be text in hexadecimal, or the index as an integer or as text in decimal. InputError with the rows if a
    value is no cell, or cells have more than one resolution.
    """
    values = rows[column]
    if not (values.dtype == pl.String or values.dtype.is_integer()):
        msg = f"{file}, column {column}: its type is {values.dtype}, expected text or integers that hold H3 cells"
        raise InputError(msg)
    known = {value: _parse(value) for value in values.drop_nulls().unique().to_list()}
    parsed = values.replace_strict(
        list(known), pl.Series(list(known.values()), dtype=pl.UInt64), return_dtype=pl.UInt64, default=None
    )
    with_cells = rows.with_columns(parsed.alias("cell parsed"))
    refuse(file, with_cells, [Problem(column=column, bad=pl.col("cell parsed").is_null(), expected=_EXPECTED)])
    first = cells.resolution(parsed[0])
    others = [cell for cell in set(known.values()) if cell is not None and cells.resolution(cell) != first]
    odd = pl.col("cell parsed").is_in(pl.Series(others, dtype=pl.UInt64).implode())
    expected = f"cells of one resolution, as in row {rows[ROW][0]:,}, which has resolution {first}"
    refuse(file, with_cells, [Problem(column=column, bad=odd, expected=expected)])
    return parsed.alias("cell"), first


def _parse(value: str | int) -> int | None:
    if isinstance(value, int):
        return value if cells.is_cell(value) else None
    text = value.strip()
    if _DECIMAL.fullmatch(text):
        return _parse(int(text))
    if not _HEXADECIMAL.fullmatch(text):
        return None
    try:
        return cells.parse(text)
    except ScopeError:
        return None
