"""Weights nearest to the prior that give the counts: the conditions of the least, for counts of every kind."""

import numpy as np
import pytest
from examples import of
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.counting.certainty.chances import Chances, TrueVisit, chances
from dashboard.counting.certainty.error import ErrorModel
from dashboard.counting.certainty.weigh import SMALLEST, TOLERANCE, weigh

RADII_M = (250, 500, 1000, 2000, 3000)
STAYS_MIN = (0, 15, 60, 240)
ERROR = ErrorModel(near_sd_m=77, far_sd_m=250)


def given_by(dates: int) -> tuple[Chances, np.ndarray]:
    of = chances(dates, RADII_M, STAYS_MIN, ERROR, TrueVisit())[0]
    return of, np.concatenate([of.flagged, of.dates])


def random_counts(seed: int, size: int, decades: float, nobody: float) -> np.ndarray:
    """Return counts that no movement need give: over some decades, a share of them 0."""
    rng = np.random.default_rng(seed)
    counts = np.rint(10 ** rng.uniform(0, decades, size))
    counts[rng.random(size) < nobody] = 0
    counts[rng.integers(size)] = 10**decades
    return counts


any_counts = given(
    seed=st.integers(0, 10_000),
    dates=st.sampled_from([1, 4, 14]),
    decades=st.floats(0, 7),
    nobody=st.sampled_from([0, 0.1, 0.9]),
)


@any_counts
@settings(max_examples=of(30))
def test_the_weights_are_the_nearest_to_the_prior_that_give_the_counts(
    seed: int, dates: int, decades: float, nobody: float
) -> None:
    of, expected = given_by(dates)
    counts = random_counts(seed, len(expected), decades, nobody)
    found = weigh(expected, counts, of.prior)
    largest = counts.max()
    tolerance = TOLERANCE * np.maximum(counts, SMALLEST * largest)
    multipliers = (counts - expected @ found) / tolerance
    base = of.prior * (counts.sum() / largest / (expected @ of.prior).sum())
    assert (found > 0).all()
    # No weights are better than these by more than the gap to the dual of the problem.
    exponent = multipliers @ (expected * (largest / tolerance[:, None]))
    shares = found / largest
    gap = (base * np.exp(exponent) - shares * (1 + exponent - np.log(shares / base))).sum()
    assert 0 <= gap + 1e-12 < 1e-6


@any_counts
@settings(max_examples=of(10))
def test_a_change_in_the_last_digits_of_the_counts_changes_no_share(
    seed: int, dates: int, decades: float, nobody: float
) -> None:
    of, expected = given_by(dates)
    counts = random_counts(seed, len(expected), decades, nobody)
    shares = [
        of.both @ found / (of.visitor @ found)
        for found in (weigh(expected, y, of.prior) for y in (counts, counts * (1 + 1e-12)))
    ]
    assert shares[0] == pytest.approx(shares[1], abs=1e-6)


def test_counts_that_behaviours_give_are_met_to_the_tolerance() -> None:
    of, expected = given_by(4)
    counts = expected @ (of.prior * np.random.default_rng(1).gamma(1, 1e6, len(of.prior)))
    assert expected @ weigh(expected, counts, of.prior) == pytest.approx(counts, rel=TOLERANCE)
