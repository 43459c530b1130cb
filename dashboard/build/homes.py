"""Read the home district of each device."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboard.build import devices
from dashboard.build.devices import Coder
from dashboard.build.source import collect, open_source


def read_homes(data: Path | pl.DataFrame, coder: Coder) -> pl.DataFrame:
    """Return `device`, coded as in the sightings, and `home` (Categorical) from a CSV or Parquet file or a frame.

    An empty home is null. Raises InputError for a row without a device and for a device
    in two rows.
    """
    source = open_source(data, "homes")
    source.require(devices.COLUMN, "home")
    device = pl.col(devices.COLUMN)
    home = pl.col("home").cast(pl.String)
    wanted = {
        "home": pl.when(home != "").then(home).cast(pl.Categorical),
        "device": coder.code(device),
        "unnamed": device.cast(pl.String).fill_null("") == "",
    }
    homes = collect(source, source.rows.select(**wanted))
    if homes["unnamed"].any():
        raise source.fault(devices.COLUMN, wanted["unnamed"], expected="an identifier in every row", secret=True)
    # A device that has no code was never sighted.
    coded = homes.drop_nulls("device").drop("unnamed")
    if coded["device"].is_duplicated().any():
        again = coder.code(device).is_duplicated() & coder.code(device).is_not_null()
        raise source.fault(devices.COLUMN, again, expected="each device in one row", secret=True)
    return coded
