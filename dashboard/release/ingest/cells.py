"""Places as other people write them, codes of grids or degrees, into H3 cells of one resolution."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.errors import InputError, ScopeError
from dashboard.language import _, mark
from dashboard.release.check.findings import ROW, shown
from dashboard.release.check.shapes import hidden
from dashboard.release.ingest import laying
from dashboard.release.ingest.counts import numbers_of
from dashboard.release.ingest.datum import to_wgs84
from dashboard.release.ingest.grids import GRIDS, middle_of
from dashboard.release.ingest.plan import Plan
from dashboard.release.ingest.read import Problem, refuse
from dashboard.release.ingest.zones import read_zones
from dashboard.sphere import Point

_HEXADECIMAL = re.compile(r"(?:0x)?[0-9a-f]{15,16}", re.ASCII | re.IGNORECASE)
_DECIMAL = re.compile(r"[0-9]{17,20}", re.ASCII)
_ROUNDED = r"^[0-9]\.?[0-9]*[eE]\+?1[5-9]$"
_EXPECTED = mark("an H3 cell: 15 hexadecimal digits such as 8931aa42853ffff, or its index as a whole number")
_LOST = mark("text: digits of the index are lost, so export the column as text or hexadecimal")
_POINTS_RESOLUTION = 9
_WIDTH_OF_EDGE = 3**0.5
_WIDTH_OF_DIAGONAL = 2**0.5
_DIAGONAL_OF_TWO = (1 + 2**2) ** 0.5
_METRES_A_DEGREE = 111_195
_CELL = "cell parsed"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The H3 cell of each row as UInt64, their one resolution, and what was decided about them.

    `beyond_m` is how far beyond the cell whoever is counted in it may be, at most. Where counts are shared out by area,
    `cells` are the numbers of zones and `cells_of` holds the cells of each.
    """

    cells: pl.Series
    resolution: int
    notes: tuple[str, ...] = ()
    beyond_m: float = 0.0
    cells_of: list[list[int]] | None = None


def parse_places(rows: pl.DataFrame, plan: Plan) -> Placed:
    """Return the H3 cell of each row; there must be a row.

    Codes of other grids and degrees are laid at the cell that holds their middle, of the resolution that the plan
    states, else the finest that is as wide. InputError with the rows if a value is no place, or H3 cells have several
    resolutions and none is stated.
    """
    if plan.cells is not None:
        return _zones(rows, plan)
    if plan.cell is None:
        return _points(rows, plan)
    if plan.grid in {None, "h3"}:
        return _h3(rows, plan.cell, plan.resolution)
    return _codes(rows, plan)


def parse_h3(value: str | int) -> int | None:
    """Return the index of an H3 cell written in any of the usual ways; None if it is none."""
    if isinstance(value, int):
        return value if cells.is_cell(value) else None
    text = value.strip()
    if _DECIMAL.fullmatch(text):
        return parse_h3(int(text))
    if not _HEXADECIMAL.fullmatch(text):
        return None
    try:
        return cells.parse(text)
    except ScopeError:
        return None


