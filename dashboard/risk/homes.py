"""Withheld homes beside a published total: what the sum of a row over its homes says of the homes."""

from __future__ import annotations

import polars as pl

from dashboard.release.load import Release
from dashboard.release.tables import COUNT, REACH


def homes_by_their_sum(release: Release) -> pl.DataFrame | None:
    """Return the least and the most that each withheld row of reach_by_home can hold, from its total and the others.

    Columns: least, most. With k rows withheld of a total, and what the released ones leave of it, each of them holds
    at least what is left when the others hold threshold - 1, at most what is left when they hold 1. None without the
    two tables. Not for noise, under which sums do not bind.
    """
    disclosure = release.manifest.disclosure
    if release.reach is None or release.reach_by_home is None:
        return None
    most = disclosure.threshold - 1
    key = list(REACH.key)
    counts = pl.col(COUNT).cast(pl.Int64)
    homes = release.reach_by_home.group_by(key).agg(counts.sum().alias("known"), counts.null_count().alias("hidden"))
    totals = release.reach.select(*key, total=counts)
    hidden = pl.col("hidden").cast(pl.Int64)
    left_least = pl.col("total").fill_null(1) - pl.col("known")
    left_most = pl.col("total").fill_null(most) - pl.col("known")
    ranges = homes.filter(hidden > 0).join(totals, on=key, nulls_equal=True)
    return (
        ranges.select(
            "hidden",
            least=(left_least - (hidden - 1) * most).clip(lower_bound=1),
            most=(left_most - (hidden - 1)).clip(upper_bound=most),
        )
        .select(pl.col("least", "most").repeat_by("hidden").explode())
        .collect()
    )
