"""The rows of one place as arrays, so that every window of a period is summed at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.counting.interval import Counts
from dashboard.counting.sums import SUMS, columns
from dashboard.errors import InputError
from dashboard.release.load import Release


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """What is published of one place: the sums of released counts, and how many rows are withheld.

    Arrays by (previous, date, radius, stay). `date` counts from the first of the period; `previous` is 0 where the
    devices did not qualify before within the period, else one more than the date on which they last did.
    """

    counted: Counts
    withheld: Counts
    released: Counts


def rows_of(release: Release, site: str, home: str | None = None) -> Rows:
    """Return the rows of one place, of those who are at home in one district if it is given.

    Raises InputError for a release without reach.
    """
    if release.reach is None:
        msg = f"release {release.key} has no reach table, expected one: the report measures distinct counts"
        raise InputError(msg)
    manifest = release.manifest
    start = manifest.period.start
    days = (manifest.period.end - start).days + 1
    date = (pl.col("date") - start).dt.total_days()
    previous = (date - pl.col("days_since").cast(pl.Int64) + 1).clip(0).fill_null(0)
    counts = release.reach
    if home is not None and release.reach_by_home is not None:
        counts = release.reach_by_home.filter(pl.col("home") == home)
    tallied = (
        counts.filter(pl.col("site_id") == site)
        .with_columns(date.alias("day"), previous.alias("previous"))
        .group_by("previous", "day", "radius_m", "min_dwell_min")
        .agg(SUMS)
        .collect()
    )
    entry = (
        tallied["previous"].to_numpy(),
        tallied["day"].to_numpy(),
        np.searchsorted(manifest.radii_m, tallied["radius_m"].to_numpy()),
        np.searchsorted(manifest.min_dwell_min, tallied["min_dwell_min"].to_numpy()),
    )
    tables = np.zeros((3, days, days, len(manifest.radii_m), len(manifest.min_dwell_min)), dtype=np.int64)
    for table, column in zip(tables, columns(tallied), strict=True):
        table[entry] = column
    counted, withheld, released = tables
    return Rows(counted=counted, withheld=withheld, released=released)


def first_in_window(rows: Counts) -> Counts:
    """Return, by (start, date, radius, stay), the rows of a date whose previous one lies before the window's start.

    Dates before the start hold 0.
    """
    days = len(rows)
    inside = np.arange(days)[:, None] <= np.arange(days)
    return np.cumsum(rows, axis=0) * inside[..., None, None]


def every_window(rows: Counts) -> Counts:
    """Return, by (start, end, radius, stay), the sum that `flagged` is of every window; 0 where the end comes first."""
    return np.cumsum(first_in_window(rows), axis=1)
