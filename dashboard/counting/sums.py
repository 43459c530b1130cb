"""Sums of released rows: what was counted, what was withheld, and the interval of each group."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.counting.interval import Counts, bounds
from dashboard.release.coarser.sums import OF_ROWS
from dashboard.release.disclosure import Disclosure

SUMS = tuple(how.alias(name) for name, how in OF_ROWS.items())
# Of presence, also by how much its counts may exceed the devices that they stand for, where parts were added up.
OVER = "over"
PRESENCE_SUMS = (*SUMS, pl.col(OVER).sum())


def columns(tallied: pl.DataFrame) -> tuple[Counts, Counts, Counts]:
    """Return counted, withheld and rows of a frame grouped by SUMS as arrays; null, a group without rows, is 0."""
    filled = tallied.select(pl.col("counted", "withheld", "rows").fill_null(0))
    return filled["counted"].to_numpy(), filled["withheld"].to_numpy(), filled["rows"].to_numpy()


def with_bounds(
    tallied: pl.DataFrame, disclosure: Disclosure, prefix: str = "", *, row_sd: float | None = None
) -> pl.DataFrame:
    """Return a frame grouped by SUMS with low, mid and high, their names after `prefix`, in place of counted and rows.

    The column withheld stays, filled with 0. `row_sd` is the spread of each row of a release that was built with noise.
    """
    counted, withheld, rows = columns(tallied)
    low, mid, high = bounds(counted, withheld, rows, disclosure, row_sd)
    if OVER in tallied.columns:
        over = tallied[OVER].fill_null(0).to_numpy()
        low, mid = np.maximum(low - over, 0), mid - over // 2
    return tallied.drop("counted", "withheld", "rows", OVER, strict=False).with_columns(
        pl.Series(f"{prefix}low", low),
        pl.Series(f"{prefix}mid", mid),
        pl.Series(f"{prefix}high", high),
        pl.Series(f"{prefix}withheld", withheld),
    )
