"""Two rules held against each other: whom the first flags alone, whom both, whom the second alone.

Let A and B be the devices that they flag, a = |A| and b = |B|, each with a low and a high.

Counted, where the release counted what it takes:

    A in B:                     alone in A = 0        both = a            alone in B = b - a
    u = |A or B| was counted:   alone in A = u - b    both = a + b - u    alone in B = u - a

(inclusion.py says which rules lie in one another, and when u was counted.) Else a bracket, by inclusion alone, with the
counted sets I that lie in both (at least: the narrower radius with the longer stay) and U that hold both (the wider
radius with the shorter stay):

    max(0, I, a + b - U) <= both       <= min(a, b)
    max(0, a - b)        <= alone in A <= min(a, a - I, U - b)        and alone in B likewise

The ends of what they are made of are taken so that the interval holds for all of them (`Estimate.without`). With noise
one I and one U are taken, since the best of many would not hold. Source: inclusion and exclusion of two sets.

What people make of it: the persons per device are the same on both sides, so that a difference is scaled, and not the
difference of what was scaled (`in_people`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dashboard.counting.count import Count, count
from dashboard.counting.inclusion import measured_around_both, measured_in_both, measured_union, within
from dashboard.counting.interval import Estimate, Method
from dashboard.counting.people import people
from dashboard.release.load import Release
from dashboard.release.manifest import Manifest
from dashboard.rule import Rule

NOBODY = Estimate(low=0, mid=0, high=0)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How many more (or, below 0, fewer) between `low` and `high`; `mid` is None in a bracket."""

    low: int
    mid: int | None
    high: int


@dataclass(frozen=True, kw_only=True)
class Split:
    """Devices flagged by the first rule alone, by both, and by the second alone."""

    only_first: Estimate
    both: Estimate
    only_second: Estimate
    method: Method


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A second rule held against a first one: how they split those flagged, and how many more the second flags."""

    split: Split
    difference: Difference
    method: Method


def compare(release: Release, first: Rule, second: Rule) -> Comparison:
    """Return how a second rule compares with a first one, in devices. Raises as `count` does."""
    a, b = count(release, first), count(release, second)
    counted = a.method == b.method == "counted"
    in_second, in_first = within(release, first, second), within(release, second, first)
    split = _split(release, a, b, in_second=in_second, in_first=in_first)
    nested = in_second or in_first
    difference = between(split.only_first, split.only_second) if nested else between(a.devices, b.devices)
    return Comparison(split=split, difference=difference, method="counted" if counted else "bracket")


def between(first: Estimate, second: Estimate) -> Difference:
    """Return the second less the first, conservatively."""
    mid = None if first.mid is None or second.mid is None else second.mid - first.mid
    return Difference(low=second.low - first.high, mid=mid, high=second.high - first.low)


def bracketed(first: Estimate, second: Estimate, inside: Sequence[Estimate], around: Sequence[Estimate]) -> Split:
    """Return the bracket of two rules from those that lie in both and those that hold both, by inclusion alone."""
    least = max([0, *(one.low for one in inside)])
    most = min([first.high + second.high, *(one.high for one in around)])
    low = max(least, first.low + second.low - most)
    both = Estimate(low=low, mid=None, high=max(low, min(first.high, second.high)))
    return Split(
        only_first=_alone(first, second, least, most),
        both=both,
        only_second=_alone(second, first, least, most),
        method="bracket",
    )


def from_union(first: Estimate, second: Estimate, union: Estimate) -> Split:
    """Return the split of two rules whose union was counted."""
    either = first + second
    overlap = either.without(union)
    high = max(overlap.low, min(overlap.high, first.high, second.high))
    mid = None if overlap.mid is None else min(max(overlap.low, overlap.mid), high)
    return Split(
        only_first=union.without(second),
        both=Estimate(low=overlap.low, mid=mid, high=high),
        only_second=union.without(first),
        method="counted",
    )


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


def _split(release: Release, a: Count, b: Count, *, in_second: bool, in_first: bool) -> Split:
    first, second = a.devices, b.devices
    method: Method = "counted" if a.method == b.method == "counted" else "bracket"
    if in_second:
        alone = NOBODY if in_first else second.without(first)
        return Split(only_first=NOBODY, both=first, only_second=alone, method=method)
    if in_first:
        return Split(only_first=first.without(second), both=second, only_second=NOBODY, method=method)
    union = measured_union(release, a.rule, b.rule)
    if union is not None:
        return from_union(first, second, count(release, union).devices)
    inside, around = measured_in_both(release, a.rule, b.rule), measured_around_both(release, a.rule, b.rule)
    if release.manifest.disclosure.noisy:
        inside, around = inside[:1], around[:1]
    return bracketed(
        first,
        second,
        [count(release, rule).devices for rule in inside],
        [count(release, rule).devices for rule in around],
    )


def _alone(rule: Estimate, other: Estimate, least: int, most: int) -> Estimate:
    """Return the bracket of those that a rule flags and the other does not."""
    low = max(0, rule.low - other.high)
    return Estimate(low=low, mid=None, high=max(low, min(rule.high - least, most - other.low)))
