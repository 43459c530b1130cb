"""Read the home district of each device."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard.builder import devices, positions
from dashboard.builder.devices import Coder
from dashboard.builder.plan import AS_NAMED
from dashboard.builder.source import collect, open_source

HOME = "home"
OUTSIDE = "outside"


@dataclass(frozen=True, kw_only=True)
class Homes:
    """The devices that have a home: `rows` holds device, coded as in the sightings, and home, a number in `names`.

    The names are those of all devices, also of those that were never sighted. `cells` holds device and cell, where that
    is known; None if it was not read.
    """

    rows: pl.DataFrame
    names: list[str]
    cells: pl.DataFrame | None = None

    @property
    def named(self) -> pl.DataFrame:
        """Return device and home with the names in place of the numbers."""
        return self.rows.with_columns(pl.lit(pl.Series(self.names, dtype=pl.String)).gather(pl.col(HOME)).alias(HOME))


def no_homes(coder: Coder) -> Homes:
    """Return the homes of no device."""
    return Homes(rows=pl.DataFrame(schema={"device": coder.dtype, HOME: pl.Int32}), names=[])


def read_homes(data: Path | pl.DataFrame, coder: Coder, *, cells: bool = False) -> Homes:
    """Read `device` and `home` from a CSV or Parquet file or a frame; an empty home, or "outside", is none.

    With `cells` also `cell`, the H3 cell of the home, if there is such a column; nothing where it is not known.

    Raises InputError for a row without a device and for a device in two rows.
    """
    source = open_source(data, "homes", AS_NAMED)
    source.require(devices.COLUMN, HOME)
    device = pl.col(devices.COLUMN)
    home = pl.col(HOME).cast(pl.String)
    wanted = {
        HOME: pl.when((home != "") & (home != OUTSIDE)).then(home).cast(pl.Categorical),
        "device": coder.code(device),
        "unnamed": device.cast(pl.String).fill_null("") == "",
    }
    has_cells = cells and positions.CELL in source.schema
    if has_cells:
        wanted[positions.CELL] = positions.expressions(source)[positions.CELL]
        wanted["misplaced"] = wanted[positions.CELL].is_null() & ~positions.absent(source)
    homes = collect(source, source.rows.select(**wanted))
    if homes["unnamed"].any():
        raise source.fault(devices.COLUMN, wanted["unnamed"], expected="an identifier in every row", secret=True)
    if has_cells:
        if homes["misplaced"].any():
            raise source.fault(positions.CELL, wanted["misplaced"], expected=positions.EXPECTED[positions.CELL])
        positions.check(source, homes[positions.CELL].drop_nulls().unique())
    # A device that has no code was never sighted.
    coded = homes.drop_nulls("device").drop("unnamed")
    if coded["device"].is_duplicated().any():
        again = coder.code(device).is_duplicated() & coder.code(device).is_not_null()
        raise source.fault(devices.COLUMN, again, expected="each device in one row", secret=True)
    names = homes[HOME].drop_nulls().unique().cast(pl.String).sort()
    numbers = pl.DataFrame({HOME: names, "number": pl.int_range(len(names), dtype=pl.Int32, eager=True)})
    rows = coded.drop_nulls(HOME).with_columns(pl.col(HOME).cast(pl.String)).join(numbers, on=HOME)
    return Homes(
        rows=rows.select("device", pl.col("number").alias(HOME)),
        names=names.to_list(),
        cells=coded.select("device", pl.col(positions.CELL).cast(pl.Int64)).drop_nulls() if has_cells else None,
    )
