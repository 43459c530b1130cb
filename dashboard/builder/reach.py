"""Devices that qualify on a date, by the days since they qualified last: counts that any window can be summed from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from dashboard.builder.clock import Clock, day_number
from dashboard.builder.homes import HOME, OUTSIDE
from dashboard.builder.neighbours import Frame, in_order, joined, to_polars, with_neighbours
from dashboard.builder.visits import visits
from dashboard.release.manifest import Manifest
from dashboard.release.tables import COUNT

KEY = ("site", "radius", "stay", "date", "days_since", HOME)

_HABIT = ("radius", "site", "device")


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


def visits_by_date(
    edges: Frame, homes: Frame, clock: Clock, question: Question, keep: Callable[[Frame], Frame]
) -> Frame:
    """Return all visits that a question counts or looks back to: radius, site, device, date, dwell_s and home.

    `edges` are those of visits.edges, `homes` the device and the number of its home (null for a device without one),
    `keep` computes a frame that is used several times. Places, radii and homes are numbers, dates days.
    """
    at_home = keep(joined(edges, homes, on="device", how="left"))
    radii = range(len(question.radii_m))
    of_radius = [visits(at_home, radius).with_columns(radius=nw.lit(radius, nw.Int16)) for radius in radii]
    return _dated(nw.concat(of_radius), clock, question)


def reach_by_home(visited: Frame, question: Question) -> pl.DataFrame:
    """Count the devices that qualify, for every place, radius, stay and date of a question, from `visits_by_date`.

    Returns the numbers of site, radius, stay and home, date and days_since in days (null if the device did not
    qualify since `lookback_start`) and devices.
    """
    counts = [
        _count(visited, minutes, question.start).with_columns(stay=nw.lit(stay, nw.Int16))
        for stay, minutes in enumerate(question.min_dwell_min)
    ]
    return to_polars(nw.concat(counts)).select(*KEY, COUNT)


def total(counts: list[pl.DataFrame], question: Question, site_ids: list[str], homes: list[str]) -> pl.DataFrame:
    """Return the counts of `reach_by_home` over all parts, with the names and units of a release, unsorted."""
    summed = pl.concat(counts).group_by(KEY).agg(pl.col(COUNT).sum())
    return summed.select(
        _named("site", site_ids).alias("site_id"),
        _named("radius", question.radii_m).alias("radius_m"),
        _named("stay", question.min_dwell_min).alias("min_dwell_min"),
        pl.col("date").cast(pl.Int32).cast(pl.Date),
        "days_since",
        _named(HOME, homes).fill_null(OUTSIDE).alias("home"),
        COUNT,
    )


def _named(number: str, names: Sequence[str] | Sequence[int]) -> pl.Expr:
    return pl.lit(pl.Series(names)).gather(pl.col(number))


def reach(by_home: pl.DataFrame) -> pl.DataFrame:
    """Return the counts by home summed over the homes."""
    key = [column for column in by_home.columns if column not in ("home", COUNT)]
    return by_home.group_by(key).agg(pl.col(COUNT).sum())


def _dated(visits: Frame, clock: Clock, question: Question) -> Frame:
    dated = visits.with_columns(date=clock.day(nw.col("started"))).drop("started")
    within = dated.filter(nw.col("date").is_between(question.lookback_start, question.end))
    # Visits by time are visits by date, unless the clock is put back over midnight.
    return in_order(within, *_HABIT, "date") if clock.repeats_a_date else within


def _count(dated: Frame, min_dwell_min: int, start: int) -> Frame:
    qualifying = dated.filter(nw.col("dwell_s") >= min_dwell_min * 60)
    linked = with_neighbours(qualifying, _HABIT, "date", before={"date_before": "date"})
    days_since = nw.col("date") - nw.col("date_before")
    # A device that has several visits on a date qualifies once.
    once = linked.with_columns(days_since=days_since).filter(days_since.is_null() | (days_since > 0))
    counted = once.filter(nw.col("date") >= start)
    return counted.group_by("site", "radius", "date", "days_since", HOME).agg(nw.len().alias(COUNT))
