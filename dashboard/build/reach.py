"""Devices that qualify on a date, by the days since they qualified last: counts that any window can be summed from."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from dashboard.build.clock import Clock, day_number
from dashboard.build.visits import visits
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT

OUTSIDE = "outside"

_SPLIT = ("date", "days_since", "home")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is counted around every place, in whole numbers: metres, minutes, seconds, days since 1970-01-01.

    Dates from `lookback_start` are looked back to, dates from `start` to `end` counted.
    """

    radii_m: tuple[int, ...]
    min_dwell_min: tuple[int, ...]
    max_gap_s: int
    lookback_start: int
    start: int
    end: int

    @classmethod
    def of(cls, manifest: Manifest) -> Question:
        """Return the question that a manifest poses."""
        return cls(
            radii_m=tuple(manifest.radii_m),
            min_dwell_min=tuple(manifest.min_dwell_min),
            max_gap_s=manifest.max_gap_min * 60,
            lookback_start=day_number(manifest.lookback_start),
            start=day_number(manifest.period.start),
            end=day_number(manifest.period.end),
        )


def reach_by_home(near: pl.DataFrame, homes: pl.DataFrame, clock: Clock, question: Question) -> pl.DataFrame:
    """Count the devices that qualify around one place, for every radius, stay and date of a question.

    `near` holds the sightings of visits.near; `homes` device and home. Returns radius_m, min_dwell_min, date,
    days_since (null if the device did not qualify since `lookback_start`), home ("outside" for a device without one)
    and devices, unsorted.
    """
    homes_near = homes.join(near.select("device"), on="device", how="semi")
    counted = []
    for radius_m in question.radii_m:
        dated = _dated(visits(near, radius_m, question.max_gap_s), clock, question)
        joined = dated.join(homes_near, on="device", how="left", maintain_order="left")
        with_home = joined.lazy().with_columns(pl.col("home").fill_null(OUTSIDE))
        counts = pl.collect_all([_count(with_home, stay, question.start) for stay in question.min_dwell_min])
        counted += [
            count.select(pl.lit(radius_m).alias("radius_m"), pl.lit(stay).alias("min_dwell_min"), *_SPLIT, COUNT)
            for stay, count in zip(question.min_dwell_min, counts, strict=True)
        ]
    return pl.concat(counted).with_columns(pl.col("date").cast(pl.Date), pl.col("home").cast(pl.String))


def reach(by_home: pl.DataFrame) -> pl.DataFrame:
    """Return the counts of `reach_by_home` summed over the homes."""
    key = [column for column in by_home.columns if column not in ("home", COUNT)]
    return by_home.group_by(key).agg(pl.col(COUNT).sum())


def _dated(visits: pl.DataFrame, clock: Clock, question: Question) -> pl.DataFrame:
    dated = visits.select("device", "dwell_s", date=clock.day(pl.col("started")))
    within = dated.filter(pl.col("date").is_between(question.lookback_start, question.end))
    # Already so, unless the clock was put back over midnight.
    return within.sort("device", "date")


def _count(dated: pl.LazyFrame, min_dwell_min: int, start: int) -> pl.LazyFrame:
    same_device = pl.col("device") == pl.col("device").shift(1)
    since = pl.col("date") - pl.col("date").shift(1)
    long_enough = dated.filter(pl.col("dwell_s") >= min_dwell_min * 60)
    once_a_date = long_enough.filter(~(same_device & (since == 0)).fill_null(value=False))
    qualifying = once_a_date.with_columns(days_since=pl.when(same_device).then(since))
    return qualifying.filter(pl.col("date") >= start).group_by(_SPLIT).agg(pl.len().alias(COUNT))
