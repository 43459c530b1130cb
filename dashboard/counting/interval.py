"""Estimates: a number with its low and its high, and how lows and highs add."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from dashboard.errors import ScopeError
from dashboard.release.disclosure import Disclosure

Method = Literal["counted", "bracket"]
Counts = npt.NDArray[np.int64]

# Standard normal quantile of a two-sided interval of 95%.
Z_95 = 1.96


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A number of devices or people between `low` and `high`; `mid` is None where nothing was counted in between.

    So it is in a bracket, and where every count was withheld.
    """

    low: int
    mid: int | None
    high: int

    def __post_init__(self) -> None:
        """Check that low <= mid <= high and that none is negative."""
        mid = self.low if self.mid is None else self.mid
        if not 0 <= self.low <= mid <= self.high:
            msg = f"estimate is {self.low}, {self.mid}, {self.high}, expected 0 <= low <= mid <= high"
            raise ScopeError(msg)

    def __add__(self, other: Estimate) -> Estimate:
        """Return the sum, conservatively: lows with lows, highs with highs; no mid where either has none."""
        mid = None if self.mid is None or other.mid is None else self.mid + other.mid
        return Estimate(low=self.low + other.low, mid=mid, high=self.high + other.high)

    def without(self, part: Estimate) -> Estimate:
        """Return how many are left when `part`, a set inside this one, is taken out.

        low = low - part's high, high = high - part's low, mid = mid - part's mid, none below 0.
        """
        mid = None if self.mid is None or part.mid is None else max(0, self.mid - part.mid)
        return Estimate(low=max(0, self.low - part.high), mid=mid, high=max(0, self.high - part.low))

    @property
    def exact(self) -> bool:
        """Say whether nothing was withheld and no noise added."""
        return self.low == self.mid == self.high


def bounds(
    counted: Counts, withheld: Counts, noise_rows: Counts, disclosure: Disclosure, row_sd: float | None = None
) -> tuple[Counts, Counts, Counts]:
    """Return low, mid and high of sums of released rows, element by element.

    `counted` holds sums of the counts that were released, `noise_rows` the number of those rows, `withheld` the
    number of rows whose count, 1 to threshold - 1, was withheld. With noise = 1.96 noise_sd sqrt(noise_rows):

        low  = max(0, counted + withheld - noise)        rounded down
        mid  = counted + withheld threshold / 2          half up
        high = counted + withheld (threshold - 1) + noise   rounded up

    With `row_sd`, the spread of each row of a release that was built with noise, no row is withheld, and low and high
    lie 1.96 row_sd sqrt(noise_rows) from the sum. Raises
    ScopeError where rows are withheld under a threshold of 1, which withholds none.
    """
    if row_sd is not None:
        return _with_noise(counted, noise_rows, row_sd)
    threshold = disclosure.threshold
    if threshold < 2 and withheld.any():
        msg = f"{int(withheld.sum()):,} rows are withheld under a threshold of {threshold}, expected 2 or more"
        raise ScopeError(msg)
    noise = np.ceil(Z_95 * disclosure.noise_sd * np.sqrt(noise_rows)).astype(np.int64)
    low = np.maximum(counted + withheld - noise, 0)
    mid = counted + (withheld * threshold + 1) // 2
    high = counted + withheld * (threshold - 1) + noise
    return low, mid, high


def _with_noise(noisy: Counts, rows: Counts, row_sd: float) -> tuple[Counts, Counts, Counts]:
    """Return low, mid and high of sums of rows that carry noise of `row_sd` each; nothing is below 0."""
    noise = Z_95 * row_sd * np.sqrt(rows)
    ends = np.floor(noisy - noise), noisy, np.ceil(noisy + noise)
    low, mid, high = (np.maximum(end, 0).astype(np.int64) for end in ends)
    return low, mid, high
