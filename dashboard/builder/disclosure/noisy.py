"""Add noise to whole tables of counts, then withhold what is small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import polars as pl

from dashboard.builder.disclosure.gaussian import Draw, secure
from dashboard.builder.disclosure.mechanism import Mechanism
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT

_ROW, _ENTRY = "row", "entry"


def noisy_reach(
    counts: pl.DataFrame,
    mechanism: Mechanism,
    manifest: Manifest,
    *,
    among: Mapping[str, Sequence[str]],
    draw: Draw = secure,
) -> pl.DataFrame:
    """Return every row that could be counted, with noise, null where that is under the threshold.

    `counts` holds site_id, radius_m, min_dwell_min, date, days_since, home where it is split, and exact devices;
    `among` the values that site_id (and home) can take. There is a row for each of them, each radius and stay, each
    date of the period and each days_since that stays in it: whether a row is there tells nothing.
    """
    rows = _every_row(manifest, among)
    radii, stays = manifest.radii_m, manifest.min_dwell_min
    entries = pl.DataFrame({"radius_m": radii}).join(pl.DataFrame({"min_dwell_min": stays}), how="cross")
    entries = entries.cast(pl.Int64).with_row_index(_ENTRY)
    keys = [name for name in rows.columns if name != _ROW]
    placed = (
        counts.with_columns(pl.col("radius_m", "min_dwell_min", "days_since").cast(pl.Int64))
        .join(rows, on=keys, nulls_equal=True)
        .join(entries, on=["radius_m", "min_dwell_min"])
    )
    exact = np.zeros((rows.height, entries.height), dtype=np.int64)
    exact[placed[_ROW].to_numpy(), placed[_ENTRY].to_numpy()] = placed[COUNT].to_numpy()
    noisy = pl.Series(COUNT, mechanism.apply(exact, draw).reshape(-1))
    spread = rows.join(entries, how="cross").with_columns(noisy)
    kept = pl.when(pl.col(COUNT) >= manifest.disclosure.threshold).then(COUNT)
    return spread.drop(_ROW, _ENTRY).with_columns(kept)


def noisy_presence(counts: pl.DataFrame, sd: float, threshold: int, *, draw: Draw = secure) -> pl.DataFrame:
    """Return the rows whose count with noise is at least `threshold`; the others are left out, as are cells of none."""
    noise = pl.Series("noise", draw(counts.height, sd))
    return counts.with_columns(pl.col(COUNT).cast(pl.Int64) + noise).filter(pl.col(COUNT) >= threshold)


def _every_row(manifest: Manifest, among: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    period = manifest.period
    days = range((period.end - period.start).days + 1)
    when = pl.DataFrame(
        [(period.start + timedelta(days=day), since) for day in days for since in (None, *range(1, day + 1))],
        schema={"date": pl.Date, "days_since": pl.Int64},
        orient="row",
    )
    for name, values in among.items():
        when = pl.DataFrame({name: list(values)}, schema={name: pl.String}).join(when, how="cross")
    return when.with_row_index(_ROW)
