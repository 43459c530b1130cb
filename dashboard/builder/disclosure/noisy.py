"""Add noise to whole tables of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import polars as pl

from dashboard.builder.disclosure.gaussian import Draw, secure
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT


def noisy_reach(
    counts: pl.DataFrame,
    sd: float,
    manifest: Manifest,
    *,
    among: Mapping[str, Sequence[str | None]],
    draw: Draw = secure,
) -> pl.DataFrame:
    """Return every row that could be counted, each with noise of its own; some are negative.

    `counts` holds site_id, radius_m, min_dwell_min, date, days_since, home and condition where it is split by them, and
    exact devices; `among` the values that site_id (and home, and condition, null for anyone) can take. There is a row
    for each of them, each radius and stay, each date of the period and each days_since that stays in it: whether a row
    is there tells nothing.
    """
    rows = _every_row(manifest, among)
    counted = counts.with_columns(pl.col("radius_m", "min_dwell_min", "days_since").cast(pl.Int64))
    exact = rows.join(counted, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")
    noise = pl.Series(COUNT, draw(rows.height, sd))
    return exact.with_columns(pl.col(COUNT).cast(pl.Int64).fill_null(0) + noise)


def noisy_presence(counts: pl.DataFrame, sd: float, threshold: int, *, draw: Draw = secure) -> pl.DataFrame:
    """Return counts of presence with noise, without those under the threshold.

    There is no list of all cells and stays that could be counted, so that a row that is there says that somebody was;
    under a high threshold it says so of no single device.
    """
    noise = pl.Series(COUNT, draw(counts.height, sd))
    noisy = counts.with_columns(pl.col(COUNT).cast(pl.Int64) + noise)
    return noisy.filter(pl.col(COUNT) >= threshold)


def _every_row(manifest: Manifest, among: Mapping[str, Sequence[str | None]]) -> pl.DataFrame:
    period = manifest.period
    days = range((period.end - period.start).days + 1)
    rows = pl.DataFrame(
        [(period.start + timedelta(days=day), since) for day in days for since in (None, *range(1, day + 1))],
        schema={"date": pl.Date, "days_since": pl.Int64},
        orient="row",
    )
    stops = {"radius_m": manifest.radii_m, "min_dwell_min": manifest.min_dwell_min}
    for name, values in {**stops, **among}.items():
        rows = pl.DataFrame({name: pl.Series(list(values))}).join(rows, how="cross")
    return rows
