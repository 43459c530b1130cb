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

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dashboard.counting.certainty.behaviours import Behaviours, Floats, Index, behaviours, longest_min
from dashboard.counting.certainty.error import ErrorModel
from dashboard.counting.certainty.weigh import weigh
from dashboard.counting.interval import Counts
from dashboard.errors import ScopeError

# How far nine in ten shares are off the truth of the demonstration city at most (tests/bench/bench_certainty.py).
MARGIN = 0.05
# Minutes between two sightings of a device that stays: the likeliest first.
SIGHTED_EVERY_MIN = (10, 0, 20)


@dataclass(frozen=True, kw_only=True)
class TrueVisit:
    """Who counts as truly there: within `radius_m` of the place for `stay_min` minutes or more at a time."""

    radius_m: int = 250
    stay_min: int = 30

    def __post_init__(self) -> None:
        """Check that the circle has a size and the stay a length."""
        if self.radius_m <= 0 or self.stay_min < 0:
            msg = f"a true visit has {self.radius_m} m and {self.stay_min} min, expected metres above 0, minutes from 0"
            raise ScopeError(msg)


@dataclass(frozen=True, kw_only=True, eq=False)
class Counted:
    """What was counted around a place, low, mid and high, radii x stays.

    `devices` are distinct over the window's `dates`; `device_dates` count a device once on each date.
    """

    radii_m: tuple[int, ...]
    min_dwell_min: tuple[int, ...]
    dates: int
    devices: tuple[Counts, Counts, Counts]
    device_dates: tuple[Counts, Counts, Counts]


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
    usual = SIGHTED_EVERY_MIN[0]
    cases = [(mid, every_min) for every_min in SIGHTED_EVERY_MIN]
    if (counted.devices[0] < counted.devices[2]).any():
        cases += [(low, usual), (high, usual)]
    found = [_shares(counted, counts, error, true_visit, every_min) for counts, every_min in cases]
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


def _shares(
    counted: Counted, counts: tuple[Counts, Counts], error: ErrorModel, true_visit: TrueVisit, every_min: int
) -> tuple[Floats, Floats, Floats]:
    """Return precision and recall, radii x stays, and the true visitors, of one reading of the counts."""
    radii, stays = counted.radii_m, counted.min_dwell_min
    there = behaviours(counted.dates, radii[-1], error)
    chances = _chances(there, radii, stays, true_visit, every_min)
    devices = weigh(
        np.concatenate([chances.flagged, chances.dates]),
        np.concatenate([table.ravel() for table in counts]).astype(np.float64),
        there.weight,
    )
    both, flagged = chances.both @ devices, chances.flagged @ devices
    visitors = float(chances.visitor @ devices)
    shape = (len(radii), len(stays))
    nothing = counts[0] == 0
    precision = np.divide(both, flagged, out=np.full_like(both, np.nan), where=flagged > 0).reshape(shape)
    recall = both.reshape(shape) / visitors if visitors > 0 else np.zeros(shape)
    return np.where(nothing, np.nan, np.minimum(precision, 1)), np.minimum(recall, 1), np.array(visitors)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Chances:
    """What one device of each behaviour does, as chances and dates.

    The chance to be flagged by each rule (rules x behaviours), the dates it is flagged on, the chance to be a true
    visitor (behaviours), and to be both.
    """

    flagged: Floats
    dates: Floats
    visitor: Floats
    both: Floats


@lru_cache(maxsize=32)
def _chances(
    there: Behaviours, radii_m: tuple[int, ...], min_dwell_min: tuple[int, ...], true_visit: TrueVisit, every_min: int
) -> _Chances:
    truly_min = longest_min(there.true_m, there.length_min, true_visit.radius_m)
    visitor = _dates(there, truly_min >= true_visit.stay_min) > 0
    flagged, dates, both = [], [], []
    for inside_min in _measured_min(there, radii_m):
        seen_min = np.where(inside_min > 0, np.maximum(inside_min - every_min, 0), inside_min)
        for stay in min_dwell_min:
            on = _dates(there, seen_min >= stay)
            dates.append(_by_behaviour(there, on))
            flagged.append(_by_behaviour(there, on > 0))
            both.append(_by_behaviour(there, (on > 0) & visitor))
    return _Chances(
        flagged=np.array(flagged), dates=np.array(dates), visitor=_by_behaviour(there, visitor), both=np.array(both)
    )


@lru_cache(maxsize=4)
def _measured_min(there: Behaviours, radii_m: tuple[int, ...]) -> tuple[Floats, ...]:
    """Return the minutes of each visit's longest run of measured positions within each radius, however often seen."""
    return tuple(longest_min(there.measured_m, there.length_min, radius_m) for radius_m in radii_m)


def _dates(there: Behaviours, qualifies: npt.NDArray[np.bool_]) -> Index:
    """Return on how many dates each drawn device qualifies."""
    return np.bincount(there.visitor[qualifies], minlength=int(there.drawn.sum()))


def _by_behaviour(there: Behaviours, values: Index | npt.NDArray[np.bool_]) -> Floats:
    """Return the mean over the devices drawn of each behaviour."""
    means: Floats = np.add.reduceat(values.astype(np.float64), np.cumsum(there.drawn) - there.drawn) / there.drawn
    return means
