"""How often each key occurs: queries count it at once, rows in memory are counted when those of all parts are there."""

from __future__ import annotations

import narwhals as nw
import polars as pl

from dashboard.builder.neighbours import Frame, to_polars
from dashboard.release.tables import COUNT

KEY = "key"


def tallies(frame: Frame, *by: str) -> pl.DataFrame:
    """Return what `tally` counts: each row once, or the number of rows of each value, with the columns of `by`."""
    if isinstance(frame, nw.DataFrame):
        return to_polars(frame.select(*by))
    return to_polars(frame.group_by(*by).agg(nw.len().alias(COUNT)))


def tally(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Return key and devices of parts from `tallies` of one frame or several, in the order of the keys.

    To sort whole numbers and count their runs is ten times as fast as to group them where most occur once or twice.
    """
    rows = pl.concat(parts)
    if COUNT in rows.columns:
        return rows.group_by(KEY).agg(pl.col(COUNT).sum()).sort(KEY)
    return rows[KEY].sort().rle().struct.rename_fields([COUNT, KEY]).struct.unnest()
