"""The error of a measured position: a mixture of two round normal distributions, one near and one far.

Three in four positions come from a near mast, with 77 m of standard deviation along each axis; one in four from a
far one, with 250 m. The distance to the true position then has a median of 110 m and a 95th percentile of 450 m.
"""

from __future__ import annotations

import numpy as np

from dashboard.demo.ground import Points

NEAR_SHARE = 0.75
NEAR_SD_M, FAR_SD_M = 77.0, 250.0
MEDIAN_M, P95_M = 110.0, 450.0

# Positions are reported on a grid of about 20 m.
GRID_LAT, GRID_LNG = 0.0002, 0.00025


def measured(rng: np.random.Generator, true: Points) -> Points:
    """Return a measured position for each true one, its error drawn afresh."""
    sd_m = np.where(rng.random(len(true)) < NEAR_SHARE, NEAR_SD_M, FAR_SD_M)
    off = true.moved(sd_m * rng.standard_normal(len(true)), sd_m * rng.standard_normal(len(true)))
    return Points(lat=np.rint(off.lat / GRID_LAT) * GRID_LAT, lng=np.rint(off.lng / GRID_LNG) * GRID_LNG)
