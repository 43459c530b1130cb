"""Read sightings: identifiers coded, times in epoch seconds, positions in cells, in the order of each device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.build import devices, positions, times
from dashboard.build.devices import Coder
from dashboard.build.distances import centres
from dashboard.build.source import Source, collect, open_source
from dashboard.errors import InputError

CELL_RESOLUTION = 10


@dataclass(frozen=True, kw_only=True)
class Sightings:
    """Every sighting that counts.

    `rows` holds device (UInt32 code), t (Int64 epoch seconds) and cell (UInt64), by device and time: the place of
    a row is its number in the sequence. `centres` holds each cell that occurs, with lat and lng. `coder` says how
    device identifiers were coded.
    """

    rows: pl.DataFrame
    centres: pl.DataFrame
    coder: Coder

    @property
    def span(self) -> tuple[int, int]:
        """Return the first and the last epoch second."""
        first, last = self.rows.select(first=pl.col("t").min(), last=pl.col("t").max()).row(0)
        return int(first), int(last)


def read(
    data: Path | pl.DataFrame,
    *,
    time_zone: str | None,
    report: Callable[[str], None],
    cell_resolution: int = CELL_RESOLUTION,
) -> Sightings:
    """Read sightings from a CSV (.csv, .csv.gz) or Parquet file or a frame.

    Columns: device (text or whole numbers), time (see times.py; times without an offset are local in `time_zone`,
    refused if that is None) and either cell (H3 text or integer, resolution 9 or finer) or lat and lng in WGS-84
    degrees, which are placed in cells of `cell_resolution`. Other columns are not read. Of several sightings of a
    device in the same second the one with the smallest cell index is kept. Raises InputError with the file, the
    column and the row where a value cannot be used.
    """
    source = open_source(data, "sightings")
    source.require(devices.COLUMN, times.COLUMN)
    coder = devices.coder(source)
    rows = _columns(source, coder, time_zone)
    if rows.is_empty():
        msg = f"{source.name} holds no sightings, expected at least one row"
        raise InputError(msg)
    if positions.CELL not in rows.columns:
        rows = positions.place(rows, cell_resolution)
    unique_cells = rows["cell"].unique().sort()
    _check_cells(source, unique_cells)
    ordered = _in_order(rows)
    report(
        f"Read {rows.height:,} sightings of {ordered['device'].n_unique():,} devices in {len(unique_cells):,} cells; "
        f"{rows.height - ordered.height:,} were in the same second as another of their device and do not count."
    )
    return Sightings(rows=ordered, centres=centres(unique_cells), coder=coder)


def _columns(source: Source, coder: Coder, time_zone: str | None) -> pl.DataFrame:
    reading = times.times(source, time_zone=time_zone)
    position = positions.expressions(source)
    # The codes come last: they alone pass through a dictionary.
    wanted = {"t": reading.epoch_s, **position, "device": coder.code(pl.col(devices.COLUMN))}
    rows = collect(source, source.rows.select(**wanted))
    named = {"t": times.COLUMN, "device": devices.COLUMN}
    expected = {"t": reading.expected, "device": "an identifier in every row", **positions.EXPECTED}
    for name, expression in wanted.items():
        if rows[name].null_count():
            raise source.fault(
                named.get(name, name), expression.is_null(), expected=expected[name], secret=name == "device"
            )
    return rows


def _check_cells(source: Source, unique_cells: pl.Series) -> None:
    bad = [cell for cell in unique_cells if not positions.usable(cell)]
    if bad:
        column = positions.CELL
        is_bad = positions.expressions(source)[column].is_in(pl.Series(bad, dtype=pl.UInt64).implode())
        raise source.fault(column, is_bad, expected=positions.EXPECTED[column])


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    device, t = pl.col("device"), pl.col("t")
    same_second = (device == device.shift(1)) & (t == t.shift(1))
    ordered = rows.select("device", "t", "cell").sort("device", "t", "cell")
    return ordered.filter(~same_second.fill_null(value=False))