def _h3(rows: pl.DataFrame, column: str, stated: int | None) -> Placed:
    values = rows[column]
    values = values.cast(pl.String) if values.dtype in (pl.Categorical, pl.Enum) else values
    if not (values.dtype == pl.String or values.dtype.is_integer()):
        msg = _("column {column}: its type is {type}, expected text or integers that hold H3 cells").format(
            column=column, type=values.dtype
        )
        raise InputError(msg)
    if values.dtype == pl.String:
        lost = values.str.contains(_ROUNDED)
        refuse(rows.with_columns(lost.alias(_CELL)), [Problem(column=column, bad=pl.col(_CELL), expected=_LOST)])
    known = {value: parse_h3(value) for value in values.drop_nulls().unique().to_list()}
    parsed = _mapped(values, known)
    with_cells = rows.with_columns(parsed.alias(_CELL))
    refuse(with_cells, [Problem(column=column, bad=pl.col(_CELL).is_null(), expected=_EXPECTED)])
    counts = with_cells.group_by(cells.resolution(pl.col(_CELL)).alias("resolution")).len().sort("resolution").rows()
    coarsest = counts[0][0]
    if stated is not None and stated <= coarsest:
        moved = (
            ()
            if stated == counts[-1][0]
            else (_("cells are laid on resolution {stated}, by the parent of each").format(stated=stated),)
        )
        return Placed(cells=_at(parsed, stated), resolution=stated, notes=moved)
    if len(counts) > 1 or stated is not None:
        said = ", ".join(
            _("{number:,} of resolution {resolution}").format(number=rows_, resolution=resolution)
            for resolution, rows_ in counts
        )
        odd = cells.resolution(pl.col(_CELL)) != cells.resolution(pl.lit(parsed[0]))
        expected = _(
            "cells of one resolution, as in row {row:,} ({said}); state --resolution {coarsest} or coarser to add "
            "the finer ones up"
        ).format(row=rows[ROW][0], said=said, coarsest=coarsest)
        refuse(
            with_cells, [Problem(column=column, bad=odd if len(counts) > 1 else pl.lit(value=True), expected=expected)]
        )
    return Placed(cells=parsed.alias("cell"), resolution=coarsest)


def _codes(rows: pl.DataFrame, plan: Plan) -> Placed:
    column, grid = plan.cell or "", plan.grid or "h3"
    values = rows[column].cast(pl.String)
    known = {code: middle_of(grid, code) for code in values.drop_nulls().unique().to_list()}
    found = {code: middle for code, middle in known.items() if middle is not None}
    bad = ~values.is_in(list(found)).fill_null(value=False)
    refuse(
        rows.with_columns(bad.alias(_CELL)),
        [Problem(column=column, bad=pl.col(_CELL), expected=GRIDS[grid].expected)],
    )
    height_m = max(height for _, height in found.values()) * _METRES_A_DEGREE
    resolution = _resolution(height_m) if plan.resolution is None else plan.resolution
    laid = {code: cells.at(*middle, resolution) for code, (middle, _) in found.items()}
    return Placed(
        cells=_mapped(values, laid).alias("cell"),
        resolution=resolution,
        notes=_laid(grid, resolution, height_m),
        beyond_m=_half_diagonal_m(found.values()),
    )


def _zones(rows: pl.DataFrame, plan: Plan) -> Placed:
    column = plan.cell or ""
    values = rows[column].cast(pl.String).str.strip_chars()
    refuse(
        rows.with_columns((values.fill_null("") == "").alias(_CELL)),
        [Problem(column=column, bad=pl.col(_CELL), expected=_("a cell of {cells}").format(cells=plan.cells))],
    )
    file = read_zones(Path(plan.cells or ""), plan.cells_crs)
    codes = values.unique().sort().to_list()
    name = file.column_of(codes, plan.cells_id)
    zones = file.by_name(name)
    unplaced = sorted(set(codes) - set(zones))
    if unplaced:
        msg = _("{file}: {zone} has no shape, expected one for every cell of the counts").format(
            file=file.file, zone=hidden(shown(unplaced[0]))
        )
        raise InputError(msg)
    middles = laying.centres(zones)
    width_m = laying.width_m(zones, middles)
    by_area = plan.lay == "area"
    fitting = _resolution(width_m) if width_m else _POINTS_RESOLUTION
    fitting = min(fitting + 1, cells.FINEST) if by_area else laying.fine_enough(middles, fitting)
    resolution = fitting if plan.resolution is None else plan.resolution
    used = {code: zones[code] for code in codes}
    found = laying.areas(used, middles, resolution) if by_area else {}
    beyond_m = max(laying.reach_m(used, middles), laying.shares_reach_m(used, found))
    how = (
        _("shared out by area over the cells in its zone, so that the shares add up to it")
        if by_area
        else _("whole at the cell that holds its zone's centre")
    )
    note = _(
        "{number:,} cells of {file} (column {name}) are laid on H3 resolution {resolution}, each count {how}; who is "
        "counted in a cell may be up to {beyond_m:,.0f} m beyond it"
    ).format(number=len(codes), file=file.file, name=name, resolution=resolution, how=how, beyond_m=beyond_m)
    numbers = {code: number for number, code in enumerate(codes)}
    laid = numbers if by_area else {code: cells.at(*middles[code], resolution) for code in codes}
    return Placed(
        cells=_mapped(values, laid).alias("cell"),
        resolution=resolution,
        notes=(note,),
        beyond_m=beyond_m,
        cells_of=[found[code] for code in codes] if by_area else None,
    )


