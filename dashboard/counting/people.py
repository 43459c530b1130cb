"""From devices to people."""

from __future__ import annotations

import math
from fractions import Fraction

from dashboard.counting.interval import Estimate
from dashboard.release.manifest import Manifest


def people(manifest: Manifest, devices: Estimate) -> Estimate | None:
    """Return the people that flagged devices stand for, or None if the manifest does not say how to scale them.

        people = devices / market_share x persons_per_device

    low with low (rounded down), mid with mid (to the nearest, half up), high with high (rounded up).
    """
    share, persons = manifest.operator.market_share, manifest.persons_per_device
    if share is None or persons is None:
        return None
    return Estimate(
        low=math.floor(_scaled(devices.low, share, persons.low)),
        mid=None if devices.mid is None else math.floor(_scaled(devices.mid, share, persons.mid) + Fraction(1, 2)),
        high=math.ceil(_scaled(devices.high, share, persons.high)),
    )


def _scaled(devices: int, share: float, persons: float) -> Fraction:
    # As the decimals that the manifest wrote: in binary 3 / 0.3 could round up to 11.
    return devices / Fraction(str(share)) * Fraction(str(persons))
