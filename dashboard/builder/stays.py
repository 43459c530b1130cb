"""Rows that say how long a device stayed, as sightings: one when it came, one when it left, and some in between."""

from __future__ import annotations

import polars as pl

from dashboard.builder.plan import SightingsPlan
from dashboard.builder.source import Source
from dashboard.builder.times import Times, times

EVERY_MIN = 15  # so that a stay is neither broken by a gap nor missing from an hour
LONGEST_S = 7 * 86_400


def until(source: Source, plan: SightingsPlan, start: Times, time_zone: str | None) -> Times | None:
    """Return how the end of each row's stay is read, its start where none is stated; None if a plan states no ends.

    Null where it does not fit: before its start, or more than a week after it.
    """
    if plan.lasts is None:
        return None
    text = source.text(plan.lasts)
    absent = text.is_null() | ((text == "") if source.schema[plan.lasts] == pl.String else pl.lit(value=False))
    if plan.lasts == "end":
        read = times(source, "end", plan=plan, time_zone=time_zone)
        length_s, expected = read.epoch_s - start.epoch_s, f"{read.expected}, not before the start of its row"
    else:
        length_s = (text.cast(pl.Float64, strict=False) * plan.duration_s).floor().cast(pl.Int64, strict=False)
        expected = "how long the device stayed, 0 or more"
    length_s = pl.when(absent).then(0).otherwise(length_s)
    fits = pl.when(length_s.is_between(0, LONGEST_S)).then(start.epoch_s + length_s)
    unit = "" if plan.lasts == "end" else f" in {plan.duration_in} (--duration-in)"
    return Times(epoch_s=fits, expected=f"{expected}, and at most 7 days{unit}")


def spread(rows: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each sighting of stays from `t` to `until`, both in whole seconds; `until` is dropped."""
    between = pl.int_ranges(pl.col("t"), pl.col("until"), EVERY_MIN * 60)
    return rows.with_columns(t=pl.concat_list(between, pl.col("until"))).drop("until").explode("t")
