"""Flagged devices, counted: distinct over any window, from the days since each device's last visit.

A device that qualifies on several dates of the window [a, b] has exactly one qualifying date whose previous
one lies before a; the rows of those dates add up to distinct devices:

    flagged = sum of devices over rows with a <= date <= b and (days_since is null or date - days_since < a)
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from dashboard.counting.interval import Estimate, bounds
from dashboard.counting.matrix import Matrix, StayBand, nested, stay_bands
from dashboard.counting.sums import SUMS, columns, with_bounds
from dashboard.errors import RuleError, ScopeError
from dashboard.place import RulePlace
from dashboard.release.answerable import check_rule
from dashboard.release.load import Release
from dashboard.release.parts import Parts
from dashboard.release.resolve import counted_place
from dashboard.rule import Rule

__all__ = [
    "Matrix",
    "StayBand",
    "by_day",
    "by_home",
    "date_matrix",
    "flagged",
    "matrix",
    "rows_of",
    "spread_of",
    "stay_bands",
]


def flagged(release: Release, rule: Rule) -> Estimate:
    """Return the distinct devices that a rule flags.

    An entry of `matrix`: where rows are withheld, what is counted for other stays narrows it. Raises
    RuleError for a rule that the release cannot answer, ScopeError for a release without reach.
    """
    check_rule(release, rule)
    return matrix(release, rule.place, rule.start, rule.end).at(rule.radius_m, rule.min_dwell_min)


def matrix(release: Release, place: RulePlace, start: date, end: date) -> Matrix:
    """Return the devices flagged for every radius and stay of the release, in one pass over the place's rows.

    An entry's interval is that of its rows (`interval.bounds`), brought into order with the others (`matrix.nested`).
    Raises as `flagged` does.
    """
    return _matrix(release, place, start, end, _first_in_window(start))


def date_matrix(release: Release, place: RulePlace, start: date, end: date) -> Matrix:
    """Return the devices flagged on each date of the window, added up over the dates, as `matrix`.

    A device counts once on every date on which it qualifies.
    """
    return _matrix(release, place, start, end, pl.lit(value=True))


def _matrix(release: Release, place: RulePlace, start: date, end: date, kept: pl.Expr) -> Matrix:
    manifest = release.manifest
    radii, stays = manifest.radii_m, manifest.min_dwell_min
    rule = Rule(place=place, radius_m=radii[0], min_dwell_min=stays[0], start=start, end=end)
    check_rule(release, rule)
    tallied = (
        _of_site_and_window(_reach(release), release, rule)
        .filter(kept)
        .group_by("radius_m", "min_dwell_min")
        .agg(SUMS)
        .collect()
    )
    entry = (
        np.searchsorted(radii, tallied["radius_m"].to_numpy()),
        np.searchsorted(stays, tallied["min_dwell_min"].to_numpy()),
    )
    tables = np.zeros((3, len(radii), len(stays)), dtype=np.int64)
    for table, column in zip(tables, columns(tallied), strict=True):
        table[entry] = column
    counted, withheld, released = tables
    disclosure, row_sd = manifest.disclosure, spread_of(release)
    ends = bounds(counted, withheld, released, disclosure, row_sd)
    low, mid, high = nested(*ends, noisy=disclosure.noisy, across_radii=False)
    return Matrix(
        radii_m=tuple(radii),
        min_dwell_min=tuple(stays),
        low=low,
        mid=mid,
        high=high,
        withheld=withheld,
        method="counted",
        unseen=(withheld > 0) & (released == 0),
    )


def by_day(release: Release, rule: Rule) -> pl.DataFrame:
    """Return the qualifying devices of every date of the window: first time in the window, and returning.

    Columns: date, first_low, first_mid, first_high, returning_low, returning_mid, returning_high. First and returning
    together are the distinct devices of a date. Where nothing is withheld the firsts add up to `flagged`. Raises as
    `flagged` does.
    """
    disclosure, row_sd = release.manifest.disclosure, spread_of(release)
    first = _first_in_window(rule.start)
    tallied = rows_of(release, rule).group_by("date", first.alias("first")).agg(SUMS).collect()
    days = pl.DataFrame({"date": pl.date_range(rule.start, rule.end, "1d", eager=True)})
    for is_first, prefix in ((True, "first_"), (False, "returning_")):
        part = tallied.filter(pl.col("first") == is_first).drop("first")
        days = with_bounds(
            days.join(part, on="date", how="left", maintain_order="left"), disclosure, prefix, row_sd=row_sd
        )
    return days.drop("first_withheld", "returning_withheld")


def by_home(release: Release, rule: Rule) -> pl.DataFrame:
    """Return the flagged devices by home district, most first.

    Columns: home (a district's code, or "outside"), low, mid, high. Homes of none are absent. Raises RuleError for a
    rule that the release cannot answer, ScopeError for a release without reach by home.
    """
    if release.reach_by_home_parts is None:
        msg = f"release {release.key} has no reach_by_home table, expected one to split the flagged devices by home"
        raise ScopeError(msg)
    rows = _rows_of(release.reach_by_home_parts, release, rule).filter(_first_in_window(rule.start))
    disclosure = release.manifest.disclosure
    row_sd = None if disclosure.noise is None else disclosure.noise.home_sd
    homes = with_bounds(rows.group_by("home").agg(SUMS).collect(), disclosure, row_sd=row_sd)
    return homes.drop("withheld").sort(["mid", "home"], descending=[True, False])


def rows_of(release: Release, rule: Rule) -> pl.LazyFrame:
    """Return the rows of a rule's place, radius, stay and dates, not only those of first dates in the window.

    Raises as `flagged` does.
    """
    return _rows_of(_reach(release), release, rule)


def spread_of(release: Release) -> float | None:
    """Return the spread of each row of reach in a release that was built with noise, else None."""
    noise = release.manifest.disclosure.noise
    return None if noise is None else noise.reach_sd


def _reach(release: Release) -> Parts:
    if release.reach_parts is None:
        msg = (
            f"release {release.key} has no reach table, so flagged devices cannot be counted; "
            "use bracket, which bounds them from presence"
        )
        raise ScopeError(msg)
    return release.reach_parts


def _rows_of(table: Parts, release: Release, rule: Rule) -> pl.LazyFrame:
    check_rule(release, rule)
    return _of_site_and_window(table, release, rule).filter(
        pl.col("radius_m") == rule.radius_m, pl.col("min_dwell_min") == rule.min_dwell_min
    )


def _of_site_and_window(table: Parts, release: Release, rule: Rule) -> pl.LazyFrame:
    place = counted_place(release, rule.place)
    if place is None:
        asked, ids = str(rule.place), ", ".join(release.places)
        msg = f"site is {asked!r}, which was not counted as one place, expected one of {ids}"
        raise RuleError(msg, field="site")
    rows = table.holding(np.array([place.site_id], dtype=object))
    return rows.filter(pl.col("site_id") == place.site_id, pl.col("date").is_between(rule.start, rule.end))


def _first_in_window(start: date) -> pl.Expr:
    days_into_window = (pl.col("date") - start).dt.total_days()
    return pl.col("days_since").is_null() | (pl.col("days_since") > days_into_window)
