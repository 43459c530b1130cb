"""Two rules held against each other: whom the first flags alone, whom both, whom the second alone.

Let A and B be the devices that they flag, a = |A| and b = |B|, each with a low and a high.

Counted, where the release counted what it takes:

    A in B:                     alone in A = 0        both = a            alone in B = b - a
    u = |A or B| was counted:   alone in A = u - b    both = a + b - u    alone in B = u - a
    other dates alone:          by the days since, see windows.py; with dates between the two windows, a bracket of it

(inclusion.py says which rules lie in one another, and when u was counted.) Else a bracket, by inclusion alone, with

    I   who is in both of two rules of one counted place, radius and stay, on the dates of A and of B, that lie in A and
        in B (at least: the narrower radius with the longer stay)
    O   the same of two such rules that hold A and hold B (the wider radius with the shorter stay)
    U   who is in one of those

    max(0, I, a + b - U)  <= both       <= min(a, b, O)
    max(0, a - b, a - O)  <= alone in A <= min(a, a - I, U - b)        and alone in B likewise

The ends of what they are made of are taken so that the interval holds for all of them (`Estimate.without`). With noise
one I and one U are taken and no O, since the best of many would not hold. Source: inclusion and exclusion of two sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard.counting.comparison import Comparison, Difference, Split, difference_of
from dashboard.counting.count import Count, count
from dashboard.counting.inclusion import (
    measured_around_both,
    measured_in_both,
    measured_union,
    other_dates_alone,
    within,
)
from dashboard.counting.interval import Estimate, Method
from dashboard.counting.windows import NOBODY, compare_windows
from dashboard.release.load import Release
from dashboard.rule import Rule


def compare(release: Release, first: Rule, second: Rule) -> Comparison:
    """Return how a second rule compares with a first one, in devices. Raises as `count` does."""
    a, b = count(release, first), count(release, second)
    if other_dates_alone(release, first, second):
        found = compare_windows(release, first, replace(second, place=first.place))
        return _fitted(found, a.devices, b.devices, noisy=release.manifest.disclosure.noisy)
    counted = a.method == b.method == "counted"
    in_second, in_first = within(release, first, second), within(release, second, first)
    split = _split(release, a, b, in_second=in_second, in_first=in_first)
    nested = in_second or in_first
    difference = difference_of(split.only_first, split.only_second) if nested else difference_of(a.devices, b.devices)
    return Comparison(split=split, difference=difference, method="counted" if counted else "bracket")


def bracketed(
    first: Estimate,
    second: Estimate,
    inside: Sequence[Estimate],
    around: Sequence[Estimate],
    over: Sequence[Estimate] = (),
) -> Split:
    """Return the bracket of two rules, by inclusion alone.

    From sets that lie in both (`inside`), sets that hold whomever one of them flags (`around`), and sets that hold
    whomever both flag (`over`).
    """
    least = max([0, *(one.low for one in inside)])
    most = min([first.high + second.high, *(one.high for one in around)])
    shared = min([first.high, second.high, *(one.high for one in over)])
    low = max(least, first.low + second.low - most)
    return Split(
        only_first=_bracket(first.low - shared, min(first.high - least, most - second.low)),
        both=_bracket(low, shared),
        only_second=_bracket(second.low - shared, min(second.high - least, most - first.low)),
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
    inside = [_both(release, *pair) for pair in measured_in_both(release, a.rule, b.rule)]
    holding = measured_around_both(release, a.rule, b.rule)
    around, over = [_either(release, *pair) for pair in holding], [_both(release, *pair) for pair in holding]
    if release.manifest.disclosure.noisy:
        inside, around, over = inside[:1], around[:1], []
    return bracketed(first, second, inside, around, over)


def _both(release: Release, first: Rule, second: Rule) -> Estimate:
    return compare(release, first, second).split.both


def _either(release: Release, first: Rule, second: Rule) -> Estimate:
    """Return whom one of two rules flags that differ by their dates at most."""
    split = compare(release, first, second).split
    if split.method == "counted":
        return count(
            release, replace(first, start=min(first.start, second.start), end=max(first.end, second.end))
        ).devices
    return (count(release, first).devices + count(release, second).devices).without(split.both)


def _fitted(found: Comparison, a: Estimate, b: Estimate, *, noisy: bool) -> Comparison:
    """Return a comparison that agrees with the numbers of its rules, which may narrow it, unless they are noisy."""
    split = found.split
    first, second = split.only_first, split.only_second
    both = _narrowed(split.both, split.both.mid, [] if noisy else [a.without(first), b.without(second)])
    left, right = a.without(both), b.without(both)
    first = _narrowed(first, left.mid, [] if noisy else [left])
    second = _narrowed(second, right.mid, [] if noisy else [right])
    fitted = Split(only_first=first, both=both, only_second=second, method=split.method)
    difference, apart = found.difference, difference_of(a, b)
    if not noisy:
        low, high = max(difference.low, apart.low), min(difference.high, apart.high)
        difference = Difference(low=low, mid=apart.mid, high=max(low, high))
    if split.method == "counted" and 0 in (first.high, second.high):
        difference = difference_of(first, second)
    return Comparison(split=fitted, difference=difference, method=found.method)


def _narrowed(part: Estimate, mid: int | None, others: Sequence[Estimate]) -> Estimate:
    """Return what a part and others that say the same have in common, with a middle as near to `mid` as it can be."""
    low = max([part.low, *(other.low for other in others)])
    high = max(low, min([part.high, *(other.high for other in others)]))
    return Estimate(low=low, mid=None if part.mid is None or mid is None else min(max(mid, low), high), high=high)


def _bracket(low: int, high: int) -> Estimate:
    least = max(0, low)
    return Estimate(low=least, mid=None, high=max(least, high))
