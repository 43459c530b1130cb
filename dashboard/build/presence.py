"""Devices by cell, hour and stay, each device once an hour: in the cell where it was longest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from dashboard import cells
from dashboard.build.clock import Clock, day_number
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT

_KEY = ("cell", "hour", "dwell_band_min")
_ROWS_AT_ONCE = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What is counted: cells of a resolution, stay bands by their lower edges, dates as days since 1970-01-01."""

    resolution: int
    dwell_bands_min: tuple[int, ...]
    max_gap_s: int
    start: int
    end: int

    @classmethod
    def of(cls, manifest: Manifest) -> Grid:
        """Return the grid that a manifest describes."""
        return cls(
            resolution=manifest.presence_resolution,
            dwell_bands_min=tuple(manifest.dwell_bands_min),
            max_gap_s=manifest.max_gap_min * 60,
            start=day_number(manifest.period.start),
            end=day_number(manifest.period.end),
        )


def presence(rows: pl.DataFrame, clock: Clock, grid: Grid, time_zone: str) -> pl.DataFrame:
    """Count devices by cell, hour and stay band under the rule "one_cell_per_hour".

    `rows` holds the sightings of sightings.read. A stay in a cell is a longest run of a device's sightings in the
    cell with no gap above `max_gap_s` and none elsewhere in between. In an hour a device counts in the cell where
    its stays spent most of the hour, of the cells in which it was sighted; ties go to the smallest cell. Its band
    is that of the longest of its stays there that reach into the hour, each in its whole length.
    """
    counts = pl.concat([_count(part, clock, grid) for part in _by_device(rows)])
    summed = counts.group_by(_KEY).agg(pl.col(COUNT).sum())
    return summed.with_columns(
        (pl.col("hour") * 1000).cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").dt.convert_time_zone(time_zone)
    )


def _by_device(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    # A device lies in one part only, so that the parts' counts add up.
    begin = 0
    while begin < rows.height:
        end = min(begin + _ROWS_AT_ONCE, rows.height)
        while end < rows.height and rows.item(end, "device") == rows.item(end - 1, "device"):
            end += 1
        yield rows.slice(begin, end - begin)
        begin = end


def _count(rows: pl.DataFrame, clock: Clock, grid: Grid) -> pl.DataFrame:
    day = clock.day(pl.col("hour"))
    pieces = _pieces(rows, clock, grid).filter(day.is_between(grid.start, grid.end)).collect()
    band = pl.lit(grid.dwell_bands_min[0])
    for edge in grid.dwell_bands_min[1:]:
        band = pl.when(pl.col("dwell_s") >= edge * 60).then(pl.lit(edge)).otherwise(band)
    chosen = _longest(pieces).with_columns(dwell_band_min=band)
    return chosen.group_by(_KEY).agg(pl.len().alias(COUNT))


def _pieces(rows: pl.DataFrame, clock: Clock, grid: Grid) -> pl.LazyFrame:
    """Return stays cut at the hours: device, cell, hour, seconds in the hour, and dwell_s of the whole stay.

    A piece holds at least one sighting: a stay cannot reach into an hour in which the device was sighted without a
    sighting of its own there.
    """
    t, hour = pl.col("t"), pl.col("hour")
    placed = rows.lazy().select("device", "t", cell=cells.parent(pl.col("cell"), grid.resolution), hour=clock.hour(t))
    stays_on = _unchanged("device") & _unchanged("cell") & (t - t.shift(1) <= grid.max_gap_s)
    marked = placed.with_columns(arrives=~stays_on.fill_null(value=False)).with_columns(
        first=pl.col("arrives") | ~_unchanged("hour").fill_null(value=False)
    )
    edges = marked.with_columns(
        last=pl.col("first").shift(-1, fill_value=True), leaves=pl.col("arrives").shift(-1, fill_value=True)
    ).filter(pl.col("first") | pl.col("last"))
    # Among the first and last sightings of pieces alone, the row after a first that is not itself the last is the last.
    whole = edges.with_columns(
        final=pl.when("last").then(t).otherwise(t.shift(-1)),
        leaves=pl.when("last").then("leaves").otherwise(pl.col("leaves").shift(-1)),
    ).filter("first")
    arrived, left = pl.when("arrives").then(t), pl.when("leaves").then("final")
    return whole.select(
        "device",
        "cell",
        "hour",
        seconds=left.fill_null(clock.hour_end(hour)) - arrived.fill_null(hour),
        dwell_s=left.backward_fill() - arrived.forward_fill(),
    )


def _longest(pieces: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each device and hour: the cell with the most seconds and its longest stay's dwell_s."""
    same_hour = (_unchanged("device") & _unchanged("hour")).fill_null(value=False)
    marked = pieces.with_columns(again=same_hour).with_columns(again_next=pl.col("again").shift(-1, fill_value=False))
    # Most devices spend their hour in one stay; only the rest need to be compared.
    contested = pl.col("again") | pl.col("again_next")
    by_cell = (
        marked.filter(contested)
        .group_by("device", "hour", "cell")
        .agg(pl.col("seconds").sum(), pl.col("dwell_s").max())
        .sort("device", "hour", "seconds", "cell", descending=[False, False, True, False])
    )
    most = by_cell.filter(~(_unchanged("device") & _unchanged("hour")).fill_null(value=False))
    wanted = ("cell", "hour", "dwell_s")
    return pl.concat([marked.filter(~contested).select(wanted), most.select(wanted)])


def _unchanged(column: str) -> pl.Expr:
    return pl.col(column) == pl.col(column).shift(1)
