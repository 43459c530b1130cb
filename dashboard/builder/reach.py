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
from dashboard.release.tables import CONDITION, COUNT

KEY = (CONDITION, "site", "radius", "stay", "date", "days_since", HOME)

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


def dated_visits(  # noqa: PLR0913 what is counted, and where
    edges: Frame,
    homes: Frame,
    clock: Clock,
    question: Question,
    keep: Callable[[Frame], Frame],
    *,
    active: bool = False,
) -> Frame:
    """Return all visits: radius, site, device, seq, date, dwell_s and home; see visits.visits.

    `edges` are those of visits.edges, `homes` the device and the number of its home (null for a device without one),
    `keep` computes a frame that is used several times. Places, radii and homes are numbers, dates days.
    """
    at_home = keep(joined(edges, homes, on="device", how="left"))
    radii = range(len(question.radii_m))
    of_radius = [
        visits(at_home, radius, active=active).with_columns(radius=nw.lit(radius, nw.Int16)) for radius in radii
    ]
    return nw.concat(of_radius).with_columns(date=clock.day(nw.col("started"))).drop("started")


def in_period(visits: Frame, clock: Clock, question: Question) -> Frame:
    """Return the visits of `dated_visits` that a question counts or looks back to, in the order of their dates."""
    within = visits.filter(nw.col("date").is_between(question.lookback_start, question.end))
    # Visits by time are visits by date, unless the clock is put back over midnight.
    return in_order(within, *_HABIT, "date") if clock.repeats_a_date else within


def reach_by_home(visited: Sequence[tuple[Frame, int]], question: Question) -> pl.DataFrame:
    """Count the devices that qualify, for every place, radius, stay and date of a question, from visits `in_period`.

    They come for anyone, then for each condition: with how many dates on which it qualifies a device counts from.
    Returns the numbers of condition (0 for anyone), site, radius, stay and home, date and days_since in days (null if
    the device did not qualify since `lookback_start`) and devices.
    """
    counts = [
        _count(visits, minutes, question.start, from_date).with_columns(
            nw.lit(stay, nw.Int16).alias("stay"), nw.lit(condition, nw.Int16).alias(CONDITION)
        )
        for condition, (visits, from_date) in enumerate(visited)
        for stay, minutes in enumerate(question.min_dwell_min)
    ]
    return to_polars(nw.concat(counts)).select(*KEY, COUNT)


def total(
    counts: list[pl.DataFrame],
    question: Question,
    site_ids: list[str],
    homes: list[str],
    conditions: Sequence[str] = (),
) -> pl.DataFrame:
    """Return the counts of `reach_by_home` over all parts, with the names and units of a release, unsorted.

    There is a column of conditions where there are some.
    """
    summed = pl.concat(counts).group_by(KEY).agg(pl.col(COUNT).sum())
    named = {CONDITION: _named(CONDITION, ["", *conditions])} if conditions else {}
    return summed.select(
        *(pl.when(pl.col(CONDITION) > 0).then(name).alias(column) for column, name in named.items()),
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


def _count(dated: Frame, min_dwell_min: int, start: int, from_date: int) -> Frame:
    qualifying = dated.filter(nw.col("dwell_s") >= min_dwell_min * 60)
    linked = with_neighbours(qualifying, _HABIT, "date", before={"date_before": "date"})
    days_since = nw.col("date") - nw.col("date_before")
    # A device that has several visits on a date qualifies once.
    once = linked.with_columns(days_since=days_since).filter(days_since.is_null() | (days_since > 0))
    counted = _from_date(once, from_date).filter(nw.col("date") >= start)
    return counted.group_by("site", "radius", "date", "days_since", HOME).agg(nw.len().alias(COUNT))


def _from_date(once: Frame, from_date: int) -> Frame:
    """Return the dates of each device from the so many-th on; the first of them has no date before it."""
    if from_date == 1:
        return once
    for number in range(2, from_date + 1):
        before = "date_before" if number == 2 else f"date_before_{number - 1}"
        once = with_neighbours(once, _HABIT, "date", before={f"date_before_{number}": before})
    last = "date_before" if from_date == 2 else f"date_before_{from_date - 1}"
    is_later = ~nw.col(f"date_before_{from_date}").is_null()
    return once.filter(~nw.col(last).is_null()).with_columns(days_since=nw.when(is_later).then(nw.col("days_since")))
