"""Of those flagged, how many were truly there; of those truly there, how many are flagged: expected shares.

A true visitor is a device with a true visit of `stay_min` minutes within `radius_m` of the place on a date of the
window. The behaviours that a device may have (`behaviours.py`) are weighed so that they give the flagged devices of
every radius and stay and the dates on which they were flagged (`weigh.py`); with weights x, and for each behaviour the
chances f(r, t) to be flagged, v to be a true visitor and b(r, t) to be both,

    precision(r, t) = x b(r, t) / x f(r, t)        recall(r, t) = x b(r, t) / x v

The model knows neither how often a device is sighted nor what was withheld: low and high are the least and the most
over the intervals of SIGHTED_EVERY_MIN and over the lows and highs of the counts, and MARGIN below and above.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dashboard.counting.certainty.behaviours import Floats
from dashboard.counting.certainty.chances import Chances, TrueVisit, chances
from dashboard.counting.certainty.error import ErrorModel
from dashboard.counting.certainty.weigh import weigh
from dashboard.counting.interval import Counts

# How far nine in ten shares are off the truth of the demonstration city at most (tests/bench/bench_certainty.py).
MARGIN = 0.05


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """What was counted around a place, low, mid and high, radii x stays.

    A place that is an area stands for the circle as large, of the radius `within_m`. `devices` are distinct over the
    window's `dates`; `device_dates` count a device once on each date.
    """

    radii_m: tuple[int, ...]
    min_dwell_min: tuple[int, ...]
    dates: int
    devices: tuple[Counts, Counts, Counts]
    device_dates: tuple[Counts, Counts, Counts]
    within_m: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class Shares:
    """Shares from 0 to 1, radii x stays; nan where nothing is flagged."""

    low: Floats
    mid: Floats
    high: Floats

    def __post_init__(self) -> None:
        """Make the arrays read-only: they are shared."""
        for array in (self.low, self.mid, self.high):
            array.flags.writeable = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Expectation:
    """Expected precision and recall of every rule, and how many devices were truly there: low, mid, high."""

    true_visit: TrueVisit
    radii_m: tuple[int, ...]
    min_dwell_min: tuple[int, ...]
    precision: Shares
    recall: Shares
    visitors: tuple[float, float, float]


def expect(counted: Counted, error: ErrorModel, true_visit: TrueVisit) -> Expectation:
    """Return what to expect of every rule, from counts alone."""
    low, mid, high = zip(counted.devices, counted.device_dates, strict=True)
    radii_m = tuple(counted.within_m + radius_m for radius_m in counted.radii_m)
    visit = replace(true_visit, radius_m=counted.within_m + true_visit.radius_m)
    by_interval = chances(counted.dates, radii_m, counted.min_dwell_min, error, visit)
    cases = [(mid, of) for of in by_interval]
    if (counted.devices[0] < counted.devices[2]).any():
        cases += [(low, by_interval[0]), (high, by_interval[0])]
    found = [_shares(counted, counts, of) for counts, of in cases]
    precision, recall, visitors = (np.stack(column) for column in zip(*found, strict=True))
    return Expectation(
        true_visit=true_visit,
        radii_m=counted.radii_m,
        min_dwell_min=counted.min_dwell_min,
        precision=_around(precision),
        recall=_around(recall),
        visitors=(float(visitors.min()), float(visitors[0]), float(visitors.max())),
    )


def _around(cases: Floats) -> Shares:
    return Shares(
        low=np.maximum(cases.min(axis=0) - MARGIN, 0), mid=cases[0], high=np.minimum(cases.max(axis=0) + MARGIN, 1)
    )


def _shares(counted: Counted, counts: tuple[Counts, Counts], of: Chances) -> tuple[Floats, Floats, Floats]:
    """Return precision and recall, radii x stays, and the true visitors, of one reading of the counts."""
    devices = weigh(
        np.concatenate([of.flagged, of.dates]),
        np.concatenate([table.ravel() for table in counts]).astype(np.float64),
        of.prior,
    )
    both, flagged = of.both @ devices, of.flagged @ devices
    visitors = float(of.visitor @ devices)
    shape = (len(counted.radii_m), len(counted.min_dwell_min))
    nothing = counts[0] == 0
    precision = np.divide(both, flagged, out=np.full_like(both, np.nan), where=flagged > 0).reshape(shape)
    recall = both.reshape(shape) / visitors if visitors > 0 else np.zeros(shape)
    return np.where(nothing, np.nan, np.minimum(precision, 1)), np.minimum(recall, 1), np.array(visitors)