def _points(rows: pl.DataFrame, plan: Plan) -> Placed:
    lat, lng = (_degrees(rows, plan, column or "") for column in (plan.lat, plan.lng))
    points = pl.DataFrame({"lat": lat, "lng": lng}).unique()
    spacing_m = _spacing_m(points)
    fitting = _POINTS_RESOLUTION if spacing_m is None else _resolution(spacing_m)
    resolution = fitting if plan.resolution is None else plan.resolution
    keys = {point: cells.at(*to_wgs84(point, plan.datum), resolution) for point in points.rows()}
    laid = points.with_columns(pl.Series("cell", [keys[point] for point in points.rows()], dtype=pl.UInt64))
    found = pl.DataFrame({"lat": lat, "lng": lng}).join(laid, on=["lat", "lng"], how="left", maintain_order="left")
    beyond_m = (spacing_m or 0.0) / _WIDTH_OF_DIAGONAL
    return Placed(
        cells=found["cell"], resolution=resolution, notes=_laid("points", resolution, spacing_m), beyond_m=beyond_m
    )


def _degrees(rows: pl.DataFrame, plan: Plan, column: str) -> pl.Series:
    values = rows[column]
    degrees = numbers_of(rows, column, plan.decimal or ".") if values.dtype == pl.String else values.cast(pl.Float64)
    most = 90 if column == plan.lat else 180
    bad = degrees.is_null() | degrees.is_nan() | ~degrees.is_between(-most, most)
    expected = _("degrees from -{most} to {most}; are latitude and longitude exchanged?").format(most=most)
    refuse(rows.with_columns(bad.alias(_CELL)), [Problem(column=column, bad=pl.col(_CELL), expected=expected)])
    return degrees


def _spacing_m(points: pl.DataFrame) -> float | None:
    """Return the distance between neighbouring points of a regular square grid, from its most frequent steps."""
    steps = points["lat"].round(6).unique().sort().diff().drop_nulls()
    steps = steps.filter(steps > 1e-5)
    return None if steps.is_empty() else float(np.median(steps.to_numpy())) * _METRES_A_DEGREE


def _resolution(width_m: float) -> int:
    """Return the finest resolution whose cells are as wide as what is laid on them."""
    wide = [
        resolution for resolution in range(cells.FINEST + 1) if cells.edge_m(resolution) * _WIDTH_OF_EDGE >= width_m
    ]
    return max(wide, default=0)


def _half_diagonal_m(found: Iterable[tuple[Point, float]]) -> float:
    """Return how far from its middle a code of a grid reaches, at most: none is more than twice as wide as high."""
    return max(height for _, height in found) * _METRES_A_DEGREE * _DIAGONAL_OF_TWO / 2


def _laid(grid: str, resolution: int, height_m: float | None) -> tuple[str, ...]:
    size = "" if height_m is None else _(" of about {height_m:,.0f} m").format(height_m=height_m)
    what = _("points") if grid == "points" else _("{grid} cells{size}").format(grid=grid, size=size)
    return (
        _("{what} are laid on H3 resolution {resolution}, each whole at the cell that holds its middle").format(
            what=what, resolution=resolution
        ),
    )


def _at(parsed: pl.Series, resolution: int) -> pl.Series:
    found: pl.Series = pl.select(cells.parent(pl.lit(parsed), resolution).cast(pl.UInt64)).to_series()
    return found.alias("cell")


def _mapped(values: pl.Series, known: Mapping[str, int | None] | Mapping[int, int | None]) -> pl.Series:
    return values.replace_strict(
        list(known), pl.Series(list(known.values()), dtype=pl.UInt64), return_dtype=pl.UInt64, default=None
    )
