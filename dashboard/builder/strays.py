"""Sightings far from all others in time: those of a clock that was wrong, named by their row, never by their device."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from dashboard.builder.clock import DAY_S
from dashboard.builder.engines.engine import Sightings
from dashboard.builder.layout import as_known
from dashboard.builder.neighbours import to_polars
from dashboard.builder.plan import SightingsPlan
from dashboard.builder.source import open_source
from dashboard.builder.times import COLUMN, times

_FAR_DAYS = 30
_FEW = 0.05


def refuse_strays(
    sightings: Sightings[Any], data: Path | str | pl.DataFrame, plan: SightingsPlan, time_zone: str | None
) -> None:
    """Raise InputError, which names the first of them, where few sightings lie far before or after all others."""
    if sightings.last - sightings.first <= _FAR_DAYS * DAY_S:
        return
    days = _by_day(sightings)
    usual = _usual(days)
    few = days.filter(~pl.col("day").is_between(*usual))["sightings"].sum()
    if not few:
        return
    source, _ = as_known(open_source(data, "sightings", plan), plan, lambda _: None)
    read = times(source, plan=plan, time_zone=time_zone)
    stray = ~(read.epoch_s // DAY_S).is_between(*usual)
    first, last = (datetime.fromtimestamp(day * DAY_S, UTC).date() for day in usual)
    expected = (
        f"times about those of all others, which are from {first} to {last} (UTC); if {few:,} such sightings are to be "
        "left out, state the period in the manifest"
    )
    raise source.fault(COLUMN, stray, expected=expected)


def _by_day(sightings: Sightings[Any]) -> pl.DataFrame:
    """Return how many sightings there are by day of UTC, in order: day (since 1970-01-01) and sightings."""
    day = (nw.col("t") // DAY_S).alias("day")
    parts = [
        to_polars(part().select(day).group_by("day").agg(sightings=nw.len())).cast(pl.Int64) for part in sightings.parts
    ]
    return pl.concat(parts).group_by("day").agg(pl.col("sightings").sum()).sort("day")


def _usual(days: pl.DataFrame) -> tuple[int, int]:
    """Return the first and last day of nearly all sightings, before and after which there is a long silence."""
    far = pl.col("day").diff().fill_null(0) > _FAR_DAYS
    spells = days.group_by(far.cum_sum().alias("spell"), maintain_order=True).agg(
        pl.col("day").min().alias("first"), pl.col("day").max().alias("last"), pl.col("sightings").sum()
    )
    enough = spells.filter(pl.col("sightings") >= _FEW * pl.col("sightings").sum())
    kept = spells if enough.is_empty() else enough
    first, last = kept.select(pl.col("first").min(), pl.col("last").max()).row(0)
    return int(first), int(last)
