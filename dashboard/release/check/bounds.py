"""Lowest and highest true sums that rows of counts allow, after withholding and noise."""

from __future__ import annotations

from statistics import NormalDist

import polars as pl

from dashboard.release.disclosure import Disclosure
from dashboard.release.tables import COUNT

LOW, HIGH = "low", "high"
_FALSE_ALARM = 0.01  # at most one sound release in a hundred is refused because of its noise


def low() -> pl.Expr:
    """Return an aggregation to the fewest devices that rows may stand for: one for each withheld row."""
    return pl.col(COUNT).cast(pl.Int64).fill_null(1).sum().alias(LOW)


def high(disclosure: Disclosure) -> pl.Expr:
    """Return an aggregation to the most devices that rows may stand for: threshold - 1 for each withheld row."""
    return pl.col(COUNT).cast(pl.Int64).fill_null(disclosure.threshold - 1).sum().alias(HIGH)


def noise(disclosure: Disclosure, rows: pl.Expr, comparisons: int) -> pl.Expr:
    """Return the devices that the noise of `rows` rows adds up to at most, in all of many `comparisons`.

    z sd sqrt(rows), as for the interval of one number, where z is 1.96 for 95%. Here z grows with the number of
    comparisons, since of thousands many lie outside their 95% (Bonferroni's correction).
    """
    z = NormalDist().inv_cdf(1 - _FALSE_ALARM / max(comparisons, 1))
    return rows.cast(pl.Float64).sqrt() * (z * _row_sd(disclosure))


def _row_sd(disclosure: Disclosure) -> float:
    """Return the largest standard deviation of a row of either table of reach."""
    noise = disclosure.noise
    if noise is None:
        return disclosure.noise_sd
    return max(noise.reach_sd, noise.home_sd or 0)
