"""What a comparison of two rules finds: whom the first flags alone, whom both, whom the second alone.

What people make of it: the persons per device are the same on both sides, so that a difference is scaled, and not the
difference of what was scaled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from dashboard.counting.interval import Estimate, Method
from dashboard.counting.people import people
from dashboard.release.manifest import Manifest


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How many more (or, below 0, fewer) between `low` and `high`; `mid` is None in a bracket."""

    low: int
    mid: int | None
    high: int

    @property
    def mirrored(self) -> Difference:
        """Return the difference the other way round."""
        return Difference(low=-self.high, mid=None if self.mid is None else -self.mid, high=-self.low)


@dataclass(frozen=True, kw_only=True)
class Split:
    """Devices flagged by the first rule alone, by both, and by the second alone."""

    only_first: Estimate
    both: Estimate
    only_second: Estimate
    method: Method

    @property
    def mirrored(self) -> Split:
        """Return the split with the two rules in the other order."""
        return replace(self, only_first=self.only_second, only_second=self.only_first)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A second rule held against a first one: how they split those flagged, and how many more the second flags."""

    split: Split
    difference: Difference
    method: Method


def difference_of(first: Estimate, second: Estimate) -> Difference:
    """Return the second less the first, conservatively."""
    mid = None if first.mid is None or second.mid is None else second.mid - first.mid
    return Difference(low=second.low - first.high, mid=mid, high=second.high - first.low)


def difference_in_people(manifest: Manifest, devices: Difference) -> Difference | None:
    """Return the people that a difference of devices stands for, or None if the manifest does not say how to scale.

    Each end by the persons per device that put it furthest out, and outward to a whole number; a middle to the nearest.
    """
    share, persons = manifest.operator.market_share, manifest.persons_per_device
    if share is None or persons is None:
        return None
    few, middle, many = (
        Fraction(str(each)) / Fraction(str(share)) for each in (persons.low, persons.mid, persons.high)
    )
    return Difference(
        low=math.floor(devices.low * (few if devices.low > 0 else many)),
        mid=None if devices.mid is None else math.floor(devices.mid * middle + Fraction(1, 2)),
        high=math.ceil(devices.high * (many if devices.high > 0 else few)),
    )


def split_in_people(manifest: Manifest, split: Split) -> Split | None:
    """Return the people that a split of devices stands for, or None if the manifest does not say how to scale."""
    only_first, both, only_second = (
        people(manifest, part) for part in (split.only_first, split.both, split.only_second)
    )
    if only_first is None or both is None or only_second is None:
        return None
    return Split(only_first=only_first, both=both, only_second=only_second, method=split.method)
