"""The error of a measured position: a mixture of a near and a far round normal distribution.

A quarter of all positions comes from the far one, an assumption; the two standard deviations follow from the median
and the 95th percentile of the distance between a measured and a true position, which the release states. The
distance x of a round normal error of standard deviation s along each axis exceeds d with probability
exp(-d^2 / 2 s^2) (Rayleigh), so

    P(x > d) = 3/4 exp(-d^2 / 2 near^2) + 1/4 exp(-d^2 / 2 far^2)  is 1/2 at the median and 1/20 at the 95th percentile.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq

from dashboard.errors import ScopeError
from dashboard.release.manifest import PositioningError

FAR_SHARE = 0.25

# The 95th percentile over the median of one round normal distribution.
RAYLEIGH_RATIO = math.sqrt(math.log(20) / math.log(2))


@dataclass(frozen=True, kw_only=True)
class ErrorModel:
    """Standard deviations along each axis, in metres, of the near and the far part; 0 is no error."""

    near_sd_m: float
    far_sd_m: float

    def __post_init__(self) -> None:
        """Check that the near part is not the wider."""
        if not 0 <= self.near_sd_m <= self.far_sd_m:
            msg = f"near_sd_m, far_sd_m are {self.near_sd_m}, {self.far_sd_m}, expected 0 <= near_sd_m <= far_sd_m"
            raise ScopeError(msg)

    def beyond(self, distance_m: float) -> float:
        """Return the share of measured positions that lie further than a distance from the true one."""
        return (1 - FAR_SHARE) * _beyond(distance_m, self.near_sd_m) + FAR_SHARE * _beyond(distance_m, self.far_sd_m)


def error_model(stated: PositioningError) -> ErrorModel:
    """Return the mixture with the stated median and 95th percentile.

    Where these lie closer together than those of one round normal distribution, the result is one that has the 95th
    percentile. Raises ScopeError for a percentile below the median.
    """
    median, p95 = stated.median, stated.p95
    if p95 < median:
        msg = f"positioning_error_m has p95 {p95} below median {median}, expected median <= p95"
        raise ScopeError(msg)
    if p95 <= RAYLEIGH_RATIO * median:
        sd = p95 / math.sqrt(2 * math.log(20))
        return ErrorModel(near_sd_m=sd, far_sd_m=sd)

    def excess(far_sd_m: float) -> float:
        near_sd_m = _near_sd_m(median, far_sd_m)
        return ErrorModel(near_sd_m=near_sd_m, far_sd_m=far_sd_m).beyond(p95) - 0.05

    narrow, wide = median / math.sqrt(2 * math.log(2)), p95
    far_sd_m = float(brentq(excess, narrow, wide))
    return ErrorModel(near_sd_m=_near_sd_m(median, far_sd_m), far_sd_m=far_sd_m)


def _near_sd_m(median: float, far_sd_m: float) -> float:
    """Return the near part that gives a mixture its median."""
    left = (0.5 - FAR_SHARE * _beyond(median, far_sd_m)) / (1 - FAR_SHARE)
    return min(far_sd_m, median / math.sqrt(-2 * math.log(left)))


def _beyond(distance_m: float, sd_m: float) -> float:
    return math.exp(-0.5 * (distance_m / sd_m) ** 2) if sd_m > 0 else 0.0
