"""What a table of coarser cells holds: the sums of presence by cell, date and band, up to each hour of the clock.

It is made of what is published alone: the sum of the counts that were released, how many were withheld, how many were
released, and by how much they may exceed the devices that they stand for. A sum over hours is what stands at the last
of them less what stands before the first.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from dashboard import cells
from dashboard.release.tables import COUNT, LOW

KEYS = ("cell", "date", "dwell_band_min")
HOURS = 24
# What stands behind a number: the sum of the released counts, the rows withheld, the rows released.
OF_ROWS = {
    "counted": pl.col(COUNT).cast(pl.Int64).sum(),
    "withheld": pl.col(COUNT).null_count().cast(pl.Int64),
    "rows": pl.col(COUNT).count().cast(pl.Int64),
}
_OVER = (pl.col(COUNT).cast(pl.Int64) - pl.col(LOW)).sum()


def quantities(*, low: bool) -> dict[str, pl.Expr]:
    """Return how each quantity is made of rows of presence, by its name; `low` where counts have a low."""
    return {**OF_ROWS, "over": _OVER} if low else OF_ROWS


def column(quantity: str, hour: int) -> str:
    """Return the name of the column that holds a quantity of all hours before one, 1 to 24."""
    return f"{quantity}_{hour}"


def of_hours(by_hour: pl.DataFrame, names: Iterable[str]) -> pl.DataFrame:
    """Return the table of sums by KEYS and `hour` (0 to 23), each key once, in the order of the keys."""
    ordered = by_hour.sort(*KEYS)
    starts = ordered.select(
        pl.any_horizontal(pl.col(key) != pl.col(key).shift(1) for key in KEYS).fill_null(value=True)
    ).to_series()
    row, hour = starts.cum_sum().to_numpy() - 1, ordered["hour"].to_numpy()
    made = ordered.filter(starts).select(KEYS)
    for name in names:
        held = np.zeros((made.height, HOURS), dtype=np.int64)
        held[row, hour] = ordered[name].to_numpy()
        up_to = np.cumsum(held, axis=1)
        made = made.with_columns(pl.Series(column(name, hour + 1), up_to[:, hour]) for hour in range(HOURS))
    return made


def coarser(rows: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """Return a table of sums by the ancestors of its cells, in the order of the keys."""
    by = [cells.parent(pl.col("cell"), resolution), *KEYS[1:]]
    return rows.group_by(by).agg(pl.exclude(KEYS).sum()).sort(*KEYS)
