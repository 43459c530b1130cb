"""Withhold small counts before a release leaves the operator."""

from __future__ import annotations

import polars as pl

from dashboard.release.tables import COUNT


def withhold(counts: pl.DataFrame, threshold: int) -> pl.DataFrame:
    """Return counts with those from 1 to `threshold` - 1 set to null; zeros and the rest stay as they are.

    What it protects: nobody learns from one row whether a group of fewer than `threshold` devices was one device or
    many, so that a known person who is alone in a cell or on a street at night is not confirmed by a published 1.

    What it does not protect: a withheld row still says that somebody was there. Rows overlap (wider radii, shorter
    stays, sums over homes, parents of cells), so that a withheld count can at times be narrowed down by taking
    published ones from each other, above all a single withheld home beside the whole. Whoever knows all devices of a
    count but one learns that one's presence from any exact count, however large: counts with a threshold are
    not differentially private. Several releases of the same days reveal more than each. And a device that
    was there with many others is in the counts, which is what they are for.
    """
    small = pl.col(COUNT).is_between(1, threshold - 1)
    return counts.with_columns(pl.when(~small).then(COUNT))
