"""Accuracy: how far what is released lies from the exact number of devices flagged."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from dashboard.counting.reach import matrix
from dashboard.place import NamedPlace
from dashboard.release.load import Release
from dashboard.risk.part import Effort, Part, percent

_DECILES = 10


def part(release: Release, exact: Release, rng: np.random.Generator, effort: Effort) -> Part:
    """Return the accuracy of a release against its exact counts."""
    figures = accuracy(release, exact, rng, effort.windows)
    return Part(name="accuracy", title="Accuracy", meaning=_meaning(figures.row(-1, named=True)), figures=figures)


def accuracy(release: Release, exact: Release, rng: np.random.Generator, windows: int) -> pl.DataFrame:
    """Return the error of `flagged` by decile of the exact number, and over all.

    Takes every radius and stay of some windows, drawn at random among the places and windows of the period, that flag
    anyone. Columns: decile ("all" at the end), least and most (exact devices), rules, median_error and p95_error
    (relative, of mid against the exact number), inside (share of rules whose low to high holds the exact number).
    """
    rules = pl.concat(_rules(release, exact, rng, windows)).filter(pl.col("exact") > 0)
    truth = pl.col("exact")
    compared = rules.select(
        "exact",
        error=(pl.col("mid") - truth).abs() / truth,
        inside=truth.is_between("low", "high"),
        decile=(truth.rank("ordinal") - 1) * _DECILES // pl.len() + 1,
    )
    summed = [
        truth.min().alias("least"),
        truth.max().alias("most"),
        pl.len().cast(pl.Int64).alias("rules"),
        pl.col("error").median().alias("median_error"),
        pl.col("error").quantile(0.95).alias("p95_error"),
        pl.col("inside").mean().alias("inside"),
    ]
    by_decile = compared.group_by("decile").agg(summed).sort("decile").with_columns(pl.col("decile").cast(pl.String))
    return pl.concat([by_decile, compared.select(pl.lit("all").alias("decile"), *summed)])


def _rules(release: Release, exact: Release, rng: np.random.Generator, windows: int) -> list[pl.DataFrame]:
    manifest = release.manifest
    days = pl.date_range(manifest.period.start, manifest.period.end, "1d", eager=True).to_list()
    start, end = np.triu_indices(len(days))
    asked = rng.permutation(len(release.places) * len(start))[:windows]
    found = []
    for place, window in zip(*np.divmod(asked, len(start)), strict=True):
        site = NamedPlace(site_id=list(release.places)[place])
        ends = days[start[window]], days[end[window]]
        shown, counted = matrix(release, site, *ends), matrix(exact, site, *ends)
        columns = {"low": shown.low, "mid": shown.mid, "high": shown.high, "exact": counted.mid}
        found.append(pl.DataFrame({name: np.ravel(column) for name, column in columns.items() if column is not None}))
    return found


def _meaning(overall: dict[str, Any]) -> str:
    if not overall["rules"]:
        return "None of the rules drawn flags anyone, so that there is nothing to compare."
    return (
        f"Over {overall['rules']:,} rules, the number shown is off by {percent(overall['median_error'])} at the median "
        f"and {percent(overall['p95_error'])} at the 95th percentile, and the interval from low to high holds the "
        f"exact one for {percent(overall['inside'])} of them: that is what the protection costs."
    )
